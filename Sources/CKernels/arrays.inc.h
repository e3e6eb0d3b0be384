// Whole arrays for one instruction set and number type. Where elements are treated each by itself these
// are plain loops, which the compiler makes vectors of.
#include "vectors.inc.h"
#include "rows.inc.h"

#define VECTORIZED _Pragma("clang loop vectorize(enable)")

typedef double NAME(eight) __attribute__((ext_vector_type(8)));
typedef NUMBER NAME(eight_narrow) __attribute__((ext_vector_type(8)));

TARGET static double NAME(sum_of_squares)(const NUMBER *x, size_t count) {
  NAME(eight) sums = 0;
  const size_t whole = count / 8 * 8;
  for (size_t i = 0; i < whole; i += 8) {
    NAME(eight_narrow) part;
    __builtin_memcpy(&part, x + i, sizeof(part));
    const NAME(eight) value = __builtin_convertvector(part, NAME(eight));
    sums += value * value;
  }
  double sum = 0;
  for (int lane = 0; lane < 8; lane++) sum += sums[lane];
  for (size_t i = whole; i < count; i++) sum += (double)x[i] * (double)x[i];
  return sum;
}

TARGET static void NAME(add)(NUMBER *restrict to, const NUMBER *restrict from, size_t count) {
  VECTORIZED for (size_t i = 0; i < count; i++) to[i] += from[i];
}

TARGET static void NAME(scale)(NUMBER *x, size_t count, NUMBER factor) {
  VECTORIZED for (size_t i = 0; i < count; i++) x[i] *= factor;
}

// The place of the first of the largest elements of a row.
TARGET static inline INTEGER NAME(largest_place)(const NUMBER *row, size_t width,
                                                 const NUMBER *end) {
  if (row[0] != row[0]) return 0;
  V best = -(NUMBER)__builtin_inf();
  I places = (I)0;
  for (size_t j = 0; j < width; j += LANES) {
    V x = NAME(row_part)(row, j, width, end);
    if (j + LANES > width) x = NAME(mask)(j, width) ? x : (V) - (NUMBER)__builtin_inf();
    const I place = NAME(lanes)() + (I)(INTEGER)j;
    places = j == 0 ? place : x > best ? place : places;
    best = x > best ? x : best;
  }
  const NUMBER largest = NAME(largest)(best);
  // The least place of the largest; lanes below it are out of the running.
  const I out = (I)(INTEGER)0x7fffffff;
  return __builtin_reduce_min(best == largest ? places : out);
}

TARGET static void NAME(largest_places)(const NUMBER *x, size_t rows, size_t width,
                                        int32_t *classes) {
  const NUMBER *end = x + rows * width;
  for (size_t r = 0; r < rows; r++, x += width)
    classes[r] = (int32_t)NAME(largest_place)(x, width, end);
}

TARGET static void NAME(dropout)(const NUMBER *restrict x, size_t count, uint64_t key,
                                 uint64_t first, uint64_t threshold, NUMBER scale,
                                 NUMBER *restrict y) {
  const uint64_t golden = 0x9E3779B97F4A7C15u;
  VECTORIZED for (size_t i = 0; i < count; i++) {
    uint64_t z = key + golden * (first + i + 1);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    y[i] = x[i] * (z >= threshold ? scale : 0);
  }
}

// x / divisor for every byte, by a product and its remainder, is right for nearly every divisor and
// four times as fast as a division. Whether it is for this one is tried on all 256.
INLINE NUMBER NAME(quotient)(NUMBER x, NUMBER divisor, NUMBER inverse) {
  const NUMBER product = x * inverse;
  return __builtin_elementwise_fma(__builtin_elementwise_fma(-product, divisor, x), inverse,
                                   product);
}

TARGET static int NAME(divides_by_product)(NUMBER divisor) {
  const NUMBER inverse = 1 / divisor;
  int wrong = 0;
  for (int x = 0; x < 256; x++)
    wrong |= NAME(quotient)((NUMBER)x, divisor, inverse) != (NUMBER)x / divisor;
  return HAS_FMA && !wrong;
}

