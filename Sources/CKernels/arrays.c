#include "CKernels.h"

#define TEMPLATE "arrays.inc.h"
#include "each_instruction_set.inc.h"

#define DOORS(type, number)                                                                        \
  DOOR(type, double, sum_of_squares, (const number *x, size_t count), (x, count))                  \
  DOOR(type, void, add, (number * to, const number *from, size_t count), (to, from, count))        \
  DOOR(type, void, scale, (number * x, size_t count, number factor), (x, count, factor))           \
  DOOR(type, void, largest_places,                                                                 \
       (const number *x, size_t rows, size_t width, int32_t *classes), (x, rows, width, classes))  \
  DOOR(type, void, dropout,                                                                        \
       (const number *x, size_t count, uint64_t key, uint64_t first, uint64_t threshold,           \
        number scale, number *y),                                                                  \
       (x, count, key, first, threshold, scale, y))                                                \
  DOOR(type, void, gather_bytes,                                                                   \
       (const uint8_t *values, const ptrdiff_t *rows, size_t count, size_t width,                  \
        descent_scaling scaling, const number *offsets, const number *divisors, number *out),      \
       (values, rows, count, width, scaling, offsets, divisors, out))                              \
  DOOR(type, void, gather,                                                                         \
       (const number *values, const ptrdiff_t *rows, size_t count, size_t width,                   \
        descent_scaling scaling, const number *offsets, const number *divisors, number *out),      \
       (values, rows, count, width, scaling, offsets, divisors, out))

DOORS(f32, float)
DOORS(f64, double)
