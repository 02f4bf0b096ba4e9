extension StoredPolicy {
  /// Takes out of a policy what onramp wrote into it, statement by statement.
  ///
  /// A statement that onramp added is known by its Sid, whatever became of it since; one without a Sid, and one that
  /// stood there before and was rewritten, by what it says. Every other statement stays letter by letter. The values
  /// are nil where no policy stands.
  /// - Parameters:
  ///   - written: what stood there right after onramp's last change.
  ///   - previous: what stood there right before its first.
  public static func withdrawn(
    _ current: StoredPolicy?, written: StoredPolicy?, previous: StoredPolicy?
  ) -> Withdrawal<StoredPolicy?> {
    if means(current, previous) { return .nothing }
    if means(current, written) { return .previous(previous) }
    let edited = Withdrawal<StoredPolicy?>.impossible("it was edited since onramp wrote it")
    guard let document = current?.document, let written = written?.document else { return edited }
    let before = previous?.document?.statements ?? []
    let ours = written.statements.filter { one in !before.contains { $0.meaning == one.meaning } }
    let replaced = before.filter { one in !written.statements.contains { $0.meaning == one.meaning } }
    func isOne(_ mine: PolicyStatement, _ statement: PolicyStatement) -> Bool {
      mine.meaning == statement.meaning
        || mine.sid != nil && mine.sid == statement.sid && !before.contains { $0.sid == mine.sid }
    }
    let found = document.statements.map { statement in ours.contains { isOne($0, statement) } }
    guard found.contains(true) || ours.isEmpty else { return edited }
    // Whether what was rewritten may return is told by what took its place.
    let isWhole = ours.allSatisfy { mine in document.statements.contains { isOne(mine, $0) } }
    guard replaced.isEmpty || isWhole else { return edited }
    var left = zip(document.statements, found).filter { !$0.1 }.map(\.0)
    let sids = Set(left.compactMap(\.sid))
    guard replaced.allSatisfy({ $0.sid.map(sids.contains) != true }) else { return edited }
    left.insert(contentsOf: replaced, at: found.firstIndex(of: true) ?? left.count)
    guard !left.isEmpty else { return .edited(nil) }
    var rest = document
    rest.statements = left
    return previous?.document.map(rest.means) == true ? .previous(previous) : .edited(StoredPolicy(rest.text))
  }

  /// The same without the statements that are known as onramp's by themselves; nothing where there are none.
  public func without(_ isOurs: (PolicyStatement) -> Bool) -> Withdrawal<StoredPolicy?> {
    guard var rest = document else { return .nothing }
    let left = rest.statements.filter { !isOurs($0) }
    guard left.count < rest.statements.count else { return .nothing }
    rest.statements = left
    return .edited(left.isEmpty ? nil : StoredPolicy(rest.text))
  }

  private static func means(_ one: StoredPolicy?, _ other: StoredPolicy?) -> Bool {
    guard let one, let other else { return one == other }
    return one.means(other)
  }
}

extension PolicyDocument {
  /// The document with statements of ours in it: each replaces the one of its Sid where that stands, or comes last.
  /// Every other statement stays as it is.
  public func with(_ ours: [PolicyStatement]) -> PolicyDocument {
    var document = self
    var statements = document.statements
    for statement in ours {
      if let place = statements.firstIndex(where: { $0.sid != nil && $0.sid == statement.sid }) {
        statements[place] = statement
      } else {
        statements.append(statement)
      }
    }
    document.statements = statements
    return document
  }
}
