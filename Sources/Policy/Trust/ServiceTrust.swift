import JSONDocument

/// A service that a role must trust, such as `sagemaker.amazonaws.com`.
public struct ServiceTrust: Hashable, Sendable {
  public let service: String
  /// What the service brings when it assumes the role, such as `aws:SourceAccount`.
  public let context: [String: [String]]

  public init(service: String, context: [String: [String]] = [:]) {
    self.service = service
    self.context = context
  }

  /// Whether the service may assume the role: a statement allows it, and none denies it.
  public func isTrusted(by document: PolicyDocument) -> Bool {
    let context = ConditionContext(context)
    let speaking = document.statements.filter { $0.covers(action: "sts:AssumeRole") }
    return !isDenied(by: document)
      && speaking.contains { statement in
        statement.isAllow && statement.principals.contains { $0.kind == "Service" && $0.id == service }
          && statement.conditions.allSatisfy { $0.holds(context, readsVariables: document.readsVariables) }
      }
  }

  /// The document with a statement for the service; every other statement stays as it is. Nil where a Deny keeps
  /// the service out: taking that away is for whoever wrote it.
  public func repaired(_ document: PolicyDocument) -> PolicyDocument? {
    guard !isDenied(by: document) else { return nil }
    var repaired = document
    repaired.statements.append(statement)
    return repaired
  }

  /// A trust policy for the service alone.
  public var fresh: PolicyDocument { PolicyDocument(statements: [statement]) }

  /// The services that a document lets in, as they are written there.
  public static func services(in document: PolicyDocument) -> [String] {
    document.statements.filter(\.isAllow).flatMap(\.principals).filter { $0.kind == "Service" }.map(\.id)
  }

  private var statement: PolicyStatement {
    PolicyStatement(["Effect": "Allow", "Principal": ["Service": .string(service)], "Action": "sts:AssumeRole"])
  }

  private func isDenied(by document: PolicyDocument) -> Bool {
    let context = ConditionContext(context)
    return document.statements.contains { statement in
      let names = { (principal: Principal) in
        principal.isEveryone || principal.kind == "Service" && principal.id == service
          || principal.kind == "AWS" && principal.id == "*"
      }
      let isNamed =
        statement.json["NotPrincipal"] == nil
        ? statement.principals.contains(where: names) : !statement.notPrincipals.contains(where: names)
      return statement.isDeny && statement.covers(action: "sts:AssumeRole") && isNamed
        && statement.conditions.allSatisfy { $0.mayHold(context, readsVariables: document.readsVariables) }
    }
  }
}
