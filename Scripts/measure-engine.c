// What Scripts/measure-engine runs: pairs of ways to do the same, in turns.
#include "CKernels.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

typedef __typeof__(&descent_multiply_f32) multiply;

// The variants that the script built, by name.
#define V(name) __typeof__(descent_multiply_f32) multiply_##name;
VARIANTS
#undef V
static const struct {
  const char *name;
  multiply call;
} variants[] = {
    {"shipped", descent_multiply_f32},
#define V(name) {#name, multiply_##name},
    VARIANTS
};

static double seconds = 1;  // of a line
static const char *only = "";
static double peak;         // floating-point operations per second
static int failures;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void measure_peak(void) {
  for (int i = 0; i < 20; i++) {
    float one = 1;
    const double start = now(), operations = descent_peak_f32(20000, &one);
    const double found = operations / (now() - start);
    if (found > peak) peak = found;
  }
}

// Calls two functions in turns; best[x] is the shortest time of a call of function x.
static void take_turns(void (*body)(void *, int), void *context, double best[2]) {
  int calls = 1;
  for (best[0] = best[1] = 1e9;; calls *= 2) {
    const double start = now();
    for (int i = 0; i < calls; i++) body(context, 0);
    if (now() - start > 20e-6) break;
  }
  const double start = now();
  for (int round = 0; round < 5 || now() - start < seconds; round++)
    for (int way = 0; way < 2; way++) {
      body(context, way);  // with what the other left in the caches
      const double begin = now();
      for (int i = 0; i < calls; i++) body(context, way);
      const double time = (now() - begin) / calls;
      if (time < best[way]) best[way] = time;
    }
}

static unsigned random_state = 1;
static float random_number(void) {  // from -1 to 1
  random_state = random_state * 1664525u + 1013904223u;
  return (float)((int)(random_state >> 8) - (1 << 23)) / (1 << 23);
}

static float *numbers(size_t count, int is_huge) {
  const size_t page = is_huge ? 2 << 20 : 64, bytes = (count * 4 + page) / page * page;
  float *start = aligned_alloc(page, bytes);
  if (!start) exit(1);
#ifdef MADV_HUGEPAGE
  if (is_huge) madvise(start, bytes, MADV_HUGEPAGE);
#endif
  for (size_t i = 0; i < count; i++) start[i] = random_number();
  return start;
}

// ---- Products

// A way to multiply: a variant's name, and after it any of `skip` (zeros), `huge` (pages), `bf16`, or
// an instruction set.
typedef struct {
  multiply call;
  const char *set;
  int skips, is_huge, is_bf16;
} way;

static way parse(const char *text) {
  way found = {.set = descent_instruction_set(), .skips = strstr(text, "skip") != 0,
               .is_huge = strstr(text, "huge") != 0, .is_bf16 = strstr(text, "bf16") != 0};
  const size_t length = strcspn(text, " ");
  for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++)
    if (strlen(variants[i].name) == length && !strncmp(text, variants[i].name, length))
      found.call = variants[i].call;
  if (strstr(text, "avx2")) found.set = "avx2";
  if (strstr(text, "baseline")) found.set = "baseline";
  return found;
}

// C[m][n] = A[m][k] B[k][n]. With `width` A is the transposed view of the first m columns of [k][width]:
// the batch, when the gradient of weights is computed.
typedef struct {
  const char *what, *with, *without;
  int m, n, k, width;
} product;

typedef struct {
  product shape;
  way ways[2];
  float *a[2], *b[2], *c[2];
} job;

static void call_product(void *context, int x) {
  const job *job = context;
  const product *p = &job->shape;
  const way *way = &job->ways[x];
  const ptrdiff_t a_row = p->width ? 1 : p->k, a_column = p->width ? p->width : 1;
  const size_t n = (size_t)p->n, k = (size_t)p->k;
  // The gradient of a large matrix is computed in tiles of 64 rows, or several of them where B is large.
  const int height = !p->width || p->m < 500 ? p->m : p->n * p->k > 1 << 20 ? 256 : 64;
  descent_use_instruction_set(way->set);
  for (int i = 0; i < p->m; i += height) {
    const size_t m = (size_t)(p->m - i < height ? p->m - i : height);
    const float *a = job->a[x] + (ptrdiff_t)i * a_row, *b = job->b[x];
    float *c = job->c[x] + (ptrdiff_t)i * p->n;
    if (way->is_bf16)
      descent_multiply_bf16(m, n, k, a, a_row, a_column, b, p->n, 1, c, p->n, 0);
    else
      way->call(m, n, k, a, a_row, a_column, b, p->n, 1, c, p->n, 0, way->skips);
  }
}

