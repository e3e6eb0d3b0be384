#include "numbers.h"
#include "checks.h"

#include <string.h>

static const uint32_t special_bits_f32[] = {
    0,           0x80000000u, 1,           0x80000001u, 0x007fffffu, 0x00800000u, 0x80800000u,
    0x7f7fffffu, 0xff7fffffu, 0x7f800000u, 0xff800000u, 0x7fc00000u, 0x3f800000u, 0xbf800000u};
static const uint64_t special_bits_f64[] = {0,
                                            0x8000000000000000u,
                                            1,
                                            0x8000000000000001u,
                                            0x000fffffffffffffu,
                                            0x0010000000000000u,
                                            0x8010000000000000u,
                                            0x7fefffffffffffffu,
                                            0xffefffffffffffffu,
                                            0x7ff0000000000000u,
                                            0xfff0000000000000u,
                                            0x7ff8000000000000u,
                                            0x3ff0000000000000u,
                                            0xbff0000000000000u};

#define NUMBERS(type, number, bits, digits, exponent_bias)                                         \
  static number of_bits_##type(bits x) {                                                           \
    number result;                                                                                 \
    memcpy(&result, &x, sizeof(result));                                                           \
    return result;                                                                                 \
  }                                                                                                \
  number ordinary_##type(void) {                                                                   \
    const bits exponent = (exponent_bias) - 6 + (bits)random_below(8);                             \
    const uint64_t random = random_bits();                                                         \
    const bits significand = (bits)random & (((bits)1 << (digits)) - 1);                           \
    const bits sign = (bits)(random >> 63) << (8 * sizeof(bits) - 1);                              \
    return of_bits_##type(sign | (exponent << (digits)) | significand);                            \
  }                                                                                                \
  number any_##type(void) { return of_bits_##type((bits)random_bits()); }                          \
  number wild_##type(void) {                                                                       \
    const size_t kind = random_below(64);                                                          \
    if (kind == 0) return any_##type();                                                            \
    if (kind == 1) return of_bits_##type(special_bits_##type[random_below(COUNT(special_bits_##type))]); \
    return ordinary_##type();                                                                      \
  }                                                                                                \
  number *ordinary_array_##type(size_t count) {                                                    \
    number *x = array(count, sizeof(number));                                                      \
    for (size_t i = 0; i < count; i++) x[i] = ordinary_##type();                                   \
    return x;                                                                                      \
  }                                                                                                \
  number *positive_array_##type(size_t count) {                                                    \
    number *x = ordinary_array_##type(count);                                                      \
    for (size_t i = 0; i < count; i++) x[i] = x[i] < 0 ? -x[i] : x[i];                             \
    return x;                                                                                      \
  }                                                                                                \
  number *wild_array_##type(size_t count) {                                                        \
    number *x = array(count, sizeof(number));                                                      \
    for (size_t i = 0; i < count; i++) x[i] = wild_##type();                                       \
    return x;                                                                                      \
  }                                                                                                \
  number *sparse_array_##type(size_t count) {                                                      \
    number *x = ordinary_array_##type(count);                                                      \
    for (size_t i = 0; i < count; i++)                                                             \
      if (random_below(5) > 0) x[i] *= 0;                                                          \
    return x;                                                                                      \
  }                                                                                                \
  number *empty_array_##type(size_t count) { return array(count, sizeof(number)); }                \
  number *copied_array_##type(const number *from, size_t count) {                                  \
    number *x = array(count, sizeof(number));                                                      \
    if (count > 0) memcpy(x, from, count * sizeof(number));                                        \
    return x;                                                                                      \
  }

NUMBERS(f32, float, uint32_t, 23, 127)
NUMBERS(f64, double, uint64_t, 52, 1023)
