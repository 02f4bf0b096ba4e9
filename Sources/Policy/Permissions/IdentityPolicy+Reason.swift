import JSONDocument

extension IdentityPolicy {
  /// Why an action is not allowed, where a statement can be named: the one that denies it, else one that allows the
  /// action and misses the resource or the request. Nil where no statement speaks of the action.
  ///
  /// - Parameter everywhere: it has to be allowed on every resource of the form, not on some.
  public func reason(
    _ missing: Permission, everywhere: Bool = false, also surroundings: ConditionContext = ConditionContext()
  ) -> String? {
    let request = missing.request(in: surroundings, everywhere: everywhere)
    if case .denied(let document, let statement) = Decision(documents, request) {
      return "\(name(document, statement)) denies it"
    }
    var misses: [(isClose: Bool, words: String)] = []
    for (number, document) in documents.enumerated() {
      let reads = document.readsVariables
      for (index, statement) in document.statements.enumerated()
      where statement.isAllow && statement.covers(action: missing.action) {
        let name = name(number, index)
        let test = statement.conditions.first { !$0.holds(request.context, readsVariables: reads) }
        if statement.reaches(request, readsVariables: reads) != .holds {
          let except = statement.json["NotResource"] != nil
          let resources = Self.few(except ? statement.notResources : statement.resources)
          misses.append((false, "\(name) allows it " + (except ? "except on \(resources)" : "on \(resources) only")))
        } else if let test {
          misses.append((true, "\(name) allows it only if \(test.inWords)"))
        }
      }
    }
    // One that has the resource is nearer to what is meant than one about something else.
    return (misses.first { $0.isClose } ?? misses.first)?.words
  }

  /// What a permission rests on that is not known here: `region/OnlyHere denies it if StringNotEquals
  /// aws:PrincipalOrgID o-1`. Nil where it is known whether it is there.
  public func doubt(
    _ permission: Permission, everywhere: Bool = false, also surroundings: ConditionContext = ConditionContext()
  ) -> String? {
    let request = permission.request(in: surroundings, everywhere: everywhere)
    guard case .undecided(let number, let index) = Decision(documents, request) else { return nil }
    let (document, statement) = (documents[number], documents[number].statements[index])
    let tests = statement.conditions.filter {
      $0.outcome(request.context, readsVariables: document.readsVariables) == .undecided
    }
    let words = tests.map(\.inWords).joined(separator: " and ")
    return "\(name(number, index)) \(statement.isDeny ? "denies" : "allows") \(permission.action)"
      + (tests.isEmpty ? " on what its variables stand for" : " if \(words)")
  }

  /// What is not allowed, with the statement that should allow it where there is one:
  /// `iam:PassRole (Deploy/Pass allows it on arn:… only)`.
  public func inWords(
    _ missing: [Permission], everywhere: Bool = false, also surroundings: ConditionContext = ConditionContext()
  ) -> String {
    var groups: [(reason: String?, actions: [String])] = []
    for permission in missing {
      let reason = reason(permission, everywhere: everywhere, also: surroundings)
      if let known = groups.firstIndex(where: { $0.reason == reason }) {
        if !groups[known].actions.contains(permission.action) { groups[known].actions.append(permission.action) }
      } else {
        groups.append((reason, [permission.action]))
      }
    }
    return groups.map { $0.actions.joined(separator: ", ") + ($0.reason.map { " (\($0))" } ?? "") }
      .joined(separator: "; ")
  }

  /// `Deploy/PassRole`, or `Deploy, statement 2` for one without a name.
  private func name(_ document: Int, _ statement: Int) -> String {
    let policy = names.indices.contains(document) ? names[document] : "policy \(document + 1)"
    return documents[document].statements[statement].sid.map { "\(policy)/\($0)" }
      ?? "\(policy), statement \(statement + 1),"
  }

  fileprivate static func few(_ texts: [String]) -> String {
    texts.prefix(2).joined(separator: ", ") + (texts.count > 2 ? " and \(texts.count - 2) more" : "")
  }
}

extension ConditionTest {
  /// As an operator reads it in the policy: `StringEquals aws:PrincipalOrgID o-1, o-2 and 3 more`.
  public var inWords: String {
    "\(operatorName) \(key) \(values.isEmpty ? "without a value" : IdentityPolicy.few(values))"
  }
}
