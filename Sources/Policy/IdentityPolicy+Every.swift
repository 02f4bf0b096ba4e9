import JSONDocument

extension IdentityPolicy {
  /// Whether the action is allowed on *every* resource of a form, such as `stack/SP-*`: one statement covers the
  /// whole form, and none denies all of it. A name without wildcards is a form of one.
  public func allowsEvery(_ permission: Permission, also context: ConditionContext = ConditionContext()) -> Bool {
    let wanted = Wildcard(permission.resource)
    var context = context
    for (key, value) in permission.context { context[key] = value }
    let speaking = documents.flatMap(\.statements).filter { $0.covers(action: permission.action) }
    let isDenied = speaking.contains { statement in
      statement.isDeny && statement.reaches(all: wanted) && statement.conditions.allSatisfy { $0.mayHold(context) }
    }
    return !isDenied
      && speaking.contains { statement in
        statement.isAllow && statement.reaches(all: wanted) && statement.conditions.allSatisfy { $0.holds(context) }
      }
  }
}
