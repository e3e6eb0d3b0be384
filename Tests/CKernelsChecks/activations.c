#ifndef TEMPLATE
#define TEMPLATE "activations.c"
#include "each_number.h"

void check_activations(void) {
  check_activate_f32();
  check_activate_f64();
  check_softmax_f32();
  check_softmax_f64();
}

#else

#if IS_FLOAT
static const constant activations[] = {
    CONSTANT(DESCENT_RELU),     CONSTANT(DESCENT_LEAKY_RELU), CONSTANT(DESCENT_ELU),
    CONSTANT(DESCENT_SELU),     CONSTANT(DESCENT_SIGMOID),    CONSTANT(DESCENT_TANH_ACTIVATION),
    CONSTANT(DESCENT_SOFTPLUS), CONSTANT(DESCENT_SILU),       CONSTANT(DESCENT_GELU),
    CONSTANT(DESCENT_GELU_BY_TANH)};
#endif

static void N(check_activate)(void) {
  enum { SAMPLES = 100000 };
  for (size_t f = 0; f < COUNT(activations); f++) {
    const descent_activation function = (descent_activation)activations[f].value;
    const NUMBER alpha = (NUMBER)0.3;
    begin(NAMED(activate), activations[f].name);
    NUMBER *x = N(empty_array)(SAMPLES);
    for (size_t i = 0; i < SAMPLES; i++) x[i] = i % 2 == 0 ? N(any)() : N(ordinary)();
    KERNEL(activate)(function, alpha, x, SAMPLES);
    N(take)(x, SAMPLES);
    for (size_t l = 0; l < length_count; l++) {
      NUMBER *some = N(wild_array)(lengths[l]);
      KERNEL(activate)(function, alpha, some, lengths[l]);
      N(take)(some, lengths[l]);
    }
    finish();

    begin(NAMED(activate_back), activations[f].name);
    NUMBER *operand = N(empty_array)(SAMPLES), *gradient = N(wild_array)(SAMPLES);
    for (size_t i = 0; i < SAMPLES; i++) operand[i] = i % 2 == 0 ? N(any)() : N(ordinary)();
    KERNEL(activate_back)(function, alpha, gradient, operand, SAMPLES);
    N(take)(gradient, SAMPLES);
    for (size_t l = 0; l < length_count; l++) {
      NUMBER *some = N(wild_array)(lengths[l]), *others = N(wild_array)(lengths[l]);
      KERNEL(activate_back)(function, alpha, some, others, lengths[l]);
      N(take)(some, lengths[l]);
    }
    finish();
  }
}

static void N(check_softmax)(void) {
  begin(NAMED(softmax), "");
  for (size_t s = 0; s < shape_count; s++) {
    const size_t rows = shapes[s].rows, width = shapes[s].width, count = rows * width;
    NUMBER *x = s % 4 == 3 ? N(wild_array)(count) : N(ordinary_array)(count);
    KERNEL(softmax)(x, rows, width);
    N(take)(x, count);
  }
  finish();

  begin(NAMED(softmax_back), "");
  for (size_t s = 0; s < shape_count; s++) {
    const size_t rows = shapes[s].rows, width = shapes[s].width, count = rows * width;
    NUMBER *gradient = s % 4 == 3 ? N(wild_array)(count) : N(ordinary_array)(count);
    NUMBER *shares = N(positive_array)(count);
    KERNEL(softmax_back)(gradient, shares, rows, width);
    N(take)(gradient, count);
  }
  finish();
}

#endif
