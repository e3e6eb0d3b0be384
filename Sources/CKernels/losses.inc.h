// Losses of rows for one instruction set and number type.
#include "elementary.inc.h"
#include "rows.inc.h"

#define GREATEST (IS_FLOAT ? (NUMBER)0x1.fffffep127 : (NUMBER)0x1.fffffffffffffp1023)

// A loss that overflowed is the greatest number; what is not a number stays.
INLINE V NAME(limited)(V loss) { return loss > GREATEST ? (V)GREATEST : loss; }

// What a row's cross-entropy is made of: total log(sum) + distance.
typedef struct {
  NUMBER sum;      // of exp(z_j - largest)
  NUMBER total;    // of q_j
  NUMBER distance; // sum of q_j (largest - z_j)
} NAME(entropy_parts);

// Where the rows lie, and what the targets come to.
typedef struct {
  const NUMBER *logits_end, *targets_end, *gradient_end;
  size_t width;
  NUMBER kept, spread;
  int narrow; // whether a row is at most one vector: known to the compiler, so that no loop is left
} NAME(entropy_rows);

#define EACH_PART(rows) for (size_t j = 0; j < ((rows).narrow ? 1 : (rows).width); j += LANES)

// Leaves exp(z_j - largest) in the gradient, or in `only` where a row is one vector.
TEMPLATED NUMBER NAME(exponentials)(NAME(entropy_rows) rows, const NUMBER *logits, NUMBER largest,
                                 NUMBER *gradient, V *only) {
  V sums = 0;
  EACH_PART(rows) {
    const V z = NAME(row_part)(logits, j, rows.width, rows.logits_end);
    const V e = NAME(inside)(NAME(exp)(z - largest), j, rows.width);
    sums += e;
    *only = e;
    if (!rows.narrow) NAME(write_row_part)(gradient, j, rows.width, rows.gradient_end, e);
  }
  return NAME(sum)(sums);
}

TEMPLATED V NAME(share)(NAME(entropy_rows) rows, const NUMBER *gradient, size_t j, V only,
                     NUMBER sum) {
  return (rows.narrow ? only : NAME(row_part)(gradient, j, rows.width, rows.gradient_end)) / sum;
}

TEMPLATED NAME(entropy_parts)
    NAME(entropy_of_class)(NAME(entropy_rows) rows, const NUMBER *logits, NUMBER target,
                           NUMBER *gradient) {
  const size_t width = rows.width;
  const size_t index = target >= 0 && target < (NUMBER)width ? (size_t)target : width;
  if (index == width || (NUMBER)index != target) {
    const NUMBER none = (NUMBER)__builtin_nan("");
    for (size_t j = 0; j < width; j++) gradient[j] = none;
    return (NAME(entropy_parts)){none, none, none};
  }
  V only = 0, distances = 0;
  const NUMBER largest = NAME(row_largest)(logits, rows.narrow, width, rows.logits_end);
  const NUMBER sum = NAME(exponentials)(rows, logits, largest, gradient, &only);
  EACH_PART(rows) {
    const V share = NAME(share)(rows, gradient, j, only, sum) - rows.spread;
    const I here = NAME(lanes)() == (I)((INTEGER)index - (INTEGER)j);
    const V slope = here ? share - rows.kept : share;
    NAME(write_row_part)(gradient, j, width, rows.gradient_end, slope);
    if (rows.spread > 0) {
      const V z = NAME(row_part)(logits, j, width, rows.logits_end);
      distances += NAME(inside)(largest - z, j, width);
    }
  }
  // Not 0 times a distance, which may be infinite.
  NUMBER distance = rows.kept > 0 ? rows.kept * (largest - logits[index]) : 0;
  if (rows.spread > 0) distance += rows.spread * NAME(sum)(distances);
  return (NAME(entropy_parts)){sum, rows.kept + rows.spread * (NUMBER)width, distance};
}

