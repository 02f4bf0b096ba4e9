import JSONDocument

/// The policy of a resource, such as a bucket or a key: what it takes from an identity of the same account whatever
/// that identity's own policies allow, and whom it lets in itself.
public struct ResourcePolicy: Hashable, Sendable {
  public let document: PolicyDocument

  public init(_ document: PolicyDocument) { self.document = document }

  /// A statement that denies a request, or may.
  public struct Denial: Hashable, Sendable {
    public let statement: PolicyStatement
    /// From 1.
    public let place: Int
    /// Whether it does; else that rests on what is not known here.
    public let isCertain: Bool
    /// Its tests that are not known to hold.
    public let doubts: [ConditionTest]
  }

  /// The statement that denies a request, or else the first that may; nil where none does.
  public func denial(of request: Request) -> Denial? {
    let reads = document.readsVariables
    let found = document.statements.enumerated().compactMap { index, statement -> Denial? in
      let outcome = statement.isDeny ? statement.applies(to: request, readsVariables: reads) : .fails
      guard outcome != .fails else { return nil }
      return Denial(
        statement: statement, place: index + 1, isCertain: outcome == .holds,
        doubts: statement.conditions.filter { $0.outcome(request.context, readsVariables: reads) == .undecided })
    }
    return found.first(where: \.isCertain) ?? found.first
  }

  /// The same about a permission of a role.
  /// - Parameter role: the role's ARN; a denial of its whole account is one of the role too.
  public func denial(
    of permission: Permission, to role: String, also surroundings: ConditionContext = ConditionContext()
  ) -> Denial? {
    denial(of: permission.request(in: surroundings, by: .role(role)))
  }

  /// Whom an Allow lets in: the role itself, or its account, whose policies then decide.
  public enum Grant: Hashable, Sendable {
    case role, account
    /// One of these may, by a statement whose conditions rest on what is not known here.
    case undecided(PolicyStatement)
  }

  /// The widest grant of a permission to a role; nil where no statement speaks of it.
  public func grant(
    of permission: Permission, to role: String, also surroundings: ConditionContext = ConditionContext()
  ) -> Grant? {
    let request = permission.request(in: surroundings, by: .role(role))
    let grants = document.statements.filter(\.isAllow).map {
      (statement: $0, outcome: $0.applies(to: request, readsVariables: document.readsVariables))
    }
    let sure = grants.filter { $0.outcome == .holds }.map(\.statement)
    if sure.contains(where: { $0.lets(inRole: role) }) { return .role }
    if !sure.isEmpty { return .account }
    return grants.first { $0.outcome == .undecided }.map { .undecided($0.statement) }
  }
}

extension PolicyStatement {
  /// Whether it names the role itself, or everybody.
  fileprivate func lets(inRole role: String) -> Bool {
    json["NotPrincipal"] == nil
      && principals.contains { $0.isEveryone || $0.kind == "AWS" && ($0.id == "*" || $0.id == role) }
  }
}
