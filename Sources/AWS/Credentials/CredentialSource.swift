/// A place where credentials may be.
public protocol CredentialSource: Sendable {
  /// In an operator's words: `environment`, `profile dev`.
  var name: String { get }
  /// Looks there, each time anew: files and tokens change while the program runs.
  func look() async -> SourceAnswer
}

/// What a source of credentials said.
public enum SourceAnswer: Sendable {
  case found(Credentials)
  /// Nothing there, and why that is no error; the next source is asked.
  case nothing(String)
  /// Something there that is wrong; no other source is asked, lest the wrong account be used.
  case broken(String)
}
