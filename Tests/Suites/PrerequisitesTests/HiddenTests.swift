import Checklist
import JSONDocument
import ScreenForm
import TestAccount
import Testing

@testable import Prerequisites

/// What cannot be looked at is unknown: never missing, never fine, and never a reason to change something.
@Suite struct HiddenTests {
  static let obstacles: [Obstacle] = [
    .denied(permission: "x:Look", message: "no identity-based policy allows it"), .throttled("slow down"),
    .timedOut("60 s"),
    .unreachable("no route"), .refused(code: "Surprise", message: "?", status: 400), .ambiguous("lost"), .cancelled,
    .unreadable("another shape"), .unexpected("a defect"),
  ]

  private static func key(_ call: Call) -> String {
    call.door == .github ? call.operation : "\(call.door.name):\(call.operation)"
  }

  /// The calls a step looks with in a healthy account, by operation.
  private func looks(_ step: StepID, _ context: Context) async -> [String: Set<String>] {
    let account = Account.healthy()
    _ = await account.seen(step, context)
    return account.calls.reduce(into: [:]) { $0[Self.key($1), default: []].insert($1.inWords) }
  }

  @Test(arguments: Situations.steps) func inAHealthyAccountExactlyTheChecksThatLookedThereBecomeUnknown(_ step: StepID)
    async
  {
    let context = Account.context()
    for (place, (operation, words)) in await looks(step, context).sorted(by: { $0.key < $1.key }).enumerated() {
      // Every kind at the first place, each kind somewhere at the others.
      for obstacle in place == 0 ? Self.obstacles : [Self.obstacles[place % Self.obstacles.count]] {
        let sight = await Account.healthy { $0.obstacles[operation] = obstacle }.seen(step, context)
        for judgement in sight.judgements {
          if words.isDisjoint(with: judgement.lookedAt) {
            if case .holds = judgement.verdict { continue }
            Issue.record("\(judgement.check) does not name \(operation), on which it rests: \(judgement.verdict)")
          } else {
            #expect(judgement.verdict == .hidden(obstacle), "\(judgement.check): \(operation)")
          }
        }
        #expect(sight.changes == [], "\(operation): \(obstacle)")
        #expect(sight.judgements.count == (Prerequisites().entry(step)?.screen.checks.count ?? 0))
      }
    }
  }

  @Test func everyCheckLooksSomewhereThatCanBeHidden() async {
    var seen: Set<CheckID> = []
    for step in Situations.steps {
      for operation in await looks(step, Account.context()).keys {
        let sight = await Account.healthy { $0.obstacles[operation] = .throttled("slow down") }.seen(
          step, Account.context())
        seen.formUnion(sight.judgements.filter { $0.verdict == .hidden(.throttled("slow down")) }.map(\.check))
      }
    }
    let all = Set(Prerequisites().entries.flatMap { $0.screen.checks.map { CheckID(rawValue: $0.id) } })
    #expect(all.subtracting(seen) == ["ENV-04"], "only the Regions of files and variables are always readable")
  }

  @Test(arguments: Situations.all) func aHiddenLookNeverOffersWhatAWholeLookWouldNot(_ situation: Situation) async {
    let whole = await situation.account().seen(situation.step, situation.context)
    for operation in await looks(situation.step, situation.context).keys where !operation.hasPrefix("sts") {
      let account = situation.account()
      account.change { $0.obstacles[operation] = .denied(permission: "x:Look", message: "") }
      let sight = await account.seen(situation.step, situation.context)
      // IAM itself refuses a second spelling of an issuer.
      let harmless: [ItemKey] = operation == "iam:ListOpenIDConnectProviders" ? [OIDCProviderStep.key] : []
      #expect(Set(sight.changes.map(\.key)).isSubset(of: whole.changes.map(\.key) + harmless), "\(operation)")
      for (check, verdict) in sight.wrong where verdict.hasPrefix("broken") {
        #expect(whole.wrong[check] != nil, "\(check) is called broken because \(operation) is hidden")
      }
    }
  }

  /// Teardown with a part hidden takes back less, never more.
  @Test(arguments: Situations.steps) func aHiddenLookNeverTakesBackMore(_ step: StepID) async {
    let (account, ledger) = await Account.onramps()
    let context = Account.context(purpose: .teardown, ledger: ledger)
    let whole = await account.seen(step, context).holdings
    for operation in Set(account.calls.map(Self.key)) {
      account.change { $0.obstacles = [operation: .throttled("slow down")] }
      for holding in await account.seen(step, context).holdings where holding.action != .keep {
        #expect(whole.contains { $0.key == holding.key && $0.action == holding.action }, "\(operation): \(holding.key)")
      }
    }
    #expect(account.unscripted == [])
  }

