// Random numbers of both types, made of bits.
#ifndef DESCENT_NUMBERS_H
#define DESCENT_NUMBERS_H

#include <stddef.h>

// Either sign, from 1/64 to 4, every bit of the significand random.
float ordinary_f32(void);
double ordinary_f64(void);

// Any bits at all.
float any_f32(void);
double any_f64(void);

// Ordinary for the most part, now and then any bits, a zero, an infinity, what is not a number, the
// ends of the range, or a number below the least normal one.
float wild_f32(void);
double wild_f64(void);

// Arrays of them: see `array`.
float *ordinary_array_f32(size_t count);
double *ordinary_array_f64(size_t count);
float *positive_array_f32(size_t count);
double *positive_array_f64(size_t count);
float *wild_array_f32(size_t count);
double *wild_array_f64(size_t count);
// Zeros of both signs, four of five, and ordinary numbers.
float *sparse_array_f32(size_t count);
double *sparse_array_f64(size_t count);
// Something to be written over, none of it zero.
float *empty_array_f32(size_t count);
double *empty_array_f64(size_t count);
float *copied_array_f32(const float *from, size_t count);
double *copied_array_f64(const double *from, size_t count);

#endif
