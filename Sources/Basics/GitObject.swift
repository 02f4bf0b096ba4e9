/// Git's name for a file's content: the SHA-1 (FIPS 180-4) of `blob`, its length and the bytes (Git's documentation,
/// "Git Internals, Git Objects").
///
/// By it a tree of GitHub's tells what a file holds without the file. It is compared, and proves nothing: whoever may
/// write to the repository may make two contents with one name.
public enum GitObject {
  /// 40 hexadecimal digits for a text in UTF-8.
  public static func blob(_ text: String) -> String {
    let content = Array(text.utf8)
    return sha1(Array("blob \(content.count)\0".utf8) + content)
  }

  private static func sha1(_ bytes: [UInt8]) -> String {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    let message = padded(bytes)
    for start in stride(from: 0, to: message.count, by: 64) { mix(message[start..<start + 64], into: &state) }
    return Hexadecimal.encode(state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } })
  }

  /// The message, one bit, zeroes, and its length in bits as 64 bits: whole blocks of 64 bytes.
  private static func padded(_ message: [UInt8]) -> [UInt8] {
    var bytes = message + [0x80]
    bytes += Array(repeating: 0, count: (120 - bytes.count % 64) % 64)
    let bits = UInt64(message.count) * 8
    return bytes + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0)) }
  }

  private static func mix(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { at in
      block[at..<at + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<80 {
      words.append(turned(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1))
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for (index, word) in words.enumerated() {
      let (mixed, constant): (UInt32, UInt32) =
        switch index {
        case ..<20: ((b & c) | (~b & d), 0x5a82_7999)
        case ..<40: (b ^ c ^ d, 0x6ed9_eba1)
        case ..<60: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
        default: (b ^ c ^ d, 0xca62_c1d6)
        }
      (e, d, c, b, a) = (d, c, turned(b, 30), a, turned(a, 5) &+ mixed &+ e &+ constant &+ word)
    }
    for (index, word) in [a, b, c, d, e].enumerated() { state[index] &+= word }
  }

  private static func turned(_ word: UInt32, _ places: UInt32) -> UInt32 { word << places | word >> (32 - places) }
}
