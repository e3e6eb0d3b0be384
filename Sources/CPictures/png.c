// libpng through its low-level interface. Its structures stay opaque, so nothing here depends on their
// layout; the few functions are declared by hand.
#include <setjmp.h>

#include "library.h"

typedef void (*message_function)(void *png, const char *message);
typedef void (*read_function)(void *png, uint8_t *bytes, size_t count);

static struct {
  const char *(*get_libpng_ver)(const void *png);
  void *(*create_read_struct)(
      const char *version, void *error_pointer, message_function error, message_function warning);
  void *(*create_info_struct)(const void *png);
  void (*destroy_read_struct)(void **png, void **info, void **end);
  void *(*get_error_ptr)(const void *png);
  void (*set_read_fn)(void *png, void *pointer, read_function read);
  void (*set_benign_errors)(void *png, int allowed);
  void (*set_keep_unknown_chunks)(void *png, int keep, const uint8_t *names, int count);
  void (*read_info)(void *png, void *info);
  uint32_t (*get_image_width)(const void *png, const void *info);
  uint32_t (*get_image_height)(const void *png, const void *info);
  uint32_t (*get_PLTE)(const void *png, void *info, uint8_t **colors, int *count);
  uint32_t (*get_tRNS)(const void *png, void *info, uint8_t **alphas, int *count, void **color);
  void (*set_strip_16)(void *png);
  void (*set_packing)(void *png);
  void (*set_expand_gray)(void *png);
  void (*set_tRNS_to_alpha)(void *png);
  int (*set_interlace_handling)(void *png);
  void (*read_update_info)(void *png, void *info);
  size_t (*get_rowbytes)(const void *png, const void *info);
  void (*read_row)(void *png, uint8_t *row, uint8_t *display);
  void (*read_end)(void *png, void *info);
} png;

int descent_png_load(const char *name) {
  const struct descent_symbol symbols[] = {
      {"png_get_libpng_ver", &png.get_libpng_ver},
      {"png_create_read_struct", &png.create_read_struct},
      {"png_create_info_struct", &png.create_info_struct},
      {"png_destroy_read_struct", &png.destroy_read_struct},
      {"png_get_error_ptr", &png.get_error_ptr},
      {"png_set_read_fn", &png.set_read_fn},
      {"png_set_benign_errors", &png.set_benign_errors},
      {"png_set_keep_unknown_chunks", &png.set_keep_unknown_chunks},
      {"png_read_info", &png.read_info},
      {"png_get_image_width", &png.get_image_width},
      {"png_get_image_height", &png.get_image_height},
      {"png_get_PLTE", &png.get_PLTE},
      {"png_get_tRNS", &png.get_tRNS},
      {"png_set_strip_16", &png.set_strip_16},
      {"png_set_packing", &png.set_packing},
      {"png_set_expand_gray_1_2_4_to_8", &png.set_expand_gray},
      {"png_set_tRNS_to_alpha", &png.set_tRNS_to_alpha},
      {"png_set_interlace_handling", &png.set_interlace_handling},
      {"png_read_update_info", &png.read_update_info},
      {"png_get_rowbytes", &png.get_rowbytes},
      {"png_read_row", &png.read_row},
      {"png_read_end", &png.read_end},
  };
  return descent_find(name, symbols, sizeof symbols / sizeof symbols[0]);
}

// One file on its way. Lives in the frame below that of setjmp, whose own variables a jump may spoil.
struct reading {
  jmp_buf failure;
  void *png, *info;
  const uint8_t *bytes;
  size_t left;
  struct descent_png *picture;
  uint8_t *pixels;
  char *reason;
};

static void fail(void *reader, const char *message) {
  struct reading *reading = png.get_error_ptr(reader);
  descent_give_reason(reading->reason, message);
  longjmp(reading->failure, 1);
}

// Warnings are about what is left out of account anyway; what spoils pixels is an error.
static void ignore(void *reader, const char *message) {
  (void)reader;
  (void)message;
}

static void give(void *reader, uint8_t *bytes, size_t count) {
  struct reading *reading = png.get_error_ptr(reader);
  if (count > reading->left) fail(reader, "the end is missing");
  memcpy(bytes, reading->bytes, count);
  reading->bytes += count;
  reading->left -= count;
}

static void take_palette(struct reading *reading) {
  struct descent_png *picture = reading->picture;
  uint8_t *colors = NULL, *alphas = NULL;
  void *color = NULL;
  int count = 0, alpha_count = 0;
  picture->colors = 0;
  if (!png.get_PLTE(reading->png, reading->info, &colors, &count) || !colors) return;
  if (!png.get_tRNS(reading->png, reading->info, &alphas, &alpha_count, &color) || !alphas) {
    alpha_count = 0;
  }
  for (int i = 0; i < count && i < 256; i++) {
    memcpy(picture->palette[i], colors + 3 * i, 3);
    picture->palette[i][3] = i < alpha_count ? alphas[i] : 255;
    picture->colors = i + 1;
  }
}

static int read_all(struct reading *reading) {
  if (setjmp(reading->failure)) return 0;
  struct descent_png *picture = reading->picture;
  // The version is that of the library itself: nothing of its headers was compiled in.
  reading->png = png.create_read_struct(png.get_libpng_ver(NULL), reading, fail, ignore);
  if (reading->png) reading->info = png.create_info_struct(reading->png);
  if (!reading->info) {
    descent_give_reason(reading->reason, "libpng can't start");
    return 0;
  }
  png.set_read_fn(reading->png, reading, give);
  png.set_benign_errors(reading->png, 0);
  // Of the chunks that may be left out only tRNS is read: the others cost memory and can't matter.
  png.set_keep_unknown_chunks(reading->png, 1, NULL, -1);
  png.read_info(reading->png, reading->info);
  take_palette(reading);
  png.set_strip_16(reading->png);
  if (picture->is_gray) {
    png.set_expand_gray(reading->png);
  } else {
    png.set_packing(reading->png);
  }
  if (picture->has_transparency) png.set_tRNS_to_alpha(reading->png);
  const int passes = png.set_interlace_handling(reading->png);
  png.read_update_info(reading->png, reading->info);
  if (png.get_image_width(reading->png, reading->info) != picture->width ||
      png.get_image_height(reading->png, reading->info) != picture->height ||
      png.get_rowbytes(reading->png, reading->info) != picture->row_bytes) {
    descent_give_reason(reading->reason, "libpng sees another size");
    return 0;
  }
  for (int pass = 0; pass < passes; pass++) {
    for (size_t row = 0; row < picture->height; row++) {
      // The library inflates whatever follows the last row, gigabytes for a few megabytes. Samples of 16
      // bits take two bytes, what can't be compressed and the ends of chunks a few more.
      const size_t rows = (size_t)(passes - pass) * picture->height - row;
      if (reading->left > picture->behind + rows * (9 * picture->row_bytes / 4 + 1) + (1 << 16)) {
        descent_give_reason(reading->reason, "IDAT: Too much image data");
        return 0;
      }
      png.read_row(reading->png, reading->pixels + row * picture->row_bytes, NULL);
    }
  }
  png.read_end(reading->png, NULL);
  return 1;
}

int descent_png_read(
    const uint8_t *bytes, size_t count, struct descent_png *picture, uint8_t *pixels,
    char *reason) {
  struct reading reading = {
      .bytes = bytes, .left = count, .picture = picture, .pixels = pixels, .reason = reason};
  const int succeeded = read_all(&reading);
  if (reading.png) png.destroy_read_struct(&reading.png, &reading.info, NULL);
  return succeeded;
}
