import JSONDocument

extension IdentityPolicy {
  /// Whether the action is allowed on *every* resource of a form, such as `stack/SP-*`: one statement covers the
  /// whole form, and none denies all of it. A name without wildcards is a form of one.
  public func allowsEvery(_ permission: Permission, also context: ConditionContext = ConditionContext()) -> Bool {
    let wanted = Wildcard(permission.resource)
    var context = context
    for (key, value) in permission.context { context[key] = value }
    var isAllowed = false
    for document in documents {
      let reads = document.readsVariables
      for statement in document.statements where statement.covers(action: permission.action) {
        let reach = Reach(statement, context, readsVariables: reads)
        if statement.isDeny, reach.mayCover(wanted),
          statement.conditions.allSatisfy({ $0.mayHold(context, readsVariables: reads) })
        {
          return false
        }
        isAllowed =
          isAllowed
          || statement.isAllow && reach.surelyCovers(wanted)
            && statement.conditions.allSatisfy { $0.holds(context, readsVariables: reads) }
      }
    }
    return isAllowed
  }
}
