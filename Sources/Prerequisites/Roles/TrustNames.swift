import Checklist
import JSONDocument
import Policy

/// What a trust policy names on GitHub, and the variables that name the role, as GitHub knows them.
struct TrustNames: Hashable, Sendable {
  /// The repository's variables of Actions; their values are no secret.
  let variables: Look<[String: String]>
  /// The environments by name, and whether a rule protects them.
  let environments: Look<[String: Bool]>
  /// The branches that are named or wanted, and whether they are there.
  let branches: Look<[String: Bool]>
  /// The other owners that are named without their ids, and whether they are there.
  let owners: Look<[String: Bool]>

  static func look(_ world: World, _ context: Context, _ document: PolicyDocument?, _ intent: TrustIntent) async
    -> TrustNames
  {
    let path = context.setup.repositoryPath
    let own = document.map { TrustPolicy.ownSubjects($0, intent) } ?? []
    async let variables = world.look(variables(context), absent: ["NotFound"]).reading(Self.variables)
    async let environments = world.look(environments(context), absent: ["NotFound"]).reading(Self.environments)
    async let branches = Self.each(Self.branches(of: own + intent.subjects), world) { branch in
      Call(.github, "GET /repos/{owner}/{repo}/git/ref/{path}", path.with("path", .string("heads/" + branch)))
    }
    async let owners = Self.each(document.map { TrustPolicy.recyclableOwners($0, intent) } ?? [], world) { owner in
      Call(.github, "GET /users/{username}", ["username": .string(owner)])
    }
    return await TrustNames(
      variables: variables, environments: environments, branches: branches, owners: owners)
  }

  /// Asks for what depends on no answer.
  static func prepare(_ world: World, _ context: Context) async {
    async let variables = world.answer(to: variables(context))
    async let environments = world.answer(to: environments(context))
    _ = await (variables, environments)
  }

  static func variables(_ context: Context) -> Call {
    Call(
      .github, "GET /repos/{owner}/{repo}/actions/variables",
      context.setup.repositoryPath.with("per_page", .number("30")))
  }

  static func environments(_ context: Context) -> Call {
    Call(
      .github, "GET /repos/{owner}/{repo}/environments", context.setup.repositoryPath.with("per_page", .number("100")))
  }

  /// The branches that subjects name in full.
  static func branches(of subjects: [String]) -> [String] {
    subjects.reduce(into: []) { branches, subject in
      if case .branch(let name)? = SubjectPattern(subject).context.flatMap({ SubjectContext($0) }),
        !branches.contains(name)
      {
        branches.append(name)
      }
    }
  }

  /// Looks whether each of some names is there. An empty repository has no branch, and answers 409.
  private static func each(
    _ names: [String], _ world: World, _ call: @escaping @Sendable (String) -> Call
  ) async -> Look<[String: Bool]> {
    await world.all(of: Look([], .seen(names))) { name in
      await world.look(call(name), absent: ["NotFound", "Conflict"]).map { _ in true }.absent(as: false)
    }
  }

  private static func variables(_ json: JSON) -> [String: String]? {
    json["variables"]?.array?.reduce(into: [:]) { $0[$1["name"]?.string ?? ""] = $1["value"]?.string }
  }

  private static func environments(_ json: JSON) -> [String: Bool]? {
    json["environments"]?.array?.reduce(into: [:]) { found, environment in
      guard let name = environment["name"]?.string else { return }
      let isBound = environment["deployment_branch_policy"].map { $0 != .null } ?? false
      found[name] = isBound || environment["protection_rules"]?.array?.isEmpty == false
    }
  }
}
