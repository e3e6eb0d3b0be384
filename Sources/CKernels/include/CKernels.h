// The kernels in C. Only the Swift module Kernels includes this.
//
// Every kernel gives the same bits on every instruction set: each result is one chain of fused
// multiply-adds in a stated order, whatever the width of the vectors.
#ifndef DESCENT_CKERNELS_H
#define DESCENT_CKERNELS_H

#include <stddef.h>

#include "activations.h"
#include "arrays.h"
#include "elementary.h"
#include "losses.h"
#include "normalization.h"
#include "optimizers.h"

// C[m][n] = start + sum over k, in order, of A[m][k] * B[k][n], each addition fused, then 0 added (so
// that a zero is never negative). The start is bias[n], or 0 where `bias` is NULL.
//
// A and B have a stride per index, so either may be a transposed view. C is row-major with `c_row`
// numbers from row to row. Strides are in numbers. Nothing may overlap.
//
// With `skip`, products with zeros of A are left out where a whole tile has them: faster for an A of
// many zeros, and the same bits as long as B is finite.
void descent_multiply_f32(size_t m, size_t n, size_t k,
                          const float *a, ptrdiff_t a_row, ptrdiff_t a_col,
                          const float *b, ptrdiff_t b_row, ptrdiff_t b_col,
                          float *c, ptrdiff_t c_row, const float *bias, int skip);
void descent_multiply_f64(size_t m, size_t n, size_t k,
                          const double *a, ptrdiff_t a_row, ptrdiff_t a_col,
                          const double *b, ptrdiff_t b_row, ptrdiff_t b_col,
                          double *c, ptrdiff_t c_row, const double *bias, int skip);

// Whether this processor multiplies bfloat16 numbers, and DESCENT_ISA doesn't forbid it.
int descent_has_bf16(void);

// As descent_multiply_f32, with A and B rounded to bfloat16 and pairs of neighbouring k added at a time:
// other bits, the same for any tiling. Only where `descent_has_bf16`.
void descent_multiply_bf16(size_t m, size_t n, size_t k,
                           const float *a, ptrdiff_t a_row, ptrdiff_t a_col,
                           const float *b, ptrdiff_t b_row, ptrdiff_t b_col,
                           float *c, ptrdiff_t c_row, const float *bias);

// Tells the processor that this thread is waiting for another one.
static inline void descent_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

// The square root without errno, which the C library's would set: loops with it become vector code.
static inline float descent_square_root_f32(float x) { return __builtin_elementwise_sqrt(x); }
static inline double descent_square_root_f64(double x) { return __builtin_elementwise_sqrt(x); }

// The instruction set that the kernels use: "avx512", "avx2", "neon" or "baseline". The best that the
// processor has, unless the environment variable DESCENT_ISA names another that it has.
const char *descent_instruction_set(void);

// The instruction sets that this processor can run, from the slowest; NULL after the last.
const char *descent_available_instruction_set(size_t index);

// Chooses the instruction set from now on; 0 where the processor doesn't have it. For tests and
// measurements: it changes no result.
int descent_use_instruction_set(const char *name);

// Multiply-adds that touch nothing but registers: what a thread can do at most. Every round is some
// dozen of them that don't wait for each other. `*result` is read and written so that nothing is left
// out; 1 keeps the sums finite. Gives the number of multiplications and additions, or 0 where the
// processor doesn't have this arithmetic. bf16: products of bf16 numbers summed in f32.
double descent_peak_f32(size_t rounds, float *result);
double descent_peak_f64(size_t rounds, double *result);
double descent_peak_bf16(size_t rounds, float *result);

#endif
