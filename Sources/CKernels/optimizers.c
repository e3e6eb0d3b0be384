#include "CKernels.h"

#define TEMPLATE "optimizers.inc.h"
#include "each_instruction_set.inc.h"

#define DOORS(type, number)                                                                        \
  DOOR(type, void, sgd, (number * p, const number *g, size_t count, number rate),                  \
       (p, g, count, rate))                                                                        \
  DOOR(type, void, momentum,                                                                       \
       (number * p, const number *g, number *v, size_t count, number rate, number kept),           \
       (p, g, v, count, rate, kept))                                                               \
  DOOR(type, void, nesterov,                                                                       \
       (number * p, const number *g, number *v, size_t count, number rate, number kept),           \
       (p, g, v, count, rate, kept))                                                               \
  DOOR(type, void, adam,                                                                           \
       (number * p, const number *g, number *m, number *v, size_t count, number rate,              \
        number share1, number kept2, number share2, number scale, number epsilon),                 \
       (p, g, m, v, count, rate, share1, kept2, share2, scale, epsilon))                           \
  DOOR(type, void, nadam,                                                                          \
       (number * p, const number *g, number *m, number *v, size_t count, number g_rate,            \
        number m_rate, number share1, number kept2, number share2, number scale, number epsilon),  \
       (p, g, m, v, count, g_rate, m_rate, share1, kept2, share2, scale, epsilon))                 \
  DOOR(type, void, adamax,                                                                         \
       (number * p, const number *g, number *m, number *u, size_t count, number rate,              \
        number share1, number kept2, number epsilon),                                              \
       (p, g, m, u, count, rate, share1, kept2, epsilon))                                          \
  DOOR(type, void, rmsprop,                                                                        \
       (number * p, const number *g, number *v, size_t count, number rate, number kept,            \
        number share, number epsilon),                                                             \
       (p, g, v, count, rate, kept, share, epsilon))                                               \
  DOOR(type, void, adadelta,                                                                       \
       (number * p, const number *g, number *v, number *u, size_t count, number rate, number kept, \
        number share, number epsilon),                                                             \
       (p, g, v, u, count, rate, kept, share, epsilon))

DOORS(f32, float)
DOORS(f64, double)
