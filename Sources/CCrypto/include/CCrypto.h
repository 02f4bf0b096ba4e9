#ifndef ONRAMP_CCRYPTO_H
#define ONRAMP_CCRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The digests AWS asks for, over OpenSSL. Each writes its whole result and answers false when OpenSSL
   could not, which it can refuse for MD5 in a FIPS build. */
bool crypto_sha256(const uint8_t *bytes, size_t size, uint8_t result[32]);
bool crypto_sha1(const uint8_t *bytes, size_t size, uint8_t result[20]);
bool crypto_md5(const uint8_t *bytes, size_t size, uint8_t result[16]);
bool crypto_hmac_sha256(const uint8_t *key, size_t key_size, const uint8_t *bytes, size_t size, uint8_t result[32]);

#endif