// Zeros like MNIST's: 81 % of a picture, most of them at its edge, in strokes three pixels wide. Of the
// pixels of 12 rows, and of 12 neighbours in a row, half are all 0, as there.
static void draw_digits(float *a, size_t count) {
  for (size_t i = 0; i < count; i += 784)
    for (int pixel = 0; pixel < 784 && i + (size_t)pixel < count; pixel++) {
      const double x = pixel % 28 / 3 * 3 - 12.5, y = pixel / 28 - 13.5;
      static float drawn;
      if (pixel % 28 % 3 == 0) drawn = random_number();
      if (drawn > 1.13 * exp(-pow((x * x + y * y) / 94, 3)) - 1) a[i + (size_t)pixel] = 0;
    }
}

static void measure_product(product p) {
  char line[200];
  snprintf(line, sizeof(line), "| %s | %s | %d x %d x %d%s |", p.what, p.without, p.m, p.n, p.k,
           p.width ? ", A transposed" : "");
  if (!strstr(line, only)) return;
  job job = {.shape = p, .ways = {parse(p.with), parse(p.without)}};
  const char *best_set = descent_instruction_set();
  if ((job.ways[0].is_bf16 || job.ways[1].is_bf16) && !descent_has_bf16()) return;
  if (!descent_use_instruction_set(job.ways[1].set)) return;
  const size_t a_count = (size_t)(p.width ? p.k : p.m) * (size_t)(p.width ? p.width : p.k);
  const size_t b_count = (size_t)p.n * (size_t)p.k, c_count = (size_t)p.m * (size_t)p.n;
  float *first = malloc(c_count * 4);
  for (int x = 0; x < 2; x++) {
    // Where memory lies matters, so both ways have the same, unless that is the difference.
    const int is_huge = job.ways[x].is_huge, is_new = x == 0 || is_huge;
    random_state = 1;
    job.a[x] = is_new ? numbers(a_count, is_huge) : job.a[0];
    job.b[x] = is_new ? numbers(b_count, is_huge) : job.b[0];
    job.c[x] = is_new ? numbers(c_count, is_huge) : job.c[0];
    if (is_new && strstr(p.what, "zeros")) draw_digits(job.a[x], a_count);
    call_product(&job, x);
    if (x == 0) memcpy(first, job.c[0], c_count * 4);
  }
  const int is_same = !memcmp(first, job.c[1], c_count * 4);
  if (!is_same && !job.ways[0].is_bf16) failures++;
  double best[2];
  take_turns(call_product, &job, best);
  descent_use_instruction_set(best_set);
  measure_peak();
  const double operations = 2.0 * p.m * p.n * p.k;
  printf("%s %.1f %% | %.1f %% | %.2f |%s\n", line, 100 * operations / best[0] / peak,
         100 * operations / best[1] / peak, best[1] / best[0],
         is_same ? "" : job.ways[0].is_bf16 ? "" : " OTHER BITS");
  fflush(stdout);
  for (int x = 0; x <= job.ways[1].is_huge; x++) free(job.a[x]), free(job.b[x]), free(job.c[x]);
  free(first);
}

