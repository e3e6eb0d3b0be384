#include "CKernels.h"
#include "instruction_set.h"

#include <stdint.h>
#include <stdlib.h>

// Products of numbers rounded to bfloat16, added in float. The processor multiplies and adds pairs: two
// neighbours of k at a time. So A and B are copied in pairs, rounded on the way, and the tiles are those
// of the float kernel with pairs in the place of numbers.

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512bf16,avx2,fma")))
#define LANES 16
#define ROWS 12
#define WIDTH (2 * LANES)
// Pairs of a panel; tiles of rows that share it.
#define PAIRS 256
#define TILES 12

// Two bfloat16 numbers: k in the lower half, k + 1 in the upper.
typedef uint32_t pair;

typedef struct {
  ptrdiff_t a_row, a_col, from_row, c_row; // of A in pairs, of C in numbers
  size_t pairs, last;                      // pairs to add; columns in the last vector
} job;

TARGET static inline __attribute__((always_inline)) __m512i row_pairs(__m512 even, __m512 odd) {
  // Rounds 16 numbers of two rows and puts those of a column side by side.
  const __m512i both = (__m512i)_mm512_cvtne2ps_pbh(odd, even);
  const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24,
                                         8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
  return _mm512_permutexvar_epi16(order, both);
}

TARGET static inline __mmask16 first(size_t n) { return (__mmask16)((1u << n) - 1); }

// to[p][i] = the pair (X[2p][i], X[2p + 1][i]) of `depth` rows of `width` numbers up to 16; the rows of
// `to` are `to_row` pairs apart, and 16 are written.
TARGET static void pack_rows(pair *to, size_t to_row, const float *x, ptrdiff_t x_row, size_t depth,
                             size_t width) {
  const __mmask16 mask = first(width);
  for (size_t i = 0; i < depth; i += 2, to += to_row) {
    const __m512 even = _mm512_maskz_loadu_ps(mask, x + (ptrdiff_t)i * x_row);
    const __m512 odd = i + 1 < depth
                           ? _mm512_maskz_loadu_ps(mask, x + (ptrdiff_t)(i + 1) * x_row)
                           : _mm512_setzero_ps();
    _mm512_storeu_si512(to, row_pairs(even, odd));
  }
}

// 16 pairs that lie one after the other, of which `count` numbers are there.
TARGET static inline __m512i load_pairs(const float *x, size_t count) {
  const size_t upper = count > 16 ? count - 16 : 0;
  const __m512 low = _mm512_maskz_loadu_ps(first(count < 16 ? count : 16), x);
  const __m512 high = _mm512_maskz_loadu_ps(first(upper), x + (upper ? 16 : 0));
  return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}

// to[p][j] = the pair (X[j][2p], X[j][2p + 1]) of `width` rows up to 16 of `depth` numbers.
TARGET static void pack_columns(pair *to, size_t to_row, const float *x, ptrdiff_t x_row,
                                size_t depth, size_t width) {
  for (size_t i = 0; i < depth; i += 32) {
    const size_t count = depth - i < 32 ? depth - i : 32;
    __m512i v[16], w[16];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 16; j++)
      v[j] = j < width ? load_pairs(x + (ptrdiff_t)j * x_row + (ptrdiff_t)i, count)
                       : _mm512_setzero_si512();
    typedef uint32_t lanes __attribute__((vector_size(64)));
#pragma clang loop unroll(full)
    for (size_t step = 1; step < 16; step *= 2) {
#pragma clang loop unroll(full)
      for (size_t j = 0; j < 8; j++) {
        const lanes a = (lanes)v[j], b = (lanes)v[j + 8];
        w[2 * j] = (__m512i)__builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21,
                                                    6, 22, 7, 23);
        w[2 * j + 1] = (__m512i)__builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                                        13, 29, 14, 30, 15, 31);
      }
#pragma clang loop unroll(full)
      for (size_t j = 0; j < 16; j++) v[j] = w[j];
    }
    // In ascending order: where rows are less than 16 apart the next one overwrites what is too much.
    const size_t pairs = (count + 1) / 2;
#pragma clang loop unroll(full)
    for (size_t p = 0; p < 16; p++)
      if (p < pairs) _mm512_storeu_si512(to + (i / 2 + p) * to_row, v[p]);
  }
}

// Any other view, number by number.
TARGET static void pack_any(pair *to, size_t to_row, const float *x, ptrdiff_t depth_step,
                            ptrdiff_t width_step, size_t depth, size_t width) {
  for (size_t i = 0; i < depth; i += 2)
    for (size_t j = 0; j < width; j++) {
      const float *at = x + (ptrdiff_t)i * depth_step + (ptrdiff_t)j * width_step;
      const __m128 two = _mm_set_ps(0, 0, i + 1 < depth ? at[depth_step] : 0, at[0]);
      to[i / 2 * to_row + j] = (pair)_mm_cvtsi128_si32((__m128i)_mm_cvtneps_pbh(two));
    }
}

TARGET static void pack(pair *to, size_t to_row, const float *x, ptrdiff_t depth_step,
                        ptrdiff_t width_step, size_t depth, size_t width) {
  if (width_step == 1) pack_rows(to, to_row, x, depth_step, depth, width);
  else if (depth_step == 1) pack_columns(to, to_row, x, width_step, depth, width);
  else pack_any(to, to_row, x, depth_step, width_step, depth, width);
}