TEMPLATED NAME(entropy_parts)
    NAME(entropy_of_distribution)(NAME(entropy_rows) rows, const NUMBER *logits,
                                  const NUMBER *targets, NUMBER *gradient) {
  const size_t width = rows.width;
  V only = 0, totals = 0, distances = 0;
  const NUMBER largest = NAME(row_largest)(logits, rows.narrow, width, rows.logits_end);
  const NUMBER sum = NAME(exponentials)(rows, logits, largest, gradient, &only);
  EACH_PART(rows) {
    const V z = NAME(row_part)(logits, j, width, rows.logits_end);
    const V t = NAME(row_part)(targets, j, width, rows.targets_end);
    const V q = rows.kept * t + rows.spread;
    // A share of 0 counts nothing, however improbable the class.
    totals += NAME(inside)(q, j, width);
    distances += NAME(inside)(q == 0 ? (V)0 : q * (largest - z), j, width);
  }
  const NUMBER total = NAME(sum)(totals);
  EACH_PART(rows) {
    const V share = NAME(share)(rows, gradient, j, only, sum);
    const V t = NAME(row_part)(targets, j, width, rows.targets_end);
    const V slope = share * total - (rows.kept * t + rows.spread);
    NAME(write_row_part)(gradient, j, width, rows.gradient_end, slope);
  }
  return (NAME(entropy_parts)){sum, total, NAME(sum)(distances)};
}

TEMPLATED void NAME(entropies)(NAME(entropy_rows) rows, const NUMBER *logits, const NUMBER *targets,
                            int by_class, size_t count, NUMBER *losses, NUMBER *gradient) {
  // Some rows at a time, so that their logarithms are taken together.
  for (size_t first = 0; first < count; first += LANES) {
    NUMBER sums[LANES] = {0}, totals[LANES] = {0}, distances[LANES] = {0};
    const size_t part = count - first < LANES ? count - first : LANES;
    for (size_t r = 0; r < part; r++) {
      const NAME(entropy_parts) parts =
          by_class ? NAME(entropy_of_class)(rows, logits, *targets, gradient)
                   : NAME(entropy_of_distribution)(rows, logits, targets, gradient);
      sums[r] = parts.sum;
      totals[r] = parts.total;
      distances[r] = parts.distance;
      logits += rows.width, gradient += rows.width, targets += by_class ? 1 : rows.width;
    }
    const V loss = NAME(load)(totals) * NAME(log)(NAME(load)(sums)) + NAME(load)(distances);
    NAME(keep_row_part)(losses, first, count, NAME(limited)(loss));
  }
}

TARGET static void NAME(cross_entropy)(const NUMBER *logits, const NUMBER *targets, int by_class,
                                       size_t count, size_t width, NUMBER kept, NUMBER spread,
                                       NUMBER *losses, NUMBER *gradient) {
  NAME(entropy_rows) rows = {logits + count * width, targets + count * (by_class ? 1 : width),
                             gradient + count * width, width, kept, spread, 0};
  const int narrow = width <= LANES;
  rows.narrow = 0;
  if (!narrow && by_class) NAME(entropies)(rows, logits, targets, 1, count, losses, gradient);
  if (!narrow && !by_class) NAME(entropies)(rows, logits, targets, 0, count, losses, gradient);
  rows.narrow = 1;
  if (narrow && by_class) NAME(entropies)(rows, logits, targets, 1, count, losses, gradient);
  if (narrow && !by_class) NAME(entropies)(rows, logits, targets, 0, count, losses, gradient);
}

#undef EACH_PART

typedef struct {
  V value, slope;
} NAME(term);

