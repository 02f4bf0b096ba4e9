import Basics
import Checklist
import JSONDocument
import Policy
import ScreenForm

/// From subjects with names to subjects with ids, or back, one change after the other: accept both forms, switch, take
/// the old form out. At each point the role accepts what GitHub writes. A repository that was renamed or transferred
/// writes another name by itself, so that nothing is switched for it.
///
/// It remembers nothing: where the repository stands is seen in GitHub's setting and in the trust policy.
public struct SubjectMigration: Step {
  public struct Observation: Hashable, Sendable {
    let role: Look<IAMRole.Role>
    let facts: GitHubFacts
    /// Nil where the repository alone is switched.
    let reach: Look<OrganizationReach>?
  }

  public static let id: StepID = "migrate-subjects"
  static let switchKey: ItemKey = "migrate-subjects/switch"
  static let organizationKey: ItemKey = "migrate-subjects/organization"
  /// What the journal says of the switch.
  static func setting(hasIDs: Bool) -> JSON { ["use_immutable_subject": .bool(hasIDs)] }

  /// Whether the subjects are to carry ids; else names alone, which is the way back.
  let toIDs: Bool
  /// Whether the organisation is switched, and with it every repository that follows it; else the repository alone.
  let movesOrganization: Bool

  /// Whether what is left over may be taken out: the change before it is seen done though this one could follow.
  private var mayPrune = true

  public init() { self.init(toIDs: true) }
  public init(toIDs: Bool, movesOrganization: Bool = false) {
    (self.toIDs, self.movesOrganization) = (toIDs, movesOrganization)
  }

  public func observe(_ world: World, _ context: Context) async -> Observation {
    async let role = IAMRole.role(world, context.setup.role)
    let facts = await GitHubFacts.look(world, context.setup)
    let reach =
      movesOrganization
      ? await OrganizationReach.look(world, context, of: facts.repository, toIDs: toIDs) : nil
    return await Observation(role: role, facts: facts, reach: reach)
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] { [] }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    guard case .success(let stand) = stand(seen, context), let next = stand.next, mayPrune || !stand.prunes else {
      return []
    }
    return [next]
  }

  /// The same for making the change that comes next, and none after it.
  public func making(_ standing: MigrationStanding) -> SubjectMigration {
    var migration = self
    migration.mayPrune = standing.prunes
    return migration
  }

  /// Looks where the repository stands.
  public func standing(_ world: World, _ context: Context) async -> MigrationStanding {
    let seen = await observe(world, context)
    let trail = await SignInTrail.look(world, context)
    switch stand(seen, context) {
    case .failure(let objection): return MigrationStanding(objection)
    case .success(let stand):
      return MigrationStanding(
        stand, seen.reach?.value, waits: stand.prunes ? SwitchWait(trail, stand, context).words : nil, toIDs: toIDs)
    }
  }

  /// Why nothing can be done.
  struct Objection: Error {
    let words: String
    /// Whether something could not be looked at.
    var isUnseen = false
    /// What was seen all the same.
    var lines: [String] = []
  }

  private func stand(_ seen: Observation, _ context: Context) -> Result<SubjectStand, Objection> {
    let both = seen.facts.repository.and(seen.facts.subject)
    if let obstacle = seen.role.obstacle ?? both.obstacle ?? seen.reach?.obstacle {
      return .failure(Objection(words: obstacle.inWords, isUnseen: true))
    }
    guard let role = seen.role.value, let document = role.trustPolicy.document else {
      return .failure(
        Objection(words: "there is no role \(context.setup.role) with a trust policy: onramp setup makes it"))
    }
    guard let found = both.value else {
      return .failure(Objection(words: "GitHub does not know \(context.setup.fullName)"))
    }
    if movesOrganization {
      guard let reach = seen.reach?.value else {
        return .failure(
          Objection(words: "\(found.first.owner) is no organisation: its repositories are switched alone"))
      }
      if reach.hasIDs != toIDs, let objection = reach.objection {
        return .failure(Objection(words: objection, lines: reach.lines))
      }
    }
    let switching = SubjectSwitch(
      setup: context.setup, repository: found.first, setting: found.second, reach: seen.reach?.value)
    return SubjectStand.at(switching, document, role, seen.facts, context, toIDs: toIDs)
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
