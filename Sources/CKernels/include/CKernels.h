// The kernels in C. Only the Swift module Kernels includes this.
//
// Every kernel gives the same bits on every instruction set: each result is one chain of fused
// multiply-adds in a stated order, whatever the width of the vectors.
#ifndef DESCENT_CKERNELS_H
#define DESCENT_CKERNELS_H

#include <stddef.h>

// How the elements of C start before the products are added.
typedef enum {
  DESCENT_START_ZERO = 0, // C = A B
  DESCENT_START_BIAS = 1, // C = bias + A B, bias[n] for every row
  DESCENT_START_C = 2,    // C = C + A B
} descent_start;

// C[m][n] = start + sum over k, in order, of A[m][k] * B[k][n], each addition fused.
//
// A and B have a stride per index, so either may be a transposed view. C is row-major with `c_row`
// scalars from row to row. Strides are in scalars. Nothing may overlap.
void descent_multiply_f32(size_t m, size_t n, size_t k,
                          const float *a, ptrdiff_t a_row, ptrdiff_t a_col,
                          const float *b, ptrdiff_t b_row, ptrdiff_t b_col,
                          float *c, ptrdiff_t c_row, const float *bias, descent_start start);
void descent_multiply_f64(size_t m, size_t n, size_t k,
                          const double *a, ptrdiff_t a_row, ptrdiff_t a_col,
                          const double *b, ptrdiff_t b_row, ptrdiff_t b_col,
                          double *c, ptrdiff_t c_row, const double *bias, descent_start start);

// The square root without errno, which the C library's would set: loops with it become vector code.
static inline float descent_square_root_f32(float x) { return __builtin_elementwise_sqrt(x); }
static inline double descent_square_root_f64(double x) { return __builtin_elementwise_sqrt(x); }

// The instruction set that the kernels use: "avx512", "avx2", "neon" or "baseline".
const char *descent_instruction_set(void);

#endif
