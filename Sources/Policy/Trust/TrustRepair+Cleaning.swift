import JSONDocument

/// Cleaning one statement of ours.
extension TrustRepair {
  func cleaned(_ view: TrustView, defects: Set<String>) -> Candidate {
    var statement = view.statement
    let rest = principal(&statement)
    if !defects.isDisjoint(with: ["TRUST-36", "TRUST-37", "TRUST-38"]) { action(&statement) }
    conditions(&statement, view)
    return Candidate(statement: statement, isIntact: false, rest: rest)
  }

  /// Leaves our provider as the only principal, and returns the statement for the others, if there are any.
  private func principal(_ statement: inout PolicyStatement) -> PolicyStatement? {
    let principals = statement.principals
    let isGitHub = { (principal: Principal) in
      principal.kind == "Federated"
        && Issuer.looksLikeGitHub(Issuer.host(inProvider: principal.id) ?? principal.id, ours: intent.issuer)
    }
    let isRight = { (principal: Principal) in
      isGitHub(principal)
        && (principal.id.isSame(as: intent.provider) || intent.providers?.contains(principal.id) ?? false)
    }
    if principals.contains(where: { $0.id.isSame(as: intent.provider) }), principals.allSatisfy(isRight) { return nil }
    let others = principals.filter { !isGitHub($0) && !$0.isAnyone }
    var rest: PolicyStatement?
    if !others.isEmpty {
      var kinds = JSONObject()
      for kind in Set(others.map(\.kind)).sorted() {
        kinds[kind] = JSON(oneOrMany: others.filter { $0.kind == kind }.map(\.id))
      }
      rest = statement
      rest?.json["Principal"] = .object(kinds)
      // Two statements may not have one Sid.
      statement.json["Sid"] = nil
    }
    statement.json["NotPrincipal"] = nil
    statement.json["Principal"] = ["Federated": .string(intent.provider)]
    return rest
  }

  /// Leaves the one action, and what may stand beside it for web identities.
  private func action(_ statement: inout PolicyStatement) {
    let companions = ["sts:tagsession", "sts:setsourceidentity", TrustPolicy.action.lowercased()]
    var actions = statement.actions.filter { companions.contains($0.lowercased()) }
    if !actions.contains(where: { $0.lowercased() == TrustPolicy.action.lowercased() }) {
      actions.insert(TrustPolicy.action, at: 0)
    }
    statement.json["NotAction"] = nil
    statement.json["Action"] = JSON(oneOrMany: actions)
  }

  private func conditions(_ statement: inout PolicyStatement, _ view: TrustView) {
    let subjects = valid(view)
    var block = JSONObject()
    var hasAudience = false
    for (operation, tests) in statement.json["Condition"]?.object?.members ?? [] {
      var left = JSONObject()
      for (key, value) in tests.object?.members ?? [] {
        guard let test = view.tests.first(where: { $0.operatorName == operation && $0.key == key }) else { continue }
        guard let (kept, values) = keep(test, view) else { continue }
        let isAudience = TrustView.claim(kept)?.name == "aud" && !test.isNegated
        hasAudience = hasAudience || isAudience
        left[kept] = values == test.values ? value : JSON(oneOrMany: values)
      }
      if !left.isEmpty || tests.object == nil { block[operation] = tests.object == nil ? tests : .object(left) }
    }
    if !hasAudience { put([intent.audience], "aud", "StringEquals", &block) }
    statement.json["Condition"] = .object(block)
    let isWide = subjects.contains { Wildcard($0).isPattern && !intent.subjects.contains($0) }
    put(subjects, "sub", isWide ? "StringLike" : "StringEquals", &block)
    statement.json["Condition"] = .object(block)
  }

  private func put(_ values: [String], _ claim: String, _ operation: String, _ block: inout JSONObject) {
    var tests = block[operation]?.object ?? JSONObject()
    tests["\(intent.issuer):\(claim)"] = JSON(oneOrMany: values)
    block[operation] = .object(tests)
  }

