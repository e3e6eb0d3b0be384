// One instruction set's matrix multiplication. Included once per set and number type, with
//   NUMBER    the number type
//   LANES     numbers in a vector
//   ROWS      rows of a tile; ROWS * 2 + 4 vectors must fit into the registers
//   WIDE      vectors of a tile of up to 3 rows; WIDE * 3 + 4 must fit
//   NAME(x)   the name of x for this set
//   TARGET    the function attribute that switches the set on
//   PART      says which numbers of a vector are meant: FIRST(n), the first n
//   LOAD_PART(p, part), STORE_PART(p, part, v)   those numbers, nothing beyond
//   LOAD_B(p, part)   the same in the inner loop, if READS_PARTS; otherwise B is copied first
//   NONZERO(v)   a bit for each number that isn't 0
//   LOW(a, b), HIGH(a, b)   the lower and the upper halves of two vectors, interleaved
//
// A tile of C, up to ROWS x 2 vectors, stays in registers while k runs. Where B is read many times, or
// isn't laid out in rows, it is copied into panels two vectors wide; A is read where it lies.

typedef NUMBER NAME(vector) __attribute__((vector_size(sizeof(NUMBER) * LANES)));
typedef NUMBER NAME(unaligned)
    __attribute__((vector_size(sizeof(NUMBER) * LANES), aligned(sizeof(NUMBER))));

#define WIDTH (2 * LANES)
// A tile of A as it is copied, with room for what is written beyond.
#define PACKED_TILE (DEPTH * ROWS + LANES)
#define LOAD(p) (*(const NAME(unaligned) *)(p))
#define STORE(p, v) (*(NAME(unaligned) *)(p) = (v))

// A tile of C: c = from + A[rows][k] * B[k][vectors]. Constants at every call: `rows`, `vectors`, and
// whether the tile of A was copied to [k][rows]; then B's rows are those of a list.
TARGET static inline __attribute__((always_inline)) void
NAME(tile)(const size_t rows, const size_t vectors, const int packed, const tile_job *job,
           const NUMBER *a, const NUMBER *b, const NUMBER *from, NUMBER *c) {
  const ptrdiff_t a_row = packed ? 1 : job->a_row, a_col = packed ? (ptrdiff_t)rows : job->a_col;
  const ptrdiff_t b_row = job->b_row, from_row = job->from_row, c_row = job->c_row;
  const uint32_t *list = job->list;
  const size_t count = job->depth, last = job->last;
  const PART part = FIRST(last);
  NAME(vector) sum[ROWS > WIDE ? ROWS : WIDE][WIDE];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) {
      const NUMBER *p = from + (ptrdiff_t)r * from_row + v * LANES;
      sum[r][v] = v + 1 == vectors && last < LANES ? LOAD_PART(p, part) : LOAD(p);
    }
  }
  for (size_t t = 0; t < count; t++) {
    const NUMBER *row = b + (packed ? (ptrdiff_t)list[t] : (ptrdiff_t)t) * b_row;
    const NUMBER *column = a + (ptrdiff_t)t * a_col;
    if (vectors <= 2) {
      const NAME(vector) b0 = vectors > 1 ? LOAD(row) : LOAD_B(row, part);
      const NAME(vector) b1 = vectors > 1 ? LOAD_B(row + LANES, part) : b0;
#pragma clang loop unroll(full)
      for (size_t r = 0; r < rows; r++) {
        const NAME(vector) x = column[(ptrdiff_t)r * a_row] - (NAME(vector)){0};
        sum[r][0] = __builtin_elementwise_fma(x, b0, sum[r][0]);
        if (vectors > 1) sum[r][1] = __builtin_elementwise_fma(x, b1, sum[r][1]);
      }
    } else {
      NAME(vector) x[3];
#pragma clang loop unroll(full)
      for (size_t r = 0; r < rows; r++) x[r] = column[(ptrdiff_t)r * a_row] - (NAME(vector)){0};
#pragma clang loop unroll(full)
      for (size_t v = 0; v < vectors; v++) {
        const NAME(vector) y = LOAD(row + v * LANES);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) sum[r][v] = __builtin_elementwise_fma(x[r], y, sum[r][v]);
      }
    }
  }
  // Adding 0 makes -0 into 0, so that products with a 0 may be left out.
  const NAME(vector) zero = {0};
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) {
      NUMBER *p = c + (ptrdiff_t)r * c_row + v * LANES;
      const NAME(vector) result = sum[r][v] + zero;
      if (v + 1 == vectors && last < LANES) STORE_PART(p, part, result);
      else STORE(p, result);
    }
  }
}

