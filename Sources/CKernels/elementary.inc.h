// Elementary functions of a vector. Included once per instruction set and number type.
//
// All are branchless sequences of additions, multiplications, fused ones and divisions, correctly
// rounded each, so that every instruction set gives the same bits. Coefficients are those of
// Scripts/fit-elementary.py. Errors in units in the last place: see elementary.h.
//
// Selections are written so that what is not a number passes: a comparison with it is false.
#include "vectors.inc.h"

#if IS_FLOAT
#define DIGITS 23              // of the significand, after the point
#define BIAS 127               // of the exponent
#define LEAST 0x1p-126f        // the least normal number
#define ROUNDER 0x1.8p23f      // adding it rounds to a whole number, which lies in the low bits then
#define EXP_MOST 89.0f         // from here on e^x is infinite
#define EXP_LEAST -104.0f      // up to here it is 0
#define EXPM1_LEAST -18.0f     // up to here e^x - 1 is -1
#define TANH_MOST 10.0f        // from here on tanh is 1
#define TANH_SPLIT 0.5f
#define ERF_MOST 4.0f          // from here on erf is 1
#define ERF_SPLIT 0.927f
#define ERF_CENTER 0.0f
#define TINY 0x1p-25f          // below this f(x) = x for all f with f'(0) = 1
#define LOG2_E 0x1.715476p+0f
#define LN2 0x1.62e430p-1f     // to the nearest, and what is missing
#define LN2_REST -0x1.05c610p-29f
#define LN2_HIGH 0x1.62e400p-1f // short, so that exponents times it are exact; and what is missing
#define LN2_LOW 0x1.7f7d1cp-20f
#else
#define DIGITS 52
#define BIAS 1023
#define LEAST 0x1p-1022
#define ROUNDER 0x1.8p52
#define EXP_MOST 710.0
#define EXP_LEAST -746.0
#define EXPM1_LEAST -38.0
#define TANH_MOST 22.0
#define TANH_SPLIT 0.5
#define ERF_MOST 6.0
#define ERF_SPLIT 1.0
#define ERF_CENTER 2.0
#define TINY 0x1p-54
#define LOG2_E 0x1.71547652b82fep+0
#define LN2 0x1.62e42fefa39efp-1
#define LN2_REST 0x1.abc9e3b39803fp-56
#define LN2_HIGH 0x1.62e42fefa3800p-1
#define LN2_LOW 0x1.ef35793c76730p-45
#endif

// (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2, from the constant term up
static const NUMBER NAME(exp_terms)[] = {
#if IS_FLOAT
    0x1p-1, 0x1.55548ap-3, 0x1.5554e4p-5, 0x1.123e4cp-7, 0x1.6d5168p-10
#else
    0x1p-1, 0x1.555555555555cp-3, 0x1.5555555552fb2p-5, 0x1.111111110e9dep-7,
    0x1.6c16c17d75dafp-10, 0x1.a01a01b455d91p-13, 0x1.a019a912c19f1p-16, 0x1.71ddee3ecd7a3p-19,
    0x1.28a190a966baep-22, 0x1.af6ee586ebd03p-26
#endif
};

// float: (log(1 + f) - f) / f^2 for |f| <= 1/3
// double: with s = f / (2 + f), (log(1 + f) - 2 s) / s^3 as a polynomial of s^2
static const NUMBER NAME(log_terms)[] = {
#if IS_FLOAT
    -0x1p-1, 0x1.555558p-2, -0x1.ffff04p-3, 0x1.9996d8p-3, -0x1.559ae6p-3,
    0x1.25051cp-3, -0x1.f35656p-4, 0x1.b72944p-4, -0x1.0781f0p-3, 0x1.f09a3cp-4
#else
    0x1.555555555554fp-1, 0x1.999999999c17ap-2, 0x1.24924921e43bep-2, 0x1.c71c748fd5465p-3,
    0x1.745c4ad462f64p-3, 0x1.3b35c20aebe42p-3, 0x1.0dcb7aeb98bf2p-3, 0x1.1b8270dff046ep-3
#endif
};

// (tanh(x) / x - 1) / x^2 as a polynomial of x^2, below TANH_SPLIT
static const NUMBER NAME(tanh_terms)[] = {
#if IS_FLOAT
    -0x1.555550p-2, 0x1.110ee0p-3, -0x1.b97fb0p-5, 0x1.5c9056p-6, -0x1.b14752p-8
#else
    -0x1.5555555555554p-2, 0x1.1111111110ef2p-3, -0x1.ba1ba1b9f40b7p-5, 0x1.664f4876eb226p-6,
    -0x1.226e3346fb647p-7, 0x1.d6d3586421061p-9, -0x1.7d9a6a25b2dccp-10, 0x1.34e4f6288b5dfp-11,
    -0x1.edc3475628d2ap-13, 0x1.6b5a9a27cbedap-14, -0x1.6d9d3182c34adp-16
#endif
};

