// Includes the file TEMPLATE once for float and once for double, with
//   NUMBER     float or double
//   IS_FLOAT   whether it is float
//   N(x)       the name of x for this type, x_f32
//   KERNEL(x)  the kernel x for this type, descent_x_f32
//   NAMED(x)   the kernel's name as text
#include "checks.h"
#include "numbers.h"

#define NUMBER float
#define IS_FLOAT 1
#define N(x) x##_f32
#define KERNEL(x) descent_##x##_f32
#define NAMED(x) "descent_" #x "_f32"
#include TEMPLATE
#undef NUMBER
#undef IS_FLOAT
#undef N
#undef KERNEL
#undef NAMED

#define NUMBER double
#define IS_FLOAT 0
#define N(x) x##_f64
#define KERNEL(x) descent_##x##_f64
#define NAMED(x) "descent_" #x "_f64"
#include TEMPLATE
