import Basics
import Checklist
import JSONDocument
import Policy
import ScreenForm

/// From subjects with names to subjects with ids, or back, one change after the other: accept both forms, switch, take
/// the old form out. At each point the role accepts what GitHub writes.
///
/// It remembers nothing: where the repository stands is seen in GitHub's setting and in the trust policy.
public struct SubjectMigration: Step {
  public struct Observation: Hashable, Sendable {
    let role: Look<IAMRole.Role>
    let facts: GitHubFacts
  }

  public static let id: StepID = "migrate-subjects"
  static let switchKey: ItemKey = "migrate-subjects/switch"
  /// What the journal says of the switch.
  static func setting(hasIDs: Bool) -> JSON { ["use_immutable_subject": .bool(hasIDs)] }

  /// Whether the subjects are to carry ids; else names alone, which is the way back.
  let toIDs: Bool

  public init() { toIDs = true }
  public init(toIDs: Bool) { self.toIDs = toIDs }

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let role = IAMRole.role(world, context.setup.role)
    async let facts = GitHubFacts.look(world, context.setup)
    return await Observation(role: role, facts: facts)
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] { [] }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    guard case .success(let stand) = stand(seen, context), let next = stand.next else { return [] }
    return [next]
  }

  /// Looks where the repository stands.
  public func standing(_ world: World, _ context: Context) async -> MigrationStanding {
    let seen = await observe(world, context)
    let trail = await SignInTrail.look(world, context)
    switch stand(seen, context) {
    case .failure(let objection): return MigrationStanding(objection: objection.words, isUnseen: objection.isUnseen)
    case .success(let stand):
      return MigrationStanding(
        stand, waits: stand.prunes ? SwitchWait(trail, stand, context, toIDs: toIDs).words : nil)
    }
  }

  /// Why nothing can be done.
  struct Objection: Error {
    let words: String
    /// Whether something could not be looked at.
    var isUnseen = false
  }

  private func stand(_ seen: Observation, _ context: Context) -> Result<SubjectStand, Objection> {
    let both = seen.facts.repository.and(seen.facts.subject)
    if let obstacle = seen.role.obstacle ?? both.obstacle {
      return .failure(Objection(words: obstacle.inWords, isUnseen: true))
    }
    guard let role = seen.role.value, let document = role.trustPolicy.document else {
      return .failure(
        Objection(words: "there is no role \(context.setup.role) with a trust policy: onramp setup makes it"))
    }
    guard let found = both.value else {
      return .failure(Objection(words: "GitHub does not know \(context.setup.fullName)"))
    }
    return SubjectStand.at(
      (found.first, found.second), document, role, seen.facts, context, toIDs: toIDs)
  }

  /// What an operator reads of it, for the runner that makes its changes.
  static var screen: Screen {
    Screen(
      id: id.rawValue, order: 1000, step: "SubjectMigration", title: "Subjects with ids", track: "access", needs: [],
      about: "", fields: [], checks: [], permissions: PermissionText(), teardown: "", cost: "", sources: [])
  }
}

extension Prerequisites {
  /// With a migration whose changes are to be made.
  public func adding(_ migration: SubjectMigration) -> Prerequisites {
    adding([(screen: SubjectMigration.screen, step: migration)])
  }
}