#define TILE(R, V, L) NAME(tile)(R, V, L, job, a, b, from, c)
#define TILE_CASE(R)                                                                               \
  case R:                                                                                          \
    if (R > ROWS) break;                                                                           \
    if (vectors == 1) job->list ? TILE(R, 1, 1) : TILE(R, 1, 0);                                   \
    else job->list ? TILE(R, 2, 1) : TILE(R, 2, 0);                                                \
    break;

TARGET static void NAME(tiles)(size_t rows, size_t vectors, const tile_job *job, const NUMBER *a,
                               const NUMBER *b, const NUMBER *from, NUMBER *c) {
  if (vectors > 2) {
    switch (rows) {
    case 1: TILE(1, WIDE, 0); break;
    case 2: TILE(2, WIDE, 0); break;
    case 3: TILE(3, WIDE, 0); break;
    }
    return;
  }
  switch (rows) {
    TILE_CASE(1) TILE_CASE(2) TILE_CASE(3) TILE_CASE(4) TILE_CASE(5) TILE_CASE(6)
#if ROWS > 6
    TILE_CASE(7) TILE_CASE(8) TILE_CASE(9) TILE_CASE(10) TILE_CASE(11) TILE_CASE(12)
#endif
  }
}

// A square of LANES x LANES numbers, transposed by interleaving halves log2(LANES) times; zeros stand
// for the rows beyond `rows`.
TARGET static inline __attribute__((always_inline)) void
NAME(transpose_square)(const NUMBER *from, ptrdiff_t from_row, size_t rows, NUMBER *to,
                       ptrdiff_t to_row) {
  NAME(vector) x[LANES], y[LANES];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < LANES; i++)
    x[i] = i < rows ? LOAD(from + (ptrdiff_t)i * from_row) : (NAME(vector)){0};
#pragma clang loop unroll(full)
  for (size_t step = 1; step < LANES; step *= 2) {
#pragma clang loop unroll(full)
    for (size_t i = 0; i < LANES / 2; i++) {
      y[2 * i] = LOW(x[i], x[i + LANES / 2]);
      y[2 * i + 1] = HIGH(x[i], x[i + LANES / 2]);
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < LANES; i++) x[i] = y[i];
  }
#pragma clang loop unroll(full)
  for (size_t i = 0; i < LANES; i++) STORE(to + (ptrdiff_t)i * to_row, x[i]);
}

// to[j][i] = from[i][j] for rows x columns numbers of `from`.
TARGET static void NAME(transpose)(const NUMBER *from, ptrdiff_t from_row, size_t rows,
                                   size_t columns, NUMBER *to, ptrdiff_t to_row) {
  size_t i = 0;
  for (; i + LANES <= rows; i += LANES) {
    size_t j = 0;
    for (; j + LANES <= columns; j += LANES)
      NAME(transpose_square)(from + (ptrdiff_t)i * from_row + j, from_row, LANES,
                             to + (ptrdiff_t)j * to_row + i, to_row);
    for (; j < columns; j++)
      for (size_t x = i; x < i + LANES; x++)
        to[(ptrdiff_t)j * to_row + (ptrdiff_t)x] = from[(ptrdiff_t)x * from_row + (ptrdiff_t)j];
  }
  for (; i < rows; i++)
    for (size_t j = 0; j < columns; j++)
      to[(ptrdiff_t)j * to_row + (ptrdiff_t)i] = from[(ptrdiff_t)i * from_row + (ptrdiff_t)j];
}

