// Vectors of 64 bytes: types, memory, sums over lanes. Part of every template that needs them.

typedef NUMBER V __attribute__((ext_vector_type(LANES)));
typedef INTEGER I __attribute__((ext_vector_type(LANES)));

// a b + c, rounded once
#if HAS_FMA
INLINE V NAME(fma)(V a, V b, V c) { return __builtin_elementwise_fma(a, b, c); }
#else
// Not inlined, because it is a call for every lane.
__attribute__((noinline, unused)) static V NAME(fma)(V a, V b, V c) {
  return __builtin_elementwise_fma(a, b, c);
}
#endif

INLINE V NAME(load)(const NUMBER *from) {
  V v;
  __builtin_memcpy(&v, from, sizeof(v));
  return v;
}

INLINE void NAME(store)(NUMBER *to, V v) { __builtin_memcpy(to, &v, sizeof(v)); }

// Copies n < LANES numbers without a call: two overlapping copies of a half or a quarter.
INLINE void NAME(copy_some)(NUMBER *to, const NUMBER *from, size_t n) {
  enum { HALF = LANES / 2, QUARTER = LANES / 4 };
  if (n >= HALF) {
    __builtin_memcpy(to, from, HALF * sizeof(NUMBER));
    __builtin_memcpy(to + n - HALF, from + n - HALF, HALF * sizeof(NUMBER));
  } else if (n >= QUARTER) {
    __builtin_memcpy(to, from, QUARTER * sizeof(NUMBER));
    __builtin_memcpy(to + n - QUARTER, from + n - QUARTER, QUARTER * sizeof(NUMBER));
  } else {
    for (size_t i = 0; i < n && i < QUARTER; i++) to[i] = from[i];
  }
}

// The first n lanes from memory, 0 in the others.
INLINE V NAME(load_some)(const NUMBER *from, size_t n) {
  NUMBER lanes[LANES] __attribute__((aligned(64))) = {0};
  NAME(copy_some)(lanes, from, n);
  return NAME(load)(lanes);
}

// The first n lanes to memory.
INLINE void NAME(store_some)(NUMBER *to, V v, size_t n) {
  NUMBER lanes[LANES] __attribute__((aligned(64)));
  NAME(store)(lanes, v);
  NAME(copy_some)(to, lanes, n);
}

INLINE I NAME(lanes)(void) {
#if IS_FLOAT
  return (I){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#else
  return (I){0, 1, 2, 3, 4, 5, 6, 7};
#endif
}

// Halves are added until one number is left: lanes 8 apart, 4 apart, 2 apart, neighbours.
INLINE NUMBER NAME(sum)(V v) {
#if IS_FLOAT
  const __auto_type eight = v.lo + v.hi;
#else
  const V eight = v;
#endif
  const __auto_type four = eight.lo + eight.hi;
  const __auto_type two = four.lo + four.hi;
  return two.x + two.y;
}

// The largest lane; lanes that are not a number may count or not.
INLINE NUMBER NAME(largest)(V v) {
#if IS_FLOAT
  const __auto_type eight = v.lo > v.hi ? v.lo : v.hi;
#else
  const V eight = v;
#endif
  const __auto_type four = eight.lo > eight.hi ? eight.lo : eight.hi;
  const __auto_type two = four.lo > four.hi ? four.lo : four.hi;
  return two.x > two.y ? two.x : two.y;
}

INLINE V NAME(magnitude)(V x) { return (V)((I)x & ~(I)(V)(NUMBER)-0.0); }

// The magnitude of one with the sign of the other.
INLINE V NAME(with_sign)(V size, V sign) {
  const I bit = (I)(V)(NUMBER)-0.0;
  return (V)(((I)size & ~bit) | ((I)sign & bit));
}
