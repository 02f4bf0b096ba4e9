import Checklist
import JSONDocument

/// What can be told a person about a token before it is stored: whether it can be, and what GitHub says to it.
public enum TokenInterview {
  /// Asks GitHub with the token that would be stored. A token that GitHub does not accept is refused; what is
  /// less than right is said (lines that begin with `! `) and left to the person.
  public static func opinion(_ world: World, _ context: Context) async -> (isAccepted: Bool, lines: [String]) {
    opinion(of: await OfferedToken.look(world, context), context)
  }

  private static func opinion(of offered: OfferedToken, _ context: Context) -> (isAccepted: Bool, lines: [String]) {
    if let problem = offered.facts.value?.problem { return (false, [problem]) }
    guard let rights = offered.rights else { return (false, [offered.facts.obstacle?.inWords ?? "there is no token"]) }
    guard let seen = rights.all.value else {
      let reason = rights.all.obstacle?.inWords ?? ""
      return (true, ["! GitHub could not be asked about it: \(reason)"])
    }
    let verdicts = TokenVerdicts(context: context)
    if case .broken(let found, _, _) = verdicts.accepted(seen.user) { return (false, ["It is not stored: \(found)."]) }
    let lines = verdicts.all(seen).compactMap { _, verdict in
      switch verdict {
      case .holds(let found): found
      case .waiting(let found, let needed): "! \(found); needed: \(needed)"
      case .broken(let found, let needed, _): "! \(found); better: \(needed)"
      default: nil
      }
    }
    return (true, lines)
  }
}
