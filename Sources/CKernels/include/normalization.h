// Batch and layer normalization, and sums over rows.
//
// Sums over a column are added row after row. Sums over a row are in double, as many partial sums as
// numbers in 64 bytes, element j in sum j mod 16 (8 in double), added by halves: 8 apart, 4, 2, 1.
#ifndef DESCENT_NORMALIZATION_H
#define DESCENT_NORMALIZATION_H

#include <stddef.h>

#define DESCENT_NORMALIZATION(type, number)                                                        \
  /* sums[j] = sum over the rows of x[r][j], in the numbers' own precision */                      \
  void descent_sum_rows_##type(const number *x, size_t rows, size_t width, number *sums);          \
                                                                                                   \
  /* Batch normalization; x is [rows][width], all others [width]. */                               \
  /* sums[j] = sum of (x[r][j] - means[j]) to the given power, 1 or 2; no means are zeros */        \
  void descent_column_sums_##type(const number *x, size_t rows, size_t width, const double *means, \
                                  int power, double *sums);                                        \
  /* y = (x - mean) scale weight + bias */                                                         \
  void descent_normalize_columns_##type(const number *x, size_t rows, size_t width,                \
                                        const number *means, const number *scales,                 \
                                        const number *weights, const number *biases, number *y);   \
  /* sums = sum of g, products = sum of g (x - mean) scale */                                      \
  void descent_column_products_##type(const number *g, const number *x, size_t rows, size_t width, \
                                      const number *means, const number *scales, double *sums,     \
                                      double *products);                                           \
  /* result = weight scale (g - share sum - (x - mean) scale share product) */                     \
  void descent_normalize_columns_back_##type(                                                      \
      const number *g, const number *x, size_t rows, size_t width, number share,                   \
      const number *means, const number *scales, const number *weights, const number *sums,        \
      const number *products, number *result);                                                     \
                                                                                                   \
  /* Layer normalization; x, y, g and result are [rows][width], weights and biases [width]. */     \
  /* y = (x - mean) scale weight + bias with each row's own mean and scale = 1 / sqrt(variance + */ \
  /* epsilon), left in statistics[rows][2] unless that is NULL */                                  \
  void descent_normalize_rows_##type(const number *x, size_t rows, size_t width,                   \
                                     const number *weights, const number *biases, double epsilon,  \
                                     number *statistics, number *y);                               \
  /* result = scale (h - mean(h) - n mean(h n)) with h = g weight, n = (x - mean) scale */         \
  void descent_normalize_rows_back_##type(const number *g, const number *x,                        \
                                          const number *statistics, size_t rows, size_t width,     \
                                          const number *weights, number *result);                  \
  /* sums[j] = sum over the rows of g (x - mean) scale */                                          \
  void descent_normalize_rows_gain_##type(const number *g, const number *x,                        \
                                          const number *statistics, size_t rows, size_t width,     \
                                          number *sums);

DESCENT_NORMALIZATION(f32, float)
DESCENT_NORMALIZATION(f64, double)

#endif
