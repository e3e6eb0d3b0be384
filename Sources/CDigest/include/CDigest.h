// SHA-256 with the processor's instructions for it. Only the Swift module Datasets includes this.
#ifndef DESCENT_CDIGEST_H
#define DESCENT_CDIGEST_H

#include <stddef.h>
#include <stdint.h>

// Takes blocks of 64 bytes into the eight words of a SHA-256 state (FIPS 180-4).
//
// Returns 0, and does nothing, where the processor has no instructions for it.
int descent_sha256_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks);

#endif
