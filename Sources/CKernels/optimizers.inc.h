// Optimizers for one instruction set and number type. Plain loops: the compiler makes vectors of them,
// and as every parameter is treated by itself, their width changes no bit. Nothing is fused: division,
// square root and memory are what takes time, and the baseline has no fused multiply-add.

#define ROOT __builtin_elementwise_sqrt
#define EACH _Pragma("clang loop vectorize(enable)") for (size_t i = 0; i < count; i++)
#define OUT NUMBER *restrict
#define IN const NUMBER *restrict

TARGET static void NAME(sgd)(OUT p, IN g, size_t count, NUMBER rate) {
  EACH p[i] -= rate * g[i];
}

TARGET static void NAME(momentum)(OUT p, IN g, OUT v, size_t count, NUMBER rate, NUMBER kept) {
  EACH {
    v[i] = kept * v[i] + g[i];
    p[i] -= rate * v[i];
  }
}

TARGET static void NAME(nesterov)(OUT p, IN g, OUT v, size_t count, NUMBER rate, NUMBER kept) {
  EACH {
    v[i] = kept * v[i] + g[i];
    p[i] -= rate * (g[i] + kept * v[i]);
  }
}

TARGET static void NAME(adam)(OUT p, IN g, OUT m, OUT v, size_t count, NUMBER rate, NUMBER share1,
                              NUMBER kept2, NUMBER share2, NUMBER scale, NUMBER epsilon) {
  EACH {
    m[i] += share1 * (g[i] - m[i]);
    v[i] = kept2 * v[i] + share2 * g[i] * g[i];
    p[i] -= rate * m[i] / (scale * ROOT(v[i]) + epsilon);
  }
}

TARGET static void NAME(nadam)(OUT p, IN g, OUT m, OUT v, size_t count, NUMBER g_rate,
                               NUMBER m_rate, NUMBER share1, NUMBER kept2, NUMBER share2,
                               NUMBER scale, NUMBER epsilon) {
  EACH {
    m[i] += share1 * (g[i] - m[i]);
    v[i] = kept2 * v[i] + share2 * g[i] * g[i];
    p[i] -= (g_rate * g[i] + m_rate * m[i]) / (scale * ROOT(v[i]) + epsilon);
  }
}

TARGET static void NAME(adamax)(OUT p, IN g, OUT m, OUT u, size_t count, NUMBER rate, NUMBER share1,
                                NUMBER kept2, NUMBER epsilon) {
  EACH {
    m[i] += share1 * (g[i] - m[i]);
    // The new one is taken where the comparison fails, so that what is not a number stays visible.
    const NUMBER old = kept2 * u[i], new = __builtin_elementwise_abs(g[i]) + epsilon;
    u[i] = old > new ? old : new;
    p[i] -= rate * m[i] / u[i];
  }
}

TARGET static void NAME(rmsprop)(OUT p, IN g, OUT v, size_t count, NUMBER rate, NUMBER kept,
                                 NUMBER share, NUMBER epsilon) {
  EACH {
    v[i] = kept * v[i] + share * g[i] * g[i];
    p[i] -= rate * g[i] / (ROOT(v[i]) + epsilon);
  }
}

TARGET static void NAME(adadelta)(OUT p, IN g, OUT v, OUT u, size_t count, NUMBER rate, NUMBER kept,
                                  NUMBER share, NUMBER epsilon) {
  EACH {
    v[i] = kept * v[i] + share * g[i] * g[i];
    const NUMBER d = ROOT(u[i] + epsilon) / ROOT(v[i] + epsilon) * g[i];
    u[i] = kept * u[i] + share * d * d;
    p[i] -= rate * d;
  }
}

#undef ROOT
#undef EACH
#undef OUT
#undef IN
