// Elementary functions of arrays, in place.
//
// Largest error, in units in the last place of the exact result, over all floats (measured against
// the C library in double) and over samples of doubles:
//
//             float   double
//   exp       0.89    0.9
//   expm1     1.57    1.7
//   log       0.89    0.8
//   log1p     1.63    1.5
//   tanh      1.50    1.5
//   erf       1.12    1.2
//   logistic  2.41    2.3
//
// Results below the least normal number are right to the last place, too. Ends: exp(-inf) = 0,
// log(0) = -inf, log and log1p below their domain give what is not a number, and so does what is not
// a number everywhere. The sign of zero stays where f(0) = 0.
#ifndef DESCENT_ELEMENTARY_H
#define DESCENT_ELEMENTARY_H

#include <stddef.h>

typedef enum {
  DESCENT_EXP = 0,      // e^x
  DESCENT_EXPM1 = 1,    // e^x - 1
  DESCENT_LOG = 2,      // natural logarithm
  DESCENT_LOG1P = 3,    // log(1 + x)
  DESCENT_TANH = 4,     // hyperbolic tangent
  DESCENT_ERF = 5,      // error function
  DESCENT_LOGISTIC = 6, // 1 / (1 + e^-x)
} descent_function;

// x[i] = f(x[i])
void descent_map_f32(descent_function function, float *x, size_t count);
void descent_map_f64(descent_function function, double *x, size_t count);

#endif
