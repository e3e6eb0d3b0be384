// What optimizers do to some parameters: p, gradient g and state, all [count]. Nothing overlaps.
//
// Each parameter by itself; only additions, multiplications, divisions and square roots, correctly
// rounded each.
#ifndef DESCENT_OPTIMIZERS_H
#define DESCENT_OPTIMIZERS_H

#include <stddef.h>

#define DESCENT_OPTIMIZERS(type, number)                                                           \
  /* p -= rate g */                                                                                \
  void descent_sgd_##type(number *p, const number *g, size_t count, number rate);                  \
  /* v = kept v + g; p -= rate v */                                                                \
  void descent_momentum_##type(number *p, const number *g, number *v, size_t count, number rate,   \
                               number kept);                                                       \
  /* v = kept v + g; p -= rate (g + kept v) */                                                     \
  void descent_nesterov_##type(number *p, const number *g, number *v, size_t count, number rate,   \
                               number kept);                                                       \
  /* m += share1 (g - m); v = kept2 v + share2 g^2; p -= rate m / (scale sqrt(v) + epsilon) */     \
  void descent_adam_##type(number *p, const number *g, number *m, number *v, size_t count,         \
                           number rate, number share1, number kept2, number share2, number scale,  \
                           number epsilon);                                                        \
  /* m, v as adam; p -= (g_rate g + m_rate m) / (scale sqrt(v) + epsilon) */                       \
  void descent_nadam_##type(number *p, const number *g, number *m, number *v, size_t count,        \
                            number g_rate, number m_rate, number share1, number kept2,             \
                            number share2, number scale, number epsilon);                          \
  /* m as adam; u = max(kept2 u, |g| + epsilon); p -= rate m / u */                                \
  void descent_adamax_##type(number *p, const number *g, number *m, number *u, size_t count,       \
                             number rate, number share1, number kept2, number epsilon);            \
  /* v = kept v + share g^2; p -= rate g / (sqrt(v) + epsilon). Adagrad: kept = share = 1 */       \
  void descent_rmsprop_##type(number *p, const number *g, number *v, size_t count, number rate,    \
                              number kept, number share, number epsilon);                          \
  /* v = kept v + share g^2; d = sqrt(u + epsilon) / sqrt(v + epsilon) g;                          \
     u = kept u + share d^2; p -= rate d */                                                        \
  void descent_adadelta_##type(number *p, const number *g, number *v, number *u, size_t count,     \
                               number rate, number kept, number share, number epsilon);

DESCENT_OPTIMIZERS(f32, float)
DESCENT_OPTIMIZERS(f64, double)

#endif
