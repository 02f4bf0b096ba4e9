/// What a text may look like, said in words an operator can follow.
public struct TextRule: Hashable, Sendable {
  /// The rule in words: `12 digits`.
  public let words: String
  /// The same as an ECMA 262 pattern, for editors that read the JSON Schema.
  public let pattern: String
  private let allowed: @Sendable (String) -> Bool

  init(_ words: String, pattern: String, _ allowed: @escaping @Sendable (String) -> Bool) {
    self.words = words
    self.pattern = pattern
    self.allowed = allowed
  }

  func problem(with text: String) -> String? { allowed(text) ? nil : words }

  public static func == (left: TextRule, right: TextRule) -> Bool { left.pattern == right.pattern }
  public func hash(into hasher: inout Hasher) { hasher.combine(pattern) }
}

extension TextRule {
  static let name = TextRule(
    "a name of a-z, 0-9 and hyphens, at most 28, a letter first", pattern: "^[a-z][a-z0-9-]{0,27}$"
  ) {
    $0.count <= 28 && $0.isMade(of: "abcdefghijklmnopqrstuvwxyz0123456789-") && $0.first?.isLetter == true
  }
  static let account = TextRule("an account id: 12 digits, in quotes", pattern: "^[0-9]{12}$") {
    $0.utf8.count == 12 && $0.isMade(of: "0123456789")
  }
  static let region = TextRule("a Region such as us-east-1", pattern: "^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$") { text in
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, let number = parts.last, (1...2).contains(number.count) else { return false }
    return String(number).isMade(of: "0123456789") && (2...4).contains(parts[0].count)
      && parts.dropLast().allSatisfy { !$0.isEmpty && String($0).isMade(of: "abcdefghijklmnopqrstuvwxyz") }
  }
  static let owner = TextRule(
    "a GitHub name: letters, digits and hyphens only", pattern: "^[A-Za-z0-9_][A-Za-z0-9_-]{0,38}$"
  ) {
    $0.utf8.count <= 39 && $0.isMade(of: .githubName) && $0.first != "-" && !$0.contains(".")
  }
  static let repository = TextRule(
    "a name without its owner: letters, digits, dots, - and _ only",
    pattern: "^(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}$"
  ) {
    $0.utf8.count <= 100 && $0.isMade(of: .githubName) && $0 != "." && $0 != ".."
  }
  static let reviewer = TextRule("a login, or owner/team", pattern: "^[A-Za-z0-9_-]+(/[A-Za-z0-9._-]+)?$") { text in
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count <= 2 && !parts[0].contains(".") && parts.allSatisfy { String($0).isMade(of: .githubName) }
  }
  static let line = TextRule("one line of text", pattern: "^[^\\u0000-\\u001f\\u007f]+$") { $0.isOneLine }
  static let url = TextRule("an https address", pattern: "^https?://[^\\s]+$") {
    ["https://", "http://"].contains(where: $0.isLonger(than:)) && $0.isOneLine && !$0.contains(" ")
  }
  static let role = TextRule(
    "an IAM name: letters, digits and +=,.@_-, at most 64", pattern: "^[A-Za-z0-9+=,.@_-]{1,64}$"
  ) {
    $0.utf8.count <= 64 && $0.isMade(of: .iamName)
  }
  static let bucket = TextRule(
    "a bucket name: 3 to 63 of a-z, 0-9, hyphens and dots", pattern: "^(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
  ) {
    (3...63).contains($0.utf8.count) && $0.isMade(of: "abcdefghijklmnopqrstuvwxyz0123456789.-") && !$0.contains("..")
      && $0.first?.isASCIIAlphanumeric == true && $0.last?.isASCIIAlphanumeric == true
  }
  static let prefix = TextRule("a key prefix that ends with /", pattern: "^([^/\\u0000-\\u001f\\u007f]+/)+$") {
    $0.hasSuffix("/") && !$0.hasPrefix("/") && !$0.contains("//") && $0.isOneLine
  }
  /// A bucket's name or a URI is none: S3 would take either for the beginning of a key.
  static let objectKey = TextRule(
    "the key of an object: no s3:// and no slash before it", pattern: "^(?!/)(?!.*://)[^\\u0000-\\u001f\\u007f]+$"
  ) {
    !$0.isEmpty && !$0.hasPrefix("/") && !$0.contains("://") && $0.isOneLine
  }
  /// The id of a Unified Studio domain (`dzd_…`) passes here, because a check says what it is.
  static let domain = TextRule(
    "a SageMaker domain id such as d-abc123def456", pattern: "^(d-[a-z0-9-]{1,61}|dzd[_-][a-zA-Z0-9_-]{1,36})$"
  ) {
    if $0.hasPrefix("dzd_") || $0.hasPrefix("dzd-") {
      return (5...40).contains($0.utf8.count)
        && $0.isMade(of: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
    }
    return $0.hasPrefix("d-") && $0.utf8.count > 2 && $0.utf8.count <= 63
      && $0.isMade(of: "abcdefghijklmnopqrstuvwxyz0123456789-")
  }
  /// The bare id of a connection passes here, because a check says which ARN it stands for.
  /// (AWS CodeConnections API, CreateConnection: a name has 1 to 32 characters.)
  static let connection = TextRule(
    "a connection's ARN, or a name of at most 32 characters",
    pattern: "^(arn:aws[a-z-]*:code(star-)?connections:[a-z0-9-]+:[0-9]{12}:connection/[A-Za-z0-9-]{1,64}"
      + "|[A-Za-z0-9]{8}(-[A-Za-z0-9]{4}){3}-[A-Za-z0-9]{12}"
      + "|(?!arn:)[^\\u0000-\\u001f\\u007f]{1,32})$"
  ) { text in
    if text.hasPrefix("arn:") { return ConnectionARN(text) != nil }
    return ConnectionARN.isID(text) || !text.isEmpty && text.unicodeScalars.count <= 32 && text.isOneLine
  }
  static let subject = TextRule("branch, environment, pull_request, tag, or a literal subject", pattern: "^[^\\s]+$") {
    $0.isOneLine && !$0.contains(" ")
  }
}

extension StringProtocol {
  var isOneLine: Bool { !unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }
}

extension String {
  fileprivate static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  fileprivate static let githubName = letters + "._-"
  fileprivate static let iamName = letters + "+=,.@_-"

  /// Whether the text begins so and goes on.
  fileprivate func isLonger(than start: String) -> Bool { hasPrefix(start) && utf8.count > start.utf8.count }

  fileprivate func isMade(of alphabet: String) -> Bool {
    !isEmpty && unicodeScalars.allSatisfy(Set(alphabet.unicodeScalars).contains)
  }
}

extension Character {
  fileprivate var isASCIIAlphanumeric: Bool { isASCII && (isLetter || isNumber) }
}
