import Checklist
import JSONDocument
import Policy

/// The token with which the Lambda starts the deploy workflow, in Secrets Manager.
///
/// Its value is read behind the world's door only: steps get facts about it, and GitHub is asked with it by
/// calls that name it (`Door.token`), never hold it.
public struct GitHubTokenStep: Step {
  public struct Observation: Hashable, Sendable {
    let secret: Look<TokenSecret>
    /// The secret's own policy; absent when it has none.
    let policy: Look<StoredPolicy>
    /// The state of the KMS key; absent when the secret is encrypted with Secrets Manager's own.
    let key: Look<String>
    /// Nil where the setup forbids to read it, or there is nothing that could be read.
    let value: Look<StoredValue>?
    /// What GitHub says to the stored token; nil where none could be sent to it.
    let rights: TokenRights?
    /// The repository as the operator sees it: what nobody sees says nothing about the token.
    let isRepositoryThere: Bool
    /// The token to be stored; looked at where the stored one leaves something to wish for.
    let offered: OfferedToken?
  }

  static let secretKey: ItemKey = "github-token/secret"
  static let valueKey: ItemKey = "github-token/value"
  static let deletionKey: ItemKey = "github-token/deletion"
  static let markKey: ItemKey = "github-token/mark"

  public init() {}

  public func observe(_ world: World, _ context: Context) async -> Observation {
    let input: JSONObject = ["SecretId": .string(context.setup.tokenSecret)]
    let gone: Set<String> = ["ResourceNotFoundException"]
    async let prepared: Void = prepare(input, world, context)
    let secret = await world.look(Call(.secretsManager, "DescribeSecret", input), absent: gone)
      .reading(TokenSecret.init)
    guard let found = secret.value, found.deletion == nil else {
      await prepared
      let offered = secret.isAbsent ? await OfferedToken.look(world, context) : nil
      let nothing = Look<JSON>(secret.source, secret.obstacle.map { .hidden($0) } ?? .absent)
      return Observation(
        secret: secret, policy: Self.policy(nothing, world), key: nothing.map { _ in "" }, value: nil,
        rights: nil, isRepositoryThere: true, offered: offered)
    }
    async let policy = world.look(Call(.secretsManager, "GetResourcePolicy", input), absent: gone)
    async let key = self.key(found, world)
    let isRead = context.setup.readsSecret && context.purpose == .checkup
    let value = isRead ? await world.look(Call(.secretsManager, "GetSecretValue", input), absent: gone) : nil
    let stored = value?.reading(StoredValue.init)
    let rights = stored?.value?.isUsable == true ? await TokenRights.look(world, .stored, context.setup) : nil
    let seen = await Observation(
      secret: secret, policy: Self.policy(policy, world).after(secret), key: key.after(secret),
      value: stored?.after(secret), rights: rights,
      isRepositoryThere: await !isRepositoryMissing(rights, world, context), offered: nil)
    await prepared
    guard !wishes(seen, context).isEmpty else { return seen }
    return seen.with(await OfferedToken.look(world, context))
  }

  /// Asks for the policy while the secret is described: in a check it is almost always wanted.
  private func prepare(_ input: JSONObject, _ world: World, _ context: Context) async {
    guard context.purpose == .checkup else { return }
    _ = await world.answer(to: Call(.secretsManager, "GetResourcePolicy", input))
  }

  /// Only asked where the token does not see the repository.
  private func isRepositoryMissing(_ rights: TokenRights?, _ world: World, _ context: Context) async -> Bool {
    guard rights?.repository.value?.isThere == false else { return false }
    let path: JSONObject = ["owner": .string(context.setup.owner), "repo": .string(context.setup.repository)]
    return await world.look(Call(.github, "GET /repos/{owner}/{repo}", path), absent: ["NotFound"]).isAbsent
  }

  private func key(_ secret: TokenSecret, _ world: World) async -> Look<String> {
    guard let key = secret.key else { return Look([], .absent) }
    return await world.look(Call(.kms, "DescribeKey", ["KeyId": .string(key)])).reading {
      $0["KeyMetadata"]?["KeyState"]?.string
    }
  }

  /// A secret without a policy answers without the member.
  private static func policy(_ look: Look<JSON>, _ world: World) -> Look<StoredPolicy> {
    look.reading { Look(look.source, $0["ResourcePolicy"]?.string.map { .seen(world.policy($0)) } ?? .absent) }
  }

  /// The checks of the value that do not hold.
  func wishes(_ seen: Observation, _ context: Context) -> Set<CheckID> {
    Set(
      judgements(ofValue: seen, context).compactMap { judgement in
        if case .broken = judgement.verdict { return judgement.check }
        return nil
      })
  }
}

extension GitHubTokenStep.Observation {
  func with(_ offered: OfferedToken) -> Self {
    Self(
      secret: secret, policy: policy, key: key, value: value, rights: rights, isRepositoryThere: isRepositoryThere,
      offered: offered)
  }
}

extension Look {
  /// The same look, made because another one saw something.
  func after(_ first: Look<some Hashable & Sendable>) -> Look<Value> {
    Look(first.source + source.filter { !first.source.contains($0) }, sight)
  }
}

/// The secret itself, as Secrets Manager describes it.
struct TokenSecret: Hashable, Sendable {
  let arn: String
  let name: String
  let tags: [String: String]
  /// When it will be gone for good, in seconds since 1970; nil while nobody has scheduled that.
  let deletion: Double?
  /// The KMS key, when it is not Secrets Manager's own.
  let key: String?
  /// When anything about it was last changed, in seconds since 1970.
  let changed: Double?
  /// The Regions it is replicated to.
  let replicas: [String]
  /// The Region it is a replica of, when it is one.
  let primaryRegion: String?
  /// The staging labels by version id; versions without a label are not listed.
  let stages: [String: [String]]

  init?(_ json: JSON) {
    guard let arn = json["ARN"]?.string, let name = json["Name"]?.string else { return nil }
    (self.arn, self.name) = (arn, name)
    tags = json.tags("Tags")
    deletion = json["DeletedDate"]?.seconds
    let key = json["KmsKeyId"]?.string ?? ""
    self.key = key.isEmpty || key.hasSuffix("alias/aws/secretsmanager") ? nil : key
    changed = json["LastChangedDate"]?.seconds
    replicas = (json["ReplicationStatus"]?.array ?? []).compactMap { $0["Region"]?.string }
    primaryRegion = json["PrimaryRegion"]?.string
    stages = Dictionary(
      uniqueKeysWithValues: (json["VersionIdsToStages"]?.object?.members ?? []).map { ($0.name, $0.value.strings) })
  }

  /// The version that is in use.
  var current: String? { stages.first { $0.value.contains("AWSCURRENT") }?.key }
}

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
  func failures(_ context: Context) -> Set<CheckID> {
    guard let rights, let seen = rights.all.value else { return ["SEC-09", "SEC-10", "SEC-11", "SEC-12", "SEC-18"] }
    let verdicts = TokenVerdicts(context: context)
    let judged: [(CheckID, Verdict)] = [
      ("SEC-09", verdicts.accepted(seen.user)), ("SEC-10", verdicts.lasting(seen.user)),
      ("SEC-11", verdicts.reaching(seen)), ("SEC-12", verdicts.narrow(seen.user)),
      ("SEC-18", verdicts.ownedByAWriter(seen.user, seen.repository)),
    ]
    return Set(judged.compactMap { if case .broken = $0.1 { $0.0 } else { nil } })
  }
}
