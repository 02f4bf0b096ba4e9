import JSONDocument

extension IdentityPolicy {
  /// An inline policy after its offending grants were taken out.
  public enum Narrowed: Hashable, Sendable {
    case unchanged
    case changed(PolicyDocument)
    /// Nothing is left, and IAM stores no empty policy: delete it.
    case empty
  }

  /// Takes out of a document what PERM-01, 02, 03 and 14 speak about, for a scoped policy to stand in its place.
  ///
  /// From an offending statement go the actions that offend, and the statement when none is left. Statements
  /// that do not offend stay as they are, and so does everything else in one that does. A role passed to any
  /// service (PERM-02) is taken out only where the scoped policy passes that role: another role is somebody's.
  /// - Parameter scoped: what grants the needed actions from now on.
  /// - Parameter checks: the defects that are repaired; others are left to whoever wrote them.
  public static func narrowed(
    _ document: PolicyDocument, to scoped: PolicyDocument,
    for checks: Set<String> = ["PERM-01", "PERM-02", "PERM-03", "PERM-14"]
  ) -> Narrowed {
    let remarks = IdentityPolicy([document]).remarks().filter { checks.contains($0.check) }
    let passes = scoped.statements.filter { $0.isAllow && $0.covers(action: "iam:PassRole") }
    var statements: [PolicyStatement] = []
    for (index, statement) in document.statements.enumerated() {
      let checks = Set(remarks.filter { $0.statement == index }.map(\.check))
      guard !checks.isEmpty else {
        statements.append(statement)
        continue
      }
      // With NotAction or `*` there is no list to take an action from.
      guard statement.json["NotAction"] == nil, !statement.givesEverything else { continue }
      let isReplaced = statement.resources.allSatisfy { role in
        passes.contains { pass in pass.resources.contains { Wildcard($0).covers(Wildcard(role)) } }
      }
      let left = statement.actions.filter { !offends($0, checks, isReplaced: isReplaced) }
      guard left.count < statement.actions.count else {
        statements.append(statement)
        continue
      }
      guard !left.isEmpty else { continue }
      var rest = statement
      rest.json["Action"] = JSON(oneOrMany: left)
      statements.append(rest)
    }
    if statements == document.statements { return .unchanged }
    guard !statements.isEmpty else { return .empty }
    var narrowed = document
    narrowed.statements = statements
    return .changed(narrowed)
  }

  private static func offends(_ action: String, _ checks: Set<String>, isReplaced: Bool) -> Bool {
    let name = action.lowercased()
    if Wildcard(name).matches("iam:passrole") {
      return checks.contains("PERM-01") || (checks.contains("PERM-02") && isReplaced)
    }
    if checks.contains("PERM-03"), ["sagemaker:*", "s3:*"].contains(name) { return true }
    return checks.contains("PERM-14") && PolicyStatement.changesSageMaker(name)
  }
}
