import JSONDocument

extension IdentityPolicy {
  /// Why an action is not allowed, where a statement can be named: the one that denies it, else one that allows the
  /// action and misses the resource or the request. Nil where no statement speaks of the action.
  ///
  /// - Parameter everywhere: it has to be allowed on every resource of the form, not on some.
  public func reason(
    _ missing: Permission, everywhere: Bool = false, also surroundings: ConditionContext = ConditionContext()
  ) -> String? {
    let (action, wanted) = (missing.action, Wildcard(missing.resource))
    var context = surroundings
    for (key, value) in missing.context { context[key] = value }
    let decision = decision(action: action, resource: missing.resource, context: context)
    if case .denied(let document, let statement) = decision { return "\(name(document, statement)) denies it" }
    var misses: [(isClose: Bool, words: String)] = []
    for (number, document) in documents.enumerated() {
      let reads = document.readsVariables
      for (index, statement) in document.statements.enumerated()
      where statement.isAllow && statement.covers(action: action) {
        let name = name(number, index)
        let test = statement.conditions.first { !$0.holds(context, readsVariables: reads) }
        let reach = Reach(statement, context, readsVariables: reads)
        if !(everywhere ? reach.surelyCovers(wanted) : reach.surelyMeets(wanted)) {
          let except = statement.json["NotResource"] != nil
          let resources = Self.few(except ? statement.notResources : statement.resources)
          misses.append((false, "\(name) allows it " + (except ? "except on \(resources)" : "on \(resources) only")))
        } else if let test {
          misses.append((true, "\(name) allows it only if \(test.operatorName) \(test.key) \(Self.few(test.values))"))
        }
      }
    }
    // One that has the resource is nearer to what is meant than one about something else.
    return (misses.first { $0.isClose } ?? misses.first)?.words
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

  private static func few(_ texts: [String]) -> String {
    texts.prefix(2).joined(separator: ", ") + (texts.count > 2 ? " and \(texts.count - 2) more" : "")
  }
}