// erf(x) / x - 1 as a polynomial of x^2, below ERF_SPLIT
static const NUMBER NAME(erf_terms)[] = {
#if IS_FLOAT
    0x1.06eba8p-3, -0x1.812742p-2, 0x1.ce2deep-4, -0x1.b80d20p-6, 0x1.54be8cp-8,
    -0x1.aa0546p-11, 0x1.5c4fa6p-14
#else
    0x1.06eba8214db69p-3, -0x1.812746b0379fdp-2, 0x1.ce2f21a043610p-4, -0x1.b82ce312ab114p-6,
    0x1.565bcd126eb03p-8, -0x1.c02db49267ac7p-11, 0x1.f9a334289efeap-14, -0x1.f4d31e13b86f4p-17,
    0x1.b9ed791a90f17p-20, -0x1.5f8e89288ca2ap-23, 0x1.fc0fdaf91b897p-27, -0x1.453261200b184p-30,
    0x1.2600810671331p-34
#endif
};

// log(1 - erf(ERF_CENTER + u)) as a polynomial of u, from ERF_SPLIT to ERF_MOST
static const NUMBER NAME(erfc_terms)[] = {
#if IS_FLOAT
    -0x1.98aa4ep-13, -0x1.20afc4p+0, -0x1.463aa2p-1, -0x1.a9c884p-4, 0x1.6c5d10p-6,
    -0x1.8f5faap-9, 0x1.9be252p-13
#else
    -0x1.575b329b1f516p+2, -0x1.1ac3258a8dc32p+2, -0x1.d8f5dece92432p-1, -0x1.0dc3b5fb06f49p-6,
    0x1.d406b37514d72p-9, -0x1.7ffcfb4b30746p-11, 0x1.1bc3a54fccd5fp-13, -0x1.5b65717f7a0e6p-16,
    0x1.0604ec17ef654p-19, 0x1.b55020cabbc61p-23, -0x1.73f5e3e32ff9bp-23, 0x1.f07f77f07099dp-25,
    -0x1.df42bf88bbff6p-27, 0x1.5cb95fa070aa2p-29, -0x1.2ea3644fb573ap-32, -0x1.7450b51bc8300p-35,
    0x1.498b1d0117ffcp-35, -0x1.68faa733b5ebdp-37, 0x1.2baab0c151a22p-40
#endif
};

#define POLYNOMIAL(x, terms) NAME(polynomial)(x, terms, sizeof(terms) / sizeof((terms)[0]))
INLINE V NAME(polynomial)(V x, const NUMBER *terms, size_t count) {
  V sum = terms[count - 1];
#pragma clang loop unroll(full)
  for (size_t i = count - 1; i > 0; i--) sum = FMA(sum, x, (V)terms[i - 1]);
  return sum;
}

// 2^k for a k that is the exponent of a normal number.
INLINE V NAME(power_of_two)(I k) { return (V)((k + BIAS) << DIGITS); }

// x = k ln 2 + r with |r| <= ln 2 / 2. Returns e^r - 1.
INLINE V NAME(exp_parts)(V x, I *k) {
  const V rounded = FMA(x, (V)LOG2_E, (V)ROUNDER);
  const V n = rounded - ROUNDER;
  *k = (I)rounded - (I)(V)ROUNDER;
  // r = large + small; large is exact, and as the last term it costs no precision.
  const V large = FMA(n, (V)-LN2, x), small = n * -LN2_REST, r = large + small;
  return large + FMA(r * r, POLYNOMIAL(r, NAME(exp_terms)), small);
}

INLINE V NAME(exp)(V x) {
  x = x > EXP_MOST ? (V)EXP_MOST : x;
  x = x < EXP_LEAST ? (V)EXP_LEAST : x;
  I k;
  const V e = 1 + NAME(exp_parts)(x, &k);
  // In two steps, so that results below the least normal number are rounded once, right.
  const I half = k >> 1;
  return e * NAME(power_of_two)(half) * NAME(power_of_two)(k - half);
}

INLINE V NAME(expm1)(V x) {
  V bounded = x > EXP_MOST ? (V)EXP_MOST : x;
  bounded = bounded < EXPM1_LEAST ? (V)EXPM1_LEAST : bounded;
  I k;
  const V e = NAME(exp_parts)(bounded, &k);
  // 2^k (e + 1) - 1 by halves, because 2^k may be just too large.
  const V power = NAME(power_of_two)(k - 1);
  const V result = 2 * FMA(power, e, power - (NUMBER)0.5);
  return NAME(magnitude)(x) < TINY ? x : result;
}

