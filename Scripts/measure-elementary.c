// The largest errors of the elementary functions over all floats, in units in the last place, against
// the C library in double; takes some minutes. From the root of the package:
//
//   clang -O2 -ISources/CKernels/include Scripts/measure-elementary.c Sources/CKernels/*.c -lm \
//     -o /tmp/measure-elementary && /tmp/measure-elementary [every n-th float]
//
// The hash of all results is the same on every instruction set (DESCENT_ISA=avx2 ...).
#include "CKernels.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double logistic(double x) { return 1 / (1 + exp(-x)); }

static const char *const names[] = {"exp", "expm1", "log", "log1p", "tanh", "erf", "logistic"};
static double (*const exact[])(double) = {exp, expm1, log, log1p, tanh, erf, logistic};

static double unit(double y) {
  if (fabs(y) < 0x1p-126) return 0x1p-149;
  int exponent;
  frexp(y, &exponent);
  return ldexp(1, exponent - 24);
}

enum { COUNT = 4096 };

int main(int count, char **arguments) {
  const uint64_t step = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
  for (int f = 0; f < 7 && step > 0; f++) {
    double worst = 0;
    float at = 0;
    long wrong = 0; // ends, signs of zero, and what is not a number
    uint64_t hash = 0;
    for (uint64_t next = 0; next < 1ull << 32;) {
      static float x[COUNT], y[COUNT];
      int n = 0;
      for (; n < COUNT && next < 1ull << 32; next += step) {
        const uint32_t bits = (uint32_t)next;
        memcpy(&x[n++], &bits, sizeof(bits));
      }
      memcpy(y, x, sizeof(y));
      descent_map_f32((descent_function)f, y, (size_t)n);
      for (int i = 0; i < n; i++) {
        const double right = exact[f](x[i]);
        if (isnan(right) || isnan(y[i])) {
          wrong += !isnan(right) || !isnan(y[i]);
          continue;
        }
        uint32_t bits;
        memcpy(&bits, &y[i], sizeof(bits));
        hash = (hash ^ bits) * 0x100000001b3ull;
        if (isinf((float)right) || isinf(y[i]) || right == 0) {
          wrong += (float)right != y[i] || !signbit(right) != !signbit(y[i]);
          continue;
        }
        const double error = fabs(y[i] - right) / unit(right);
        if (error > worst) worst = error, at = x[i];
      }
    }
    printf("%-8s %-8s %.4f units at %a, %ld wrong ends, hash %016llx\n", descent_instruction_set(),
           names[f], worst, at, wrong, (unsigned long long)hash);
  }
  return 0;
}
