// Activation functions of arrays for one instruction set and number type.
#include "elementary.inc.h"
#include "rows.inc.h"

#define SELU_SCALE ((NUMBER)1.0507009873554804934193349852946)
#define SELU_ALPHA ((NUMBER)1.6732632423543772848170429916717)
#define SELU_MOST ((IS_FLOAT ? (NUMBER)0x1.fffffep127 : (NUMBER)0x1.fffffffffffffp1023) / SELU_SCALE)
#define ROOT_OF_HALF ((NUMBER)0.707106781186547524400844362104849039)
#define ROOT_OF_TWO_OVER_PI ((NUMBER)0.797884560802865355879892119868763737)
#define CUBIC ((NUMBER)0.044715)
// From here on both forms of gelu's share are 0 or 1; powers of z stay finite.
#define SATURATION ((NUMBER)40)

INLINE V NAME(clamped)(V z) {
  z = z > SATURATION ? (V)SATURATION : z;
  return z < -SATURATION ? (V)-SATURATION : z;
}

INLINE V NAME(gelu_share)(V z) {
  return FMA((V)(NUMBER)0.5, NAME(erf)(z * ROOT_OF_HALF), (V)(NUMBER)0.5);
}

INLINE V NAME(gelu_tanh)(V z) {
  return NAME(tanh)(ROOT_OF_TWO_OVER_PI * FMA(CUBIC * z * z, z, z));
}

INLINE V NAME(softplus)(V z) {
  const V decay = NAME(exp)(-NAME(magnitude)(z));
  return (z < 0 ? (V)0 : z) + NAME(log1p)(decay);
}

#define EACH(expression)                                                                           \
  for (size_t i = 0; i < count; i += LANES) {                                                      \
    const size_t n = count - i;                                                                    \
    const V z = n < LANES ? NAME(load_some)(values + i, n) : NAME(load)(values + i);               \
    const V y = expression;                                                                        \
    if (n < LANES)                                                                                 \
      NAME(store_some)(values + i, y, n);                                                          \
    else                                                                                           \
      NAME(store)(values + i, y);                                                                  \
  }                                                                                                \
  break

TARGET static void NAME(activate)(descent_activation function, NUMBER alpha, NUMBER *values,
                                  size_t count) {
  switch (function) {
  case DESCENT_RELU: EACH(z <= 0 ? (V)0 : z);
  case DESCENT_LEAKY_RELU: EACH(z > 0 ? z : alpha * z);
  case DESCENT_ELU: EACH(z > 0 ? z : alpha * NAME(expm1)(z));
  case DESCENT_SELU:
    EACH(z > 0 ? SELU_SCALE * (z > SELU_MOST ? (V)SELU_MOST : z)
               : SELU_SCALE * SELU_ALPHA * NAME(expm1)(z));
  case DESCENT_SIGMOID: EACH(NAME(logistic)(z));
  case DESCENT_TANH_ACTIVATION: EACH(NAME(tanh)(z));
  case DESCENT_SOFTPLUS: EACH(NAME(softplus)(z));
  case DESCENT_SILU: EACH(z * NAME(logistic)(z));
  case DESCENT_GELU: EACH(z * NAME(gelu_share)(z));
  case DESCENT_GELU_BY_TANH:
    EACH(z * FMA((V)(NUMBER)0.5, NAME(gelu_tanh)(NAME(clamped)(z)), (V)(NUMBER)0.5));
  }
}

#undef EACH

INLINE V NAME(silu_slope)(V z) {
  const V share = NAME(logistic)(z);
  return share * FMA(z, 1 - share, (V)1);
}

INLINE V NAME(gelu_slope)(V z) {
  z = NAME(clamped)(z);
  const V density = (NUMBER)0.5 * ROOT_OF_TWO_OVER_PI * NAME(exp)((NUMBER)-0.5 * z * z);
  return FMA(z, density, NAME(gelu_share)(z));
}

