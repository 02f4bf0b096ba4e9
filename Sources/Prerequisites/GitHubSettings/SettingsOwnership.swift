import Checklist
import Policy

/// Whose the repository's settings are where the journal does not tell of them, and who else relies on them.
///
/// What the setup file names, what came into being after the setup's own role (`SetupBeginning`), and what stands as
/// onramp writes it, is onramp's. What stood there before is somebody's.
struct SettingsOwnership {
  let seen: GitHubSettingsStep.Observation
  let context: Context

  /// Why nothing is left to take back where the journal tells of it.
  static let gone = "gone with the repository: GitHub answers 404 for it"

  /// How it is known.
  var reason: String { "made after onramp made role \(context.setup.role), as the setup file wants it" }

  /// - Parameter created: when the setting was made, in seconds since 1970.
  func isOurs(created: Double?) -> Bool {
    SetupBeginning(role: seen.role, context: context).covers(created)
  }

  /// What onramp made, as a holding that goes, unless others rely on the repository's settings too: roles that trust the
  /// repository, and other setups of onramp that use the same role for it.
  func sharing(_ holding: Holding) -> Holding {
    guard holding.action == .remove else { return holding }
    guard let trusting = seen.trusting?.value else {
      return holding.staying(because: "stays: cannot tell which roles trust the repository")
    }
    let roles = trusting.filter { $0.arn != seen.role.value?.arn && opens($0.trustPolicy) }
    return holding.used(by: setups + roles.map { Holding.User("role \($0.name)", resource: $0.arn) })
  }

  /// Whether a trust policy lets jobs of this repository in. One that cannot be read may: in doubt what is shared stays.
  private func opens(_ policy: StoredPolicy) -> Bool {
    let repository = GitHubFacts(repository: seen.repository, subject: Look([], .absent))
    let intent = TrustFacts(repository, context).intent
    return policy.document.map { !TrustPolicy.ownSubjects($0, intent).isEmpty } ?? true
  }

  /// The other setups of onramp that use the role for this repository: their marks say so, and where it was handed over
  /// to one, and this setup's mark is off it, what the role still trusts.
  private var setups: [Holding.User] {
    guard let role = seen.role.value else { return [] }
    let marks = role.tags.filter { $0.key.hasPrefix(MarkedThing.prefix) && $0.value == context.setup.fullName }
    let marked = marks.keys.map { String($0.dropFirst(MarkedThing.prefix.count)) }
    let isMarked = role.tags[MarkedThing.prefix + context.setup.name] != nil
    let maker = role.tags[context.ownership.key].flatMap { !isMarked && opens(role.trustPolicy) ? $0 : nil }
    return (marked + [maker].compactMap(\.self)).filter { $0 != context.setup.name }.distinct.sorted()
      .map { Holding.User("onramp setup \($0)") }
  }
}
