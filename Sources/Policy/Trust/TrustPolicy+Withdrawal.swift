import JSONDocument

extension TrustPolicy {
  /// Takes back what onramp added to a trust policy.
  ///
  /// Nobody edited it since: the previous document, verbatim. Otherwise statement by statement: a statement we
  /// added goes, one we replaced returns to what it was. A statement of ours that somebody edited loses the
  /// subjects we added, if it can still be recognised by its Sid or by everything besides its subjects.
  /// - Parameters:
  ///   - written: what the document was right after our change.
  ///   - previous: what it was right before.
  public static func withdrawn(
    _ current: PolicyDocument, written: PolicyDocument, previous: PolicyDocument
  ) -> Withdrawal<PolicyDocument> {
    if current.means(previous) { return .nothing }
    if current.means(written) { return .previous(previous) }
    let before = previous.statements
    let ours = written.statements.filter { one in !before.contains { $0.meaning == one.meaning } }
    var replaced = before.filter { one in !written.statements.contains { $0.meaning == one.meaning } }
    var result: [PolicyStatement] = []
    var open = ours
    for statement in current.statements {
      if let index = open.firstIndex(where: { $0.meaning == statement.meaning }) {
        result += returned(for: open.remove(at: index), &replaced)
      } else if before.contains(where: { $0.meaning == statement.meaning }) {
        result.append(statement)
      } else if let index = open.firstIndex(where: { isSame($0, statement) }) {
        let mine = open.remove(at: index)
        guard replaced.isEmpty else { return .impossible("the statement onramp changed was edited since") }
        let added = Set(mine.conditions.filter(isSubject).flatMap(\.values))
        if let rest = without(added, statement) { result.append(rest) }
      } else {
        result.append(statement)
      }
    }
    if open.count == ours.count { return replaced.isEmpty ? .nothing : .impossible("nothing onramp wrote is left") }
    guard replaced.isEmpty else { return .impossible("a statement onramp replaced has no place to return to") }
    // A role cannot be without a trust policy.
    guard !result.isEmpty else { return .impossible("nothing would be left: delete the role instead") }
    var document = current
    document.statements = result
    return .edited(document)
  }

  /// What a statement of ours had replaced: the one with its Sid, else the next one for GitHub.
  private static func returned(
    for mine: PolicyStatement, _ replaced: inout [PolicyStatement]
  ) -> [PolicyStatement] {
    let index =
      replaced.firstIndex { $0.sid != nil && $0.sid == mine.sid } ?? replaced.firstIndex { $0.sid == mine.sid }
    return index.map { [replaced.remove(at: $0)] } ?? []
  }

  /// Whether an edited statement is still recognisably the one we wrote.
  private static func isSame(_ mine: PolicyStatement, _ edited: PolicyStatement) -> Bool {
    if let sid = mine.sid { return edited.sid == sid }
    return bare(mine).meaning == bare(edited).meaning
  }

  /// A statement without the values of its subject tests.
  private static func bare(_ statement: PolicyStatement) -> PolicyStatement {
    var statement = statement
    var block = JSONObject()
    for test in statement.conditions where TrustView.claim(test.key)?.name != "sub" {
      var tests = block[test.operatorName]?.object ?? JSONObject()
      tests[test.key] = JSON(test.values)
      block[test.operatorName] = .object(tests)
    }
    statement.json["Condition"] = .object(block)
    return statement
  }

  /// A statement without some of its subjects; nil when none is left.
  static func without(_ subjects: Set<String>, _ statement: PolicyStatement) -> PolicyStatement? {
    var rest = statement
    var block = statement.json["Condition"]?.object ?? JSONObject()
    var isLeft = false
    for test in statement.conditions where isSubject(test) {
      let values = test.values.filter { !subjects.contains($0) }
      isLeft = isLeft || !values.isEmpty
      var tests = block[test.operatorName]?.object ?? JSONObject()
      tests[test.key] = values == test.values ? tests[test.key] : JSON(oneOrMany: values)
      block[test.operatorName] = .object(tests)
    }
    rest.json["Condition"] = .object(block)
    return isLeft ? rest : nil
  }

  static func isSubject(_ test: ConditionTest) -> Bool {
    TrustView.claim(test.key)?.name == "sub" && !test.isNegated
  }

  // MARK: What is others'

  /// What others have of a trust policy: it without the statements that speak of our repository alone, and without our
  /// subjects in those that speak of others too. Nil where it lets nobody else in.
  public static func others(in document: PolicyDocument, _ intent: TrustIntent) -> PolicyDocument? {
    var rest = document
    rest.statements = document.statements.compactMap { statement in
      guard statement.isAllow, TrustView(statement, index: 0, intent: intent).whose == .ours else { return statement }
      let subjects = statement.conditions.filter(isSubject).flatMap(\.values)
      return without(Set(subjects.filter { TrustView.isOursAlone($0, intent) }), statement)
    }
    return rest.statements.contains(where: \.isAllow) ? rest : nil
  }

  /// Whether a statement for our repository has the Sid of those that onramp adds to a policy.
  public static func isSigned(_ statement: PolicyStatement, _ intent: TrustIntent) -> Bool {
    statement.sid?.hasPrefix(sid) == true && !isOthers(statement, intent)
  }

  /// Whether a statement speaks of others only.
  public static func isOthers(_ statement: PolicyStatement, _ intent: TrustIntent) -> Bool {
    TrustView(statement, index: 0, intent: intent).whose != .ours
  }
}