TEMPLATED NAME(term) NAME(loss_term)(descent_loss loss, V y, V t, NUMBER share, NUMBER a, NUMBER b) {
  const V e = y - t;
  switch (loss) {
  case DESCENT_HALF_SQUARED_ERROR: return (NAME(term)){(NUMBER)0.5 * e * e, e};
  case DESCENT_SQUARED_ERROR: return (NAME(term)){share * e * e, 2 * share * e};
  case DESCENT_ABSOLUTE_ERROR: {
    const V slope = e > 0 ? (V)share : e < 0 ? (V)-share : share * e;
    return (NAME(term)){share * NAME(magnitude)(e), slope};
  }
  case DESCENT_HUBER: {
    const V size = NAME(magnitude)(e), steep = e > 0 ? (V)(share * a) : (V)(-share * a);
    const V straight = share * a * (size - (NUMBER)0.5 * a);
    const V round = share * (NUMBER)0.5 * e * e;
    return (NAME(term)){size > a ? straight : round, size > a ? steep : share * e};
  }
  case DESCENT_BINARY_CROSS_ENTROPY: {
    const V q = a * t + b, decay = NAME(exp)(-NAME(magnitude)(y));
    // log(1 + e^y) - y q, without the difference of two large numbers.
    const V linear = y > 0 ? y * (1 - q) : -y * q;
    return (NAME(term)){share * (linear + NAME(log1p)(decay)),
                        share * (NAME(logistic_of)(y, decay) - q)};
  }
  }
}

TEMPLATED void NAME(loss_rows)(descent_loss loss, NUMBER share, NUMBER a, NUMBER b,
                            const NUMBER *outputs, const NUMBER *targets, size_t rows, size_t width,
                            NUMBER *losses, NUMBER *gradient) {
  const NUMBER *outputs_end = outputs + rows * width, *targets_end = targets + rows * width;
  const NUMBER *gradient_end = gradient + rows * width;
  for (size_t r = 0; r < rows; r++) {
    V sums = 0;
    for (size_t j = 0; j < width; j += LANES) {
      const V y = NAME(row_part)(outputs, j, width, outputs_end);
      const V t = NAME(row_part)(targets, j, width, targets_end);
      const NAME(term) term = NAME(loss_term)(loss, y, t, share, a, b);
      sums += NAME(inside)(term.value, j, width);
      NAME(write_row_part)(gradient, j, width, gradient_end, term.slope);
    }
    losses[r] = NAME(sum)(sums);
    outputs += width, targets += width, gradient += width;
  }
}

// Rows of one number are one long row whose values are not added.
TEMPLATED void NAME(loss_column)(descent_loss loss, NUMBER share, NUMBER a, NUMBER b,
                              const NUMBER *outputs, const NUMBER *targets, size_t rows,
                              NUMBER *losses, NUMBER *gradient) {
  for (size_t j = 0; j < rows; j += LANES) {
    const V y = NAME(row_part)(outputs, j, rows, outputs + rows);
    const V t = NAME(row_part)(targets, j, rows, targets + rows);
    const NAME(term) term = NAME(loss_term)(loss, y, t, share, a, b);
    NAME(keep_row_part)(losses, j, rows, term.value);
    NAME(keep_row_part)(gradient, j, rows, term.slope);
  }
}

#define CASE(loss)                                                                                 \
  case loss:                                                                                       \
    if (width == 1)                                                                                \
      NAME(loss_column)(loss, share, a, b, outputs, targets, rows, losses, gradient);              \
    else                                                                                           \
      NAME(loss_rows)(loss, share, a, b, outputs, targets, rows, width, losses, gradient);         \
    break;

TARGET static void NAME(element_loss)(descent_loss loss, NUMBER share, NUMBER a, NUMBER b,
                                      const NUMBER *outputs, const NUMBER *targets, size_t rows,
                                      size_t width, NUMBER *losses, NUMBER *gradient) {
  switch (loss) {
    CASE(DESCENT_HALF_SQUARED_ERROR)
    CASE(DESCENT_SQUARED_ERROR)
    CASE(DESCENT_ABSOLUTE_ERROR)
    CASE(DESCENT_HUBER)
    CASE(DESCENT_BINARY_CROSS_ENTROPY)
  }
  if (loss != DESCENT_BINARY_CROSS_ENTROPY) return;
  for (size_t r = 0; r < rows; r++) losses[r] = losses[r] > GREATEST ? GREATEST : losses[r];
}

#undef CASE
#undef GREATEST
