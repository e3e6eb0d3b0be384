// The system's libpng and TurboJPEG, loaded while the program runs, so that it builds and starts where they
// are missing. Only the Swift module Datasets includes this.
#ifndef DESCENT_CPICTURES_H
#define DESCENT_CPICTURES_H

#include <stddef.h>
#include <stdint.h>

// Room that a reason takes, its zero at the end included.
enum { DESCENT_REASON_ROOM = 200 };

// Loads the library of a file name: 1 if pictures can be read with it from now on, 0 if it isn't there or
// lacks something. Not to be called while another thread reads.
int descent_png_load(const char *name);
int descent_jpeg_load(const char *name);

// A PNG picture. Everything up to row_bytes is for the caller to know from the file's header; a file for
// which it isn't true is refused.
struct descent_png {
  uint32_t width, height;
  // Grey without alpha, whose bits are widened to 8.
  int is_gray;
  // A tRNS chunk becomes an alpha channel; not for palettes.
  int has_transparency;
  // Bytes in a row of 8-bit samples; a palette's indices are samples.
  size_t row_bytes;
  // Bytes of the file behind the last of its compressed pixels.
  size_t behind;
  // Set: the colours of the palette as red, green, blue and alpha; none without one.
  int colors;
  uint8_t palette[256][4];
};

// Reads a whole PNG file into height * row_bytes bytes of pixels: 1, or 0 with a reason. Samples of 16 bits
// become their upper 8; gamma and all chunks that say nothing about pixels are left out of account.
int descent_png_read(
    const uint8_t *bytes, size_t count, struct descent_png *picture, uint8_t *pixels, char *reason);

// How samples come: TurboJPEG's numbers for them.
enum descent_jpeg_format {
  DESCENT_JPEG_RGB = 0,
  DESCENT_JPEG_GRAY = 6,
  DESCENT_JPEG_CMYK = 11
};

// The size of a JPEG picture as the library sees it: 1, or 0 with a reason.
int descent_jpeg_size(
    const uint8_t *bytes, size_t count, int *width, int *height, char *reason);

// Reads a whole JPEG file of that size, warnings being errors: 1, or 0 with a reason. Bytes between the
// pixels and the end that belong to neither are a warning, too, unless has_stray_bytes is set; it is set to
// whether there are such.
int descent_jpeg_read(
    const uint8_t *bytes, size_t count, int width, int height, enum descent_jpeg_format format,
    uint8_t *pixels, int *has_stray_bytes, char *reason);

// Bytes that a JPEG file of a picture takes at most.
size_t descent_jpeg_room(int width, int height);

// Writes a picture of 1 or 3 samples for each pixel as a JPEG file into that much room; sets the count of
// bytes: 1, or 0 with a reason.
int descent_jpeg_write(
    const uint8_t *pixels, int width, int height, int channels, int quality, uint8_t *bytes,
    size_t *count, char *reason);

#endif
