// One elementary function of every number of an array.
#include "elementary.inc.h"

#define MAP(function)                                                                              \
  for (size_t i = 0; i < whole; i += LANES) NAME(store)(x + i, NAME(function)(NAME(load)(x + i))); \
  if (rest) NAME(store_some)(x + whole, NAME(function)(NAME(load_some)(x + whole, rest)), rest);   \
  break

TARGET static void NAME(map)(descent_function function, NUMBER *x, size_t count) {
  const size_t rest = count % LANES, whole = count - rest;
  switch (function) {
  case DESCENT_EXP: MAP(exp);
  case DESCENT_EXPM1: MAP(expm1);
  case DESCENT_LOG: MAP(log);
  case DESCENT_LOG1P: MAP(log1p);
  case DESCENT_TANH: MAP(tanh);
  case DESCENT_ERF: MAP(erf);
  case DESCENT_LOGISTIC: MAP(logistic);
  }
}

#undef MAP
