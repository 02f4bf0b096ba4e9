import Basics
import Checklist
import JSONDocument

/// Who is calling, in which account and Region.
public struct IdentityStep: Step {
  public struct Caller: Hashable, Sendable {
    let arn: String
    let account: String
  }

  public struct Observation: Hashable, Sendable {
    let caller: Look<Caller>
    let rights: Look<CallerRights>
  }

  public init() {}

  /// The call that tells who is calling; it needs no permission.
  public static let call = Call(.sts, "GetCallerIdentity")

  /// The account in its answer: it becomes a part of paths and names, and anything but twelve digits is none.
  public static func account(in answer: JSON) -> String? {
    guard let account = answer["Account"]?.string, account.utf8.count == 12,
      account.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return account
  }

  public func observe(_ world: World, _ context: Context) async -> Observation {
    let caller = await world.look(IdentityStep.call).reading { json -> Caller? in
      guard let arn = json["Arn"]?.string, let account = Self.account(in: json) else { return nil }
      return Caller(arn: arn, account: account)
    }
    return Observation(caller: caller, rights: await CallerRights.look(world, context, caller: caller))
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let absent = Verdict.blocked(by: "ENV-01")
    // Who is not signed in is nobody: that is one defect, not three.
    let isNobody = seen.caller.obstacle?.kind == .notSignedIn
    let caller = isNobody ? Look<Caller>(seen.caller.source, .absent) : seen.caller
    return [
      signedIn(seen.caller, context),
      caller.judge("ENV-02", absent: absent) { caller in
        guard let expected = context.setup.account else {
          return .holds(found: "\(caller.account); the setup file names no account")
        }
        return expected == caller.account
          ? .holds(found: expected) : .broken(found: caller.account + origin(context), needed: expected)
      },
      caller.judge("ENV-03", absent: absent) { caller in
        .judged(
          caller.arn, isRight: !caller.arn.hasSuffix(":root"), needed: "a role or a user of account \(caller.account)")
      },
      oneRegion(context),
    ] + rights(seen, context) + [clock(caller, context), session(caller, context)]
  }

  /// ENV-06 and ENV-07: who refuses what is planned.
  private func rights(_ seen: Observation, _ context: Context) -> [Judgement] {
    let isNobody = seen.caller.obstacle?.kind == .notSignedIn
    let rights = isNobody ? Look<CallerRights>(seen.rights.source, .absent) : seen.rights
    let isElsewhere = seen.caller.value.map { $0.account != context.setup.account ?? $0.account } ?? false
    func judge(_ check: CheckID, _ mine: (CallerRights.Refused) -> Bool) -> Judgement {
      rights.judge(check, absent: .blocked(by: "ENV-01")) { rights in
        if isElsewhere { return .blocked(by: "ENV-02") }
        let refused = rights.refused.filter(mine)
        guard refused.isEmpty else {
          let fences = Set(refused.compactMap(\.fence?.rawValue)).sorted().joined(separator: " and ")
          let actions = Set(refused.map(\.planned.action)).sorted().joined(separator: ", ")
          return .broken(
            found: (fences.isEmpty ? "not allowed: " : "\(fences) refuses ") + actions + Self.asked(refused),
            needed: "allowed on " + Set(refused.map(\.planned.resource)).sorted().joined(separator: ", "))
        }
        if let words = Self.untold(rights.untold, isGitHubs: false) { return .hidden(.undecided(words)) }
        let asked = rights.asked == 0 ? [] : ["\(rights.asked) actions are allowed"]
        let notes = Self.untold(rights.untold, isGitHubs: true).map { [$0] } ?? []
        let words = (asked + notes).joined(separator: "; ")
        return .holds(found: words.isEmpty ? "nothing is planned that needs a right" : words)
      }
    }
    return [judge("ENV-06") { $0.fence == nil }, judge("ENV-07") { $0.fence != nil }]
  }

