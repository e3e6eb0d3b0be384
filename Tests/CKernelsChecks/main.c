#include "checks.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const shape shapes[] = {{1, 1},  {1, 16}, {3, 5},  {7, 15},  {5, 16},   {4, 17},  {9, 31},
                        {6, 32}, {6, 33}, {2, 64}, {3, 65},  {11, 100}, {40, 10}, {65, 7},
                        {33, 1}, {8, 8},  {7, 9},  {2, 200}, {20, 3},   {5, 128}};
const size_t shape_count = COUNT(shapes);
const size_t lengths[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  11,  13,  15,
                          16, 17, 23, 31, 32, 33, 47, 63, 64, 65, 100, 127, 1000};
const size_t length_count = COUNT(lengths);

static const char *function, *variant;
static uint64_t checksum, state;
static size_t taken, lines;
static int failed;
static const char *last_fault;
// The line whose numbers are to be shown, one by one; NULL for all lines as checksums.
static const char *shown_function, *shown_variant = "";
static int shows;

static struct {
  void *start;
  size_t size;
} held[1024];
static size_t held_count;

uint64_t random_bits(void) {
  // SplitMix64 (Steele, Lea and Flood 2014).
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

size_t random_below(size_t limit) { return (size_t)((random_bits() >> 32) * limit >> 32); }

void *array(size_t count, size_t size) {
  if (held_count == COUNT(held)) {
    fprintf(stderr, "%s %s: too many arrays\n", function, variant);
    exit(2);
  }
#if __has_feature(address_sanitizer)
  // The sanitizer sees every number beside the array, not only those behind it.
  char *start = malloc(count * size);
  void *result = start;
  memset(start, 0x5a, count * size);
  held[held_count].size = 0;
#else
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t used = (count * size + page - 1) / page * page;
  char *start =
      mmap(NULL, used + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED || mprotect(start + used, page, PROT_NONE) != 0) {
    perror("memory");
    exit(2);
  }
  void *result = start + used - count * size;
  memset(result, 0x5a, count * size);
  held[held_count].size = used + page;
#endif
  held[held_count++].start = start;
  return result;
}

void release(void) {
  while (held_count > 0) {
    held_count--;
    if (held[held_count].size > 0) munmap(held[held_count].start, held[held_count].size);
    else free(held[held_count].start);
  }
}

void begin(const char *name, const char *of) {
  function = name;
  variant = of;
  checksum = 0xcbf29ce484222325u;
  taken = 0;
  last_fault = NULL;
  state = 0;
  for (const char *c = name; *c; c++) state = state * 31 + (unsigned char)*c;
  for (const char *c = of; *c; c++) state = state * 31 + (unsigned char)*c;
  shows = shown_function && strcmp(shown_function, name) == 0 && strcmp(shown_variant, of) == 0;
}

void finish(void) {
  release();
  lines++;
  if (shown_function) return;
  printf("%s%s%s %016llx of %zu\n", function, *variant ? " " : "", variant,
         (unsigned long long)checksum, taken);
  fflush(stdout);
}

// FNV-1a (Fowler, Noll and Vo), by 64 bits at a time.
static void take(uint64_t bits) {
  checksum = (checksum ^ bits) * 0x100000001b3u;
  checksum ^= checksum >> 29;
  taken++;
}

void take_f32(const float *x, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, sizeof(bits));
    if (x[i] != x[i]) bits = 0x7fc00000u;
    if (shows) printf("%zu %08x %.9g\n", taken, bits, bits == 0x7fc00000u ? 0.0 / 0.0 : (double)x[i]);
    take(bits);
  }
}

void take_f64(const double *x, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint64_t bits;
    memcpy(&bits, x + i, sizeof(bits));
    if (x[i] != x[i]) bits = 0x7ff8000000000000u;
    if (shows)
      printf("%zu %016llx %.17g\n", taken, (unsigned long long)bits,
             x[i] != x[i] ? __builtin_nan("") : x[i]);
    take(bits);
  }
}

void take_i32(const int32_t *x, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (shows) printf("%zu %d\n", taken, x[i]);
    take((uint32_t)x[i]);
  }
}

void require(int holds, const char *what) {
  if (holds) return;
  failed = 1;
  // Once for each line is enough.
  if (last_fault == what) return;
  last_fault = what;
  fprintf(stderr, "%s %s on %s: %s\n", function, variant, descent_instruction_set(), what);
}

void note(const char *what) {
  fprintf(stderr, "%s on %s: %s\n", function, descent_instruction_set(), what);
}

static void report_fault(int signal) {
  (void)signal;
  const char *text[] = {function, " ", variant, " on ", descent_instruction_set(),
                        ": reads or writes beside an array, or traps\n"};
  for (size_t i = 0; i < COUNT(text); i++)
    if (write(2, text[i], strlen(text[i])) < 0) break;
  _exit(3);
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "--instruction-sets") == 0) {
    const char *name;
    for (size_t i = 0; (name = descent_available_instruction_set(i)); i++) puts(name);
    return 0;
  }
  if (count > 1) shown_function = arguments[1];
  if (count > 2) shown_variant = arguments[2];
#if !__has_feature(address_sanitizer)
  signal(SIGSEGV, report_fault);
  signal(SIGBUS, report_fault);
  signal(SIGILL, report_fault);
  signal(SIGTRAP, report_fault);
#else
  (void)report_fault;
#endif
  check_processor();
  check_multiply();
  check_elementary();
  check_activations();
  check_losses();
  check_normalization();
  check_optimizers();
  check_arrays();
  check_digest();
  return failed;
}
