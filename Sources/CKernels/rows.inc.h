// Rows of any width in vectors. Part of the templates that work on rows, after vectors.inc.h.

// Elements j, j + 1, … of a row; lanes beyond the row hold anything.
//
// `end` is where the memory of the last row ends: up to there it may be read past the row, which is
// faster than reading part of a vector.
INLINE V NAME(row_part)(const NUMBER *row, size_t j, size_t width, const NUMBER *end) {
  return (size_t)(end - row) >= j + LANES ? NAME(load)(row + j)
                                          : NAME(load_some)(row + j, width - j);
}

// Which lanes are inside of the row, as all ones or zeros.
INLINE I NAME(mask)(size_t j, size_t width) {
  return NAME(lanes)() < (I)(INTEGER)(width - j);
}

// The lanes inside of the row, 0 beyond.
INLINE V NAME(inside)(V x, size_t j, size_t width) {
  return j + LANES <= width ? x : NAME(mask)(j, width) ? x : (V)0;
}

// Writes the lanes that are inside of the row, and no other memory.
INLINE void NAME(keep_row_part)(NUMBER *row, size_t j, size_t width, V x) {
  if (j + LANES <= width)
    NAME(store)(row + j, x);
  else
    NAME(store_some)(row + j, x, width - j);
}

// Writes the lanes that are inside of the row, and anything into what follows up to `end`: for rows
// that are written one after the other, and faster.
INLINE void NAME(write_row_part)(NUMBER *row, size_t j, size_t width, const NUMBER *end, V x) {
  if ((size_t)(end - row) >= j + LANES)
    NAME(store)(row + j, x);
  else
    NAME(store_some)(row + j, x, width - j);
}

// The largest element of a row, which is at most one vector where it is narrow.
INLINE NUMBER NAME(row_largest)(const NUMBER *row, int narrow, size_t width, const NUMBER *end) {
  V largest = -(NUMBER)__builtin_inf();
  for (size_t j = 0; j < (narrow ? 1 : width); j += LANES) {
    const V z = NAME(row_part)(row, j, width, end);
    const V inside = j + LANES <= width ? z : NAME(mask)(j, width) ? z : largest;
    largest = inside > largest ? inside : largest;
  }
  return NAME(largest)(largest);
}
