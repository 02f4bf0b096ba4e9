/// The sources of credentials in their order, and what each of them said.
public struct CredentialChain: Sendable {
  public let sources: [any CredentialSource]

  public init(_ sources: [any CredentialSource]) { self.sources = sources }

  /// What one source said about having none.
  public struct Entry: Hashable, Sendable {
    public let source: String
    public let said: String
  }

  /// No credentials, and what each source said about that, in the order they were asked.
  public struct Nothing: Error, Hashable, Sendable, CustomStringConvertible {
    public let trail: [Entry]
    public var description: String {
      "no AWS credentials: " + trail.map { "\($0.source): \($0.said)" }.joined(separator: "; ")
    }
  }

  /// Credentials, and the sources before theirs that had none.
  public struct Found: Sendable {
    public let credentials: Credentials
    public let trail: [Entry]
  }

  /// The first credentials found.
  public func credentials() async throws(Nothing) -> Credentials { try await search().credentials }

  /// Asks each source in turn until one has credentials, or is so wrong that going on could mean another account.
  public func search() async throws(Nothing) -> Found {
    var trail: [Entry] = []
    for source in sources {
      switch await source.look() {
      case .found(let credentials): return Found(credentials: credentials, trail: trail)
      case .nothing(let reason): trail.append(Entry(source: source.name, said: reason))
      case .broken(let reason):
        trail.append(Entry(source: source.name, said: reason))
        throw Nothing(trail: trail)
      }
    }
    throw Nothing(trail: trail)
  }
}
