#include "CKernels.h"

#define TEMPLATE "losses.inc.h"
#include "each_instruction_set.inc.h"

DOOR(f32, void, cross_entropy,
     (const float *logits, const float *targets, int by_class, size_t rows, size_t width,
      float kept, float spread, float *losses, float *gradient),
     (logits, targets, by_class, rows, width, kept, spread, losses, gradient))
DOOR(f64, void, cross_entropy,
     (const double *logits, const double *targets, int by_class, size_t rows, size_t width,
      double kept, double spread, double *losses, double *gradient),
     (logits, targets, by_class, rows, width, kept, spread, losses, gradient))

DOOR(f32, void, element_loss,
     (descent_loss loss, float share, float a, float b, const float *outputs,
      const float *targets, size_t rows, size_t width, float *losses, float *gradient),
     (loss, share, a, b, outputs, targets, rows, width, losses, gradient))
DOOR(f64, void, element_loss,
     (descent_loss loss, double share, double a, double b, const double *outputs,
      const double *targets, size_t rows, size_t width, double *losses, double *gradient),
     (loss, share, a, b, outputs, targets, rows, width, losses, gradient))
