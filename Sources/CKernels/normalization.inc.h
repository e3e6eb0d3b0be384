// Normalization and sums over rows for one instruction set and number type. Nothing is fused, because
// memory is what takes time and the baseline has no fused multiply-add.
#include "vectors.inc.h"
#include "rows.inc.h"

// The numbers of a vector in double.
typedef double NAME(wide) __attribute__((ext_vector_type(LANES)));
#define W NAME(wide)

INLINE W NAME(widened)(V x) { return __builtin_convertvector(x, W); }

INLINE W NAME(load_wide)(const double *from, size_t n) {
  double lanes[LANES] __attribute__((aligned(64))) = {0};
  for (size_t i = 0; i < n; i++) lanes[i] = from[i];
  W v;
  __builtin_memcpy(&v, lanes, sizeof(v));
  return v;
}

INLINE void NAME(store_wide)(double *to, W v, size_t n) {
  double lanes[LANES] __attribute__((aligned(64)));
  __builtin_memcpy(lanes, &v, sizeof(v));
  for (size_t i = 0; i < n; i++) to[i] = lanes[i];
}

INLINE double NAME(sum_wide)(W v) {
#if IS_FLOAT
  const __auto_type eight = v.lo + v.hi;
#else
  const W eight = v;
#endif
  const __auto_type four = eight.lo + eight.hi;
  const __auto_type two = four.lo + four.hi;
  return two.x + two.y;
}

// Columns in blocks of `parts` vectors, whose sums stay in registers while the rows go by. The part of
// a row that belongs to part p of the block at j:
#define PART(row, end) NAME(row_part)(row, j + p * LANES, width, end)
#define EACH_PART                                                                                  \
  _Pragma("clang loop unroll(full)") for (size_t p = 0; p < parts; p++)
#define LEFT (width - j - p * LANES < LANES ? width - j - p * LANES : LANES)
// Calls a block function for all columns of a row: four vectors at a time, then one.
#define BLOCKS(block, ...)                                                                         \
  size_t j = 0;                                                                                    \
  for (; j + 4 * LANES <= width; j += 4 * LANES) NAME(block)(4, j, __VA_ARGS__);                   \
  for (; j < width; j += LANES) NAME(block)(1, j, __VA_ARGS__)

TEMPLATED void NAME(sum_rows_block)(const size_t parts, size_t j, const NUMBER *x, size_t rows,
                                 size_t width, NUMBER *sums) {
  const NUMBER *end = x + rows * width;
  V sum[4] = {0};
  for (size_t r = 0; r < rows; r++, x += width) EACH_PART sum[p] += PART(x, end);
  EACH_PART NAME(keep_row_part)(sums, j + p * LANES, width, sum[p]);
}

TARGET static void NAME(sum_rows)(const NUMBER *x, size_t rows, size_t width, NUMBER *sums) {
  BLOCKS(sum_rows_block, x, rows, width, sums);
}

TEMPLATED void NAME(column_sums_block)(const size_t parts, size_t j, const NUMBER *x, size_t rows,
                                    size_t width, const double *means, int power, double *sums) {
  const NUMBER *end = x + rows * width;
  W sum[4] = {0}, mean[4] = {0};
  if (means) EACH_PART mean[p] = NAME(load_wide)(means + j + p * LANES, LEFT);
  if (power == 1) {
    for (size_t r = 0; r < rows; r++, x += width)
      EACH_PART sum[p] += NAME(widened)(PART(x, end)) - mean[p];
  } else {
    for (size_t r = 0; r < rows; r++, x += width)
      EACH_PART {
        const W difference = NAME(widened)(PART(x, end)) - mean[p];
        sum[p] += difference * difference;
      }
  }
  EACH_PART NAME(store_wide)(sums + j + p * LANES, sum[p], LEFT);
}

TARGET static void NAME(column_sums)(const NUMBER *x, size_t rows, size_t width,
                                     const double *means, int power, double *sums) {
  BLOCKS(column_sums_block, x, rows, width, means, power, sums);
}

