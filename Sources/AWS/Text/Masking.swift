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

  /// The text without words that look like a secret key or a session token: 40 and more letters of base 64, capitals,
  /// small ones and digits among them. A program that fails may print what it was about to hand out.
  static func withoutKeys(_ text: String) -> String {
    var result = ""
    var word = ""
    func isLetter(_ each: Character) -> Bool {
      each.isASCII && (each.isLetter || each.isNumber || "+/=".contains(each))
    }
    func shown() -> String {
      let isKey =
        word.count >= 40 && word.contains(where: \.isUppercase) && word.contains(where: \.isLowercase)
        && word.contains(where: \.isNumber)
        // A path has more of them.
        && word.count(where: { $0 == "/" }) * 10 <= word.count
      return isKey ? "…" : word
    }
    for each in text {
      if isLetter(each) {
        word.append(each)
      } else {
        result += shown() + String(each)
        word = ""
      }
    }
    return result + shown()
  }
}