// Copies B[depth][width] into a panel WIDTH wide, zeros beside it.
TARGET static void NAME(pack)(NUMBER *panel, const NUMBER *b, size_t depth, size_t width,
                              ptrdiff_t b_row, ptrdiff_t b_col) {
  if (width < WIDTH) {
    const NAME(vector) zero = {0};
    for (size_t i = 0; i < depth; i++) {
      STORE(panel + i * WIDTH, zero);
      STORE(panel + i * WIDTH + LANES, zero);
    }
  }
  if (b_row == 1) {
    NAME(transpose)(b, b_col, width, depth, panel, WIDTH);
  } else if (b_col == 1) {
    const size_t rest = width % LANES;
    if (width == WIDTH) {
      for (size_t i = 0; i < depth; i++, b += b_row) {
        STORE(panel + i * WIDTH, LOAD(b));
        STORE(panel + i * WIDTH + LANES, LOAD(b + LANES));
      }
      return;
    }
    for (size_t i = 0; i < depth; i++, b += b_row) {
      NUMBER *to = panel + i * WIDTH;
      if (width >= LANES) STORE(to, LOAD(b));
      if (rest) STORE(to + width - rest, LOAD_PART(b + width - rest, FIRST(rest)));
    }
  } else {
    for (size_t i = 0; i < depth; i++)
      for (size_t j = 0; j < width; j++)
        panel[i * WIDTH + j] = b[(ptrdiff_t)i * b_row + (ptrdiff_t)j * b_col];
  }
}

// Copies a tile of A to [depth][rows]. May write up to LANES numbers beyond.
TARGET static void NAME(pack_tile)(NUMBER *tile, const NUMBER *a, size_t rows, size_t depth,
                                   ptrdiff_t a_row, ptrdiff_t a_col) {
  size_t i = 0;
  if (a_row == 1) {
    for (; i < depth; i++)
      for (size_t r = 0; r < rows; r += LANES)
        STORE(tile + i * rows + r, LOAD_PART(a + (ptrdiff_t)i * a_col + (ptrdiff_t)r,
                                             FIRST(rows - r < LANES ? rows - r : LANES)));
  } else if (a_col == 1) {
    // In ascending order of k, the last rows first: what is written too much is overwritten then.
    for (; i + LANES <= depth; i += LANES)
      for (size_t r = (rows - 1) / LANES * LANES + LANES; r > 0;) {
        r -= LANES;
        NAME(transpose_square)(a + (ptrdiff_t)r * a_row + i, a_row,
                               rows - r < LANES ? rows - r : LANES, tile + i * rows + r,
                               (ptrdiff_t)rows);
      }
  }
  for (; i < depth; i++)
    for (size_t r = 0; r < rows; r++)
      tile[i * rows + r] = a[(ptrdiff_t)r * a_row + (ptrdiff_t)i * a_col];
}

// Lists the k of a tile of A where not all rows are 0; returns how many there are.
TARGET static size_t NAME(list)(uint32_t *list, const NUMBER *a, size_t rows, size_t depth,
                                ptrdiff_t a_row, ptrdiff_t a_col) {
  size_t count = 0;
  for (size_t i = 0; i < depth;) {
    unsigned found = 0;
    size_t step = 1;
    if (a_col == 1) {
      step = depth - i < LANES ? depth - i : LANES;
      for (size_t r = 0; r < rows; r++)
        found |= NONZERO(LOAD_PART(a + (ptrdiff_t)r * a_row + (ptrdiff_t)i, FIRST(step)));
    } else if (a_row == 1) {
      for (size_t r = 0; r < rows; r += LANES)
        found |= NONZERO(
            LOAD_PART(a + (ptrdiff_t)i * a_col + (ptrdiff_t)r,
                      FIRST(rows - r < LANES ? rows - r : LANES)));
      found = found != 0;
    } else {
      for (size_t r = 0; r < rows; r++)
        found |= a[(ptrdiff_t)r * a_row + (ptrdiff_t)i * a_col] != 0;
    }
    for (; found; found &= found - 1) list[count++] = (uint32_t)(i + (size_t)__builtin_ctz(found));
    i += step;
  }
  return count;
}

// Copies of a tile of A the k where not all rows are 0, and lists them; returns how many there are.
TARGET static size_t NAME(prepare)(NUMBER *tile, uint32_t *list, const NUMBER *a,
                                   size_t rows, size_t depth, ptrdiff_t a_row, ptrdiff_t a_col) {
  NAME(pack_tile)(tile, a, rows, depth, a_row, a_col);
  const size_t count = NAME(list)(list, a, rows, depth, a_row, a_col);
  for (size_t t = 0; t < count; t++)
    for (size_t r = 0; r < rows; r += LANES) {
      const PART part = FIRST(rows - r < LANES ? rows - r : LANES);
      STORE_PART(tile + t * rows + r, part, LOAD_PART(tile + list[t] * rows + r, part));
    }
  return count;
}

