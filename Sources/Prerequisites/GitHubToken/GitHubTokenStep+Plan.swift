import Checklist
import JSONDocument

extension GitHubTokenStep {
  /// The days in which a deletion can be called off: what onramp made, and what it only adopted.
  static let window = (made: 7, adopted: 30)

  public func plan(_ seen: Observation, _ context: Context) -> [Change] {
    // A secret that the Lambda's role may not read by its name would not be right whatever stands in it.
    guard case .holds = Self.named(context.setup.tokenSecret), seen.secret.obstacle == nil else { return [] }
    guard let secret = seen.secret.value else { return [created(seen, context)] }
    // A replica takes no change: it is made in the Region it is a replica of.
    guard secret.primaryRegion ?? context.region == context.region else { return [] }
    if let deletion = secret.deletion { return [restored(secret, deletion, context)] }
    let (repairs, marked) = (self.repairs(seen, context), Self.marked(secret, context))
    return (repairs.isEmpty ? [] : [stored(secret, seen, repairs, context)])
      + [marked.marking(isGivenUp: context.ledger[Self.deletionKey, context.tokenSecretARN] != nil)].compactMap(\.self)
  }

  /// The checks that the token at hand makes hold; without one, those that any good token makes hold.
  private func repairs(_ seen: Observation, _ context: Context) -> Set<CheckID> {
    let broken = wishes(seen, context)
    guard let value = seen.value, value.obstacle == nil, let offered = seen.offered, offered.facts.obstacle == nil
    else {
      return []
    }
    guard let facts = offered.facts.value, facts.problem == nil else { return broken.intersection(Self.necessary) }
    if value.value?.isOffered == true { return broken.intersection(["SEC-05", "SEC-07"]) }
    let failures = offered.failures(context)
    guard !failures.contains("SEC-09") else { return broken.intersection(Self.necessary.subtracting(["SEC-09"])) }
    return broken.subtracting(failures)
  }

  private func created(_ seen: Observation, _ context: Context) -> Change {
    let (name, tag) = (context.setup.tokenSecret, context.ownership)
    let version = context.changeToken(["CreateSecret", name])
    return Change(
      key: Self.secretKey, step: "github-token", kind: .create, resource: context.tokenSecretARN,
      title: "Secret \(name)", summary: "holds \(origin(seen))",
      call: Call(
        .secretsManager, "CreateSecret",
        [
          "Name": .string(name), "ClientRequestToken": .string(version),
          "Description": .string("GitHub token that starts the deploy workflow of \(context.setup.fullName)"),
          "Tags": JSON(tagList: [tag.key: tag.value]),
        ], blanks: ["SecretString": .secret(.token)]),
      wanted: ["name": .string(name), "tags": JSON(tags: [tag.key: tag.value]), "value": Blank.secretInWords],
      undo: .call(Self.deleted(name, Self.window.made)), repairs: ["SEC-01"], cost: "about 0.40 USD a month")
  }

  private func restored(_ secret: TokenSecret, _ deletion: Double, _ context: Context) -> Change {
    let made = isMade(secret, context)
    return Change(
      key: Self.deletionKey, step: "github-token", kind: .update, resource: context.tokenSecretARN,
      title: "Deletion of secret \(secret.name)", summary: "called off; it would be gone on \(deletion.day)",
      madeByOnramp: made,
      call: Call(.secretsManager, "RestoreSecret", ["SecretId": .string(secret.name)]),
      previous: ["deletion": .string(deletion.day)], wanted: ["deletion": "none"],
      undo: .call(Self.deleted(secret.name, made ? Self.window.made : Self.window.adopted)), repairs: ["SEC-02"],
      confidence: made ? .safe : .check)
  }

  private func stored(
    _ secret: TokenSecret, _ seen: Observation, _ repairs: Set<CheckID>, _ context: Context
  ) -> Change {
    let current = secret.current
    let versions = secret.stages.sorted { $0.key < $1.key }.flatMap { [$0.key] + $0.value.sorted() }
    let version = context.changeToken(["PutSecretValue", secret.name] + versions)
    let broken = wishes(seen, context).map(\.rawValue).sorted()
    var previous: JSON = ["value": "another one", "fails": JSON(broken)]
    if let current { previous["version"] = .string(current) }
    return Change(
      key: Self.valueKey, step: "github-token", kind: .update, resource: context.tokenSecretARN,
      title: "Value of secret \(secret.name)",
      summary: "becomes \(origin(seen)); the old value stays as AWSPREVIOUS"
        + leftover(seen, context).map { "; " + $0 }.joined(),
      madeByOnramp: isMade(secret, context),
      call: Call(
        .secretsManager, "PutSecretValue",
        ["SecretId": .string(secret.name), "ClientRequestToken": .string(version)],
        blanks: ["SecretString": .secret(.token)]),
      previous: previous, wanted: ["value": Blank.secretInWords, "version": .string(version)],
      undo: current.map { .call(Self.moved(secret.name, from: version, to: $0)) }
        ?? .never(because: "there was no value before"),
      repairs: repairs.sorted { $0.rawValue < $1.rawValue },
      confidence: repairs.isDisjoint(with: Self.necessary) ? .check : .safe, afterwards: leftover(seen, context))
  }

  /// Where the value comes from, for the plan.
  private func origin(_ seen: Observation) -> String {
    guard let facts = seen.offered?.facts.value, facts.problem == nil else {
      return "a GitHub token, which has to be given"
    }
    return "the token of \(facts.origin)"
  }

  /// A token that is replaced goes on working until somebody revokes it.
  private func leftover(_ seen: Observation, _ context: Context) -> [String] {
    guard seen.value?.value?.isOffered == false, let user = seen.rights?.user.value, user.isThere else { return [] }
    let kind = seen.value?.value?.shape.kind
    let end = user.expires.map { ", valid until \($0.day)" } ?? ""
    let token = "the old \(kind?.inWords ?? "token") of \(user.login ?? "its owner")\(end)"
    return ["revoke \(token) at \(context.gitHubTokensPage(kind))"]
  }

  static func deleted(_ name: String, _ days: Int) -> Call {
    Call(
      .secretsManager, "DeleteSecret",
      ["SecretId": .string(name), "RecoveryWindowInDays": .number(String(days))])
  }

  /// Makes another version the one in use.
  static func moved(_ name: String, from: String, to: String) -> Call {
    Call(
      .secretsManager, "UpdateSecretVersionStage",
      [
        "SecretId": .string(name), "VersionStage": "AWSCURRENT", "RemoveFromVersionId": .string(from),
        "MoveToVersionId": .string(to),
      ])
  }
}

extension Context {
  /// The name by which a service knows a change again, so that a repeat makes nothing twice: the same for the
  /// same change of the same state. It names, it protects nothing (FNV-1a, twice over 64 bits).
  func changeToken(_ parts: [String]) -> String {
    let text = ([account, region, setup.name] + parts).joined(separator: "\n")
    return [UInt64(0xcbf2_9ce4_8422_2325), 0x9e37_79b9_7f4a_7c15].map { start in
      let hash = text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      let digits = String(hash, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// The page of GitHub where a person revokes a token of this kind.
  func gitHubTokensPage(_ kind: TokenShape.Kind?) -> String {
    let api = setup.githubAPI ?? "https://api.github.com"
    let host = api.split(separator: "/").dropFirst().first.map(String.init) ?? "api.github.com"
    return
      "https://\(host.hasPrefix("api.") ? String(host.dropFirst(4)) : host)/settings/\(kind == .fineGrained ? "personal-access-tokens" : "tokens")"
  }
}
