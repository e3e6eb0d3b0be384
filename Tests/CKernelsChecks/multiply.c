#ifndef TEMPLATE
#define TEMPLATE "multiply.c"
#include <string.h>

#include "each_number.h"

static void check_bf16(void);

void check_multiply(void) {
  check_multiply_f32();
  check_multiply_f64();
  check_bf16();
}

static float rounded_to_bf16(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof(bits));
  bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000u;
  memcpy(&x, &bits, sizeof(x));
  return x;
}

// Pairs of neighbouring k: the second of a pair is added first, then the first.
static float dot_bf16(float start, size_t k, const float *a, ptrdiff_t a_col, const float *b,
                      ptrdiff_t b_row) {
  float sum = start;
  for (size_t pair = 0; pair < k; pair += 2)
    for (size_t i = pair + 2; i-- > pair;) {
      const float x = i < k ? rounded_to_bf16(a[(ptrdiff_t)i * a_col]) : 0;
      const float y = i < k ? rounded_to_bf16(b[(ptrdiff_t)i * b_row]) : 0;
      sum = __builtin_fmaf(x, y, sum);
    }
  return sum;
}

// Other bits than those of other processors by its nature: so there is no checksum, only what must
// hold where the processor has such products.
static void check_bf16(void) {
  begin("descent_has_bf16", "");
  const int has = descent_has_bf16();
  require(has == 0 || has == 1, "is neither 0 nor 1");
  finish();
  begin("descent_multiply_bf16", "");
  if (!has) note("not called, because there are no such products here");
  static const size_t sizes[] = {1, 2, 3, 11, 12, 13, 16, 17, 31, 32, 33, 150, 513};
  for (int trial = 0; has && trial < 200; trial++) {
    const size_t m = sizes[random_below(COUNT(sizes) - 1)], n = sizes[random_below(COUNT(sizes) - 1)];
    const size_t k = sizes[random_below(COUNT(sizes))];
    const int a_turned = random_bits() & 1, b_turned = random_bits() & 1;
    const ptrdiff_t a_row = a_turned ? 1 : (ptrdiff_t)k, a_col = a_turned ? (ptrdiff_t)m : 1;
    const ptrdiff_t b_row = b_turned ? 1 : (ptrdiff_t)n, b_col = b_turned ? (ptrdiff_t)k : 1;
    const float *a = ordinary_array_f32(m * k), *b = ordinary_array_f32(k * n);
    const float *bias = random_bits() & 1 ? ordinary_array_f32(n) : NULL;
    float *c = empty_array_f32(m * n);
    descent_multiply_bf16(m, n, k, a, a_row, a_col, b, b_row, b_col, c, (ptrdiff_t)n, bias);
    for (size_t i = 0; i < m; i++)
      for (size_t j = 0; j < n; j++) {
        const float expected = dot_bf16(bias ? bias[j] : 0, k, a + (ptrdiff_t)i * a_row, a_col,
                                        b + (ptrdiff_t)j * b_col, b_row);
        require(c[i * n + j] == expected, "isn't the sum of pairs in order");
      }
    release();
  }
  finish();
}

#else

// A view of a matrix and the number that lies behind what it spans.
typedef struct {
  NUMBER *x;
  ptrdiff_t row, col;
  size_t count;
} N(view);

// kind 0: rows one after the other; 1: transposed; 2: rows apart; 3: transposed and apart; 4: a stride
// for each index.
static N(view) N(some_view)(size_t kind, size_t rows, size_t columns,
                            NUMBER *(*numbers)(size_t count)) {
  const ptrdiff_t high = (ptrdiff_t)rows, wide = (ptrdiff_t)columns;
  N(view) view = {0};
  switch (kind) {
  case 0: view.row = wide, view.col = 1; break;
  case 1: view.row = 1, view.col = high; break;
  case 2: view.row = wide + 5, view.col = 1; break;
  case 3: view.row = 1, view.col = high + 3; break;
  default: view.row = 2 * wide + 1, view.col = 2; break;
  }
  view.count = rows > 0 && columns > 0
                   ? (size_t)(view.row * (high - 1) + view.col * (wide - 1)) + 1
                   : 0;
  view.x = numbers(view.count);
  return view;
}

