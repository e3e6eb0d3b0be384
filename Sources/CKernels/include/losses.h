// Losses of rows: one number per row, and its gradient by the outputs.
//
// Sums over a row have as many partial sums as numbers in 64 bytes, element j in sum j mod 16 (8 in
// double), added by halves: 8 apart, 4, 2, 1.
#ifndef DESCENT_LOSSES_H
#define DESCENT_LOSSES_H

#include <stddef.h>

// Cross-entropy of softmax(logits) and a distribution q: losses[r] = -sum of q_j log p_j, gradient_j =
// p_j (sum of q) - q_j. Finite for finite logits: a loss that overflows is the greatest number.
//
// by_class: targets[rows] are class indices and q is `kept` there and `spread` everywhere; an index
// that is none gives what is not a number. Otherwise targets[rows][width] and q = kept t + spread.
void descent_cross_entropy_f32(const float *logits, const float *targets, int by_class, size_t rows,
                               size_t width, float kept, float spread, float *losses,
                               float *gradient);
void descent_cross_entropy_f64(const double *logits, const double *targets, int by_class,
                               size_t rows, size_t width, double kept, double spread,
                               double *losses, double *gradient);

// Losses that compare every output y with its own target t; e = y - t.
typedef enum {
  DESCENT_HALF_SQUARED_ERROR = 0,   // e^2 / 2; e
  DESCENT_SQUARED_ERROR = 1,        // share e^2; 2 share e
  DESCENT_ABSOLUTE_ERROR = 2,       // share |e|; share sign(e)
  DESCENT_HUBER = 3,                // share e^2 / 2 where |e| <= a, else share a (|e| - a / 2)
  DESCENT_BINARY_CROSS_ENTROPY = 4, // share (log(1 + e^y) - y q); share (logistic(y) - q), q = a t + b
} descent_loss;

// losses[r] = the sum over row r of the value, gradient = the slope; all [rows][width].
void descent_element_loss_f32(descent_loss loss, float share, float a, float b,
                              const float *outputs, const float *targets, size_t rows, size_t width,
                              float *losses, float *gradient);
void descent_element_loss_f64(descent_loss loss, double share, double a, double b,
                              const double *outputs, const double *targets, size_t rows,
                              size_t width, double *losses, double *gradient);

#endif