  /// What the caller's policies look at and a simulation does not know: a right under a condition.
  private static func asked(_ refused: [CallerRights.Refused]) -> String {
    let keys = Set(refused.flatMap(\.asksFor)).sorted()
    guard !keys.isEmpty else { return "" }
    let needsBoundary = keys.contains { $0.lowercased() == "iam:permissionsboundary" }
    return "; policies of the caller ask for \(keys.joined(separator: ", "))"
      + (needsBoundary
        ? ": a role has to come with the permissions boundary that they name, "
          + "which access.permissions_boundary of the setup file gives it" : "")
  }

  private static func untold(_ untold: [CallerRights.Untold], isGitHubs: Bool) -> String? {
    let own = untold.filter { $0.planned.isGitHubs == isGitHubs }
    guard !own.isEmpty else { return nil }
    let actions = Set(own.map(\.planned.action)).sorted().joined(separator: ", ")
    if isGitHubs { return "GitHub does not tell whether the token has \(actions)" }
    let keys = Set(own.flatMap(\.missing)).sorted().joined(separator: ", ")
    return "IAM's simulation does not tell of \(actions)" + (keys.isEmpty ? "" : ", for that hangs on \(keys)")
  }

  /// Signatures are refused five minutes off; what is signed in between works by luck.
  private func clock(_ caller: Look<Caller>, _ context: Context) -> Judgement {
    caller.judge("ENV-08", absent: .blocked(by: "ENV-01")) { _ in
      guard let skew = context.signIn.clockSkew else { return .holds(found: "AWS's answer names no time") }
      let seconds = Int(bounding: abs(skew).rounded())
      guard seconds > 300 else { return .holds(found: "within 5 minutes of AWS's clock") }
      return .broken(
        found: "\(seconds / 60) min \(skew > 0 ? "behind" : "ahead of") AWS's clock",
        needed: "within 5 minutes of AWS's clock")
    }
  }

  private func session(_ caller: Look<Caller>, _ context: Context) -> Judgement {
    let judgement = caller.judge("ENV-09", absent: .blocked(by: "ENV-01")) { _ in
      guard let left = context.signIn.secondsLeft else { return .holds(found: "no end of the credentials is known") }
      let minutes = Int(bounding: left / 60)
      return left < 900
        ? .broken(found: "the credentials end in \(max(0, minutes)) min", needed: "at least 15 min")
        : .holds(found: "the credentials last \(minutes) min")
    }
    let origin = context.signIn.origin
    guard !origin.isEmpty else { return judgement }
    return Judgement("ENV-09", lookedAt: judgement.lookedAt + ["credentials from \(origin)"], judgement.verdict)
  }

  /// Where the credentials came from: what was forgotten in the environment is found by it.
  private func origin(_ context: Context) -> String {
    context.signIn.origin.isEmpty ? "" : " (credentials from \(context.signIn.origin))"
  }

  private func signedIn(_ caller: Look<Caller>, _ context: Context) -> Judgement {
    if let obstacle = caller.obstacle, obstacle.kind == .notSignedIn {
      return Judgement(
        "ENV-01", lookedAt: caller.source,
        .broken(found: obstacle.inWords + origin(context), needed: "credentials AWS accepts"))
    }
    return caller.judge("ENV-01", absent: .blocked(by: "ENV-01")) { .holds(found: $0.arn) }
  }

  private func oneRegion(_ context: Context) -> Judgement {
    let others = context.regions.filter { $0.region != context.region }
    let places = context.regions.map { "\($0.place) \($0.region)" }.joined(separator: ", ")
    let lookedAt = context.regions.isEmpty ? ["the setup file and the environment"] : context.regions.map(\.place)
    return Judgement(
      "ENV-04", lookedAt: lookedAt,
      others.isEmpty
        ? .holds(found: context.region) : .broken(found: places, needed: "\(context.region) in all of them"))
  }
}
