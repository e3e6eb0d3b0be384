#ifndef TEMPLATE
#define TEMPLATE "losses.c"
#include "each_number.h"

void check_losses(void) {
  check_cross_entropy_f32();
  check_cross_entropy_f64();
  check_element_loss_f32();
  check_element_loss_f64();
}

#else

static void N(check_cross_entropy)(void) {
  for (int by_class = 0; by_class < 2; by_class++) {
    for (int smoothed = 0; smoothed < 2; smoothed++) {
      begin(NAMED(cross_entropy), by_class ? smoothed ? "by class, smoothed" : "by class"
                                  : smoothed ? "by distribution, smoothed"
                                             : "by distribution");
      for (size_t s = 0; s < shape_count; s++) {
        const size_t rows = shapes[s].rows, width = shapes[s].width, count = rows * width;
        const NUMBER *logits = s % 3 == 2 ? N(wild_array)(count) : N(ordinary_array)(count);
        NUMBER *targets = by_class ? N(empty_array)(rows) : N(sparse_array)(count);
        if (by_class) {
          static const NUMBER none[] = {-1, (NUMBER)0.5, (NUMBER)1e9, (NUMBER)__builtin_nan("")};
          for (size_t r = 0; r < rows; r++)
            targets[r] = r % 8 == 7 ? none[random_below(4)] : (NUMBER)random_below(width);
        }
        NUMBER *losses = N(empty_array)(rows), *gradient = N(empty_array)(count);
        const NUMBER kept = smoothed ? (NUMBER)0.875 : 1, spread = smoothed ? (NUMBER)0.01 : 0;
        KERNEL(cross_entropy)(logits, targets, by_class, rows, width, kept, spread, losses,
                              gradient);
        N(take)(losses, rows);
        N(take)(gradient, count);
      }
      finish();
    }
  }
}

static void N(check_element_loss)(void) {
  static const constant losses[] = {
      CONSTANT(DESCENT_HALF_SQUARED_ERROR), CONSTANT(DESCENT_SQUARED_ERROR),
      CONSTANT(DESCENT_ABSOLUTE_ERROR), CONSTANT(DESCENT_HUBER),
      CONSTANT(DESCENT_BINARY_CROSS_ENTROPY)};
  for (size_t l = 0; l < COUNT(losses); l++) {
    begin(NAMED(element_loss), losses[l].name);
    for (size_t s = 0; s < shape_count; s++) {
      const size_t rows = shapes[s].rows, width = shapes[s].width, count = rows * width;
      const NUMBER *outputs = N(wild_array)(count);
      const NUMBER *targets = s % 4 == 3 ? N(wild_array)(count) : N(ordinary_array)(count);
      NUMBER *values = N(empty_array)(rows), *gradient = N(empty_array)(count);
      KERNEL(element_loss)((descent_loss)losses[l].value, (NUMBER)0.3, (NUMBER)0.9, (NUMBER)0.05,
                           outputs, targets, rows, width, values, gradient);
      N(take)(values, rows);
      N(take)(gradient, count);
    }
    finish();
  }
}

#endif
