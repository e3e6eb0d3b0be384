#include "CKernels.h"

// Depth of a panel of B in numbers: DEPTH x 2 vectors stay in the first-level cache's neighbour.
#define DEPTH 256

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

#if defined(__x86_64__)

#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma")))
#define NUMBER float
#define LANES 16
#define ROWS 12
#define NAME(x) JOIN(f32_avx512_, x)
#include "multiply.inc.h"
#undef NUMBER
#undef LANES
#undef NAME
#define NUMBER double
#define LANES 8
#define NAME(x) JOIN(f64_avx512_, x)
#include "multiply.inc.h"
#undef TARGET
#undef NUMBER
#undef LANES
#undef ROWS
#undef NAME

#define TARGET __attribute__((target("avx2,fma")))
#define ROWS 6
#define NUMBER float
#define LANES 8
#define NAME(x) JOIN(f32_avx2_, x)
#include "multiply.inc.h"
#undef NUMBER
#undef LANES
#undef NAME
#define NUMBER double
#define LANES 4
#define NAME(x) JOIN(f64_avx2_, x)
#include "multiply.inc.h"
#undef TARGET
#undef NUMBER
#undef LANES
#undef ROWS
#undef NAME

#endif

// Without an instruction for it a fused multiply-add is a call, slow but with the same bits. On
// 64-bit ARM it is an instruction, and this is the NEON kernel.
#define TARGET
#define ROWS 6
#define NUMBER float
#define LANES 4
#define NAME(x) JOIN(f32_baseline_, x)
#include "multiply.inc.h"
#undef NUMBER
#undef LANES
#undef NAME
#define NUMBER double
#define LANES 2
#define NAME(x) JOIN(f64_baseline_, x)
#include "multiply.inc.h"

enum { BASELINE = 0, AVX2 = 1, AVX512 = 2 };

static int level(void) {
#if defined(__x86_64__)
  // The answer is the same for every thread, so a race to write it is harmless.
  static int known = -1;
  int found = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (found >= 0) return found;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
    found = AVX512;
  else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    found = AVX2;
  else
    found = BASELINE;
  __atomic_store_n(&known, found, __ATOMIC_RELAXED);
  return found;
#else
  return BASELINE;
#endif
}

const char *descent_instruction_set(void) {
#if defined(__aarch64__)
  return "neon";
#else
  switch (level()) {
  case AVX512: return "avx512";
  case AVX2: return "avx2";
  default: return "baseline";
  }
#endif
}

#if defined(__x86_64__)
#define CHOOSE(type)                                                                               \
  switch (level()) {                                                                               \
  case AVX512:                                                                                     \
    type##_avx512_multiply(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, start);       \
    return;                                                                                        \
  case AVX2:                                                                                       \
    type##_avx2_multiply(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, start);         \
    return;                                                                                        \
  }
#else
#define CHOOSE(type)
#endif

void descent_multiply_f32(size_t m, size_t n, size_t k, const float *a, ptrdiff_t a_row,
                          ptrdiff_t a_col, const float *b, ptrdiff_t b_row, ptrdiff_t b_col,
                          float *c, ptrdiff_t c_row, const float *bias, descent_start start) {
  CHOOSE(f32)
  f32_baseline_multiply(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, start);
}

void descent_multiply_f64(size_t m, size_t n, size_t k, const double *a, ptrdiff_t a_row,
                          ptrdiff_t a_col, const double *b, ptrdiff_t b_row, ptrdiff_t b_col,
                          double *c, ptrdiff_t c_row, const double *bias, descent_start start) {
  CHOOSE(f64)
  f64_baseline_multiply(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, start);
}
