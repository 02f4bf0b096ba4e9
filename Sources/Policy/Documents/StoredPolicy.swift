/// A policy as an account or a journal keeps it: its text, letter by letter, and what the text says, read once.
///
/// A text that is no policy is a value too, and it is neither "allows nothing" nor "not there": whoever judges says
/// what follows from it. Texts are what is compared, journaled and put back.
public struct StoredPolicy: Hashable, Sendable {
  public enum Content: Sendable {
    case document(PolicyDocument)
    /// The text is no policy, and why.
    case unreadable(PolicyError)
  }

  public let text: String
  public let content: Content

  public init(_ text: String) {
    self.text = text
    do throws(PolicyError) { content = .document(try PolicyDocument(parsing: text)) } catch {
      content = .unreadable(error)
    }
  }

  /// Nil for a text that is no policy.
  public var document: PolicyDocument? { if case .document(let document) = content { document } else { nil } }

  /// Whether two say the same; of what cannot be read, only the same text does.
  public func means(_ other: StoredPolicy) -> Bool {
    guard let document, let theirs = other.document else { return text == other.text }
    return document.means(theirs)
  }

  // The content follows from the text.
  public static func == (left: StoredPolicy, right: StoredPolicy) -> Bool { left.text == right.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
