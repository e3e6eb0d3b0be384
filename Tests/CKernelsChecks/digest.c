#include "checks.h"
#include "CDigest.h"

#include <string.h>

// The SHA-256 of the bytes from 0 to 99, padded to two blocks (FIPS 180-4).
void check_digest(void) {
  static const uint32_t expected[8] = {0xbce0aff1, 0x9cf5aa6a, 0x7469a30d, 0x61d04e43,
                                       0x76e4bbf6, 0x381052ee, 0x9e7f3392, 0x5c954d52};
  begin("descent_sha256_blocks", "");
  uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  uint8_t *bytes = array(128, 1);
  memset(bytes, 0, 128);
  for (size_t i = 0; i < 100; i++) bytes[i] = (uint8_t)i;
  bytes[100] = 0x80;
  bytes[126] = 800 >> 8;
  bytes[127] = 800 & 255;
  if (descent_sha256_blocks(state, bytes, 2))
    require(memcmp(state, expected, sizeof(expected)) == 0, "isn't the known digest");
  else
    note("does nothing, because there are no such instructions here");
  finish();
}