// Rows lie anywhere in a set that is larger than the caches: each is fetched some rows before its turn.
static inline void NAME(fetch)(const void *values, const ptrdiff_t *rows, size_t count, size_t first,
                               size_t last, size_t bytes) {
  for (size_t r = first; r < last && r < count; r++) {
    const char *row = (const char *)values + rows[r] * (ptrdiff_t)bytes;
    for (size_t i = 0; i < bytes; i += 64) __builtin_prefetch(row + i);
    __builtin_prefetch(row + bytes - 1);
  }
}

#define ROW_BYTES (width * sizeof(*values))
#define AHEAD (ROW_BYTES >= 8192 ? 1 : 1 + 8192 / (ROW_BYTES + 1))
#define EACH_ROW                                                                                   \
  const size_t ahead = AHEAD;                                                                      \
  NAME(fetch)(values, rows, count, 0, ahead, ROW_BYTES);                                           \
  for (size_t r = 0; r < count;                                                                    \
       NAME(fetch)(values, rows, count, r + ahead, r + ahead + 1, ROW_BYTES), r++, to += width)
#define EACH_NUMBER VECTORIZED for (size_t c = 0; c < width; c++)

#define GATHER(element)                                                                            \
  switch (scaling) {                                                                               \
  case DESCENT_PLAIN: {                                                                            \
    EACH_ROW {                                                                                     \
      const element *restrict from = values + rows[r] * (ptrdiff_t)width;                          \
      EACH_NUMBER to[c] = (NUMBER)from[c];                                                         \
    }                                                                                              \
    break;                                                                                         \
  }                                                                                                \
  case DESCENT_DIVIDE: {                                                                           \
    EACH_ROW {                                                                                     \
      const element *restrict from = values + rows[r] * (ptrdiff_t)width;                          \
      EACH_NUMBER to[c] = (NUMBER)from[c] / divisor;                                               \
    }                                                                                              \
    break;                                                                                         \
  }                                                                                                \
  case DESCENT_STANDARDIZE: {                                                                      \
    EACH_ROW {                                                                                     \
      const element *restrict from = values + rows[r] * (ptrdiff_t)width;                          \
      EACH_NUMBER to[c] = ((NUMBER)from[c] - offsets[c]) / divisors[c];                            \
    }                                                                                              \
    break;                                                                                         \
  }                                                                                                \
  }

TARGET static void NAME(gather_bytes)(const uint8_t *restrict values,
                                      const ptrdiff_t *restrict rows, size_t count, size_t width,
                                      descent_scaling scaling, const NUMBER *restrict offsets,
                                      const NUMBER *restrict divisors, NUMBER *restrict to) {
  const NUMBER divisor = scaling == DESCENT_DIVIDE ? divisors[0] : 1, inverse = 1 / divisor;
  if (scaling == DESCENT_DIVIDE && count * width >= 1024 && NAME(divides_by_product)(divisor)) {
    EACH_ROW {
      const uint8_t *restrict from = values + rows[r] * (ptrdiff_t)width;
      EACH_NUMBER to[c] = NAME(quotient)((NUMBER)from[c], divisor, inverse);
    }
    return;
  }
  GATHER(uint8_t)
}

TARGET static void NAME(gather)(const NUMBER *restrict values, const ptrdiff_t *restrict rows,
                                size_t count, size_t width, descent_scaling scaling,
                                const NUMBER *restrict offsets, const NUMBER *restrict divisors,
                                NUMBER *restrict to) {
  const NUMBER divisor = scaling == DESCENT_DIVIDE ? divisors[0] : 1;
  GATHER(NUMBER)
}

#undef VECTORIZED
#undef EACH_ROW
#undef ROW_BYTES
#undef AHEAD
#undef EACH_NUMBER
#undef GATHER
