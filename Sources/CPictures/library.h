// What both shims need of dlopen.
#ifndef DESCENT_LIBRARY_H
#define DESCENT_LIBRARY_H

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "CPictures.h"

// A function of a library, and where its address goes.
struct descent_symbol {
  const char *name;
  void *place;
};

// Finds all of the functions, or changes nothing.
static inline int descent_find(
    const char *library, const struct descent_symbol *symbols, size_t count) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!handle) return 0;
  for (size_t i = 0; i < count; i++) {
    if (dlsym(handle, symbols[i].name)) continue;
    dlclose(handle);
    return 0;
  }
  for (size_t i = 0; i < count; i++) {
    void *address = dlsym(handle, symbols[i].name);
    // A pointer to data becomes one to a function; C knows no other way.
    memcpy(symbols[i].place, &address, sizeof address);
  }
  return 1;
}

// Copies a text, cut where it is too long.
static inline void descent_give_reason(char *reason, const char *text) {
  size_t length = text ? strlen(text) : 0;
  if (length >= DESCENT_REASON_ROOM) length = DESCENT_REASON_ROOM - 1;
  if (length) memcpy(reason, text, length);
  reason[length] = 0;
}

#endif
