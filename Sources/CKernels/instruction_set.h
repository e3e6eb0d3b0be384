// Which instruction set the kernels use: asked by every dispatching function, private to this target.
#ifndef DESCENT_INSTRUCTION_SET_H
#define DESCENT_INSTRUCTION_SET_H

// From the slowest to the fastest; a kernel runs at the highest level it has that is not above
// `descent_level()`.
enum { DESCENT_BASELINE = 0, DESCENT_AVX2 = 1, DESCENT_AVX512 = 2 };

// The level in use: the processor's best, or what DESCENT_ISA asks for.
int descent_level(void);

// The level that DESCENT_ISA allows, or the processor's best: what `descent_level()` is at the start.
int descent_limit(void);

// The attributes that switch an instruction set on for one function.
#define DESCENT_TARGET_AVX512 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define DESCENT_TARGET_AVX2 __attribute__((target("avx2,fma")))

#endif
