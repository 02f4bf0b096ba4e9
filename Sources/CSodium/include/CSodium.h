#ifndef ONRAMP_CSODIUM_H
#define ONRAMP_CSODIUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* libsodium's sealed boxes. The sizes in bytes: of a public key, and of what a box has more than its content. */
enum { sodium_key_size = 32, sodium_box_overhead = 48 };

/* Seals bytes for whoever has the secret half of a public key; `result` is as long as the content and the overhead.
   False when the library could not. */
bool sodium_seal(const uint8_t *bytes, size_t size, const uint8_t key[sodium_key_size], uint8_t *result);

/* Opens a box that was sealed for a pair of keys. */
bool sodium_open(
    const uint8_t *box, size_t size, const uint8_t key[sodium_key_size], const uint8_t secret[sodium_key_size],
    uint8_t *result);

/* A new pair of keys. */
bool sodium_pair(uint8_t key[sodium_key_size], uint8_t secret[sodium_key_size]);

#endif
