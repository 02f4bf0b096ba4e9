import JSONDocument

/// The policy of a resource, such as a bucket or a key: what it takes from an identity of the same account whatever
/// that identity's own policies allow, and whom it lets in itself.
public struct ResourcePolicy: Hashable, Sendable {
  public let document: PolicyDocument

  public init(_ document: PolicyDocument) { self.document = document }

  /// The statement that denies a role what it asks for, or nil. An operator we do not know counts as holding.
  /// - Parameter role: the role's ARN; a denial of its whole account is one of the role too.
  public func denial(
    of permission: Permission, to role: String, also context: ConditionContext = ConditionContext()
  ) -> PolicyStatement? {
    about(permission, context) { statement, reach, outcomes, wanted in
      statement.isDeny && reach.mayCover(wanted) && !outcomes.contains(.fails)
    }.first { $0.speaks(of: role) }
  }

  /// Whom an Allow lets in: the role itself, or its account, whose policies then decide.
  public enum Grant: Hashable, Sendable { case role, account }

  /// The widest grant of a permission to a role; nil where none surely holds.
  public func grant(
    of permission: Permission, to role: String, also context: ConditionContext = ConditionContext()
  ) -> Grant? {
    let grants = about(permission, context) { statement, reach, outcomes, wanted in
      statement.isAllow && reach.surelyMeets(wanted) && outcomes.allSatisfy { $0 == .holds }
    }
    if grants.contains(where: { $0.names(role) }) { return .role }
    return grants.contains { $0.speaks(of: role) } ? .account : nil
  }

  /// The statements on an action whose resources and conditions are as asked for.
  private func about(
    _ permission: Permission, _ context: ConditionContext,
    _ isMeant: (PolicyStatement, Reach, [ConditionTest.Outcome], Wildcard) -> Bool
  ) -> [PolicyStatement] {
    let wanted = Wildcard(permission.resource)
    var context = context
    for (key, value) in permission.context { context[key] = value }
    let reads = document.readsVariables
    return document.statements.filter { statement in
      statement.covers(action: permission.action)
        && isMeant(
          statement, Reach(statement, context, readsVariables: reads),
          statement.conditions.map { $0.outcome(context, readsVariables: reads) }, wanted)
    }
  }
}

extension PolicyStatement {
  /// Whether it lets in the role itself, or everybody.
  fileprivate func names(_ role: String) -> Bool {
    json["NotPrincipal"] == nil
      && principals.contains { $0.isEveryone || $0.kind == "AWS" && ($0.id == "*" || $0.id == role) }
  }

  fileprivate func speaks(of role: String) -> Bool {
    let account = ARN(role)?.account
    let isEveryone = { (principal: Principal) in principal.isEveryone || principal.kind == "AWS" && principal.id == "*"
    }
    let isRole = { (principal: Principal) in principal.kind == "AWS" && principal.id == role }
    // Whoever is excepted from a denial has to be named itself: its account is not enough.
    if json["NotPrincipal"] != nil { return !notPrincipals.contains { isEveryone($0) || isRole($0) } }
    return principals.contains { isEveryone($0) || isRole($0) || $0.root != nil && $0.root == account }
  }
}
