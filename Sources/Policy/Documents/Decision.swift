/// What policies say of a request, and the statement that decides it.
///
/// The order of IAM's evaluation logic inside one account: a Deny that holds ends it, else an Allow that holds allows,
/// else nothing does (IAM User Guide, "Policy evaluation logic"). Where a statement that would change the answer rests
/// on what nobody here knows, the answer is not known either.
public enum Decision: Hashable, Sendable {
  case allowed(document: Int, statement: Int)
  case denied(document: Int, statement: Int)
  /// It depends on this statement, and whether that holds is not known.
  case undecided(document: Int, statement: Int)
  /// No statement speaks for it.
  case notAllowed

  public var isAllowed: Bool { outcome == .holds }

  /// Whether it is allowed.
  public var outcome: Outcome {
    switch self {
    case .allowed: .holds
    case .denied, .notAllowed: .fails
    case .undecided: .undecided
    }
  }

  /// Decides a request by documents that count together.
  public init(_ documents: [PolicyDocument], _ request: Request) {
    var first: [Effect: (document: Int, statement: Int)] = [:]
    for (number, document) in documents.enumerated() {
      for (index, statement) in document.statements.enumerated() where statement.isAllow || statement.isDeny {
        let outcome = statement.applies(to: request, readsVariables: document.readsVariables)
        let effect = Effect(isDeny: statement.isDeny, outcome: outcome)
        if outcome != .fails, first[effect] == nil { first[effect] = (number, index) }
      }
    }
    func place(_ isDeny: Bool, _ outcome: Outcome) -> (document: Int, statement: Int)? {
      first[Effect(isDeny: isDeny, outcome: outcome)]
    }
    if let deny = place(true, .holds) {
      self = .denied(document: deny.document, statement: deny.statement)
    } else if let doubt = place(true, .undecided), place(false, .holds) ?? place(false, .undecided) != nil {
      self = .undecided(document: doubt.document, statement: doubt.statement)
    } else if let allow = place(false, .holds) {
      self = .allowed(document: allow.document, statement: allow.statement)
    } else if let doubt = place(false, .undecided) {
      self = .undecided(document: doubt.document, statement: doubt.statement)
    } else {
      self = .notAllowed
    }
  }

  private struct Effect: Hashable {
    let isDeny: Bool
    let outcome: Outcome
  }
}
