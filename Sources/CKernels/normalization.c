#include "CKernels.h"

#define TEMPLATE "normalization.inc.h"
#include "each_instruction_set.inc.h"

#define DOORS(type, number)                                                                        \
  DOOR(type, void, sum_rows, (const number *x, size_t rows, size_t width, number *sums),           \
       (x, rows, width, sums))                                                                     \
  DOOR(type, void, column_sums,                                                                    \
       (const number *x, size_t rows, size_t width, const double *means, int power,                \
        double *sums),                                                                             \
       (x, rows, width, means, power, sums))                                                       \
  DOOR(type, void, normalize_columns,                                                              \
       (const number *x, size_t rows, size_t width, const number *means, const number *scales,     \
        const number *weights, const number *biases, number *y),                                   \
       (x, rows, width, means, scales, weights, biases, y))                                        \
  DOOR(type, void, column_products,                                                                \
       (const number *g, const number *x, size_t rows, size_t width, const number *means,          \
        const number *scales, double *sums, double *products),                                     \
       (g, x, rows, width, means, scales, sums, products))                                         \
  DOOR(type, void, normalize_columns_back,                                                         \
       (const number *g, const number *x, size_t rows, size_t width, number share,                 \
        const number *means, const number *scales, const number *weights, const number *sums,      \
        const number *products, number *result),                                                   \
       (g, x, rows, width, share, means, scales, weights, sums, products, result))                 \
  DOOR(type, void, normalize_rows,                                                                 \
       (const number *x, size_t rows, size_t width, const number *weights, const number *biases,   \
        double epsilon, number *statistics, number *y),                                            \
       (x, rows, width, weights, biases, epsilon, statistics, y))                                  \
  DOOR(type, void, normalize_rows_back,                                                            \
       (const number *g, const number *x, const number *statistics, size_t rows, size_t width,     \
        const number *weights, number *result),                                                    \
       (g, x, statistics, rows, width, weights, result))                                           \
  DOOR(type, void, normalize_rows_gain,                                                            \
       (const number *g, const number *x, const number *statistics, size_t rows, size_t width,     \
        number *sums),                                                                             \
       (g, x, statistics, rows, width, sums))

DOORS(f32, float)
DOORS(f64, double)