static const product products[] = {
    {"tiles of 12 rows", "shipped", "short_tiles", 128, 1024, 1024, 0},
    {"tiles of 12 rows", "shipped", "short_tiles", 64, 1024, 512, 1024},
    {"tiles of 12 rows", "shipped", "short_tiles", 100, 32, 784, 0},
    {"B where it lies", "shipped", "copied_b", 128, 1024, 1024, 0},
    {"B where it lies", "shipped", "copied_b", 125, 500, 784, 0},
    {"B where it lies", "shipped", "copied_b", 64, 1024, 512, 1024},
    {"B where it lies", "shipped", "copied_b", 64, 128, 784, 0},
    {"B where it lies", "shipped", "copied_b", 64, 50, 2400, 784},
    {"B where it lies", "shipped", "copied_b", 64, 128, 128, 784},
    {"panels for many rows", "shipped", "never_copied_b", 1000, 1024, 1024, 0},
    {"panels for a large B", "shipped", "never_copied_b", 98, 500, 4000, 784},
    {"masked edges", "shipped", "padded_edges", 120, 50, 784, 0},
    {"masked edges", "shipped", "padded_edges", 120, 10, 50, 0},
    {"masked edges", "shipped", "padded_edges", 8, 97, 53, 0},
    {"transposed product", "shipped", "never_turned", 64, 10, 200, 64},
    {"transposed product", "shipped", "never_turned", 250, 1, 4000, 250},
    {"wide tiles for few rows", "shipped", "narrow", 1, 128, 784, 0},
    {"wide tiles for few rows", "shipped", "narrow", 1, 1024, 1024, 0},
    {"skipped zeros", "shipped skip", "shipped", 64, 128, 784, 0},
    {"skipped zeros", "shipped skip", "shipped", 125, 500, 784, 0},
    {"skipped zeros", "shipped skip", "shipped", 784, 500, 4000, 784},
    {"skipped zeros", "shipped skip", "shipped", 784, 100, 32, 784},
    {"AVX-512", "shipped", "shipped avx2", 128, 1024, 1024, 0},
    {"AVX-512", "shipped", "shipped avx2", 100, 32, 784, 0},
    {"AVX-512", "shipped", "shipped baseline", 100, 32, 784, 0},
    {"bf16", "shipped bf16", "shipped", 128, 1024, 1024, 0},
    {"bf16", "shipped bf16", "shipped", 256, 500, 4000, 784},
    // Tried and dropped: here a gain below 1 would be a reason to take it up.
    {"dropped: copies of A", "shipped", "shipped skip", 120, 1024, 1024, 0},
    {"dropped: copies of A", "shipped", "shipped skip", 98, 500, 4000, 784},
    {"dropped: copies of A", "shipped", "shipped skip", 240, 512, 400, 0},
    {"dropped: prefetching B", "shipped", "prefetching", 120, 1024, 1024, 0},
    {"dropped: prefetching B", "shipped", "prefetching", 98, 500, 4000, 784},
    {"dropped: prefetching B", "shipped", "prefetching", 100, 64, 32, 0},
    {"dropped: panels of 256", "shipped", "shallow", 1000, 500, 784, 0},
    {"dropped: panels of 256", "shipped", "shallow", 98, 500, 4000, 784},
    {"dropped: panels of 784", "shipped", "deep", 1000, 500, 784, 0},
    {"dropped: panels of 784", "shipped", "deep", 98, 500, 4000, 784},
    {"dropped: blocks of 8 tiles", "shipped", "few_tiles", 1000, 500, 784, 0},
    {"dropped: huge pages", "shipped", "shipped huge", 98, 500, 4000, 784},
    {"dropped: huge pages", "shipped", "shipped huge", 128, 1024, 1024, 0},
    {"dropped: huge pages", "shipped", "shipped huge", 64, 1024, 512, 1024},
};

// ---- A step: the same calls in another order

enum { LAYERS = 3, ROWS_AT_ONCE = 128, TILE_ROWS = 64 };

typedef struct {
  size_t batch, width[LAYERS + 1];
  unsigned char *bytes;
  ptrdiff_t *rows;
  float *x[LAYERS + 1], *g[LAYERS + 1], *w[LAYERS], *dw[LAYERS], *m[LAYERS], *v[LAYERS];
  float *targets, *losses;
} net;

static net make_net(size_t batch, size_t inputs, size_t first, size_t second, size_t outputs) {
  net net = {.batch = batch, .width = {inputs, first, second, outputs}};
  net.bytes = malloc(batch * inputs);
  net.rows = malloc(batch * sizeof(ptrdiff_t));
  net.targets = calloc(batch, 4);
  net.losses = numbers(batch, 0);
  for (size_t i = 0; i < batch * inputs; i++) net.bytes[i] = (unsigned char)(i * 7919);
  for (size_t i = 0; i < batch; i++) net.rows[i] = (ptrdiff_t)(i * 2477 % batch);
  for (int l = 0; l <= LAYERS; l++) {
    net.x[l] = numbers(batch * net.width[l], 0);
    net.g[l] = numbers(batch * net.width[l], 0);
    if (l == LAYERS) break;
    const size_t count = net.width[l] * net.width[l + 1];
    net.w[l] = numbers(count, 0), net.dw[l] = numbers(count, 0);
    net.m[l] = numbers(count, 0), net.v[l] = calloc(count, 4);
    for (size_t i = 0; i < count; i++) net.w[l][i] /= (float)net.width[l];
  }
  return net;
}

