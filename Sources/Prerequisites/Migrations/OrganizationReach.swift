import Checklist
import JSONDocument
import Policy

/// What one switch of an organisation moves: its setting is that of every repository without one of its own (REST API,
/// "GitHub Actions OIDC": `use_immutable_subject` falls back to the organisation's).
struct OrganizationReach: Hashable, Sendable {
  /// A repository that the switch may move: whether it has a setting of its own GitHub does not say.
  struct Moved: Hashable, Sendable {
    let fullName: String
    /// The roles of this account that would refuse its jobs then, each with the values that admit them now.
    let refusals: [Refusal]
  }

  struct Refusal: Hashable, Sendable {
    let role: String
    let values: [String]
  }

  /// The organisation as GitHub spells it.
  let login: String
  /// Whether its subjects carry ids; nil where GitHub does not say.
  let hasIDs: Bool?
  let claimKeys: [String]
  let moved: [Moved]
  /// Whether these are all: no more are asked for than `most`.
  let isWhole: Bool

  /// More repositories than these are not looked at one by one.
  static let most = 300
  private static let page = 100
  /// How many are asked about at once (REST API, "Best practices": no large number of requests at once).
  private static let atOnce = 8

  private struct Setting: Hashable, Sendable {
    let hasIDs: Bool?
    let claimKeys: [String]
  }

  private struct Listed: Hashable, Sendable {
    let id: Int
    let name: String
  }

  /// Absent where no organisation owns the repository.
  static func look(
    _ world: World, _ context: Context, of repository: Look<GitHubFacts.Repository>, toIDs: Bool
  ) async -> Look<OrganizationReach> {
    guard let own = repository.value else { return repository.none() }
    guard own.isOrganisations else { return Look(repository.source, .absent) }
    async let trusting = RoleTrust.all(world)
    async let setting = world.look(
      Call(.github, "GET /orgs/{org}/actions/oidc/customization/sub", ["org": .string(own.owner)])
    ).reading {
      Setting(hasIDs: $0["use_immutable_subject"]?.bool, claimKeys: $0["include_claim_keys"]?.strings ?? [])
    }
    let listed = await listed(world, own.owner)
    let forms = await forms(world, own.owner, listed.map { Array($0.prefix(most)) })
    let both = await setting.and(listed.and(forms)).and(trusting)
    return both.map { seen in
      let (setting, listed, forms) = (seen.first.first, seen.first.second.first, seen.first.second.second)
      return OrganizationReach(
        login: own.owner, hasIDs: setting.hasIDs, claimKeys: setting.claimKeys,
        moved: listed.prefix(most).filter { forms[$0.name] != toIDs }.map { one in
          moved(one, own, seen.second, context, toIDs: toIDs)
        },
        isWhole: listed.count <= most)
    }
  }

  private static func moved(
    _ one: Listed, _ own: GitHubFacts.Repository, _ roles: [RoleTrust], _ context: Context, toIDs: Bool
  ) -> Moved {
    let names = "repo:\(own.owner)/\(one.name)"
    let ids = "repo:\(own.owner)@\(own.ownerID)/\(one.name)@\(one.id)"
    let refusals = roles.compactMap { role -> Refusal? in
      // That the setup's own role admits its repository in both forms is the migration's first change.
      guard one.id != own.id || role.name != context.setup.role else { return nil }
      guard let document = role.trustPolicy.document else {
        return Refusal(role: role.name, values: ["a trust policy that cannot be read"])
      }
      let lost = TrustPolicy.lost(
        in: document, from: toIDs ? names : ids, to: toIDs ? ids : names, issuer: context.setup.issuerHost)
      return lost.isEmpty ? nil : Refusal(role: role.name, values: lost)
    }
    return Moved(fullName: "\(own.owner)/\(one.name)", refusals: refusals)
  }

  /// The organisation's repositories that the token sees, at most one more than are looked at.
  private static func listed(_ world: World, _ login: String) async -> Look<[Listed]> {
    var (source, found): ([String], [Listed]) = ([], [])
    for page in 1...(most / Self.page + 1) {
      let look = await world.look(
        Call(
          .github, "GET /orgs/{org}/repos",
          ["org": .string(login), "per_page": .number(String(Self.page)), "page": .number(String(page))])
      ).reading { json -> [Listed]? in
        let read = json.array?.map { one in
          one["id"]?.integer.flatMap { id in one["name"]?.string.map { Listed(id: id, name: $0) } }
        }
        guard let read, !read.contains(nil) else { return nil }
        return read.compactMap(\.self)
      }
      source += look.source.filter { !source.contains($0) }
      guard let more = look.value else { return Look(source, look.obstacle.map { .hidden($0) } ?? .absent) }
      found += more
      if more.count < Self.page { break }
    }
    return Look(source, .seen(found))
  }

  /// Whether each of them writes ids now; what GitHub does not say is left out.
  private static func forms(_ world: World, _ login: String, _ listed: Look<[Listed]>) async -> Look<[String: Bool]> {
    guard let all = listed.value else { return listed.none() }
    var (source, found): ([String], [String: Bool]) = ([], [:])
    for start in stride(from: 0, to: all.count, by: atOnce) {
      let names = all[start..<min(start + atOnce, all.count)].map(\.name)
      let look = await world.all(of: Look([], .seen(names))) { name in
        await world.look(
          Call(
            .github, "GET /repos/{owner}/{repo}/actions/oidc/customization/sub",
            ["owner": .string(login), "repo": .string(name)]), absent: ["NotFound"]
        ).map { $0["use_immutable_subject"]?.bool }
      }
      source += look.source.filter { !source.contains($0) }
      guard let some = look.value else { return look.none() }
      for (name, form) in some { found[name] = form }
    }
    return Look(source, .seen(found))
  }
}

extension OrganizationReach {
  /// What it moves, a line each, for whoever is to agree to it.
  var lines: [String] {
    let some = moved.count == 1 ? "1 repository follows" : "\(moved.count) repositories follow"
    return [
      "One switch of \(login): \(some) it, unless they have a setting of their own, which GitHub does not say"
    ]
      + moved.map { one in
        let roles = one.refusals.map { "role \($0.role) would refuse it: \($0.values.joined(separator: ", "))" }
        return "  \(one.fullName)" + (roles.isEmpty ? "" : ": \(roles.joined(separator: "; "))")
      } + ["What the token does not see, and roles of other accounts, were not looked at"]
  }

  /// Why it is not to be switched from here; nil where it may be, with somebody's agreement.
  var objection: String? {
    guard isWhole else {
      return "\(login) has more than \(Self.most) repositories, which are not looked at one by one: without "
        + "--organization this repository alone is switched"
    }
    let refused = moved.filter { !$0.refusals.isEmpty }
    guard let first = refused.first, let role = first.refusals.first else { return nil }
    let more = refused.count > 1 ? ", and \(refused.count - 1) more" : ""
    return "role \(role.role) would refuse \(first.fullName)\(more): let it accept both forms first"
  }

  /// The command by which a person switches it.
  func command(hasIDs: Bool) -> String {
    "gh api --method PUT /orgs/\(login)/actions/oidc/customization/sub -F use_immutable_subject=\(hasIDs)"
  }
}
