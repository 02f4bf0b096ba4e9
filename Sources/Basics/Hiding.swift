import Synchronization

/// What the gates know of the run's secrets, to keep them out of all that leaves: the streams, the log, the reports,
/// the screen, and what a service said before it is cut to be shown.
///
/// A secret is known by where it came from, not by how it looks. Kept of it are no bytes, only seeded hashes of each
/// piece of sixteen, so that a part of it is found too: a service may cut what it repeats, and a line may be folded.
public enum Hiding {
  /// Bytes of a piece by which a secret is found. A shorter secret is found as a whole word.
  static let piece = 16
  /// Texts with fewer bytes are no secrets worth the name, and would blot out ordinary words; a code of six digits is.
  static let least = 8
  static let leastDigits = 6
  /// What stands where a secret stood.
  public static let mark = "…"

  private struct Known: Sendable {
    let seed = UInt64.random(in: 1 ... .max)
    var pieces: Set<UInt64> = []
    /// By length in bytes.
    var words: [Int: Set<UInt64>] = [:]
  }

  private static let known = Mutex(Known())

  /// Makes a secret known to all gates.
  public static func add(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    let isCode = bytes.count >= leastDigits && bytes.allSatisfy { (0x30...0x39).contains($0) }
    guard bytes.count >= least || isCode else { return }
    known.withLock { known in
      guard bytes.count >= piece else {
        known.words[bytes.count, default: []].insert(hash(bytes[...], known.seed))
        return
      }
      for start in 0...bytes.count - piece {
        let part = bytes[start..<start + piece]
        // What is the same letter over and over stands in many texts.
        if Set(part).count > 2 { known.pieces.insert(hash(part, known.seed)) }
      }
    }
  }

  /// A secret in each form in which it may come back: as it is, and percent-encoded as in a form or a query.
  public static func add(_ text: String) {
    add(text.utf8)
    let encoded = Percent.encode(text)
    if encoded != text { add(encoded.utf8) }
  }

  /// The text with a mark in place of each secret, and of each part of one that could be told by.
  public static func hidden(_ text: String, mark: String = mark) -> String {
    let bytes = Array(text.utf8)
    let covered = covered(bytes)
    guard !covered.isEmpty else { return text }
    var result = ""
    var at = 0
    for range in covered {
      result += String(decoding: bytes[at..<range.lowerBound], as: UTF8.self) + mark
      at = range.upperBound
    }
    return result + String(decoding: bytes[at...], as: UTF8.self)
  }

  /// Where secrets stand: ranges of whole characters, apart and in order.
  static func covered(_ bytes: [UInt8]) -> [Range<Int>] {
    let known = known.withLock { $0 }
    guard !known.pieces.isEmpty || !known.words.isEmpty else { return [] }
    var found: [Range<Int>] = []
    if !known.pieces.isEmpty, bytes.count >= piece {
      for start in 0...bytes.count - piece
      where known.pieces.contains(hash(bytes[start..<start + piece], known.seed)) {
        found.append(start..<start + piece)
      }
    }
    for (length, words) in known.words where bytes.count >= length {
      for start in 0...bytes.count - length where isApart(bytes, start, length) {
        if words.contains(hash(bytes[start..<start + length], known.seed)) { found.append(start..<start + length) }
      }
    }
    return joined(found.sorted { $0.lowerBound < $1.lowerBound }, bytes)
  }

  private static func joined(_ found: [Range<Int>], _ bytes: [UInt8]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for range in found {
      var (start, end) = (range.lowerBound, range.upperBound)
      while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      if let last = result.last, start <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(end, last.upperBound)
      } else {
        result.append(start..<end)
      }
    }
    return result
  }

  /// Whether neither a letter nor a digit stands before or behind.
  private static func isApart(_ bytes: [UInt8], _ start: Int, _ length: Int) -> Bool {
    func isWord(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    return (start == 0 || !isWord(bytes[start - 1]))
      && (start + length == bytes.count || !isWord(bytes[start + length]))
  }

  private static func hash(_ bytes: ArraySlice<UInt8>, _ seed: UInt64) -> UInt64 {
    bytes.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

extension Hiding {
  /// Makes known the user and the password that stand in a URL, whether it has a scheme or not, and gives the URL
  /// without them. A proxy may repeat them also in the form of a header, as Base64.
  public static func withoutUser(_ url: String) -> String {
    guard let at = url.lastIndex(of: "@") else { return url }
    let start = url.firstRange(of: "://").flatMap { $0.upperBound <= at ? $0.upperBound : nil } ?? url.startIndex
    let user = String(url[start..<at])
    add(user)
    add(Base64.encode(Percent.decode(user)))
    for part in user.split(separator: ":") {
      add(String(part))
      add(String(decoding: Percent.decode(part), as: UTF8.self))
    }
    return String(url[..<start]) + String(url[url.index(after: at)...])
  }
}
