import JSONDocument

/// The policies of one identity, inline and attached together, and what they allow.
///
/// The order of IAM's evaluation logic inside one account: a matching Deny ends it, else a matching Allow
/// allows, else nothing does. Boundaries, service control policies and sessions are other documents; a caller
/// who has them asks again with them and allows what all allow.
public struct IdentityPolicy: Hashable, Sendable {
  public let documents: [PolicyDocument]

  public init(_ documents: [PolicyDocument]) { self.documents = documents }

  public enum Decision: Hashable, Sendable {
    case allowed(document: Int, statement: Int)
    case denied(document: Int, statement: Int)
    /// No statement speaks for it.
    case notAllowed
    public var isAllowed: Bool { if case .allowed = self { true } else { false } }
  }

  /// Decides a request. `resource` is an ARN; one with wildcards asks whether *some* resource of that form is
  /// allowed (and no Deny covers all of them), for resources that do not exist yet.
  public func decision(
    action: String, resource: String, context: ConditionContext = ConditionContext()
  ) -> Decision {
    let wanted = Wildcard(resource)
    var allowed: Decision?
    for (number, document) in documents.enumerated() {
      for (index, statement) in document.statements.enumerated() where statement.covers(action: action) {
        if statement.isDeny, statement.reaches(all: wanted), statement.conditions.allSatisfy({ $0.mayHold(context) }) {
          return .denied(document: number, statement: index)
        }
        if statement.isAllow, allowed == nil, statement.reaches(some: wanted),
          statement.conditions.allSatisfy({ $0.holds(context) })
        {
          allowed = .allowed(document: number, statement: index)
        }
      }
    }
    return allowed ?? .notAllowed
  }

  public func allows(
    action: String, resource: String, context: ConditionContext = ConditionContext()
  ) -> Bool {
    decision(action: action, resource: resource, context: context).isAllowed
  }
}

extension ConditionTest {
  /// In a Deny an operator we do not know counts as holding: a refusal is never overlooked.
  func mayHold(_ context: ConditionContext) -> Bool { !isKnown || holds(context) }
}

extension PolicyStatement {
  /// Whether the statement reaches some resource of a form.
  func reaches(some wanted: Wildcard) -> Bool {
    if json["NotResource"] != nil { return !notResources.contains { Wildcard($0).covers(wanted) } }
    return resources.contains { Wildcard($0).overlaps(wanted) }
  }

  /// Whether the statement reaches every resource of a form.
  func reaches(all wanted: Wildcard) -> Bool {
    if json["NotResource"] != nil { return !notResources.contains { Wildcard($0).overlaps(wanted) } }
    return resources.contains { Wildcard($0).covers(wanted) }
  }
}
