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
  public init(_ text: String) { self.init(bytes: text.utf8) }

  /// - Parameter bytes: the token's UTF-8, which need not become a String to be judged.
  public init(bytes: some Collection<UInt8>) {
    kind = Kind.allCases.first { bytes.starts(with: $0.rawValue.utf8) }
    // Each character begins with a byte that continues none.
    length = bytes.count { $0 & 0xC0 != 0x80 }
    problem = Self.problem(bytes, kind)
  }

  private static func problem(_ bytes: some Collection<UInt8>, _ kind: Kind?) -> String? {
    if bytes.isEmpty { return "it is empty" }
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "it holds control characters" }
    if bytes.count > limit { return "it is longer than any token of GitHub" }
    if bytes.contains(UInt8(ascii: " ")) { return "it holds a blank" }
    guard let kind else { return "it does not begin like a token of GitHub (github_pat_, ghp_ …)" }
    let rest = bytes.dropFirst(kind.rawValue.utf8.count)
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

/// The GitHub token that would be stored, as far as it can be told of without any of it.
public struct TokenOffer: Hashable, Sendable {
  /// Where it comes from: the file's path, or that it was typed.
  public let origin: String
  /// Why it cannot be stored, or nil.
  public let problem: String?

  public init(origin: String, problem: String? = nil) {
    self.origin = origin
    self.problem = problem
  }
}

/// A text as it was typed, pasted or read, taken for a token: blanks and line ends around it are dropped.
public enum TokenEntry {
  /// The token, or why the text is none. A text is judged whole: nothing inside it is dropped.
  public static func token(in text: String) -> (token: String, shape: TokenShape) {
    let inner = String(Substring(Self.token(in: text.utf8)))
    return (inner, TokenShape(inner))
  }

  /// The bytes of the token alone.
  public static func token<Bytes: BidirectionalCollection<UInt8>>(in text: Bytes) -> Bytes.SubSequence {
    let around: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let start = text.firstIndex { !around($0) } ?? text.endIndex
    let end = text.lastIndex { !around($0) }.map(text.index(after:)) ?? start
    return text[start..<end]
  }
}
