#include "CCrypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

static bool digest(const EVP_MD *kind, const uint8_t *bytes, size_t size, uint8_t *result) {
  return EVP_Digest(bytes ? (const void *)bytes : (const void *)"", size, result, NULL, kind, NULL) == 1;
}

bool crypto_sha256(const uint8_t *bytes, size_t size, uint8_t result[32]) {
  return digest(EVP_sha256(), bytes, size, result);
}

bool crypto_sha1(const uint8_t *bytes, size_t size, uint8_t result[20]) {
  return digest(EVP_sha1(), bytes, size, result);
}

bool crypto_md5(const uint8_t *bytes, size_t size, uint8_t result[16]) {
  return digest(EVP_md5(), bytes, size, result);
}

bool crypto_hmac_sha256(const uint8_t *key, size_t key_size, const uint8_t *bytes, size_t size, uint8_t result[32]) {
  static const uint8_t nothing = 0;
  return HMAC(EVP_sha256(), key ? key : &nothing, (int)key_size, bytes ? bytes : &nothing, size, result, NULL) != NULL;
}
