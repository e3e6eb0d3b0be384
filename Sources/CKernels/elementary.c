#include "CKernels.h"

#define TEMPLATE "elementary_map.inc.h"
#include "each_instruction_set.inc.h"

DOOR(f32, void, map, (descent_function function, float *x, size_t count), (function, x, count))
DOOR(f64, void, map, (descent_function function, double *x, size_t count), (function, x, count))
