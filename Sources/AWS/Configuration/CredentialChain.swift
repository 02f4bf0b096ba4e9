/// The sources of credentials in their order, and what each of them said.
public struct CredentialChain: Sendable {
  public let sources: [any CredentialSource]

  public init(_ sources: [any CredentialSource]) { self.sources = sources }

  /// No credentials, and what each source said about that, in the order they were asked.
  public struct Nothing: Error, Hashable, Sendable, CustomStringConvertible {
    public struct Entry: Hashable, Sendable {
      public let source: String
      public let said: String
    }

    public let trail: [Entry]
    public var description: String {
      "no AWS credentials: " + trail.map { "\($0.source): \($0.said)" }.joined(separator: "; ")
    }
  }

  /// The first credentials found.
  public func credentials() async throws(Nothing) -> Credentials {
    var trail: [Nothing.Entry] = []
    for source in sources {
      switch await source.look() {
      case .found(let credentials): return credentials
      case .nothing(let reason): trail.append(.init(source: source.name, said: reason))
      case .broken(let reason):
        trail.append(.init(source: source.name, said: reason))
        throw Nothing(trail: trail)
      }
    }
    throw Nothing(trail: trail)
  }
}