TEMPLATED void NAME(column_products_block)(const size_t parts, size_t j, const NUMBER *g,
                                        const NUMBER *x, size_t rows, size_t width,
                                        const NUMBER *means, const NUMBER *scales, double *sums,
                                        double *products) {
  const NUMBER *g_end = g + rows * width, *x_end = x + rows * width;
  W sum[4] = {0}, product[4] = {0};
  V mean[4], scale[4];
  EACH_PART {
    mean[p] = PART(means, means + width);
    scale[p] = PART(scales, scales + width);
  }
  for (size_t r = 0; r < rows; r++, g += width, x += width)
    EACH_PART {
      const V slope = PART(g, g_end);
      sum[p] += NAME(widened)(slope);
      product[p] += NAME(widened)(slope * ((PART(x, x_end) - mean[p]) * scale[p]));
    }
  EACH_PART {
    NAME(store_wide)(sums + j + p * LANES, sum[p], LEFT);
    NAME(store_wide)(products + j + p * LANES, product[p], LEFT);
  }
}

TARGET static void NAME(column_products)(const NUMBER *g, const NUMBER *x, size_t rows,
                                         size_t width, const NUMBER *means, const NUMBER *scales,
                                         double *sums, double *products) {
  // Two vectors at a time: each takes six registers.
  size_t j = 0;
  for (; j + 2 * LANES <= width; j += 2 * LANES)
    NAME(column_products_block)(2, j, g, x, rows, width, means, scales, sums, products);
  for (; j < width; j += LANES)
    NAME(column_products_block)(1, j, g, x, rows, width, means, scales, sums, products);
}

#undef PART
#define PART(row) NAME(row_part)(row, j, width, row##_end)
#define EACH_ROW for (size_t r = 0; r < rows; r++)
#define EACH_VECTOR for (size_t j = 0; j < width; j += LANES)
#define COLUMN(row) NAME(row_part)(row, j, width, (row) + width)

// Only rows of one vector may spill into the next row: of others, that has been written before.
INLINE void NAME(write_column_part)(NUMBER *row, size_t j, size_t width, const NUMBER *end, V x) {
  if (width <= LANES)
    NAME(write_row_part)(row, j, width, end, x);
  else
    NAME(keep_row_part)(row, j, width, x);
}

TARGET static void NAME(normalize_columns)(const NUMBER *x, size_t rows, size_t width,
                                           const NUMBER *means, const NUMBER *scales,
                                           const NUMBER *weights, const NUMBER *biases,
                                           NUMBER *y) {
  const NUMBER *x_end = x + rows * width, *y_end = y + rows * width;
  // Column by column of vectors, so that what belongs to the columns stays in registers.
  EACH_VECTOR {
    const V mean = COLUMN(means), scale = COLUMN(scales);
    const V weight = COLUMN(weights), bias = COLUMN(biases);
    const NUMBER *from = x;
    NUMBER *to = y;
    for (size_t r = 0; r < rows; r++, from += width, to += width) {
      const V normal = (NAME(row_part)(from, j, width, x_end) - mean) * scale;
      NAME(write_column_part)(to, j, width, y_end, normal * weight + bias);
    }
  }
}

TARGET static void NAME(normalize_columns_back)(const NUMBER *g, const NUMBER *x, size_t rows,
                                                size_t width, NUMBER share, const NUMBER *means,
                                                const NUMBER *scales, const NUMBER *weights,
                                                const NUMBER *sums, const NUMBER *products,
                                                NUMBER *result) {
  const NUMBER *g_end = g + rows * width, *x_end = x + rows * width;
  const NUMBER *result_end = result + rows * width;
  EACH_VECTOR {
    const V mean = COLUMN(means), scale = COLUMN(scales), factor = COLUMN(weights) * scale;
    const V center = COLUMN(sums) * share, slope = COLUMN(products) * share;
    const NUMBER *gradient = g, *from = x;
    NUMBER *to = result;
    for (size_t r = 0; r < rows; r++, gradient += width, from += width, to += width) {
      const V normal = (NAME(row_part)(from, j, width, x_end) - mean) * scale;
      const V rest = NAME(row_part)(gradient, j, width, g_end) - center - normal * slope;
      NAME(write_column_part)(to, j, width, result_end, factor * rest);
    }
  }
}

