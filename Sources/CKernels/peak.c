#include "CKernels.h"
#include "instruction_set.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

// A round is CHAINS multiply-adds that don't wait for each other: latency times units is at most 10
// everywhere, and chains, factor and summand fit into the registers.
#if defined(__x86_64__)

#define TARGET DESCENT_TARGET_AVX512
#define CHAINS 24
#define NUMBER float
#define LANES 16
#define NAME(x) JOIN(f32_avx512_, x)
#include "peak.inc.h"
#undef NUMBER
#undef LANES
#undef NAME
#define NUMBER double
#define LANES 8
#define NAME(x) JOIN(f64_avx512_, x)
#include "peak.inc.h"
#undef TARGET
#undef CHAINS
#undef NUMBER
#undef LANES
#undef NAME

#define TARGET DESCENT_TARGET_AVX2
#define CHAINS 12
#define NUMBER float
#define LANES 8
#define NAME(x) JOIN(f32_avx2_, x)
#include "peak.inc.h"
#undef NUMBER
#undef LANES
#undef NAME
#define NUMBER double
#define LANES 4
#define NAME(x) JOIN(f64_avx2_, x)
#include "peak.inc.h"
#undef TARGET
#undef CHAINS
#undef NUMBER
#undef LANES
#undef NAME

// SSE2 has no fused multiply-add: the most that it does is one of each.
#define CHAINS 12
#define MULTIPLY_ADD(a, x, y) ((a) * (x) + (y))

#else

#define CHAINS 24

#endif

#define TARGET
#define NUMBER float
#define LANES 4
#define NAME(x) JOIN(f32_baseline_, x)
#include "peak.inc.h"
#undef NUMBER
#undef LANES
#undef NAME
#define NUMBER double
#define LANES 2
#define NAME(x) JOIN(f64_baseline_, x)
#include "peak.inc.h"

#if defined(__x86_64__)
#define CHOOSE(type)                                                                               \
  switch (descent_level()) {                                                                       \
  case DESCENT_AVX512: return type##_avx512_peak(rounds, result);                                  \
  case DESCENT_AVX2: return type##_avx2_peak(rounds, result);                                      \
  }
#else
#define CHOOSE(type)
#endif

double descent_peak_f32(size_t rounds, float *result) {
  CHOOSE(f32)
  return f32_baseline_peak(rounds, result);
}

double descent_peak_f64(size_t rounds, double *result) {
  CHOOSE(f64)
  return f64_baseline_peak(rounds, result);
}

#if defined(__x86_64__)

__attribute__((target("avx512f,avx512bf16"))) static double bf16_peak(size_t rounds,
                                                                      float *result) {
  enum { BF16_CHAINS = 24 };
  __m512 sum[BF16_CHAINS];
#pragma clang loop unroll(full)
  for (int c = 0; c < BF16_CHAINS; c++) sum[c] = _mm512_set1_ps((float)c);
  const __m512bh x = _mm512_cvtne2ps_pbh(_mm512_set1_ps(0.5f), _mm512_set1_ps(0.25f));
  const __m512bh y = _mm512_cvtne2ps_pbh(_mm512_set1_ps(*result), _mm512_set1_ps(*result));
  for (size_t i = 0; i < rounds; i++) {
#pragma clang loop unroll(full)
    for (int c = 0; c < BF16_CHAINS; c++) sum[c] = _mm512_dpbf16_ps(sum[c], x, y);
  }
  float total = 0;
#pragma clang loop unroll(full)
  for (int c = 0; c < BF16_CHAINS; c++) total += _mm512_reduce_add_ps(sum[c]);
  *result = total;
  // Two products and two additions for each of 16 sums.
  return (double)rounds * BF16_CHAINS * 16 * 4;
}

double descent_peak_bf16(size_t rounds, float *result) {
  __builtin_cpu_init();
  if (descent_level() != DESCENT_AVX512 || !__builtin_cpu_supports("avx512bf16")) return 0;
  return bf16_peak(rounds, result);
}

#else

double descent_peak_bf16(size_t rounds, float *result) {
  (void)rounds;
  (void)result;
  return 0;
}

#endif
