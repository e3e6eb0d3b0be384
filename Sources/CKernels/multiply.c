#include "CKernels.h"
#include "instruction_set.h"

#include <stdint.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Depth of a panel of B in numbers: a panel is then about as large as the first-level cache.
#define DEPTH 400
// Tiles of rows whose lists of nonzero columns are kept at a time.
#define BLOCK_TILES 24
// B is read where it lies where a part of this depth is so small, or for up to so many tiles of rows
// where all of it is no larger than that.
#define DIRECT_BYTES (16 * 1024)
#define DIRECT_TILES 24
#define DIRECT_TOTAL (4608 * 1024)
// Numbers of a product that may be computed transposed, beside C.
#define SCRATCH 16384

// What the tiles of one panel have in common. Strides in numbers.
typedef struct {
  ptrdiff_t a_row, a_col, b_row, from_row, c_row;
  size_t depth;         // k to add, or entries of the list
  size_t last;          // columns in the last vector
  const uint32_t *list; // the k of a copied tile of A, or NULL where it wasn't copied
} tile_job;

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define SHUFFLE __builtin_shufflevector
#define LOW_2(a, b) SHUFFLE(a, b, 0, 2)
#define HIGH_2(a, b) SHUFFLE(a, b, 1, 3)
#define LOW_4(a, b) SHUFFLE(a, b, 0, 4, 1, 5)
#define HIGH_4(a, b) SHUFFLE(a, b, 2, 6, 3, 7)
#define LOW_8(a, b) SHUFFLE(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_8(a, b) SHUFFLE(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define LOW_16(a, b) SHUFFLE(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH_16(a, b)                                                                              \
  SHUFFLE(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOW JOIN(LOW_, LANES)
#define HIGH JOIN(HIGH_, LANES)

#if defined(__x86_64__)

#define TARGET DESCENT_TARGET_AVX512
#define ROWS 12
#define WIDE 8
#define LOAD_B(p, part) LOAD_PART(p, part)
#define READS_PARTS 1

#define NUMBER float
#define LANES 16
#define NAME(x) JOIN(f32_avx512_, x)
#define PART __mmask16
#define FIRST(n) ((PART)((1u << (n)) - 1))
#define LOAD_PART(p, part) ((NAME(vector))_mm512_maskz_loadu_ps(part, p))
#define STORE_PART(p, part, v) _mm512_mask_storeu_ps(p, part, (__m512)(v))
#define NONZERO(v) _mm512_cmp_ps_mask((__m512)(v), _mm512_setzero_ps(), _CMP_NEQ_UQ)
#include "multiply.inc.h"
#undef NUMBER
#undef LANES
#undef NAME
#undef PART
#undef FIRST
#undef LOAD_PART
#undef STORE_PART
#undef NONZERO

#define NUMBER double
#define LANES 8
#define NAME(x) JOIN(f64_avx512_, x)
#define PART __mmask8
#define FIRST(n) ((PART)((1u << (n)) - 1))
#define LOAD_PART(p, part) ((NAME(vector))_mm512_maskz_loadu_pd(part, p))
#define STORE_PART(p, part, v) _mm512_mask_storeu_pd(p, part, (__m512d)(v))
#define NONZERO(v) _mm512_cmp_pd_mask((__m512d)(v), _mm512_setzero_pd(), _CMP_NEQ_UQ)
#include "multiply.inc.h"
#undef TARGET
#undef ROWS
#undef WIDE
#undef LOAD_B
#undef READS_PARTS
#undef NUMBER
#undef LANES
#undef NAME
#undef PART
#undef FIRST
#undef LOAD_PART
#undef STORE_PART
#undef NONZERO

#define TARGET DESCENT_TARGET_AVX2
#define ROWS 6
#define WIDE 4
#define LOAD_B(p, part) LOAD(p)
#define READS_PARTS 0
#define PART __m256i

#define NUMBER float
#define LANES 8
#define NAME(x) JOIN(f32_avx2_, x)
static const int32_t first_32[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
#define FIRST(n) _mm256_loadu_si256((const __m256i *)(first_32 + 8 - (n)))
#define LOAD_PART(p, part) ((NAME(vector))_mm256_maskload_ps(p, part))
#define STORE_PART(p, part, v) _mm256_maskstore_ps(p, part, (__m256)(v))
#define NONZERO(v)                                                                                 \
  (unsigned)_mm256_movemask_ps(_mm256_cmp_ps((__m256)(v), _mm256_setzero_ps(), _CMP_NEQ_UQ))
#include "multiply.inc.h"
#undef NUMBER
#undef LANES
#undef NAME
#undef FIRST
#undef LOAD_PART
#undef STORE_PART
#undef NONZERO

#define NUMBER double
#define LANES 4
#define NAME(x) JOIN(f64_avx2_, x)
static const int64_t first_64[8] = {-1, -1, -1, -1};
#define FIRST(n) _mm256_loadu_si256((const __m256i *)(first_64 + 4 - (n)))
#define LOAD_PART(p, part) ((NAME(vector))_mm256_maskload_pd(p, part))
#define STORE_PART(p, part, v) _mm256_maskstore_pd(p, part, (__m256d)(v))
#define NONZERO(v)                                                                                 \
  (unsigned)_mm256_movemask_pd(_mm256_cmp_pd((__m256d)(v), _mm256_setzero_pd(), _CMP_NEQ_UQ))
#include "multiply.inc.h"
#undef TARGET
#undef ROWS
#undef WIDE
#undef LOAD_B
#undef PART
#undef READS_PARTS
#undef NUMBER
#undef LANES
#undef NAME
#undef FIRST
#undef LOAD_PART
#undef STORE_PART
#undef NONZERO

#endif

// Without an instruction for it a fused multiply-add is a call, slow but with the same bits. On
// 64-bit ARM it is an instruction, there are 32 registers, and this is the NEON kernel.
#define TARGET
#if defined(__aarch64__)
#define ROWS 12
#define WIDE 8
#else
#define ROWS 6
#define WIDE 4
#endif
#define PART size_t
#define FIRST(n) (n)
#define LOAD_PART(p, part) NAME(load_part)(p, part)
#define STORE_PART(p, part, v) NAME(store_part)(p, part, v)
#define LOAD_B(p, part) LOAD(p)
#define READS_PARTS 0
#define NONZERO(v) NAME(nonzero)(v)

// A part of a vector, number by number, where the instruction set has nothing better. The compiler knows
// every lane's place, so that the vector stays in its register.
#define EACH_LANE _Pragma("clang loop unroll(full)") for (size_t i = 0; i < LANES; i++)
#define PARTS(integer, ...)                                                                        \
  typedef NUMBER NAME(part) __attribute__((vector_size(sizeof(NUMBER) * LANES)));                  \
  typedef integer NAME(bits) __attribute__((vector_size(sizeof(NUMBER) * LANES)));                 \
  static inline NAME(part) NAME(load_part)(const NUMBER *p, size_t n) {                            \
    NAME(part) v = {0};                                                                            \
    if (n < LANES) {                                                                               \
      EACH_LANE if (i < n) v[i] = p[i];                                                            \
    } else {                                                                                       \
      __builtin_memcpy(&v, p, sizeof(v));                                                          \
    }                                                                                              \
    return v;                                                                                      \
  }                                                                                                \
  static inline void NAME(store_part)(NUMBER *p, size_t n, NAME(part) v) {                         \
    EACH_LANE if (i < n) p[i] = v[i];                                                              \
  }                                                                                                \
  static inline unsigned NAME(nonzero)(NAME(part) v) {                                             \
    return (unsigned)__builtin_reduce_or((NAME(bits))(v != 0) & (NAME(bits)){__VA_ARGS__});        \
  }

#define NUMBER float
#define LANES 4
#define NAME(x) JOIN(f32_baseline_, x)
PARTS(int32_t, 1, 2, 4, 8)
#include "multiply.inc.h"
#undef NUMBER
#undef LANES
#undef NAME

#define NUMBER double
#define LANES 2
#define NAME(x) JOIN(f64_baseline_, x)
PARTS(int64_t, 1, 2)
#include "multiply.inc.h"

#if defined(__x86_64__)
#define CHOOSE(type)                                                                               \
  switch (descent_level()) {                                                                       \
  case DESCENT_AVX512:                                                                             \
    type##_avx512_multiply(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, skip);       \
    return;                                                                                        \
  case DESCENT_AVX2:                                                                               \
    type##_avx2_multiply(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, skip);         \
    return;                                                                                        \
  }
#else
#define CHOOSE(type)
#endif

void descent_multiply_f32(size_t m, size_t n, size_t k, const float *a, ptrdiff_t a_row,
                          ptrdiff_t a_col, const float *b, ptrdiff_t b_row, ptrdiff_t b_col,
                          float *c, ptrdiff_t c_row, const float *bias, int skip) {
  CHOOSE(f32)
  f32_baseline_multiply(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, skip);
}

void descent_multiply_f64(size_t m, size_t n, size_t k, const double *a, ptrdiff_t a_row,
                          ptrdiff_t a_col, const double *b, ptrdiff_t b_row, ptrdiff_t b_col,
                          double *c, ptrdiff_t c_row, const double *bias, int skip) {
  CHOOSE(f64)
  f64_baseline_multiply(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, skip);
}
