// One instruction set's matrix multiplication. Included once per set and number type, with
//   NUMBER    the number type
//   LANES     numbers in a vector
//   ROWS      rows of a tile; ROWS * 2 + 3 vectors must fit into the registers
//   NAME(x)   the name of x for this set
//   TARGET    the function attribute that switches the set on
//
// A tile of C, ROWS x (2 vectors), stays in registers while k runs. B is copied into panels two
// vectors wide, so that the inner loop reads it in order; A is read where it lies.

typedef NUMBER NAME(vector) __attribute__((vector_size(sizeof(NUMBER) * LANES)));
typedef NUMBER NAME(unaligned)
    __attribute__((vector_size(sizeof(NUMBER) * LANES), aligned(sizeof(NUMBER))));

#define WIDTH (2 * LANES)

// rows x WIDTH tile: c = from + A[rows][k] * panel[k][WIDTH]. `rows` is a constant at every call.
TARGET static inline __attribute__((always_inline)) void
NAME(tile)(const size_t rows, size_t k, const NUMBER *a, ptrdiff_t a_row, ptrdiff_t a_col,
           const NUMBER *panel, const NUMBER *from, ptrdiff_t from_row, NUMBER *c,
           ptrdiff_t c_row) {
  NAME(vector) sum[ROWS][2];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    sum[r][0] = *(const NAME(unaligned) *)(from + (ptrdiff_t)r * from_row);
    sum[r][1] = *(const NAME(unaligned) *)(from + (ptrdiff_t)r * from_row + LANES);
  }
  for (size_t i = 0; i < k; i++) {
    const NAME(vector) b0 = *(const NAME(unaligned) *)(panel + i * WIDTH);
    const NAME(vector) b1 = *(const NAME(unaligned) *)(panel + i * WIDTH + LANES);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      const NAME(vector) x = a[(ptrdiff_t)r * a_row + (ptrdiff_t)i * a_col] - (NAME(vector)){0};
      sum[r][0] = __builtin_elementwise_fma(x, b0, sum[r][0]);
      sum[r][1] = __builtin_elementwise_fma(x, b1, sum[r][1]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
    *(NAME(unaligned) *)(c + (ptrdiff_t)r * c_row) = sum[r][0];
    *(NAME(unaligned) *)(c + (ptrdiff_t)r * c_row + LANES) = sum[r][1];
  }
}

#define TILE_CASE(R)                                                                               \
  case R:                                                                                          \
    if (R <= ROWS) NAME(tile)(R, k, a, a_row, a_col, panel, from, from_row, c, c_row);                            \
    break;

TARGET static void NAME(tiles)(size_t rows, size_t k, const NUMBER *a, ptrdiff_t a_row,
                               ptrdiff_t a_col, const NUMBER *panel, const NUMBER *from,
                               ptrdiff_t from_row, NUMBER *c, ptrdiff_t c_row) {
  switch (rows) {
    TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4) TILE_CASE(5) TILE_CASE(6)
#if ROWS > 6
    TILE_CASE(7) TILE_CASE(8) TILE_CASE(9) TILE_CASE(10) TILE_CASE(11) TILE_CASE(12)
#endif
  }
}

TARGET static inline void NAME(pack)(NUMBER *panel, const NUMBER *b, size_t depth, size_t width,
                                     ptrdiff_t b_row, ptrdiff_t b_col) {
  if (b_col == 1 && width == WIDTH) {
    for (size_t i = 0; i < depth; i++) {
      const NAME(unaligned) *from = (const NAME(unaligned) *)(b + (ptrdiff_t)i * b_row);
      NAME(unaligned) *to = (NAME(unaligned) *)(panel + i * WIDTH);
      to[0] = from[0];
      to[1] = *(const NAME(unaligned) *)(b + (ptrdiff_t)i * b_row + LANES);
    }
    return;
  }
  for (size_t i = 0; i < depth; i++) {
    for (size_t j = 0; j < width; j++)
      panel[i * WIDTH + j] = b[(ptrdiff_t)i * b_row + (ptrdiff_t)j * b_col];
    for (size_t j = width; j < WIDTH; j++) panel[i * WIDTH + j] = 0;
  }
}

TARGET static inline void NAME(copy)(NUMBER *to, ptrdiff_t to_row, const NUMBER *from,
                                     ptrdiff_t from_row, size_t rows, size_t width) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < width; j++)
      to[(ptrdiff_t)r * to_row + (ptrdiff_t)j] = from[(ptrdiff_t)r * from_row + (ptrdiff_t)j];
}

TARGET static void NAME(multiply)(size_t m, size_t n, size_t k, const NUMBER *a, ptrdiff_t a_row,
                                  ptrdiff_t a_col, const NUMBER *b, ptrdiff_t b_row,
                                  ptrdiff_t b_col, NUMBER *c, ptrdiff_t c_row, const NUMBER *bias,
                                  descent_start start) {
  NUMBER panel[DEPTH * WIDTH] __attribute__((aligned(64)));
  NUMBER edge[ROWS * WIDTH] __attribute__((aligned(64)));
  NUMBER initial[WIDTH] __attribute__((aligned(64))) = {0};
  for (size_t j = 0; j < n; j += WIDTH) {
    const size_t width = n - j < WIDTH ? n - j : WIDTH;
    if (start == DESCENT_START_BIAS)
      for (size_t x = 0; x < width; x++) initial[x] = bias[j + x];
    // At least one round, so that k = 0 still writes the start.
    for (size_t p = 0; p < k || p == 0; p += DEPTH) {
      const size_t depth = k - p < DEPTH ? k - p : DEPTH;
      NAME(pack)(panel, b + (ptrdiff_t)p * b_row + (ptrdiff_t)j * b_col, depth, width, b_row, b_col);
      const int resumes = p > 0 || start == DESCENT_START_C;
      for (size_t i = 0; i < m; i += ROWS) {
        const size_t rows = m - i < ROWS ? m - i : ROWS;
        NUMBER *target = c + (ptrdiff_t)i * c_row + j;
        const NUMBER *row = a + (ptrdiff_t)i * a_row + (ptrdiff_t)p * a_col;
        if (width == WIDTH) {
          NAME(tiles)(rows, depth, row, a_row, a_col, panel, resumes ? target : initial,
                      resumes ? c_row : 0, target, c_row);
        } else {
          // A tile that hangs over the right edge is computed beside C and copied.
          if (resumes) NAME(copy)(edge, WIDTH, target, c_row, rows, width);
          NAME(tiles)(rows, depth, row, a_row, a_col, panel, resumes ? edge : initial,
                      resumes ? WIDTH : 0, edge, WIDTH);
          NAME(copy)(target, c_row, edge, WIDTH, rows, width);
        }
      }
    }
  }
}

#undef TILE_CASE
#undef WIDTH
