// As many multiply-adds as one instruction set can do, in registers alone. Included once per set and
// number type, with NUMBER, LANES, NAME(x) and TARGET as in multiply.inc.h, and
//   CHAINS              sums that are carried on at the same time
//   MULTIPLY_ADD(a,x,y) a x + y, where it isn't the fused one

#pragma clang fp contract(off)

#ifdef MULTIPLY_ADD
#define PEAK_STEP MULTIPLY_ADD
#else
#define PEAK_STEP __builtin_elementwise_fma
#endif

typedef NUMBER NAME(peak_vector) __attribute__((vector_size(sizeof(NUMBER) * LANES)));

TARGET static double NAME(peak)(size_t rounds, NUMBER *result) {
  NAME(peak_vector) sum[CHAINS];
  // Different starts, so that no chain can stand for another.
#pragma clang loop unroll(full)
  for (int c = 0; c < CHAINS; c++) sum[c] = (NUMBER)c - (NAME(peak_vector)){0};
  const NAME(peak_vector) x = (NUMBER)0.5 - (NAME(peak_vector)){0};
  const NAME(peak_vector) y = *result - (NAME(peak_vector)){0};
  for (size_t i = 0; i < rounds; i++) {
#pragma clang loop unroll(full)
    for (int c = 0; c < CHAINS; c++) sum[c] = PEAK_STEP(sum[c], x, y);
  }
  NUMBER total = 0;
#pragma clang loop unroll(full)
  for (int c = 0; c < CHAINS; c++)
    for (int lane = 0; lane < LANES; lane++) total += sum[c][lane];
  *result = total;
  return (double)rounds * CHAINS * LANES * 2;
}

#undef PEAK_STEP
