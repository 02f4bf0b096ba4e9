/// Takes out of a service's message what it may quote of our request: the canonical request, signature,
/// Authorization header and tokens (some services quote them when a signature does not match).
enum Masking {
  private static let marks = [
    "AWS4-HMAC-SHA256", "Signature=", "x-amz-security-token", "canonical string", "canonical request", "String-to-Sign",
    "Authorization=", "Authorization:", "Bearer ",
  ]

  /// The text up to the first such quotation.
  static func masked(_ text: String) -> String {
    let lower = text.lowercased()
    let cuts = marks.compactMap { lower.firstRange(of: $0.lowercased())?.lowerBound }
    guard let cut = cuts.min() else { return text }
    let kept = lower.distance(from: lower.startIndex, to: cut)
    return text.prefix(kept) + "…"
  }

  /// A URL's user name and password, as libcurl may name a proxy, are no one's business.
  static func withoutUser(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard let at = word.lastIndex(of: "@"), let start = word.firstRange(of: "://") else { return String(word) }
      return start.upperBound < at
        ? String(word[..<start.upperBound]) + String(word[word.index(after: at)...]) : String(word)
    }.joined(separator: " ")
  }
}
