#ifndef TEMPLATE
#define TEMPLATE "optimizers.c"
#include "each_number.h"

void check_optimizers(void) {
  check_optimizers_f32();
  check_optimizers_f64();
}

#else

// Three steps for every length; the gradients of the last are wild.
#define STEPS(kernel, ...)                                                                         \
  begin(NAMED(kernel), "");                                                                        \
  for (size_t l = 0; l < length_count; l++) {                                                      \
    const size_t count = lengths[l];                                                               \
    NUMBER *p = N(ordinary_array)(count), *m = N(positive_array)(count);                           \
    NUMBER *v = N(positive_array)(count);                                                          \
    for (int step = 0; step < 3; step++) {                                                         \
      const NUMBER *g = step == 2 ? N(wild_array)(count) : N(ordinary_array)(count);               \
      KERNEL(kernel)(p, g, __VA_ARGS__);                                                           \
    }                                                                                              \
    N(take)(p, count);                                                                             \
    N(take)(m, count);                                                                             \
    N(take)(v, count);                                                                             \
  }                                                                                                \
  finish()

static void N(check_optimizers)(void) {
  const NUMBER rate = (NUMBER)0.01, kept = (NUMBER)0.9, share = (NUMBER)0.1;
  const NUMBER kept2 = (NUMBER)0.999, share2 = (NUMBER)0.001, scale = (NUMBER)1.7;
  const NUMBER epsilon = (NUMBER)1e-7;
  STEPS(sgd, count, rate);
  STEPS(momentum, v, count, rate, kept);
  STEPS(nesterov, v, count, rate, kept);
  STEPS(adam, m, v, count, rate, share, kept2, share2, scale, epsilon);
  STEPS(nadam, m, v, count, rate, share, share, kept2, share2, scale, epsilon);
  STEPS(adamax, m, v, count, rate, share, kept2, epsilon);
  STEPS(rmsprop, v, count, rate, kept, share, epsilon);
  STEPS(adadelta, v, m, count, rate, kept, share, epsilon);
}

#undef STEPS

#endif