// Near 0 a polynomial; elsewhere, with E = e^(2 |x|) - 1, E / (E + 2).
INLINE V NAME(tanh)(V x) {
  const V size = NAME(magnitude)(x), square = x * x;
  const V near = FMA(x * square, POLYNOMIAL(square, NAME(tanh_terms)), x);
  I k;
  const V e = NAME(exp_parts)(2 * (size > TANH_MOST ? (V)TANH_MOST : size), &k);
  const V power = NAME(power_of_two)(k);
  const V grown = FMA(power, e, power - 1);
  return NAME(with_sign)(size < TANH_SPLIT ? near : grown / (grown + 2), x);
}

// 1 / (1 + e^-z) where e^-|z|, never more than 1, is known.
INLINE V NAME(logistic_of)(V z, V decay) {
  return (z < 0 ? decay : (V)1) / (1 + decay);
}

INLINE V NAME(logistic)(V z) { return NAME(logistic_of)(z, NAME(exp)(-NAME(magnitude)(z))); }

// u = m 2^k for a normal u, 2/3 <= m < 4/3. Returns m - 1.
INLINE V NAME(log_parts)(V u, I *k) {
  const I third = (I)(V)(NUMBER)(2.0 / 3.0);
  *k = ((I)u - third) >> DIGITS;
  return (V)((I)u - (*k << DIGITS)) - 1;
}

// k ln 2 + log(1 + f) for |f| <= 1/3
INLINE V NAME(log_sum)(V f, V k) {
#if IS_FLOAT
  const V rest = f * f * POLYNOMIAL(f, NAME(log_terms));
#else
  const V s = f / (2 + f), half = (NUMBER)0.5 * f * f, square = s * s;
  const V rest = FMA(s, FMA(square, POLYNOMIAL(square, NAME(log_terms)), half), -half);
#endif
  // The sum of the large parts, and what was lost in it.
  const V large = k * LN2_HIGH, sum = large + f, lost = f - (sum - large);
  return sum + (rest + FMA(k, (V)LN2_LOW, lost));
}

INLINE V NAME(whole_to_number)(I k) { return (V)(k + (I)(V)ROUNDER) - ROUNDER; }

// The result, or what belongs there for u = 0, below, infinity, and what is not a number.
INLINE V NAME(log_ends)(V u, V result) {
  const V below = u == 0 ? (V)-(NUMBER)__builtin_inf() : (V)(NUMBER)__builtin_nan("");
  result = u > 0 ? result : below;
  return u == (NUMBER)__builtin_inf() ? u : result;
}

INLINE V NAME(log)(V x) {
  const V lifted = x < LEAST ? x * ((NUMBER)2 / TINY) : x;
  const V taken = x < LEAST ? (V)(NUMBER)(DIGITS + 3) : (V)0;
  I k;
  const V f = NAME(log_parts)(lifted, &k);
  return NAME(log_ends)(x, NAME(log_sum)(f, NAME(whole_to_number)(k) - taken));
}

INLINE V NAME(log1p)(V x) {
  // u + lost = 1 + x, exactly.
  const V u = 1 + x, grown = u - 1, lost = (1 - (u - grown)) + (x - grown);
  I k;
  const V f = NAME(log_parts)(u, &k);
  const V scale = NAME(power_of_two)(-__builtin_elementwise_min(k, (I)(BIAS - 1)));
  const V result = NAME(log_sum)(FMA(lost, scale, f), NAME(whole_to_number)(k));
  return NAME(magnitude)(x) < TINY ? x : NAME(log_ends)(u, result);
}

INLINE V NAME(erf)(V x) {
  const V size = NAME(magnitude)(x);
  const V near = FMA(x, POLYNOMIAL(x * x, NAME(erf_terms)), x);
  const V bounded = size > ERF_MOST ? (V)ERF_MOST : size;
  const V far = 1 - NAME(exp)(POLYNOMIAL(bounded - ERF_CENTER, NAME(erfc_terms)));
  return size < ERF_SPLIT ? near : NAME(with_sign)(far, x);
}

#undef DIGITS
#undef BIAS
#undef LEAST
#undef ROUNDER
#undef EXP_MOST
#undef EXP_LEAST
#undef EXPM1_LEAST
#undef TANH_MOST
#undef TANH_SPLIT
#undef ERF_MOST
#undef ERF_SPLIT
#undef ERF_CENTER
#undef TINY
#undef LOG2_E
#undef LN2
#undef LN2_REST
#undef LN2_HIGH
#undef LN2_LOW
