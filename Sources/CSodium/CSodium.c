#include "CSodium.h"

#include <sodium.h>

_Static_assert(sodium_key_size == crypto_box_PUBLICKEYBYTES && sodium_key_size == crypto_box_SECRETKEYBYTES, "key");
_Static_assert(sodium_box_overhead == crypto_box_SEALBYTES, "overhead");

bool sodium_seal(const uint8_t *bytes, size_t size, const uint8_t key[sodium_key_size], uint8_t *result) {
  return sodium_init() >= 0 && crypto_box_seal(result, bytes, size, key) == 0;
}

bool sodium_open(
    const uint8_t *box, size_t size, const uint8_t key[sodium_key_size], const uint8_t secret[sodium_key_size],
    uint8_t *result) {
  return sodium_init() >= 0 && crypto_box_seal_open(result, box, size, key, secret) == 0;
}

bool sodium_pair(uint8_t key[sodium_key_size], uint8_t secret[sodium_key_size]) {
  return sodium_init() >= 0 && crypto_box_keypair(key, secret) == 0;
}