// Whether B is read where it lies: its rows are near each other, or so seldom read that a copy wouldn't
// pay, or B stays in a cache.
static inline int NAME(is_direct)(size_t rows, size_t depth, size_t k, ptrdiff_t b_row,
                                  ptrdiff_t b_col) {
  if (b_col != 1) return 0;
  const size_t row_bytes = (size_t)b_row * sizeof(NUMBER);
  return rows <= 2 * ROWS || b_row <= WIDTH || depth * row_bytes <= DIRECT_BYTES ||
         (rows <= DIRECT_TILES * ROWS && k * row_bytes <= DIRECT_TOTAL);
}

// Fetches a tile of C that is far away.
static inline void NAME(fetch)(const NUMBER *c, ptrdiff_t c_row) {
  for (size_t r = 0; r < ROWS; r++) {
    __builtin_prefetch(c + (ptrdiff_t)r * c_row, 1, 3);
    __builtin_prefetch(c + (ptrdiff_t)r * c_row + LANES, 1, 3);
  }
}

// Whether rows of A are a multiple of a page apart: then a tile's rows push each other out of the
// first-level cache, and a copy of the tile pays as soon as it is read a few times.
static inline int NAME(is_crowded)(size_t m, size_t n, ptrdiff_t a_row, ptrdiff_t a_col) {
  return a_col == 1 && (size_t)a_row * sizeof(NUMBER) % 4096 == 0 && m >= 8 && n >= 8 * WIDTH;
}

// A block of up to BLOCK_TILES tiles of rows. What is found or copied of a tile of A serves all columns.
TARGET static void NAME(rows)(size_t m, size_t n, size_t k, const NUMBER *a, ptrdiff_t a_row,
                              ptrdiff_t a_col, const NUMBER *b, ptrdiff_t b_row, ptrdiff_t b_col,
                              NUMBER *c, ptrdiff_t c_row, const NUMBER *bias, NUMBER *packed,
                              int skip) {
  static const NUMBER zeros[WIDE * LANES];
  NUMBER panel[DEPTH * WIDTH] __attribute__((aligned(64)));
  uint32_t lists[BLOCK_TILES][DEPTH];
  size_t counts[BLOCK_TILES];
  const size_t tiles = (m + ROWS - 1) / ROWS;
  const size_t chunks = k > DEPTH ? (k + DEPTH - 1) / DEPTH : 1;
  const int is_large = m * n * sizeof(NUMBER) > 256 * 1024;
  const int wide = m <= 3 && b_col == 1 && !packed;
  tile_job job = {.c_row = c_row};
  for (size_t chunk = 0; chunk < chunks; chunk++) {
    const size_t p = k * chunk / chunks;
    const size_t depth = k * (chunk + 1) / chunks - p;
    const NUMBER *chunk_a = a + (ptrdiff_t)p * a_col;
    const int copies_b = !NAME(is_direct)(m, depth, k, b_row, b_col);
    for (size_t t = 0; packed && t < tiles; t++) {
      const size_t i = m * t / tiles, rows = m * (t + 1) / tiles - i;
      const NUMBER *tile_a = chunk_a + (ptrdiff_t)i * a_row;
      NUMBER *tile = packed + t * PACKED_TILE;
      if (skip) counts[t] = NAME(prepare)(tile, lists[t], tile_a, rows, depth, a_row, a_col);
      else NAME(pack_tile)(tile, tile_a, rows, depth, a_row, a_col);
    }
    for (size_t j = 0; j < n;) {
      const size_t left = n - j;
      const int is_wide = wide && left >= WIDE * LANES;
      const size_t width = is_wide ? WIDE * LANES : left < WIDTH ? left : WIDTH;
      const NUMBER *from_b = b + (ptrdiff_t)p * b_row + (ptrdiff_t)j * b_col;
      job.b_row = b_row;
      if (copies_b || (!READS_PARTS && width % LANES != 0)) {
        NAME(pack)(panel, from_b, depth, width, b_row, b_col);
        from_b = panel;
        job.b_row = WIDTH;
      }
      const size_t vectors = (width + LANES - 1) / LANES;
      job.last = width - (vectors - 1) * LANES;
      job.from_row = chunk > 0 ? c_row : 0;
      for (size_t t = 0; t < tiles; t++) {
        const size_t i = m * t / tiles, rows = m * (t + 1) / tiles - i;
        NUMBER *target = c + (ptrdiff_t)i * c_row + j;
        const NUMBER *from = chunk > 0 ? target : bias ? bias + j : zeros;
        if (is_large && t + 1 < tiles) NAME(fetch)(target + (ptrdiff_t)rows * c_row, c_row);
        job.list = packed && skip ? lists[t] : 0;
        job.depth = packed && skip ? counts[t] : depth;
        job.a_row = packed ? 1 : a_row;
        job.a_col = packed ? (ptrdiff_t)rows : a_col;
        NAME(tiles)(rows, vectors, &job,
                    packed ? packed + t * PACKED_TILE : chunk_a + (ptrdiff_t)i * a_row, from_b,
                    from, target);
      }
      j += width;
    }
  }
}

