/// What can be told of a GitHub token by looking at it, without keeping any of it.
public struct TokenShape: Hashable, Sendable {
  /// The kinds of token by the prefix GitHub gives them (docs.github.com, "About authentication to GitHub").
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case fineGrained = "github_pat_"
    case classic = "ghp_"
    case oauth = "gho_"
    case user = "ghu_"
    case installation = "ghs_"
    case refresh = "ghr_"

    public var inWords: String {
      switch self {
      case .fineGrained: "fine-grained token"
      case .classic: "classic token"
      case .oauth: "OAuth token"
      case .user: "token of a GitHub App for a user"
      case .installation: "token of a GitHub App's installation"
      case .refresh: "refresh token"
      }
    }
  }

  /// Nil for a text that begins like no token of GitHub.
  public let kind: Kind?
  /// In characters.
  public let length: Int
  /// Why it cannot be a token that the Lambda could use, or nil.
  public let problem: String?

  /// Longer than any token of GitHub.
  public static let limit = 255
  /// Characters after the prefix; GitHub promises no length, and has never made fewer.
  private static let fewest = 30

  /// - Parameter text: the token alone, nothing around it.
  public init(_ text: String) {
    kind = Kind.allCases.first { text.hasPrefix($0.rawValue) }
    length = text.count
    problem = Self.problem(text, kind)
  }

  private static func problem(_ text: String, _ kind: Kind?) -> String? {
    if text.isEmpty { return "it is empty" }
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "it holds control characters" }
    if text.utf8.count > limit { return "it is longer than any token of GitHub" }
    if text.utf8.contains(UInt8(ascii: " ")) { return "it holds a blank" }
    guard let kind else { return "it does not begin like a token of GitHub (github_pat_, ghp_ …)" }
    let rest = text.utf8.dropFirst(kind.rawValue.utf8.count)
    let isPlain = rest.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
    guard isPlain else { return "it holds characters that no token has" }
    guard rest.count >= fewest else { return "it is too short for a token" }
    switch kind {
    case .refresh: return "a refresh token opens nothing by itself"
    case .installation: return "the token of an App's installation ends within the hour"
    case .fineGrained, .classic, .oauth, .user: return nil
    }
  }

  /// `93 characters, github_pat_…`.
  public var inWords: String {
    "\(length) character\(length == 1 ? "" : "s")" + (kind.map { ", \($0.rawValue)…" } ?? "")
  }
}

/// A text as it was typed, pasted or read, taken for a token: blanks and line ends around it are dropped.
public enum TokenEntry {
  /// The token, or why the text is none. A text is judged whole: nothing inside it is dropped.
  public static func token(in text: String) -> (token: String, shape: TokenShape) {
    let scalars = Array(text.unicodeScalars)
    let around: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    let start = scalars.firstIndex { !around($0) } ?? scalars.endIndex
    let end = scalars.lastIndex { !around($0) }.map { $0 + 1 } ?? start
    var token = String.UnicodeScalarView()
    token.append(contentsOf: scalars[start..<max(start, end)])
    let inner = String(token)
    return (inner, TokenShape(inner))
  }
}
