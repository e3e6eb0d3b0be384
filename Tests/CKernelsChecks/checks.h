// A program that calls every kernel of the C targets on numbers from a seed and prints one checksum
// of the results for each: the same on every instruction set and every processor. Scripts/test-neon
// builds it for several of them and compares.
//
// Numbers come from whole numbers alone, so that no library has a say in them. Whatever is not a
// number counts as one and the same: its sign and its bits differ between processors.
#ifndef DESCENT_CHECKS_H
#define DESCENT_CHECKS_H

#include <stddef.h>
#include <stdint.h>

#include "CKernels.h"

// Begins the line of a function, or of one of its variants: all results that are taken up to
// `finish` count for it, and random numbers begin anew.
void begin(const char *function, const char *variant);
void finish(void);

void take_f32(const float *x, size_t count);
void take_f64(const double *x, size_t count);
void take_i32(const int32_t *x, size_t count);

// What must hold of the function whose line it is; if it doesn't, the program says so and fails.
void require(int holds, const char *what);
// Something about it that a reader should know, such as why it wasn't called.
void note(const char *what);

uint64_t random_bits(void);
size_t random_below(size_t limit);

// Memory that ends where nothing may be read or written; not zeros at first. It is given back by
// `finish`, or before by `release`.
void *array(size_t count, size_t size);
void release(void);

// Shapes [rows][width] and lengths around the sizes of vectors and blocks.
typedef struct {
  size_t rows, width;
} shape;
extern const shape shapes[];
extern const size_t shape_count;
extern const size_t lengths[];
extern const size_t length_count;

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

// A constant of an enumeration and its name, by which Scripts/test-neon sees that none is missing.
typedef struct {
  int value;
  const char *name;
} constant;
#define CONSTANT(x) {x, #x}

// The checks of one public header each.
void check_activations(void);
void check_arrays(void);
void check_digest(void);
void check_elementary(void);
void check_losses(void);
void check_multiply(void);
void check_normalization(void);
void check_optimizers(void);
void check_processor(void);

#endif
