// Activation functions of whole arrays, forward and backward, in place.
//
// The formulas are those of the Swift documentation of each activation. Numbers that are not finite
// stay visible: what is not a number gives what is not a number.
#ifndef DESCENT_ACTIVATIONS_H
#define DESCENT_ACTIVATIONS_H

#include <stddef.h>

// `alpha` is the function's constant, where it has one.
typedef enum {
  DESCENT_RELU = 0,
  DESCENT_LEAKY_RELU = 1, // alpha: the slope for negative values
  DESCENT_ELU = 2,        // alpha
  DESCENT_SELU = 3,
  DESCENT_SIGMOID = 4,
  DESCENT_TANH_ACTIVATION = 5,
  DESCENT_SOFTPLUS = 6,
  DESCENT_SILU = 7,
  DESCENT_GELU = 8,         // by the error function
  DESCENT_GELU_BY_TANH = 9, // by the hyperbolic tangent
} descent_activation;

// values[i] = f(values[i])
void descent_activate_f32(descent_activation function, float alpha, float *values, size_t count);
void descent_activate_f64(descent_activation function, double alpha, double *values, size_t count);

// gradient[i] *= f'(i). `operand` is the function's input for silu and gelu, its output for all others.
void descent_activate_back_f32(descent_activation function, float alpha, float *gradient,
                               const float *operand, size_t count);
void descent_activate_back_f64(descent_activation function, double alpha, double *gradient,
                               const double *operand, size_t count);

// Every row of [rows][width] becomes its softmax: exp(z_j - max) over the row's sum. As many partial
// sums as numbers in 64 bytes, element j in sum j mod 16 (8 in double), added by halves.
void descent_softmax_f32(float *values, size_t rows, size_t width);
void descent_softmax_f64(double *values, size_t rows, size_t width);

// gradient_j = y_j (gradient_j - sum of gradient_k y_k), the sums as above; [rows][width].
void descent_softmax_back_f32(float *gradient, const float *shares, size_t rows, size_t width);
void descent_softmax_back_f64(double *gradient, const double *shares, size_t rows, size_t width);

#endif
