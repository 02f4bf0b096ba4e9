/// Percent-encoding as AWS signs it: everything but RFC 3986's unreserved characters, in capitals.
public enum Percent {
  /// The text with every byte escaped that is neither unreserved nor among `kept`.
  public static func encode(_ text: some StringProtocol, keeping kept: String = "") -> String {
    encode(text.utf8, keeping: kept)
  }

  /// As above, of bytes.
  public static func encode(_ bytes: some Sequence<UInt8>, keeping kept: String = "") -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let kept = Array(kept.utf8)
    var result: [UInt8] = []
    for byte in bytes {
      if isUnreserved(byte) || kept.contains(byte) {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes meant; a `%` without two hexadecimal digits stands for itself, and `+` too.
  public static func decode(_ text: some StringProtocol) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count, let high = Hexadecimal.value(bytes[at + 1]),
        let low = Hexadecimal.value(bytes[at + 2])
      {
        result.append(high << 4 | low)
        at += 3
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return result
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