  /// What becomes of one test: its key and values, or nil when it goes. The positive tests of the subject go
  /// and are written anew.
  private func keep(_ test: ConditionTest, _ view: TrustView) -> (key: String, values: [String])? {
    guard let (host, name) = TrustView.claim(test.key), Issuer.looksLikeGitHub(host, ours: intent.issuer) else {
      return (test.key, test.values)
    }
    guard Token.exposedClaims.contains(name) else { return nil }
    let isVacuous = test.quantifier == .forAllValues || test.ifExists
    let onIssuer = view.isOnIssuer(test) && view.issuer.lowercased() == intent.issuer.lowercased()
    let key = onIssuer ? test.key : "\(intent.issuer):\(name)"
    switch name {
    case "sub":
      let isText = test.comparesText || test.usesWildcards
      if !test.isNegated, isText { return nil }
      let here = ConditionTest(operatorName: test.operatorName, key: key, values: test.values)
      let admits = intent.subjects.allSatisfy { here.holds(ConditionContext([key: [$0]])) }
      return admits && !(isVacuous && isText) ? (key, test.values) : nil
    case "aud":
      if !test.isNegated, test.comparesText || test.usesWildcards {
        let values = test.values.filter { $0.isSame(as: intent.audience) || intent.audiences.contains($0) }
        return !isVacuous && values.contains(intent.audience) ? (key, values) : nil
      }
      return test.holds(ConditionContext([test.key: [intent.audience]])) && !isVacuous ? (key, test.values) : nil
    default: return (key, test.values)
    }
  }

  /// The subject values that stay, in their order.
  private func valid(_ view: TrustView) -> [String] {
    var valid: [String] = []
    for test in view.subjectTests {
      for value in test.values where isValid(value, test) && !valid.contains(value) {
        let others = view.subjectTests.filter { $0 != test }
        // Several tests of the subject all have to hold: only what passes each of them was ever accepted.
        let passes = others.allSatisfy { other in
          other.values.contains { other.usesWildcards ? Wildcard($0).covers(Wildcard(value)) : $0.isSame(as: value) }
        }
        if passes { valid.append(value) }
      }
    }
    return valid
  }

  private func isValid(_ value: String, _ test: ConditionTest) -> Bool {
    if intent.subjects.contains(where: { $0.isSame(as: value) }) { return true }
    let pattern = SubjectPattern(value)
    if test.comparesText, pattern.hasWildcard { return false }
    guard TrustView.isOurs(value, intent) else {
      let owner = pattern.owner ?? ""
      return !closing || owner == intent.format.owner || intent.owners.contains(owner)
    }
    if intent.format.isCustomised {
      let keys = intent.format.includeClaimKeys.filter { $0 != "repo" && $0 != "context" }
      return !pattern.hasWildcard && keys.allSatisfy { ":\(value)".contains(":\($0):") }
    }
    guard pattern.aim(at: intent.format, ignoringCase: test.ignoresCase) == .exact, pattern.width == .narrow,
      let context = pattern.context
    else {
      return false
    }
    let lint = TrustLint(views: [], intent: intent)
    return context != "pull_request" && TrustLint.isContext(context) && lint.environment(like: context) == nil
  }

  /// Adds a subject to the statement's first test of the subject, or begins one.
  func adding(_ subject: String, to statement: PolicyStatement) -> PolicyStatement {
    var statement = statement
    var block = statement.json["Condition"]?.object ?? JSONObject()
    let test = TrustView.positive(statement.conditions).first {
      $0.key.lowercased() == "\(intent.issuer):sub".lowercased()
    }
    let operation = test?.operatorName ?? "StringEquals"
    var tests = block[operation]?.object ?? JSONObject()
    let values = (test?.values ?? []) + [subject]
    tests[test?.key ?? "\(intent.issuer):sub"] = JSON(oneOrMany: values)
    block[operation] = .object(tests)
    statement.json["Condition"] = .object(block)
    return statement
  }
}
