// TurboJPEG's handles: no structure of libjpeg, whose layout differs between builds, is touched.
#include "library.h"

static struct {
  void *(*init)(void);
  int (*header)(
      void *handle, const unsigned char *bytes, unsigned long count, int *width, int *height,
      int *subsampling, int *colors);
  int (*decompress)(
      void *handle, const unsigned char *bytes, unsigned long count, unsigned char *pixels,
      int width, int pitch, int height, int format, int flags);
  int (*destroy)(void *handle);
  char *(*message)(void *handle);
  void *(*init_compress)(void);
  int (*compress)(
      void *handle, const unsigned char *pixels, int width, int pitch, int height, int format,
      unsigned char **bytes, unsigned long *count, int subsampling, int quality, int flags);
  unsigned long (*room)(int width, int height, int subsampling);
} jpeg;

// A warning means that something was made up in place of what is missing, but for this one: bytes that
// belong to nothing between the last pixel and the end. Nothing is decoded after it.
static const char stray[] = "extraneous bytes before marker 0xd9";

enum { STOP_ON_WARNING = 8192, LIMIT_SCANS = 32768 };

// Of writing: color at half the size both ways, none at all, and memory of the caller's.
enum { HALF_COLOR = 2, NO_COLOR = 3, NO_REALLOCATION = 1024 };

int descent_jpeg_load(const char *name) {
  const struct descent_symbol symbols[] = {
      {"tjInitDecompress", &jpeg.init},       {"tjDecompressHeader3", &jpeg.header},
      {"tjDecompress2", &jpeg.decompress},    {"tjDestroy", &jpeg.destroy},
      {"tjGetErrorStr2", &jpeg.message},
      {"tjInitCompress", &jpeg.init_compress}, {"tjCompress2", &jpeg.compress},
      {"tjBufSize", &jpeg.room},
  };
  return descent_find(name, symbols, sizeof symbols / sizeof symbols[0]);
}

int descent_jpeg_size(
    const uint8_t *bytes, size_t count, int *width, int *height, char *reason) {
  int subsampling = 0, colors = 0;
  *width = 0;
  *height = 0;
  void *handle = jpeg.init();
  if (!handle) {
    descent_give_reason(reason, "TurboJPEG can't start");
    return 0;
  }
  // It fails for a sampling that has no name, too, which can be read all the same.
  jpeg.header(handle, bytes, count, width, height, &subsampling, &colors);
  const int succeeded = *width > 0 && *height > 0;
  if (!succeeded) descent_give_reason(reason, jpeg.message(handle));
  jpeg.destroy(handle);
  return succeeded;
}

int descent_jpeg_read(
    const uint8_t *bytes, size_t count, int width, int height, enum descent_jpeg_format format,
    uint8_t *pixels, int *has_stray_bytes, char *reason) {
  void *handle = jpeg.init();
  if (!handle) {
    descent_give_reason(reason, "TurboJPEG can't start");
    return 0;
  }
  int status = jpeg.decompress(
      handle, bytes, count, pixels, width, 0, height, (int)format, STOP_ON_WARNING | LIMIT_SCANS);
  const int is_stray = status && strstr(jpeg.message(handle), stray);
  // Stopped there, pictures in several scans have given out no pixels.
  if (is_stray && *has_stray_bytes) {
    jpeg.decompress(handle, bytes, count, pixels, width, 0, height, (int)format, LIMIT_SCANS);
    if (strstr(jpeg.message(handle), stray)) status = 0;
  }
  *has_stray_bytes = is_stray;
  if (status) descent_give_reason(reason, jpeg.message(handle));
  jpeg.destroy(handle);
  return status == 0;
}

size_t descent_jpeg_room(int width, int height) { return jpeg.room(width, height, HALF_COLOR); }

int descent_jpeg_write(
    const uint8_t *pixels, int width, int height, int channels, int quality, uint8_t *bytes,
    size_t *count, char *reason) {
  void *handle = jpeg.init_compress();
  if (!handle) {
    descent_give_reason(reason, "TurboJPEG can't start");
    return 0;
  }
  unsigned long size = *count;
  const int status = jpeg.compress(
      handle, pixels, width, 0, height, channels == 1 ? DESCENT_JPEG_GRAY : DESCENT_JPEG_RGB, &bytes,
      &size, channels == 1 ? NO_COLOR : HALF_COLOR, quality, NO_REALLOCATION);
  if (status) descent_give_reason(reason, jpeg.message(handle));
  *count = size;
  jpeg.destroy(handle);
  return status == 0;
}
