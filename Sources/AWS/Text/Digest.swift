import CCrypto

/// The digests AWS asks for.
enum Digest {
  static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    var result = [UInt8](repeating: 0, count: 32)
    precondition(crypto_sha256(bytes, bytes.count, &result), "OpenSSL has no SHA-256")
    return result
  }

  /// For names of cache files only.
  static func sha1(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result = [UInt8](repeating: 0, count: 20)
    precondition(crypto_sha1(bytes, bytes.count, &result), "OpenSSL has no SHA-1")
    return result
  }

  /// `nil` where OpenSSL forbids it.
  static func md5(_ bytes: [UInt8]) -> [UInt8]? {
    var result = [UInt8](repeating: 0, count: 16)
    return crypto_md5(bytes, bytes.count, &result) ? result : nil
  }

  static func hmac(key: [UInt8], _ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result = [UInt8](repeating: 0, count: 32)
    precondition(crypto_hmac_sha256(key, key.count, bytes, bytes.count, &result), "OpenSSL has no HMAC")
    return result
  }
}
