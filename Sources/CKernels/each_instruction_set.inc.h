// Includes the file TEMPLATE once for every number type and instruction set, with
//   NUMBER    float or double
//   INTEGER   the whole numbers of the same size
//   IS_FLOAT  whether NUMBER is float
//   LANES     numbers in 64 bytes
//   NAME(x)   the name of x for this type and set, f32_avx512_x
//   TARGET    the function attribute that switches the set on
//   HAS_FMA   whether a fused multiply-add is an instruction
//   INLINED   the attribute of its small functions
//
// Vectors hold 64 bytes on every set, made of two or four registers where one doesn't hold them: one
// source then gives one order of additions, and so the same bits, everywhere. Additions and
// multiplications are fused only where the source says so.
#include "instruction_set.h"

#pragma clang fp contract(off)
// Vectors are passed between functions of one set in one file alone; how they are doesn't matter.
#pragma clang diagnostic ignored "-Wpsabi"

#ifndef DESCENT_EACH_INSTRUCTION_SET
#define DESCENT_EACH_INSTRUCTION_SET

#define JOIN3_(a, b, c) a##_##b##_##c
#define JOIN3(a, b, c) JOIN3_(a, b, c)
#define NAME(x) JOIN3(TYPE, SET, x)
#define INLINE TARGET static inline INLINED
// For functions that are called with constants, which the compiler then knows inside.
#define TEMPLATED TARGET static inline __attribute__((always_inline))
#define V NAME(vector)
#define I NAME(integers)
#define FMA(a, b, c) NAME(fma)(a, b, c)

#if defined(__aarch64__) || defined(__ARM_FEATURE_FMA)
#define BASELINE_HAS_FMA 1
#define BASELINE_INLINED __attribute__((always_inline))
#else
// What is slow anyway is at least small.
#define BASELINE_HAS_FMA 0
#define BASELINE_INLINED
#endif

// Defines the function descent_<name>_<type>, which calls <type>_<set>_<name> for the set in use.
#if defined(__x86_64__)
#define DOOR(type, result, name, parameters, arguments)                                            \
  result descent_##name##_##type parameters {                                                      \
    switch (descent_level()) {                                                                     \
    case DESCENT_AVX512: return type##_avx512_##name arguments;                                    \
    case DESCENT_AVX2: return type##_avx2_##name arguments;                                        \
    default: return type##_baseline_##name arguments;                                              \
    }                                                                                              \
  }
#else
#define DOOR(type, result, name, parameters, arguments)                                            \
  result descent_##name##_##type parameters { return type##_baseline_##name arguments; }
#endif

#endif

#define NUMBER float
#define INTEGER int
#define IS_FLOAT 1
#define LANES 16
#define TYPE f32

#if defined(__x86_64__)
#define SET avx512
#define HAS_FMA 1
#define INLINED __attribute__((always_inline))
#define TARGET DESCENT_TARGET_AVX512
#include TEMPLATE
#undef SET
#undef HAS_FMA
#undef INLINED
#undef TARGET
#define SET avx2
#define HAS_FMA 1
#define INLINED __attribute__((always_inline))
#define TARGET DESCENT_TARGET_AVX2
#include TEMPLATE
#undef SET
#undef HAS_FMA
#undef INLINED
#undef TARGET
#endif
// On 64-bit ARM this is the NEON kernel. On x86-64 a fused multiply-add is a call for each number,
// slow but with the same bits.
#define SET baseline
#define HAS_FMA BASELINE_HAS_FMA
#define INLINED BASELINE_INLINED
#define TARGET
#include TEMPLATE
#undef SET
#undef HAS_FMA
#undef INLINED
#undef TARGET

#undef NUMBER
#undef INTEGER
#undef IS_FLOAT
#undef LANES
#undef TYPE
#define NUMBER double
#define INTEGER long
#define IS_FLOAT 0
#define LANES 8
#define TYPE f64

#if defined(__x86_64__)
#define SET avx512
#define HAS_FMA 1
#define INLINED __attribute__((always_inline))
#define TARGET DESCENT_TARGET_AVX512
#include TEMPLATE
#undef SET
#undef HAS_FMA
#undef INLINED
#undef TARGET
#define SET avx2
#define HAS_FMA 1
#define INLINED __attribute__((always_inline))
#define TARGET DESCENT_TARGET_AVX2
#include TEMPLATE
#undef SET
#undef HAS_FMA
#undef INLINED
#undef TARGET
#endif
#define SET baseline
#define HAS_FMA BASELINE_HAS_FMA
#define INLINED BASELINE_INLINED
#define TARGET
#include TEMPLATE
#undef SET
#undef HAS_FMA
#undef INLINED
#undef TARGET
#undef NUMBER
#undef INTEGER
#undef IS_FLOAT
#undef LANES
#undef TYPE
