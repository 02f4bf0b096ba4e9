import Checklist
import JSONDocument
import Policy

/// The token secret as a thing: made or not, its deletion, its value, and whose it is.
struct SecretParts {
  typealias Step = GitHubTokenStep

  let seen: Step.Observation
  let context: Context

  /// The days in which a deletion can be called off: what onramp made, and what it only adopted.
  private static let window = (made: 7, adopted: 30)

  private var secret: TokenSecret? { seen.secret.value }
  private var name: String { secret?.name ?? context.setup.tokenSecret }
  private var input: JSONObject { ["SecretId": .string(name)] }

  /// Whether onramp made it for this setup, or is about to.
  var isMade: Bool { marked?.isMade ?? true }

  /// The secret, and which setups of onramp its tags name.
  private var marked: MarkedThing? {
    secret.map {
      MarkedThing(
        key: Step.markKey, resource: context.tokenSecretARN, tags: $0.tags,
        tagging: .each(.secretsManager, "Resource", input), context: context, item: Step.secretKey, identity: $0.arn,
        isGivenUp: item(Step.deletionKey) != nil, isDue: $0.deletion == nil)
    }
  }

  private func item(_ key: ItemKey) -> Ledger.Item? { context.ledger[key, context.tokenSecretARN] }

  var thing: Thing {
    Thing(
      step: "github-token", resource: context.tokenSecretARN, name: "secret \(name)", isMade: isMade, fate: fate,
      marked: marked, whole: whole, parts: secret.map { [deletion($0), value($0)] } ?? [])
  }

  private var fate: Thing.Fate {
    // What is scheduled for deletion is on its way already.
    guard let secret, secret.deletion == nil, let marked else { return .absent }
    guard isMade else { return .others(because: marked.whyForeign) }
    guard secret.replicas.isEmpty || marked.handover != nil else {
      return .stays(.shared, because: "it is replicated to \(secret.replicas.sorted().joined(separator: ", "))")
    }
    let days = Self.window.made
    return .goes(
      because:
        "\(context.reason(tags: secret.tags)); it can be restored for \(days) days, and its name is taken as long",
      [deleted(days)], meaning: "it can be restored until \((context.now + 86_400 * Double(days)).day)")
  }

  private func deleted(_ days: Int) -> Call {
    Call(.secretsManager, "DeleteSecret", input.with("RecoveryWindowInDays", .number(String(days))))
  }

  private var whole: Part {
    var part = Part(
      key: Step.secretKey, name: "",
      present: secret.map { ["name": .string(name), "version": $0.current.map { .string($0) } ?? .null] } ?? .null,
      set: { _, new in
        guard !new.isNull else { return deleted(Self.window.made) }
        return Call(
          .secretsManager, "CreateSecret",
          [
            "Name": .string(name), "ClientRequestToken": .string(context.changeToken(["CreateSecret", name])),
            "Description": .string("GitHub token that starts the deploy workflow of \(context.setup.fullName)"),
            "Tags": JSON(tagList: context.tags),
          ], blanks: ["SecretString": .secret(.token)])
      }, identity: ["ARN"])
    if seen.secret.isAbsent {
      part.wish = Wish(
        value: ["name": .string(name), "tags": JSON(tags: context.tags), "value": Blank.secretInWords],
        summary: "holds \(origin)", repairs: ["SEC-01"], cost: "about 0.40 USD a month")
    }
    return part
  }

  /// That somebody scheduled its deletion; called off before anything else is done.
  private func deletion(_ secret: TokenSecret) -> Part {
    let none: JSON = ["deletion": "none"]
    let isMade = isMade
    var part = Part(
      key: Step.deletionKey, name: "Deletion", present: secret.deletion.map { ["deletion": .string($0.day)] } ?? none,
      set: { _, new in
        new == none
          ? Call(.secretsManager, "RestoreSecret", input) : deleted(isMade ? Self.window.made : Self.window.adopted)
      })
    part.wish = secret.deletion.map {
      Wish(
        value: none, summary: "called off; it would be gone on \($0.day)", repairs: ["SEC-02"],
        confidence: isMade ? .safe : .check)
    }
    part.withdrawal = .value(part.present, item(Step.deletionKey))
    (part.reason, part.unsafe) = ("onramp called it off", { _ in ["SEC-02"] })
    return part
  }

