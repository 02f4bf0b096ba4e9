import JSONDocument

/// A service that a role must trust, such as `sagemaker.amazonaws.com`.
public struct ServiceTrust: Hashable, Sendable {
  public let service: String
  /// What the service does to the role: `sts:AssumeRole`, and whatever it does beside it.
  public let actions: [String]
  /// What the service brings when it assumes the role, such as `aws:SourceAccount`.
  public let context: ConditionContext

  public init(
    service: String, actions: [String] = ["sts:AssumeRole"], context: ConditionContext = ConditionContext()
  ) {
    self.service = service
    self.actions = actions
    self.context = context
  }

  /// What a trust policy says to the service.
  public enum Answer: Hashable, Sendable {
    case trusted
    /// It keeps the service out, and how: the statement and the test that decide.
    case refused(String)
    /// Whether it lets the service in rests on what is not known here.
    case undecided(String)
  }

  public func answer(of document: PolicyDocument) -> Answer {
    var doubt: Answer?
    for action in actions {
      switch decision(action, document) {
      case .allowed: continue
      case .denied(_, let index):
        return .refused(words(document, index, "denies \(action)", .holds))
      case .undecided(_, let index):
        let says = document.statements[index].isDeny ? "denies" : "allows \(service)"
        doubt = doubt ?? .undecided(words(document, index, "\(says) \(action)", .undecided))
      case .notAllowed: return .refused(refusal(action, document))
      }
    }
    return doubt ?? .trusted
  }

  /// Whether the service may assume the role: a statement allows it, and none denies it.
  public func isTrusted(by document: PolicyDocument) -> Bool { answer(of: document) == .trusted }

  /// The document with a statement for what the service may not do yet; every other statement stays as it is. Nil
  /// where a Deny keeps the service out, or may: taking that away is for whoever wrote it.
  public func repaired(_ document: PolicyDocument) -> PolicyDocument? {
    var repaired = document
    let missing = actions.filter { decision($0, document) == .notAllowed }
    if !missing.isEmpty { repaired.statements.append(statement(missing)) }
    return isTrusted(by: repaired) ? repaired : nil
  }

  /// A trust policy for the service alone.
  public var fresh: PolicyDocument { PolicyDocument(statements: [statement(actions)]) }

  /// The services that a document lets in, as they are written there.
  public static func services(in document: PolicyDocument) -> [String] {
    document.statements.filter(\.isAllow).flatMap(\.principals).filter { $0.kind == "Service" }.map(\.id)
  }

  private func statement(_ actions: [String]) -> PolicyStatement {
    PolicyStatement([
      "Effect": "Allow", "Principal": ["Service": .string(service)], "Action": JSON(oneOrMany: actions),
    ])
  }

  private func decision(_ action: String, _ document: PolicyDocument) -> Decision {
    Decision([document], Request(action, by: .service(service), context: context))
  }

  /// Why no statement allows an action: the test that keeps the service out, else what the service may do instead.
  private func refusal(_ action: String, _ document: PolicyDocument) -> String {
    let naming = document.statements.enumerated().filter {
      $0.element.isAllow && $0.element.names(.service(service)) == .holds
    }
    if let (index, _) = naming.first(where: { $0.element.covers(action: action) }) {
      return words(document, index, "allows \(service) \(action)", .fails)
    }
    let services = Self.services(in: document)
    return naming.isEmpty
      ? "trusts \(services.isEmpty ? "no service" : services.joined(separator: ", "))"
      : "allows \(service) \(naming.flatMap(\.element.actions).joined(separator: ", "))"
  }

  /// `statement 1 allows sagemaker.amazonaws.com sts:AssumeRole only if StringEquals aws:SourceAccount 999999999999`.
  private func words(_ document: PolicyDocument, _ index: Int, _ says: String, _ outcome: Outcome) -> String {
    let statement = document.statements[index]
    let tests = statement.conditions.filter {
      $0.outcome(context, readsVariables: document.readsVariables) == outcome
    }
    let condition = tests.map(\.inWords).joined(separator: " and ")
    return "\(statement.name(at: index)) \(says)"
      + (condition.isEmpty ? "" : "\(outcome == .fails ? " only" : "") if \(condition)")
  }
}

extension PolicyStatement {
  /// `statement 2 "Freeze"`, for the statement at an index from 0.
  public func name(at index: Int) -> String { "statement \(index + 1)" + (sid.map { " \"\($0)\"" } ?? "") }
}
