#include "instruction_set.h"
#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

#if defined(__aarch64__)
static const char *const names[] = {"neon"};
#else
static const char *const names[] = {"baseline", "avx2", "avx512"};
#endif
enum { COUNT = sizeof(names) / sizeof(names[0]) };

static int best(void) {
#if defined(__x86_64__)
  // The compiler's support code asks the operating system, too, whether it saves the registers.
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return DESCENT_BASELINE;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
    return DESCENT_AVX512;
  return DESCENT_AVX2;
#else
  return DESCENT_BASELINE;
#endif
}

static int number(const char *name) {
  for (int i = 0; i < COUNT; i++)
    if (strcmp(name, names[i]) == 0) return i;
  return -1;
}

// The same for every thread whoever writes it first, and no result depends on it, so races are
// harmless.
static int level = -1;

int descent_limit(void) {
  const char *wanted = getenv("DESCENT_ISA");
  const int asked = wanted ? number(wanted) : -1;
  return asked >= 0 && asked <= best() ? asked : best();
}

int descent_level(void) {
  int found = __atomic_load_n(&level, __ATOMIC_RELAXED);
  if (found >= 0) return found;
  found = descent_limit();
  __atomic_store_n(&level, found, __ATOMIC_RELAXED);
  return found;
}

int descent_use_instruction_set(const char *name) {
  const int asked = number(name);
  if (asked < 0 || asked > best()) return 0;
  __atomic_store_n(&level, asked, __ATOMIC_RELAXED);
  return 1;
}

const char *descent_instruction_set(void) { return names[descent_level()]; }

const char *descent_available_instruction_set(size_t index) {
  return index <= (size_t)best() ? names[index] : NULL;
}
