import JSONDocument

/// The policies of one identity, inline and attached together, and what they allow.
///
/// The order of IAM's evaluation logic inside one account: a matching Deny ends it, else a matching Allow
/// allows, else nothing does. Boundaries, service control policies and sessions are other documents; a caller
/// who has them asks again with them and allows what all allow.
public struct IdentityPolicy: Hashable, Sendable {
  public let documents: [PolicyDocument]
  /// What the policies are called, in the order of the documents; none where nobody asks.
  public let names: [String]

  public init(_ documents: [PolicyDocument], names: [String] = []) {
    self.documents = documents
    self.names = names
  }

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
      let reads = document.readsVariables
      for (index, statement) in document.statements.enumerated() where statement.covers(action: action) {
        let outcomes = statement.conditions.map { $0.outcome(context, readsVariables: reads) }
        let reach = Reach(statement, context, readsVariables: reads)
        if statement.isDeny, reach.mayCover(wanted), !outcomes.contains(.fails) {
          return .denied(document: number, statement: index)
        }
        if statement.isAllow, allowed == nil, reach.surelyMeets(wanted), outcomes.allSatisfy({ $0 == .holds }) {
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

/// The resources a statement speaks of, with its variables filled from a request.
///
/// A variable that the request does not fill stands for anything: an Allow must not count on it, and a Deny must
/// not be overlooked for it.
struct Reach {
  /// Whether the resources named are the exceptions.
  private let isInverted: Bool
  private let sure: [Wildcard]
  private let possible: [Wildcard]

  init(_ statement: PolicyStatement, _ context: ConditionContext, readsVariables: Bool) {
    isInverted = statement.json["NotResource"] != nil
    let texts = (isInverted ? statement.notResources : statement.resources).map {
      PolicyText($0, readsVariables: readsVariables)
    }
    sure = texts.compactMap { text in text.pieces(context) { _ in nil }.map { Wildcard(text.text, pieces: $0) } }
    possible = texts.compactMap { text in text.pieces(context) { _ in [.run] }.map { Wildcard(text.text, pieces: $0) } }
  }

  /// Whether the statement surely reaches some resource of a form.
  func surelyMeets(_ wanted: Wildcard) -> Bool {
    isInverted ? !possible.contains { $0.covers(wanted) } : sure.contains { $0.overlaps(wanted) }
  }

  /// Whether the statement surely reaches every resource of a form.
  func surelyCovers(_ wanted: Wildcard) -> Bool {
    isInverted ? !possible.contains { $0.overlaps(wanted) } : sure.contains { $0.covers(wanted) }
  }

  /// Whether the statement may reach every resource of a form.
  func mayCover(_ wanted: Wildcard) -> Bool {
    isInverted ? !sure.contains { $0.overlaps(wanted) } : possible.contains { $0.covers(wanted) }
  }
}