  /// The version in use. Its text is nowhere here; the versions before it stay in the secret, so it can be put back.
  private func value(_ secret: TokenSecret) -> Part {
    var present: JSON = [
      "value": "another one",
      "fails": JSON(ValueJudgements(seen: seen, context: context).broken.map(\.rawValue).sorted()),
    ]
    if let current = secret.current { present["version"] = .string(current) }
    var part = Part(
      key: Step.valueKey, name: "Value", present: present,
      set: { old, new in
        let version = new["version"] ?? .null
        guard new["value"] == Blank.secretInWords else {
          return Call(
            .secretsManager, "UpdateSecretVersionStage",
            [
              "SecretId": .string(name), "VersionStage": "AWSCURRENT", "RemoveFromVersionId": old["version"] ?? .null,
              "MoveToVersionId": version,
            ])
        }
        return Call(
          .secretsManager, "PutSecretValue", input.with("ClientRequestToken", version),
          blanks: ["SecretString": .secret(.token)])
      })
    part.shown = { ["version": $0["version"] ?? .null] }
    part.wish = stored(in: secret)
    part.withdrawal = withdrawal(of: secret)
    part.uses = [Step.deletionKey]
    part.reason = "onramp stored it"
    part.unsafe = { ($0["fails"]?.strings ?? []).map { CheckID(rawValue: $0) } }
    return part
  }

  private func stored(in secret: TokenSecret) -> Wish? {
    let repairs = seen.repairs(context)
    guard !repairs.isEmpty else { return nil }
    let versions = secret.stages.sorted { $0.key < $1.key }.flatMap { [$0.key] + $0.value.sorted() }
    let version = context.changeToken(["PutSecretValue", name] + versions)
    return Wish(
      value: ["value": Blank.secretInWords, "version": .string(version)],
      summary: "becomes \(origin); the old value stays as AWSPREVIOUS" + leftover.map { "; " + $0 }.joined(),
      repairs: repairs.sorted { $0.rawValue < $1.rawValue },
      confidence: repairs.isDisjoint(with: ValueJudgements.necessary) ? .check : .safe,
      whyNoUndo: secret.current == nil ? "there was no value before" : nil, afterwards: leftover)
  }

  /// In a secret that was there before, the previous value is put back, as long as nobody stored another.
  private func withdrawal(of secret: TokenSecret) -> Withdrawal<JSON> {
    guard let item = item(Step.valueKey), let written = item.wanted["version"]?.string else { return .nothing }
    guard let previous = item.previous["version"]?.string else { return .impossible("there was no value before") }
    guard secret.current == written else {
      return secret.current == previous ? .nothing : .impossible("another value was stored since")
    }
    return secret.stages[previous] == nil ? .impossible("the previous value is gone") : .previous(item.previous)
  }

  /// Where the value comes from, for the plan.
  private var origin: String {
    guard let facts = seen.offered?.facts.value, facts.problem == nil else {
      return "a GitHub token, which has to be given"
    }
    return "the token of \(facts.origin)"
  }

  /// A token that is replaced goes on working until somebody revokes it.
  private var leftover: [String] {
    guard let stored = seen.value?.value, !stored.isOffered, let user = seen.rights?.user.value, user.isThere else {
      return []
    }
    let kind = stored.shape.kind
    let end = user.expires.map { ", valid until \($0.day)" } ?? ""
    let token = "the old \(kind?.inWords ?? "token") of \(user.login ?? "its owner")\(end)"
    return ["revoke \(token) at \(context.gitHubTokensPage(kind))"]
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
  fileprivate func gitHubTokensPage(_ kind: TokenShape.Kind?) -> String {
    "https://\(setup.githubHost)/settings/\(kind == .fineGrained ? "personal-access-tokens" : "tokens")"
  }
}
