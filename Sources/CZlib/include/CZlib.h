// The system's zlib, made importable. Declares nothing of its own.
#ifndef DESCENT_CZLIB_H
#define DESCENT_CZLIB_H

#include <zlib.h>

// inflateInit2 and deflateInit2 are macros, which Swift can't call.
static inline int descent_inflate_init(z_stream *stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}

#endif
