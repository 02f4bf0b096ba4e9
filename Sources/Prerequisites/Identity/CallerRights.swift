import Checklist
import JSONDocument
import Policy

/// Which of the planned actions the caller may not do: by IAM's own simulation, and by what GitHub tells of a token.
struct CallerRights: Hashable, Sendable {
  /// An action that is not allowed, and the fence that keeps it so where it is not the caller's own policies.
  struct Refused: Hashable, Sendable {
    enum Fence: String, Hashable, Sendable {
      case organization = "a service control policy"
      case boundary = "the permissions boundary"
    }

    let planned: PlannedAction
    let fence: Fence?
    /// The condition keys that the caller's policies look at and the simulation had no value for.
    var asksFor: [String] = []
  }

  let refused: [Refused]
  /// How many actions were asked about.
  let asked: Int
  /// Those of which nobody tells whether they are allowed: what a fine-grained token of GitHub may do, or what hangs on
  /// something that IAM was not told, by that condition key.
  var untold: [Untold] = []

  struct Untold: Hashable, Sendable {
    let planned: PlannedAction
    /// The condition keys whose values the simulation lacked.
    var missing: [String] = []
  }

  static func look(_ world: World, _ context: Context, caller: Look<IdentityStep.Caller>) async -> Look<CallerRights> {
    let planned = Dictionary(grouping: context.planned, by: \.isGitHubs)
    let aws = await look(planned[false] ?? [], world, context, caller)
    guard let rights = planned[true] else { return aws }
    return aws.and(await look(rights, world, context.setup)).map { $0.first + $0.second }
  }

  static func + (one: CallerRights, other: CallerRights) -> CallerRights {
    CallerRights(
      refused: one.refused + other.refused, asked: one.asked + other.asked, untold: one.untold + other.untold)
  }

  /// The right to write files that GitHub runs, beside that to the contents.
  static let workflows = "Workflows: write"

  /// What GitHub tells: what the person behind the token may do in the repository, and the scopes of a classic token.
  private static func look(_ planned: [PlannedAction], _ world: World, _ setup: Setup) async -> Look<CallerRights> {
    let answer = await world.look(Call(.token(.caller), "GET /repos/{owner}/{repo}", setup.repositoryPath))
    return answer.reading(TokenAnswer.init).map { token in
      let isWide = token.scopes.map { $0.contains("repo") || $0.contains("public_repo") }
      guard token.isThere, token.mayPush != false, isWide != false else {
        return CallerRights(refused: planned.map { Refused(planned: $0, fence: nil) }, asked: planned.count)
      }
      guard let scopes = token.scopes else {
        return CallerRights(refused: [], asked: 0, untold: planned.map { Untold(planned: $0) })
      }
      // The one scope besides (GitHub Docs, "Scopes for OAuth apps"): repo does not reach workflow files.
      let refused = scopes.contains("workflow") ? [] : planned.filter { $0.action == Self.workflows }
      return CallerRights(refused: refused.map { Refused(planned: $0, fence: nil) }, asked: planned.count)
    }
  }

  /// Asks once for each service: the simulation combines every action with every resource.
  private static func look(
    _ wanted: [PlannedAction], _ world: World, _ context: Context, _ caller: Look<IdentityStep.Caller>
  ) async -> Look<CallerRights> {
    guard let arn = caller.value?.arn, !wanted.isEmpty else {
      return caller.map { _ in CallerRights(refused: [], asked: 0) }
    }
    let principal = await principal(arn, world)
    var source = caller.source + principal.source
    if let obstacle = principal.obstacle { return Look(source, .hidden(obstacle)) }
    guard let identity = principal.value.flatMap(\.self) else {
      return Look(source, .seen(CallerRights(refused: [], asked: 0)))
    }
    var (refused, untold): ([Refused], [Untold]) = ([], [])
    let services = Dictionary(grouping: wanted) { $0.action.prefix { $0 != ":" } }
    for (_, planned) in services.sorted(by: { $0.key < $1.key }) {
      let call = Call(
        .iam, "SimulatePrincipalPolicy",
        [
          "PolicySourceArn": .string(identity), "ActionNames": JSON(Set(planned.map(\.action)).sorted()),
          "ResourceArns": JSON(Set(planned.map(\.resource)).sorted()), "ContextEntries": known(context),
        ])
      let simulated = await world.look(call)
      source += simulated.source
      guard let results = simulated.value?["EvaluationResults"]?.array else {
        return Look(source, .hidden(simulated.obstacle ?? .misshapen(simulated.source)))
      }
      for one in planned {
        switch SimulatedDecision(of: one.action, on: one.resource, in: results) {
        case .allowed: break
        case .refused(let fence, let asksFor): refused.append(Refused(planned: one, fence: fence, asksFor: asksFor))
        case .untold(let missing): untold.append(Untold(planned: one, missing: missing))
        }
      }
    }
    return Look(source, .seen(CallerRights(refused: refused, asked: wanted.count - untold.count, untold: untold)))
  }

  /// What is known of the calls to come, by the global condition keys (IAM User Guide): without them a policy that is
  /// bound to a Region or to TLS would be taken to refuse them.
  private static func known(_ context: Context) -> JSON {
    var entries = [
      ("aws:RequestedRegion", "string", context.region), ("aws:SecureTransport", "boolean", "true"),
      ("aws:PrincipalAccount", "string", context.account), ("aws:ResourceAccount", "string", context.account),
    ]
    if let boundary = context.setup.boundary { entries.append(("iam:PermissionsBoundary", "string", boundary)) }
    entries += context.tags.sorted { $0.key < $1.key }.map { ("aws:RequestTag/\($0.key)", "string", $0.value) }
    return .array(
      entries.map { name, type, value in
        ["ContextKeyName": .string(name), "ContextKeyType": .string(type), "ContextKeyValues": [.string(value)]]
      })
  }

  /// The role or user whose policies count: a session's ARN lacks the path of its role. Seen as nil where IAM has
  /// nothing to simulate: the root user, and users that STS federates.
  private static func principal(_ arn: String, _ world: World) async -> Look<String?> {
    let resource = ARN(arn)?.resource ?? ""
    if resource == "root" || resource.hasPrefix("federated-user/") { return Look([], .seen(nil)) }
    guard resource.hasPrefix("assumed-role/") else { return Look([], .seen(arn)) }
    let name = resource.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    let role = await world.look(Call(.iam, "GetRole", ["RoleName": .string(name)])).reading {
      $0["Role"]?["Arn"]?.string
    }
    return role.map { Optional($0) }
  }
}