// One fused chain in the order of k, and 0 added at the end.
static NUMBER N(dot)(NUMBER start, size_t k, const NUMBER *a, ptrdiff_t a_col, const NUMBER *b,
                     ptrdiff_t b_row) {
  NUMBER sum = start;
  for (size_t i = 0; i < k; i++)
#if IS_FLOAT
    sum = __builtin_fmaf(a[(ptrdiff_t)i * a_col], b[(ptrdiff_t)i * b_row], sum);
#else
    sum = __builtin_fma(a[(ptrdiff_t)i * a_col], b[(ptrdiff_t)i * b_row], sum);
#endif
  return sum + 0;
}

static int N(same)(NUMBER x, NUMBER y) {
  return memcmp(&x, &y, sizeof(x)) == 0 || (x != x && y != y);
}

static void N(check_product)(size_t m, size_t n, size_t k, size_t a_kind, size_t b_kind) {
  const int wild = random_below(8) == 0, has_bias = random_below(2) == 0;
  const N(view) a = N(some_view)(a_kind, m, k,
                                 wild                  ? N(wild_array)
                                 : random_below(2) == 0 ? N(sparse_array)
                                                        : N(ordinary_array));
  const N(view) b = N(some_view)(b_kind, k, n, wild ? N(wild_array) : N(ordinary_array));
  const NUMBER *bias = has_bias ? N(ordinary_array)(n) : NULL;
  // Rows of C may be apart; nothing is written between them.
  const size_t c_row = n + (random_below(3) == 0 ? 3 : 0), c_count = (m - 1) * c_row + n;
  NUMBER *c = N(empty_array)(c_count), *skipped = N(empty_array)(c_count);
  NUMBER *expected = N(empty_array)(c_count);
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++)
      expected[i * c_row + j] = N(dot)(bias ? bias[j] : 0, k, a.x + (ptrdiff_t)i * a.row, a.col,
                                       b.x + (ptrdiff_t)j * b.col, b.row);
  KERNEL(multiply)(m, n, k, a.x, a.row, a.col, b.x, b.row, b.col, c, (ptrdiff_t)c_row, bias, 0);
  KERNEL(multiply)
  (m, n, k, a.x, a.row, a.col, b.x, b.row, b.col, skipped, (ptrdiff_t)c_row, bias, 1);
  N(take)(c, c_count);
  int right = 1, right_skipping = 1;
  for (size_t i = 0; i < c_count; i++) {
    right &= N(same)(c[i], expected[i]);
    // Where B isn't finite a product with zero counts.
    right_skipping &= wild || N(same)(skipped[i], expected[i]);
  }
  require(right, "isn't the fused sums in the order of k, or writes between rows");
  require(right_skipping, "isn't the same where products with zeros are skipped");
  release();
}

static void N(check_multiply)(void) {
  begin(NAMED(multiply), "");
  static const size_t heights[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 24, 25, 37};
  static const size_t widths[] = {1,  2,  3,  4,  5,  7,  8,  9,  12, 13, 15,
                                  16, 17, 24, 31, 32, 33, 40, 63, 64, 65, 130};
  static const size_t depths[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 130};
  // Every height, width and depth in turn, each with another of the others every time.
  for (size_t trial = 0; trial < 3 * COUNT(heights) * COUNT(widths); trial++)
    N(check_product)(heights[trial % COUNT(heights)], widths[trial % COUNT(widths)],
                     depths[random_below(COUNT(depths))], random_below(5), random_below(5));
  // More than a panel is deep, more rows than a block has, a product that is computed transposed, a
  // large one.
  static const size_t large[][3] = {{13, 9, 401},  {7, 70, 805}, {300, 9, 20}, {150, 17, 40},
                                    {64, 3, 50},   {100, 1, 30}, {128, 10, 9}, {2, 200, 410},
                                    {145, 33, 65}, {300, 230, 7}};
  for (size_t i = 0; i < COUNT(large); i++)
    for (size_t kind = 0; kind < 4; kind++)
      N(check_product)(large[i][0], large[i][1], large[i][2], kind % 2, kind / 2);
  finish();
}

#endif