  @Test func aStrangersBucketIsToldFromOnesOwnThatIsClosed() async {
    let own = await Account.healthy {
      $0.obstacles["s3:HeadBucket"] = .denied(permission: "s3:ListBucket", message: "")
    }
    .seen("template-bucket", Account.context())
    #expect(own.wrong["S3-02"] == "hidden denied: s3:ListBucket")
    let unknown = await Account.healthy { state in
      Situations.strangersBucket(&state)
      state.obstacles["s3:ListBuckets"] = .throttled("slow down")
    }.seen("template-bucket", Account.context())
    #expect(
      unknown.wrong["S3-02"] == "hidden denied: s3:HeadBucket — Access Denied", "without the list nobody can tell")
    #expect(unknown.changes == [])
  }

  /// What we cannot read may deny or allow anything, so nothing about permissions is known, or changed.
  @Test func aPolicyThatCannotBeReadAllowsNothingAndForbidsNothing() async {
    let sight = await Account.healthy { $0.roles["GitHubActionsRole"]?.inline["Odd"] = "no policy" }
      .seen("github-role", Account.context())
    let about = sight.wrong.filter { $0.key.rawValue.hasPrefix("PERM") }
    let ids = Prerequisites().entry("github-role")?.screen.checks.map(\.id).filter { $0.hasPrefix("PERM") } ?? []
    // A boundary, our own policy and the number of versions can be told without it.
    #expect(Set(ids).subtracting(about.keys.map(\.rawValue)) == ["PERM-10", "PERM-12", "PERM-13"])
    #expect(about.values.allSatisfy { $0.contains("Odd") })
    #expect(sight.wrong.count == about.count)
    #expect(sight.changes == [])
  }

  /// Each place where a policy stands, the check that would pass if an unreadable one counted as none, and what it
  /// says instead.
  @Test(arguments: [
    (
      StepID(rawValue: "execution-role"), CheckID(rawValue: "EXE-08"),
      "hidden cannot be read: the text of the boundary is no policy", Where.boundary
    ),
    ("github-role", "PERM-10", "hidden cannot be read: the text of the boundary is no policy", .boundary),
    ("execution-role", "EXE-07", "hidden cannot be read: the text of policy Odd is no policy", .inline),
    ("execution-role", "EXE-09", "broken", .trust), ("github-role", "TRUST-03", "broken", .trust),
    ("execution-role", "EXE-06", "blocked S3-17", .bucket),
    ("template-bucket", "S3-12", "blocked S3-17", .bucket),
    ("template-bucket", "S3-17", "broken", .bucket),
    ("github-token", "SEC-14", "broken", .secret),
  ]) func aPolicyThatCannotBeReadIsNotTakenForNone(
    _ step: StepID, _ check: CheckID, _ verdict: String, _ place: Where
  ) async {
    let odd = "no policy"
    let account = Account.healthy { state in
      for role in ["GitHubActionsRole", "AmazonSageMaker-ExecutionRole"] {
        switch place {
        case .boundary:
          state.roles[role]?.boundary = "arn:aws:iam::111122223333:policy/Odd"
          state.policies["arn:aws:iam::111122223333:policy/Odd"] = odd
        case .inline: state.roles[role]?.inline["Odd"] = odd
        case .trust: state.roles[role]?.trust = odd
        case .bucket: state.buckets[Account.bucket]?.policy = odd
        case .secret: state.secrets["sagemaker-github-token"]?.policy = odd
        }
      }
    }
    #expect(await account.seen(step, Account.context()).wrong[check] == verdict)
  }

  enum Where: Sendable { case boundary, inline, trust, bucket, secret }

  @Test func anAnswerOfAnotherShapeIsNoAbsence() async {
    let sight = await Account.healthy { $0.repository = ["name": "sagemaker-churn"] }
      .seen("github-repository", Account.context())
    #expect(sight.wrong.count == 7)
    #expect(sight.wrong.values.allSatisfy { $0.hasPrefix("hidden cannot be read") && $0.contains("another shape") })
  }
}

extension Account {
  /// An account that onramp set up, the object included, and the journal of it.
  static func onramps(_ start: Account = .bare()) async -> (account: Account, ledger: Ledger) {
    var entries: [JournalEntry] = []
    for _ in 0..<3 {
      let context = Account.context(ledger: Ledger(entries))
      var changes: [Change] = []
      for step in Situations.steps { changes += await start.seen(step, context).changes }
      if changes.isEmpty { break }
      for change in Plan(changes).changes {
        var answer: JSON = .null
        for call in change.calls { answer = (try? start.write(call)) ?? answer }
        let named = change.identity.compactMap { answer.member(at: $0)?.string }.joined(separator: " ")
        let seen = change.key == OIDCProviderStep.key ? "1790000000" : nil
        entries += [
          JournalEntry.Event.intent(kind: change.kind, previous: change.previous, wanted: change.wanted),
          .accepted(identity: named.isEmpty ? seen : named), .done,
        ].map { JournalEntry(change.key, change.resource, $0, time: 0) }
      }
    }
    return (start, Ledger(entries))
  }
}
