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
  }

  public init() {}

  /// The call that tells who is calling; it needs no permission.
  public static let call = Call(.sts, "GetCallerIdentity")

  public func observe(_ world: World, _ context: Context) async -> Observation {
    Observation(
      caller: await world.look(IdentityStep.call).reading { json in
        guard let arn = json["Arn"]?.string, let account = json["Account"]?.string else { return nil }
        return Caller(arn: arn, account: account)
      })
  }

  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    let absent = Verdict.blocked(by: "ENV-01")
    // Who is not signed in is nobody: that is one defect, not three.
    let caller =
      if case .notSignedIn = seen.caller.obstacle { Look<Caller>(seen.caller.source, .absent) } else { seen.caller }
    return [
      signedIn(seen.caller),
      caller.judge("ENV-02", absent: absent) { caller in
        guard let expected = context.setup.account else {
          return .holds(found: "\(caller.account); the setup file names no account")
        }
        return expected == caller.account
          ? .holds(found: caller.account) : .broken(found: caller.account, needed: expected)
      },
      caller.judge("ENV-03", absent: absent) { caller in
        caller.arn.hasSuffix(":root")
          ? .broken(found: caller.arn, needed: "a role or a user of account \(caller.account)")
          : .holds(found: caller.arn)
      },
      oneRegion(context),
    ]
  }

  private func signedIn(_ caller: Look<Caller>) -> Judgement {
    if case .notSignedIn(let reason) = caller.obstacle {
      return Judgement("ENV-01", lookedAt: caller.source, .broken(found: reason, needed: "credentials AWS accepts"))
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