TARGET static void NAME(blocks)(size_t m, size_t n, size_t k, const NUMBER *a, ptrdiff_t a_row,
                                ptrdiff_t a_col, const NUMBER *b, ptrdiff_t b_row, ptrdiff_t b_col,
                                NUMBER *c, ptrdiff_t c_row, const NUMBER *bias, int skip) {
  const size_t blocks = (m + ROWS * BLOCK_TILES - 1) / (ROWS * BLOCK_TILES);
  // Without memory for copies of A the same is computed without them.
  const int copies_a = skip || NAME(is_crowded)(m, n, a_row, a_col);
  NUMBER *packed = copies_a ? malloc(PACKED_TILE * BLOCK_TILES * sizeof(NUMBER)) : 0;
  for (size_t block = 0; block < blocks; block++) {
    const size_t i = m * block / blocks;
    NAME(rows)(m * (block + 1) / blocks - i, n, k, a + (ptrdiff_t)i * a_row, a_row, a_col, b, b_row,
               b_col, c + (ptrdiff_t)i * c_row, c_row, bias, packed, skip);
  }
  free(packed);
}

// Cycles, roughly, that C = A B takes: two fused additions of vectors per cycle, and the panels of B.
static inline double NAME(cost)(double m, double n, double k, ptrdiff_t b_row, ptrdiff_t b_col) {
  const double vectors = (double)(((size_t)n + LANES - 1) / LANES);
  const double packed = b_col == 1 ? (m <= 2 * ROWS ? 0 : 1.5 / LANES) : b_row == 1 ? 0.4 : 2;
  return m * vectors * k / 2 + n * k * packed;
}

TARGET static void NAME(multiply)(size_t m, size_t n, size_t k, const NUMBER *a, ptrdiff_t a_row,
                                  ptrdiff_t a_col, const NUMBER *b, ptrdiff_t b_row,
                                  ptrdiff_t b_col, NUMBER *c, ptrdiff_t c_row, const NUMBER *bias,
                                  int skip) {
  // Lists of what isn't 0 take time to make, longest where rows of A lie far apart.
  if (n < (size_t)(a_row == 1 ? 2 : 6) * LANES) skip = 0;
  // The transposed product, where vectors along the rows of C fill better than along its columns.
  if (!bias && !skip && m >= LANES && m * n <= SCRATCH) {
    const double plain = NAME(cost)((double)m, (double)n, (double)k, b_row, b_col);
    const double turned = NAME(cost)((double)n, (double)m, (double)k, a_col, a_row);
    if (turned + 0.5 * (double)(m * n) < 0.95 * plain) {
      NUMBER scratch[SCRATCH] __attribute__((aligned(64)));
      NAME(blocks)(n, m, k, b, b_col, b_row, a, a_col, a_row, scratch, (ptrdiff_t)m, 0, 0);
      NAME(transpose)(scratch, (ptrdiff_t)m, n, m, c, c_row);
      return;
    }
  }
  NAME(blocks)(m, n, k, a, a_row, a_col, b, b_row, b_col, c, c_row, bias, skip);
}

#undef TILE
#undef TILE_CASE
#undef WIDTH
#undef PACKED_TILE
#undef LOAD
#undef STORE
