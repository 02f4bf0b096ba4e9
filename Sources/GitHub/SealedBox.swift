import Basics
import CSodium

/// A secret as GitHub takes it: a libsodium sealed box in Base64 (REST API, "Encrypting secrets").
public enum SealedBox {
  /// Seals a text for the owner of a public key; each box is another one.
  /// - Parameter key: 32 bytes in Base64, as `GET …/secrets/public-key` answers.
  /// - Returns: nil for a key that is none.
  public static func seal(_ text: String, for key: String) -> String? {
    guard let bytes = Base64.decode(key), bytes.count == Int(sodium_key_size) else { return nil }
    let content = Array(text.utf8)
    var box = [UInt8](repeating: 0, count: content.count + Int(sodium_box_overhead))
    guard sodium_seal(content, content.count, bytes, &box) else { return nil }
    return Base64.encode(box)
  }
}