TARGET static void NAME(normalize_rows)(const NUMBER *x, size_t rows, size_t width,
                                        const NUMBER *weights, const NUMBER *biases,
                                        double epsilon, NUMBER *statistics, NUMBER *y) {
  const NUMBER *x_end = x + rows * width, *y_end = y + rows * width;
  EACH_ROW {
    W sums = 0, squares = 0;
    EACH_VECTOR sums += NAME(widened)(NAME(inside)(PART(x), j, width));
    const double average = NAME(sum_wide)(sums) / (double)width;
    EACH_VECTOR {
      const W difference = NAME(widened)(PART(x)) - average;
      const W square = difference * difference;
      squares += j + LANES <= width ? square
                                    : NAME(widened)(NAME(inside)((V)(NUMBER)1, j, width)) * square;
    }
    const double variance = NAME(sum_wide)(squares) / (double)width;
    const NUMBER mean = (NUMBER)average;
    const NUMBER scale = (NUMBER)(1 / __builtin_elementwise_sqrt(variance + epsilon));
    EACH_VECTOR {
      const V normal = (PART(x) - mean) * scale;
      NAME(write_row_part)(y, j, width, y_end, normal * COLUMN(weights) + COLUMN(biases));
    }
    if (statistics) statistics[2 * r] = mean, statistics[2 * r + 1] = scale;
    x += width, y += width;
  }
}

TARGET static void NAME(normalize_rows_back)(const NUMBER *g, const NUMBER *x,
                                             const NUMBER *statistics, size_t rows, size_t width,
                                             const NUMBER *weights, NUMBER *result) {
  const NUMBER *g_end = g + rows * width, *x_end = x + rows * width;
  const NUMBER *result_end = result + rows * width;
  EACH_ROW {
    const NUMBER mean = statistics[2 * r], scale = statistics[2 * r + 1];
    W sums = 0, products = 0;
    EACH_VECTOR {
      const W h = NAME(widened)(NAME(inside)(PART(g) * COLUMN(weights), j, width));
      const W normal = NAME(widened)(NAME(inside)((PART(x) - mean) * scale, j, width));
      sums += h;
      products += h * normal;
    }
    const NUMBER center = (NUMBER)(NAME(sum_wide)(sums) / (double)width);
    const NUMBER slope = (NUMBER)(NAME(sum_wide)(products) / (double)width);
    EACH_VECTOR {
      const V h = PART(g) * COLUMN(weights), normal = (PART(x) - mean) * scale;
      NAME(write_row_part)(result, j, width, result_end, (h - center - normal * slope) * scale);
    }
    g += width, x += width, result += width;
  }
}

TARGET static void NAME(normalize_rows_gain)(const NUMBER *g, const NUMBER *x,
                                             const NUMBER *statistics, size_t rows, size_t width,
                                             NUMBER *sums) {
  const NUMBER *g_end = g + rows * width, *x_end = x + rows * width;
  EACH_VECTOR {
    V sum = 0;
    const NUMBER *gradient = g, *from = x;
    for (size_t r = 0; r < rows; r++, gradient += width, from += width) {
      const V normal = (NAME(row_part)(from, j, width, x_end) - statistics[2 * r]) *
                       statistics[2 * r + 1];
      sum += NAME(row_part)(gradient, j, width, g_end) * normal;
    }
    NAME(keep_row_part)(sums, j, width, sum);
  }
}

#undef W
#undef PART
#undef EACH_PART
#undef LEFT
#undef BLOCKS
#undef EACH_ROW
#undef EACH_VECTOR
#undef COLUMN
