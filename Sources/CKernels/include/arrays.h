// Whole arrays: sums of squares, classes, dropout, batches of a data set.
#ifndef DESCENT_ARRAYS_H
#define DESCENT_ARRAYS_H

#include <stddef.h>
#include <stdint.h>

// The sum of the squares in double: eight interleaved sums, added in order, then the rest in order.
double descent_sum_of_squares_f32(const float *x, size_t count);
double descent_sum_of_squares_f64(const double *x, size_t count);

// to[i] += from[i]
void descent_add_f32(float *to, const float *from, size_t count);
void descent_add_f64(double *to, const double *from, size_t count);

// x[i] *= factor
void descent_scale_f32(float *x, size_t count, float factor);
void descent_scale_f64(double *x, size_t count, double factor);

// classes[r] = the place of the largest element of row r, the first of equals; an element that is not
// a number never wins, except in first place, where it can't be beaten. [rows][width], width >= 1.
void descent_largest_places_f32(const float *x, size_t rows, size_t width, int32_t *classes);
void descent_largest_places_f64(const double *x, size_t rows, size_t width, int32_t *classes);

// y[i] = x[i] * (mix(key + golden * (first + i + 1)) >= threshold ? scale : 0), with the mix and the
// golden number of SplitMix64.
void descent_dropout_f32(const float *x, size_t count, uint64_t key, uint64_t first,
                         uint64_t threshold, float scale, float *y);
void descent_dropout_f64(const double *x, size_t count, uint64_t key, uint64_t first,
                         uint64_t threshold, double scale, double *y);

// How numbers of a data set become those of a batch; divisions are correctly rounded.
typedef enum {
  DESCENT_PLAIN = 0,      // x
  DESCENT_DIVIDE = 1,     // x / divisors[0]
  DESCENT_STANDARDIZE = 2 // (x - offsets[c]) / divisors[c]
} descent_scaling;

// out[r][c] = scaled values[rows[r]][c]; values are rows of `width`. Nothing overlaps.
void descent_gather_bytes_f32(const uint8_t *values, const ptrdiff_t *rows, size_t count,
                              size_t width, descent_scaling scaling, const float *offsets,
                              const float *divisors, float *out);
void descent_gather_bytes_f64(const uint8_t *values, const ptrdiff_t *rows, size_t count,
                              size_t width, descent_scaling scaling, const double *offsets,
                              const double *divisors, double *out);
void descent_gather_f32(const float *values, const ptrdiff_t *rows, size_t count, size_t width,
                        descent_scaling scaling, const float *offsets, const float *divisors,
                        float *out);
void descent_gather_f64(const double *values, const ptrdiff_t *rows, size_t count, size_t width,
                        descent_scaling scaling, const double *offsets, const double *divisors,
                        double *out);

#endif
