#ifndef TEMPLATE
#define TEMPLATE "elementary.c"
#include "each_number.h"

void check_elementary(void) {
  check_map_f32();
  check_map_f64();
}

#else

static void N(check_map)(void) {
  static const constant functions[] = {
      CONSTANT(DESCENT_EXP),  CONSTANT(DESCENT_EXPM1), CONSTANT(DESCENT_LOG),
      CONSTANT(DESCENT_LOG1P), CONSTANT(DESCENT_TANH), CONSTANT(DESCENT_ERF),
      CONSTANT(DESCENT_LOGISTIC)};
  for (size_t f = 0; f < COUNT(functions); f++) {
    begin(NAMED(map), functions[f].name);
    // All of the range, and more densely where the functions are neither 0, 1 nor infinite.
    enum { SAMPLES = 500000 };
    NUMBER *x = N(empty_array)(SAMPLES);
    for (size_t i = 0; i < SAMPLES; i++)
      x[i] = i % 2 == 0 ? N(any)() : N(ordinary)() * (NUMBER)(i % 32);
    KERNEL(map)((descent_function)functions[f].value, x, SAMPLES);
    N(take)(x, SAMPLES);
    for (size_t l = 0; l < length_count; l++) {
      NUMBER *some = N(wild_array)(lengths[l]);
      KERNEL(map)((descent_function)functions[f].value, some, lengths[l]);
      N(take)(some, lengths[l]);
    }
    finish();
  }
}

#endif