INLINE V NAME(gelu_tanh_slope)(V z) {
  z = NAME(clamped)(z);
  const V t = NAME(gelu_tanh)(z);
  const V slope = ROOT_OF_TWO_OVER_PI * FMA(3 * CUBIC * z, z, (V)1);
  return (NUMBER)0.5 * (1 + t) + (NUMBER)0.5 * z * FMA(-t, t, (V)1) * slope;
}

#define EACH(expression)                                                                           \
  for (size_t i = 0; i < count; i += LANES) {                                                      \
    const size_t n = count - i;                                                                    \
    const V g = n < LANES ? NAME(load_some)(gradient + i, n) : NAME(load)(gradient + i);           \
    const V y = n < LANES ? NAME(load_some)(operand + i, n) : NAME(load)(operand + i);             \
    const V result = expression;                                                                   \
    if (n < LANES)                                                                                 \
      NAME(store_some)(gradient + i, result, n);                                                   \
    else                                                                                           \
      NAME(store)(gradient + i, result);                                                           \
  }                                                                                                \
  break

TARGET static void NAME(activate_back)(descent_activation function, NUMBER alpha, NUMBER *gradient,
                                       const NUMBER *operand, size_t count) {
  switch (function) {
  case DESCENT_RELU: EACH(y <= 0 ? (V)0 : g);
  case DESCENT_LEAKY_RELU: EACH(y > 0 ? g : alpha * g);
  case DESCENT_ELU: EACH(g * (y > 0 ? (V)1 : y + alpha));
  case DESCENT_SELU: EACH(g * (y > 0 ? (V)SELU_SCALE : y + SELU_SCALE * SELU_ALPHA));
  case DESCENT_SIGMOID: EACH(g * (y * (1 - y)));
  case DESCENT_TANH_ACTIVATION: EACH(g * (1 - y * y));
  case DESCENT_SOFTPLUS: EACH(g * -NAME(expm1)(-y));
  case DESCENT_SILU: EACH(g * NAME(silu_slope)(y));
  case DESCENT_GELU: EACH(g * NAME(gelu_slope)(y));
  case DESCENT_GELU_BY_TANH: EACH(g * NAME(gelu_tanh_slope)(y));
  }
}

#undef EACH

TARGET static void NAME(softmax)(NUMBER *values, size_t rows, size_t width) {
  const NUMBER *end = values + rows * width;
  for (NUMBER *row = values; row < end; row += width) {
    const NUMBER largest = NAME(row_largest)(row, 0, width, end);
    V sums = 0, e = 0;
    for (size_t j = 0; j < width; j += LANES) {
      e = NAME(inside)(NAME(exp)(NAME(row_part)(row, j, width, end) - largest), j, width);
      sums += e;
      if (width > LANES) NAME(keep_row_part)(row, j, width, e);
    }
    const NUMBER sum = NAME(sum)(sums);
    for (size_t j = 0; j < width; j += LANES)
      NAME(keep_row_part)
      (row, j, width, (width > LANES ? NAME(row_part)(row, j, width, end) : e) / sum);
  }
}

TARGET static void NAME(softmax_back)(NUMBER *gradient, const NUMBER *shares, size_t rows,
                                      size_t width) {
  const NUMBER *gradient_end = gradient + rows * width, *shares_end = shares + rows * width;
  for (size_t r = 0; r < rows; r++, gradient += width, shares += width) {
    V sums = 0;
    for (size_t j = 0; j < width; j += LANES) {
      const V g = NAME(row_part)(gradient, j, width, gradient_end);
      const V y = NAME(row_part)(shares, j, width, shares_end);
      sums += NAME(inside)(g * y, j, width);
    }
    const NUMBER mean = NAME(sum)(sums);
    for (size_t j = 0; j < width; j += LANES) {
      const V g = NAME(row_part)(gradient, j, width, gradient_end);
      const V y = NAME(row_part)(shares, j, width, shares_end);
      NAME(keep_row_part)(gradient, j, width, y * (g - mean));
    }
  }
}

#undef SELU_SCALE
#undef SELU_ALPHA
#undef SELU_MOST
#undef ROOT_OF_HALF
#undef ROOT_OF_TWO_OVER_PI
#undef CUBIC
#undef SATURATION
