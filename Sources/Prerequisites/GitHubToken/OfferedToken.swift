import Checklist

/// The token that would be stored, as facts.
struct OfferedToken: Hashable, Sendable {
  /// Absent when no file is named and none was typed.
  let facts: Look<TokenOffer>
  /// Nil where there is no token to ask with.
  let rights: TokenRights?

  static func look(_ world: World, _ context: Context) async -> OfferedToken {
    let facts = world.offeredToken()
    guard let found = facts.value, found.problem == nil else { return OfferedToken(facts: facts, rights: nil) }
    return OfferedToken(facts: facts, rights: await TokenRights.look(world, .offered, context.setup))
  }

  /// The checks that this token would not make hold; all of them when nothing is known about it.
  fileprivate func failures(_ context: Context) -> Set<CheckID> {
    guard let seen = rights?.all.value else { return ["SEC-09", "SEC-10", "SEC-11", "SEC-12", "SEC-18"] }
    return Set(TokenVerdicts(context: context).all(seen).filter(\.verdict.isBroken).map(\.check))
  }
}

extension GitHubTokenStep.Observation {
  /// The checks of the value that the token at hand makes hold; without one, those that any good token makes hold.
  func repairs(_ context: Context) -> Set<CheckID> {
    guard let value, value.obstacle == nil, let offered, offered.facts.obstacle == nil else { return [] }
    let (broken, necessary) = (ValueJudgements(seen: self, context: context).broken, ValueJudgements.necessary)
    guard let facts = offered.facts.value, facts.problem == nil else { return broken.intersection(necessary) }
    if value.value?.isOffered == true { return broken.intersection(["SEC-05", "SEC-07"]) }
    let failures = offered.failures(context)
    guard !failures.contains("SEC-09") else { return broken.intersection(necessary.subtracting(["SEC-09"])) }
    return broken.subtracting(failures)
  }
}
