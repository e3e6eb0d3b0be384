#ifndef TEMPLATE
#define TEMPLATE "normalization.c"
#include "each_number.h"

void check_normalization(void) {
  check_columns_f32();
  check_columns_f64();
  check_columns_back_f32();
  check_columns_back_f64();
  check_rows_f32();
  check_rows_f64();
}

#else

#define EACH_SHAPE                                                                                 \
  for (size_t s = 0; s < shape_count; s++)                                                         \
    for (size_t rows = shapes[s].rows, width = shapes[s].width, count = rows * width, once = 1;    \
         once; once = 0)

static void N(check_columns)(void) {
  begin(NAMED(sum_rows), "");
  EACH_SHAPE {
    const NUMBER *x = s % 5 == 4 ? N(wild_array)(count) : N(ordinary_array)(count);
    NUMBER *sums = N(empty_array)(width);
    KERNEL(sum_rows)(x, rows, width, sums);
    N(take)(sums, width);
    for (size_t j = 0; j < width; j++) {
      NUMBER sum = 0;
      for (size_t r = 0; r < rows; r++) sum += x[r * width + j];
      require(sum == sums[j] || sum != sum, "isn't the sum of the rows in order");
    }
  }
  finish();

  begin(NAMED(column_sums), "");
  EACH_SHAPE for (int power = 1; power <= 2; power++) {
    const NUMBER *x = s % 5 == 4 ? N(wild_array)(count) : N(ordinary_array)(count);
    double *sums = empty_array_f64(width);
    KERNEL(column_sums)(x, rows, width, s % 2 ? ordinary_array_f64(width) : NULL, power, sums);
    take_f64(sums, width);
  }
  finish();

  begin(NAMED(normalize_columns), "");
  EACH_SHAPE {
    const NUMBER *x = s % 5 == 4 ? N(wild_array)(count) : N(ordinary_array)(count);
    const NUMBER *means = N(ordinary_array)(width), *scales = N(positive_array)(width);
    const NUMBER *weights = N(ordinary_array)(width), *biases = N(ordinary_array)(width);
    NUMBER *y = N(empty_array)(count);
    KERNEL(normalize_columns)(x, rows, width, means, scales, weights, biases, y);
    N(take)(y, count);
  }
  finish();
}

static void N(check_columns_back)(void) {
  begin(NAMED(column_products), "");
  EACH_SHAPE {
    const NUMBER *g = N(ordinary_array)(count);
    const NUMBER *x = s % 5 == 4 ? N(wild_array)(count) : N(ordinary_array)(count);
    const NUMBER *means = N(ordinary_array)(width), *scales = N(positive_array)(width);
    double *sums = empty_array_f64(width), *products = empty_array_f64(width);
    KERNEL(column_products)(g, x, rows, width, means, scales, sums, products);
    take_f64(sums, width);
    take_f64(products, width);
  }
  finish();

  begin(NAMED(normalize_columns_back), "");
  EACH_SHAPE {
    const NUMBER *g = N(ordinary_array)(count);
    const NUMBER *x = s % 5 == 4 ? N(wild_array)(count) : N(ordinary_array)(count);
    const NUMBER *means = N(ordinary_array)(width), *scales = N(positive_array)(width);
    const NUMBER *weights = N(ordinary_array)(width), *sums = N(ordinary_array)(width);
    const NUMBER *products = N(ordinary_array)(width);
    NUMBER *result = N(empty_array)(count);
    KERNEL(normalize_columns_back)(g, x, rows, width, 1 / (NUMBER)rows, means, scales, weights,
                                   sums, products, result);
    N(take)(result, count);
  }
  finish();
}

static void N(check_rows)(void) {
  begin(NAMED(normalize_rows), "");
  EACH_SHAPE for (int keeps = 0; keeps < 2; keeps++) {
    const NUMBER *x = s % 5 == 4 ? N(wild_array)(count) : N(ordinary_array)(count);
    const NUMBER *weights = N(ordinary_array)(width), *biases = N(ordinary_array)(width);
    NUMBER *statistics = keeps ? N(empty_array)(2 * rows) : NULL, *y = N(empty_array)(count);
    KERNEL(normalize_rows)(x, rows, width, weights, biases, 1e-5, statistics, y);
    N(take)(statistics, keeps ? 2 * rows : 0);
    N(take)(y, count);
  }
  finish();

  begin(NAMED(normalize_rows_back), "");
  EACH_SHAPE {
    const NUMBER *g = N(ordinary_array)(count);
    const NUMBER *x = s % 5 == 4 ? N(wild_array)(count) : N(ordinary_array)(count);
    const NUMBER *statistics = N(ordinary_array)(2 * rows), *weights = N(ordinary_array)(width);
    NUMBER *result = N(empty_array)(count);
    KERNEL(normalize_rows_back)(g, x, statistics, rows, width, weights, result);
    N(take)(result, count);
  }
  finish();

  begin(NAMED(normalize_rows_gain), "");
  EACH_SHAPE {
    const NUMBER *g = N(ordinary_array)(count);
    const NUMBER *x = s % 5 == 4 ? N(wild_array)(count) : N(ordinary_array)(count);
    const NUMBER *statistics = N(ordinary_array)(2 * rows);
    NUMBER *sums = N(empty_array)(width);
    KERNEL(normalize_rows_gain)(g, x, statistics, rows, width, sums);
    N(take)(sums, width);
  }
  finish();
}

#undef EACH_SHAPE

#endif
