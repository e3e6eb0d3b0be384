#include "CKernels.h"

#define TEMPLATE "activations.inc.h"
#include "each_instruction_set.inc.h"

DOOR(f32, void, activate,
     (descent_activation function, float alpha, float *values, size_t count),
     (function, alpha, values, count))
DOOR(f64, void, activate,
     (descent_activation function, double alpha, double *values, size_t count),
     (function, alpha, values, count))

DOOR(f32, void, activate_back,
     (descent_activation function, float alpha, float *gradient, const float *operand,
      size_t count),
     (function, alpha, gradient, operand, count))
DOOR(f64, void, activate_back,
     (descent_activation function, double alpha, double *gradient, const double *operand,
      size_t count),
     (function, alpha, gradient, operand, count))

DOOR(f32, void, softmax, (float *values, size_t rows, size_t width), (values, rows, width))
DOOR(f64, void, softmax, (double *values, size_t rows, size_t width), (values, rows, width))

DOOR(f32, void, softmax_back,
     (float *gradient, const float *shares, size_t rows, size_t width),
     (gradient, shares, rows, width))
DOOR(f64, void, softmax_back,
     (double *gradient, const double *shares, size_t rows, size_t width),
     (gradient, shares, rows, width))
