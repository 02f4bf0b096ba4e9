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
    /// The KMS key; absent when the secret is encrypted with Secrets Manager's own.
    let key: Look<SecretKey>
    /// Nil where the setup forbids to read it, or there is nothing that could be read.
    var value: Look<StoredValue>?
    /// What GitHub says to the stored token; nil where none could be sent to it.
    var rights: TokenRights?
    /// The repository as the operator sees it: what nobody sees says nothing about the token.
    var isRepositoryThere = true
    /// The token to be stored; looked at where the stored one leaves something to wish for.
    var offered: OfferedToken?

    /// Why nothing more can be said of the secret: it is not there, or will not be for long.
    var barrier: CheckID? {
      secret.isAbsent ? "SEC-01" : secret.value?.deletion != nil ? "SEC-02" : nil
    }
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
      return Observation(
        secret: secret, policy: secret.none(), key: secret.none(),
        offered: secret.isAbsent ? await OfferedToken.look(world, context) : nil)
    }
    async let policy = world.look(Call(.secretsManager, "GetResourcePolicy", input), absent: gone)
    async let key = SecretKey.look(found, world)
    let isRead = context.setup.readsSecret && context.purpose == .checkup
    let value = isRead ? await world.look(Call(.secretsManager, "GetSecretValue", input), absent: gone) : nil
    let stored = value?.reading(StoredValue.init)
    let rights = stored?.value?.isUsable == true ? await TokenRights.look(world, .stored, context.setup) : nil
    var seen = await Observation(
      secret: secret, policy: Self.policy(policy, world).after(secret), key: key.after(secret),
      value: stored?.after(secret), rights: rights,
      isRepositoryThere: !isRepositoryMissing(rights, world, context))
    await prepared
    if !ValueJudgements(seen: seen, context: context).broken.isEmpty {
      seen.offered = await OfferedToken.look(world, context)
    }
    return seen
  }

  /// Asks for the policy while the secret is described: in a check it is almost always wanted.
  private func prepare(_ input: JSONObject, _ world: World, _ context: Context) async {
    guard context.purpose == .checkup else { return }
    _ = await world.answer(to: Call(.secretsManager, "GetResourcePolicy", input))
  }

  /// Only asked where the token does not see the repository.
  private func isRepositoryMissing(_ rights: TokenRights?, _ world: World, _ context: Context) async -> Bool {
    guard rights?.repository.value?.isThere == false else { return false }
    let call = Call(.github, "GET /repos/{owner}/{repo}", context.setup.repositoryPath)
    return await world.look(call, absent: ["NotFound"]).isAbsent
  }

  /// A secret without a policy answers without the member.
  private static func policy(_ look: Look<JSON>, _ world: World) -> Look<StoredPolicy> {
    look.reading { Look(look.source, $0["ResourcePolicy"]?.string.map { .seen(world.policy($0)) } ?? .absent) }
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    SecretJudgements(seen: seen, context: context).all + ValueJudgements(seen: seen, context: context).all
  }

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    // A secret that the Lambda's role may not read by its name would not be right whatever stands in it, and a
    // replica takes no change: it is made in the Region it is a replica of.
    guard !SecretJudgements.named(context.setup.tokenSecret).isBroken,
      seen.secret.value?.primary(seenFrom: context.region) == nil
    else { return [] }
    return SecretParts(seen: seen, context: context).thing.changes
  }

  public func holdings(_ seen: Observation, _ context: Context) -> [Holding] {
    SecretParts(seen: seen, context: context).thing.holdings
  }
}
