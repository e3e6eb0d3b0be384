// What depends on the processor: there is nothing to compare, but something must hold.
#include "checks.h"
#include "numbers.h"

#include <string.h>

static void check_instruction_sets(void) {
  begin("descent_instruction_set", "");
  const char *used = descent_instruction_set(), *name;
  int found = 0;
  for (size_t i = 0; (name = descent_available_instruction_set(i)); i++)
    found |= strcmp(used, name) == 0;
  require(found, "isn't available");
  finish();

  begin("descent_available_instruction_set", "");
  require(descent_available_instruction_set(0) != NULL, "has none");
  require(descent_available_instruction_set(1000) == NULL, "has a thousand");
  finish();

  begin("descent_use_instruction_set", "");
  require(descent_use_instruction_set("none") == 0, "takes one that doesn't exist");
  require(descent_use_instruction_set(used) == 1, "doesn't take the one in use");
  require(strcmp(descent_instruction_set(), used) == 0, "changes what it shouldn't");
  finish();
}

#define PEAK(type, number, may_be_missing)                                                         \
  begin("descent_peak_" #type, "");                                                                \
  {                                                                                                \
    number result = 1;                                                                             \
    const double operations = descent_peak_##type(10, &result);                                    \
    require(operations > 0 || may_be_missing, "does nothing");                                     \
    require(result - result == 0, "isn't finite");                                                 \
  }                                                                                                \
  finish()

void check_processor(void) {
  check_instruction_sets();
  PEAK(f32, float, 0);
  PEAK(f64, double, 0);
  PEAK(bf16, float, !descent_has_bf16());

  begin("descent_pause", "");
  for (int i = 0; i < 100; i++) descent_pause();
  finish();

  begin("descent_square_root_f32", "");
  for (size_t i = 0; i < 20000; i++) {
    const float root = descent_square_root_f32(i % 2 == 0 ? any_f32() : ordinary_f32());
    take_f32(&root, 1);
  }
  finish();
  begin("descent_square_root_f64", "");
  for (size_t i = 0; i < 20000; i++) {
    const double root = descent_square_root_f64(i % 2 == 0 ? any_f64() : ordinary_f64());
    take_f64(&root, 1);
  }
  finish();
}