// One piece of work on some rows: load, forward through the layers, loss, back through the layers.
static void work_on(const net *net, int work, size_t first, size_t rows) {
  const int layer = work <= LAYERS ? work - 1 : 2 * LAYERS + 1 - work;
  if (work == 0) {
    const float unit = 255;
    descent_gather_bytes_f32(net->bytes, net->rows + first, rows, net->width[0], DESCENT_DIVIDE, 0,
                             &unit, net->x[0] + first * net->width[0]);
  } else if (work <= LAYERS) {
    const size_t in = net->width[layer], out = net->width[layer + 1];
    float *y = net->x[layer + 1] + first * out;
    descent_multiply_f32(rows, out, in, net->x[layer] + first * in, (ptrdiff_t)in, 1, net->w[layer],
                         (ptrdiff_t)out, 1, y, (ptrdiff_t)out, 0, 0);
    if (work < LAYERS) descent_activate_f32(DESCENT_RELU, 0, y, rows * out);
  } else if (work == LAYERS + 1) {
    const size_t out = net->width[LAYERS];
    descent_cross_entropy_f32(net->x[LAYERS] + first * out, net->targets + first, 1, rows, out, 1,
                              0, net->losses + first, net->g[LAYERS] + first * out);
  } else {
    const size_t in = net->width[layer], out = net->width[layer + 1];
    float *g = net->g[layer] + first * in;
    descent_multiply_f32(rows, in, out, net->g[layer + 1] + first * out, (ptrdiff_t)out, 1,
                         net->w[layer], 1, (ptrdiff_t)out, g, (ptrdiff_t)in, 0, 0);
    descent_activate_back_f32(DESCENT_RELU, 0, g, net->x[layer] + first * in, rows * in);
  }
}

