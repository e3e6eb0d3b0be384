#pragma once
#include <stddef.h>
#include <stdint.h>

/// The main function of libFuzzer: takes its arguments off and runs `one` until it is told to stop.
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*one)(const uint8_t *data, size_t size));