TARGET static inline __attribute__((always_inline)) void
tile(const size_t rows, const size_t vectors, const job *job, const pair *a, const pair *b,
     const float *from, float *c) {
  __m512 sum[ROWS][2];
  const __mmask16 mask = first(job->last);
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++)
      sum[r][v] = _mm512_maskz_loadu_ps(v + 1 == vectors ? mask : (__mmask16)-1,
                                        from + (ptrdiff_t)r * job->from_row + v * LANES);
  for (size_t p = 0; p < job->pairs; p++) {
    const __m512bh b0 = (__m512bh)_mm512_loadu_si512(b + p * WIDTH);
    const __m512bh b1 = (__m512bh)_mm512_loadu_si512(b + p * WIDTH + (vectors > 1 ? LANES : 0));
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      const __m512bh x = (__m512bh)_mm512_set1_epi32((int)a[p * rows + r]);
      sum[r][0] = _mm512_dpbf16_ps(sum[r][0], x, b0);
      if (vectors > 1) sum[r][1] = _mm512_dpbf16_ps(sum[r][1], x, b1);
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++)
      _mm512_mask_storeu_ps(c + (ptrdiff_t)r * job->c_row + v * LANES,
                            v + 1 == vectors ? mask : (__mmask16)-1, sum[r][v]);
}

#define TILE(R)                                                                                    \
  case R: vectors == 1 ? tile(R, 1, job, a, b, from, c) : tile(R, 2, job, a, b, from, c); break;

TARGET static void tiles(size_t rows, size_t vectors, const job *job, const pair *a, const pair *b,
                         const float *from, float *c) {
  switch (rows) {
    TILE(1) TILE(2) TILE(3) TILE(4) TILE(5) TILE(6) TILE(7) TILE(8) TILE(9) TILE(10) TILE(11)
    TILE(12)
  }
}

// A block of up to TILES tiles of rows.
TARGET static void block(size_t m, size_t n, size_t k, const float *a, ptrdiff_t a_row,
                         ptrdiff_t a_col, const float *b, ptrdiff_t b_row, ptrdiff_t b_col,
                         float *c, ptrdiff_t c_row, const float *bias) {
  static const float zeros[WIDTH];
  pair panel[PAIRS * WIDTH] __attribute__((aligned(64)));
  pair rows_of_a[TILES][PAIRS * ROWS + LANES] __attribute__((aligned(64)));
  const size_t tile_count = (m + ROWS - 1) / ROWS;
  const size_t depth_limit = 2 * PAIRS;
  const size_t chunks = k > depth_limit ? (k + depth_limit - 1) / depth_limit : 1;
  job job = {.c_row = c_row};
  for (size_t chunk = 0; chunk < chunks; chunk++) {
    // Chunks begin at even k, so that the pairs are the same however a product is cut.
    const size_t p = k * chunk / chunks / 2 * 2;
    const size_t end = chunk + 1 == chunks ? k : k * (chunk + 1) / chunks / 2 * 2;
    job.pairs = (end - p + 1) / 2;
    job.from_row = chunk > 0 ? c_row : 0;
    for (size_t t = 0; t < tile_count; t++) {
      const size_t i = m * t / tile_count, rows = m * (t + 1) / tile_count - i;
      pack(rows_of_a[t], rows, a + (ptrdiff_t)i * a_row + (ptrdiff_t)p * a_col, a_col, a_row,
           end - p, rows);
    }
    for (size_t j = 0; j < n; j += WIDTH) {
      const size_t width = n - j < WIDTH ? n - j : WIDTH;
      const size_t vectors = (width + LANES - 1) / LANES;
      for (size_t v = 0; v < vectors; v++) {
        const size_t left = width - v * LANES;
        pack(panel + v * LANES, WIDTH,
             b + (ptrdiff_t)p * b_row + (ptrdiff_t)(j + v * LANES) * b_col, b_row, b_col, end - p,
             left < LANES ? left : LANES);
      }
      job.last = width - (vectors - 1) * LANES;
      for (size_t t = 0; t < tile_count; t++) {
        const size_t i = m * t / tile_count, rows = m * (t + 1) / tile_count - i;
        float *target = c + (ptrdiff_t)i * c_row + j;
        tiles(rows, vectors, &job, rows_of_a[t], panel,
              chunk > 0 ? target : bias ? bias + j : zeros, target);
      }
    }
  }
}

int descent_has_bf16(void) {
  return descent_limit() >= DESCENT_AVX512 && __builtin_cpu_supports("avx512bf16");
}

void descent_multiply_bf16(size_t m, size_t n, size_t k, const float *a, ptrdiff_t a_row,
                           ptrdiff_t a_col, const float *b, ptrdiff_t b_row, ptrdiff_t b_col,
                           float *c, ptrdiff_t c_row, const float *bias) {
  const size_t blocks = (m + ROWS * TILES - 1) / (ROWS * TILES);
  for (size_t x = 0; x < blocks; x++) {
    const size_t i = m * x / blocks;
    block(m * (x + 1) / blocks - i, n, k, a + (ptrdiff_t)i * a_row, a_row, a_col, b, b_row, b_col,
          c + (ptrdiff_t)i * c_row, c_row, bias);
  }
}

#else

int descent_has_bf16(void) { return 0; }

// Never called where the processor has no such products.
void descent_multiply_bf16(size_t m, size_t n, size_t k, const float *a, ptrdiff_t a_row,
                           ptrdiff_t a_col, const float *b, ptrdiff_t b_row, ptrdiff_t b_col,
                           float *c, ptrdiff_t c_row, const float *bias) {
  descent_multiply_f32(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, 0);
}

#endif