static void rows_phase(void *context, int by_layer) {
  const net *net = context;
  const size_t parts = (net->batch + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
  const size_t works = 2 * LAYERS + 1;
  for (size_t i = 0; i < parts * works; i++) {
    const size_t part = by_layer ? i % parts : i / works, work = by_layer ? i / parts : i % works;
    const size_t first = net->batch * part / parts;
    work_on(net, (int)work, first, net->batch * (part + 1) / parts - first);
  }
}

static void tiles_phase(void *context, int is_apart) {
  const net *net = context;
  for (int pass = 0; pass <= is_apart; pass++)
    for (int l = 0; l < LAYERS; l++)
      for (size_t row = 0; row < net->width[l]; row += TILE_ROWS) {
        const size_t in = net->width[l], out = net->width[l + 1];
        const size_t rows = in - row < TILE_ROWS ? in - row : TILE_ROWS, at = row * out;
        if (pass == 0)
          descent_multiply_f32(rows, out, net->batch, net->x[l] + row, 1, (ptrdiff_t)in,
                               net->g[l + 1], (ptrdiff_t)out, 1, net->dw[l] + at, (ptrdiff_t)out, 0,
                               0);
        if (pass == is_apart)
          descent_adam_f32(net->w[l] + at, net->dw[l] + at, net->m[l] + at, net->v[l] + at,
                           rows * out, 0, 0.1f, 0.999f, 0.001f, 1, 1e-8f);
      }
}

// ---- Loops

enum { COUNT = 16384 };
static float values[COUNT], slopes[COUNT], first_moment[COUNT], second_moment[COUNT];

static void exponentials(void *context, int is_libm) {
  for (int i = 0; i < COUNT; i++) values[i] = (float)(i % 64) * -0.25f;
  if (!is_libm) descent_map_f32(DESCENT_EXP, values, COUNT);
  else
    for (int i = 0; i < COUNT; i++) values[i] = expf(values[i]);
}

static void tangents(void *context, int is_libm) {
  for (int i = 0; i < COUNT; i++) values[i] = (float)(i % 64) * 0.1f - 3;
  if (!is_libm) descent_map_f32(DESCENT_TANH, values, COUNT);
  else
    for (int i = 0; i < COUNT; i++) values[i] = tanhf(values[i]);
}

static void adam(void *context, int is_baseline) {
  descent_use_instruction_set(is_baseline ? "baseline" : context);
  descent_adam_f32(values, slopes, first_moment, second_moment, COUNT, 0.001f, 0.1f, 0.999f, 0.001f,
                   1, 1e-8f);
  descent_use_instruction_set(context);
}

// ---- Handing work to another thread and waiting for it

static atomic_uint asked, answered;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news = PTHREAD_COND_INITIALIZER;

// Waits until *number is `value`, or sets it and tells the other one.
static void wait_for(atomic_uint *number, unsigned value, int sleeps) {
  if (!sleeps) {
    while (atomic_load(number) != value) descent_pause();
    return;
  }
  pthread_mutex_lock(&mutex);
  while (atomic_load(number) != value) pthread_cond_wait(&news, &mutex);
  pthread_mutex_unlock(&mutex);
}

static void tell(atomic_uint *number, unsigned value, int sleeps) {
  if (sleeps) pthread_mutex_lock(&mutex);
  atomic_store(number, value);
  if (!sleeps) return;
  pthread_cond_broadcast(&news);
  pthread_mutex_unlock(&mutex);
}

enum { HANDOVERS = 20000 };

static void *answer(void *sleeps) {
  for (unsigned i = 1; i <= HANDOVERS; i++) {
    wait_for(&asked, i, sleeps != 0);
    tell(&answered, i, sleeps != 0);
  }
  return 0;
}

// Seconds from asking to the answer, the shortest mean of 100.
static double handover(int sleeps) {
  pthread_t thread;
  atomic_store(&asked, 0), atomic_store(&answered, 0);
  if (pthread_create(&thread, 0, answer, sleeps ? &mutex : 0)) return 0;
  double best = 1, start = now();
  for (unsigned i = 1; i <= HANDOVERS; i++) {
    tell(&asked, i, sleeps);
    wait_for(&answered, i, sleeps);
    if (i % 100) continue;
    const double time = (now() - start) / 100;
    if (time < best) best = time;
    start = now();
  }
  pthread_join(thread, 0);
  return best;
}

static void measure_times(const char *what, const char *without, const char *on,
                          void (*body)(void *, int), void *context) {
  char line[200];
  snprintf(line, sizeof(line), "| %s | %s | %s |", what, without, on);
  if (!strstr(line, only)) return;
  double best[2];
  if (body) take_turns(body, context, best);
  else best[0] = handover(0), best[1] = handover(1);
  printf("%s %.2f us | %.2f us | %.2f |\n", line, 1e6 * best[0], 1e6 * best[1], best[1] / best[0]);
  fflush(stdout);
}

int main(int count, char **arguments) {
  if (count > 1) seconds = atof(arguments[1]);
  if (count > 2) only = arguments[2];
  measure_peak();
  printf("%s, %.1f GFLOP/s on one thread, %.1f s a line\n\n", descent_instruction_set(),
         peak * 1e-9, seconds);
  printf("| what | otherwise | rows x columns x depth | share of the peak | otherwise | gain |\n"
         "|---|---|---|---|---|---|\n");
  for (size_t i = 0; i < sizeof(products) / sizeof(products[0]); i++) measure_product(products[i]);

  printf("\n| what | otherwise | of | time | otherwise | gain |\n|---|---|---|---|---|---|\n");
  net wide = make_net(4000, 784, 500, 250, 10), small = make_net(2400, 784, 50, 50, 10);
  measure_times("rows all the way", "layer by layer", "784-500-250-10, 4000 rows", rows_phase, &wide);
  measure_times("rows all the way", "layer by layer", "784-50-50-10, 2400 rows", rows_phase, &small);
  net adam_net = make_net(32, 784, 100, 100, 10), large = make_net(64, 784, 1024, 1024, 10);
  measure_times("update at once", "in a second round", "784-100-100-10, 32 rows, Adam", tiles_phase,
                &adam_net);
  measure_times("update at once", "in a second round", "784-1024-1024-10, 64 rows, Adam", tiles_phase,
                &large);
  measure_times("elementary functions", "the C library's", "16384 exponentials", exponentials, 0);
  measure_times("elementary functions", "the C library's", "16384 tanh", tangents, 0);
  for (int i = 0; i < COUNT; i++) slopes[i] = random_number();
  measure_times("Adam for each instruction set", "SSE2 or plain C", "16384 parameters", adam,
                (void *)descent_instruction_set());
  measure_times("threads that spin", "that sleep", "there and back", 0, 0);
  if (failures) fprintf(stderr, "measure-engine: %d lines with other bits\n", failures);
  return failures ? 1 : 0;
}
