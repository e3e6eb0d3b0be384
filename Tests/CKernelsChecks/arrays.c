#ifndef TEMPLATE
#define TEMPLATE "arrays.c"
#include "each_number.h"

void check_arrays(void) {
  check_arithmetic_f32();
  check_arithmetic_f64();
  check_largest_places_f32();
  check_largest_places_f64();
  check_dropout_f32();
  check_dropout_f64();
  check_gather_f32();
  check_gather_f64();
}

#else

static void N(check_arithmetic)(void) {
  begin(NAMED(sum_of_squares), "");
  for (size_t l = 0; l < length_count; l++) {
    const size_t count = lengths[l];
    const NUMBER *x = N(ordinary_array)(count);
    double sums[8] = {0}, sum = 0;
    const size_t whole = count / 8 * 8;
    for (size_t i = 0; i < whole; i++) sums[i % 8] += (double)x[i] * (double)x[i];
    for (size_t i = 0; i < 8; i++) sum += sums[i];
    for (size_t i = whole; i < count; i++) sum += (double)x[i] * (double)x[i];
    const double found = KERNEL(sum_of_squares)(x, count);
    take_f64(&found, 1);
    require(found == sum, "isn't the sum in the stated order");
    const double wild = KERNEL(sum_of_squares)(N(wild_array)(count), count);
    take_f64(&wild, 1);
  }
  finish();

  begin(NAMED(add), "");
  for (size_t l = 0; l < length_count; l++) {
    NUMBER *to = N(wild_array)(lengths[l]);
    KERNEL(add)(to, N(wild_array)(lengths[l]), lengths[l]);
    N(take)(to, lengths[l]);
  }
  finish();

  begin(NAMED(scale), "");
  for (size_t l = 0; l < length_count; l++) {
    NUMBER *x = N(wild_array)(lengths[l]);
    KERNEL(scale)(x, lengths[l], (NUMBER)0.7);
    N(take)(x, lengths[l]);
  }
  finish();
}

// The place of the largest, as the header says it.
static int32_t N(largest_place)(const NUMBER *row, size_t width) {
  size_t best = 0;
  for (size_t j = 1; j < width; j++)
    if (row[j] > row[best]) best = j;
  return (int32_t)best;
}

static void N(check_largest_places)(void) {
  begin(NAMED(largest_places), "");
  for (size_t s = 0; s < shape_count; s++) {
    const size_t rows = shapes[s].rows, width = shapes[s].width, count = rows * width;
    NUMBER *x = N(wild_array)(count);
    // Equals, now and then.
    for (size_t i = 0; i < count; i++)
      if (random_below(3) == 0) x[i] = (NUMBER)random_below(3);
    int32_t *places = array(rows, sizeof(int32_t));
    KERNEL(largest_places)(x, rows, width, places);
    take_i32(places, rows);
    for (size_t r = 0; r < rows; r++)
      require(places[r] == N(largest_place)(x + r * width, width), "isn't the largest's place");
  }
  finish();
}

static void N(check_dropout)(void) {
  begin(NAMED(dropout), "");
  for (size_t l = 0; l < length_count; l++) {
    NUMBER *y = N(empty_array)(lengths[l]);
    KERNEL(dropout)(N(wild_array)(lengths[l]), lengths[l], random_bits(), random_below(1000000),
                    (uint64_t)3 << 62, 4, y);
    N(take)(y, lengths[l]);
  }
  finish();
}

static void N(check_gather)(void) {
  static const constant scalings[] = {CONSTANT(DESCENT_PLAIN), CONSTANT(DESCENT_DIVIDE),
                                      CONSTANT(DESCENT_STANDARDIZE)};
  static const NUMBER divisors[] = {255, 256, 3, (NUMBER)0.1};
  enum { STORED = 30 };
  for (size_t k = 0; k < COUNT(scalings); k++) {
    const descent_scaling scaling = (descent_scaling)scalings[k].value;
    for (int of_bytes = 0; of_bytes < 2; of_bytes++) {
      begin(of_bytes ? NAMED(gather_bytes) : NAMED(gather), scalings[k].name);
      for (size_t s = 0; s < shape_count; s++) {
        const size_t count = shapes[s].rows, width = shapes[s].width;
        ptrdiff_t *rows = array(count, sizeof(ptrdiff_t));
        for (size_t r = 0; r < count; r++) rows[r] = (ptrdiff_t)random_below(STORED);
        NUMBER *out = N(empty_array)(count * width);
        const NUMBER *offsets = scaling == DESCENT_STANDARDIZE ? N(ordinary_array)(width) : NULL;
        NUMBER *by = scaling == DESCENT_PLAIN ? NULL
                     : scaling == DESCENT_DIVIDE ? N(empty_array)(1)
                                                 : N(positive_array)(width);
        if (scaling == DESCENT_DIVIDE) *by = divisors[s % COUNT(divisors)];
        if (of_bytes) {
          uint8_t *values = array(STORED * width, 1);
          for (size_t i = 0; i < STORED * width; i++) values[i] = (uint8_t)random_bits();
          KERNEL(gather_bytes)(values, rows, count, width, scaling, offsets, by, out);
        } else {
          KERNEL(gather)(N(wild_array)(STORED * width), rows, count, width, scaling, offsets, by,
                         out);
        }
        N(take)(out, count * width);
      }
      finish();
    }
  }
}

#endif
