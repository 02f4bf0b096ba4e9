import Checklist
import JSONDocument
import Prerequisites
import Synchronization
import TestAccount
import TestBench
import Testing

@testable import Runs

@Suite struct MakingTests {
  @Test func theChangesAreMadeInThePlansOrderAndTheJournalHearsOfEachFirst() async throws {
    let bench = try Bench()
    let plan = try await bench.plan()
    #expect(plan.changes.count >= 9)
    let heard = Mutex<[Int]>([])
    let ending = try await bench.apply(
      plan,
      send: { call throws(Obstacle) in
        let entries = (try? bench.entries) ?? []
        heard.withLock { $0.append(entries.count) }
        return try bench.account.write(call)
      })
    #expect(ending == .complete)
    #expect(bench.writes == plan.changes.flatMap(\.calls).map { "\($0.door.name):\($0.operation)" })
    // Before the first call one intent stands there; then its acceptance, what another look saw, and the next intent.
    // What an answer does not name, the look that sees it does: of the provider, when it was made.
    let lines = plan.changes.map { Array(repeating: $0.key, count: $0.key == "oidc-provider/provider" ? 4 : 3) }
    #expect(heard.withLock { $0 } == lines.indices.map { lines[..<$0].joined().count + 1 })
    #expect(try bench.entries.map(\.key) == Array(lines.joined()))
    let made = Ledger(try bench.entries)
    #expect(made["oidc-provider/provider", Account.providerARN]?.identity == "1790000000")
    #expect(made["github-role/role", Account.context().roleARN]?.identity == "AROAGITHUBACTIONSROLE")
    #expect(try await bench.plan().isEmpty)
    #expect(bench.account.unscripted == [])
  }

  @Test func makingAgainWhatIsMadeSendsNothing() async throws {
    let bench = try Bench()
    let plan = try await bench.plan()
    _ = try await bench.apply(plan)
    let told = Told()
    let (before, journal) = (bench.writes, try bench.entries)
    #expect(try await bench.apply(plan, told: told) == .complete)
    #expect(bench.writes == before)
    #expect(try bench.entries == journal)
    #expect(told.all == plan.changes.flatMap { [.started($0.key), .alreadyDone($0.key)] })
  }

  /// A moment at which the power may fail: the account and the journal as they were.
  private struct Moment: Sendable {
    let account: Account.State
    let journal: [UInt8]
  }

  /// Every moment between the first line of the journal and the last, in the middle of each line too.
  private func moments(_ run: (Bench, @escaping Runner.Sender) async throws -> Void, _ bench: Bench) async throws
    -> [Moment]
  {
    let moments = Mutex<[Moment]>([])
    @Sendable func keep() {
      let journal = bench.folder.bytes("journal.jsonl")
      let account = bench.account.now
      moments.withLock { list in
        if let last = list.last, journal.count > last.journal.count {
          // Torn while the outcome was written: the account stood as it stands after the call.
          list.append(
            Moment(account: last.account, journal: Array(journal[..<((last.journal.count + journal.count) / 2)])))
        }
        list.append(Moment(account: account, journal: journal))
      }
    }
    keep()
    try await run(bench) { call throws(Obstacle) in
      keep()
      defer { keep() }
      return try bench.account.write(call)
    }
    keep()
    return moments.withLock { $0 }
  }

  @Test func aCrashAnywhereIsGoneOnFromAndNothingIsDoneTwice() async throws {
    let first = try Bench()
    let start = first.account.now
    let plan = try await first.plan()
    let moments = try await moments({ bench, send in _ = try await bench.apply(plan, send: send) }, first)
    let (goal, all) = (first.account.now, first.writes)
    #expect(moments.count > 25 && moments.first?.account == start && moments.last?.account == goal)
    for (place, moment) in moments.enumerated() {
      let bench = try Bench(Account { $0 = moment.account })
      bench.folder.write(moment.journal, "journal.jsonl")
      #expect(try await bench.apply(bench.plan()) == .complete, "moment \(place)")
      #expect(bench.account.now == goal, "moment \(place)")
      // No more than what was still to be done.
      #expect(bench.writes == Array(all.suffix(bench.writes.count)), "moment \(place)")
      let inventory = try await bench.inventory()
      #expect(try await bench.remove(inventory) == .complete)
      #expect(bench.account.now == start, "moment \(place): the journal forgot something")
    }
  }

  @Test func stoppingBetweenCallsLeavesTheRestForTheNextRun() async throws {
    let whole = try Bench()
    _ = try await whole.apply(whole.plan())
    for limit in 0..<4 {
      let bench = try Bench()
      let plan = try await bench.plan()
      let ending = try await bench.apply(plan, isStopped: { bench.writes.count >= limit })
      #expect(ending == .stopped("stopped before \(plan.changes[limit].title)"))
      #expect(bench.writes.count == limit)
      #expect(try await bench.apply(bench.plan()) == .complete)
      #expect(bench.account.now == whole.account.now)
    }
  }

  @Test func whatTheAccountNoLongerAsksForIsNotMade() async throws {
    let bench = try Bench(.bare { $0.providers[Account.providerARN] = Account.Provider(audiences: ["other"]) })
    let plan = try await bench.plan()
    #expect(plan.changes[0].key == "oidc-provider/audience")
    // Somebody else adds a rule between the look and the agreement: the call would overwrite it.
    bench.account.change { state in
      var bucket = Account.Bucket()
      bucket.tags = ["onramp:setup": "churn"]
      bucket.cors = [["AllowedMethods": ["GET"], "AllowedOrigins": ["https://late.example.com"]]]
      state.buckets[Account.bucket] = bucket
    }
    let told = Told()
    let ending = try await bench.apply(plan, told: told)
    guard case .stopped(let reason) = ending else {
      Issue.record("it went on")
      return
    }
    #expect(reason.contains("it changed since it was shown: what stands there was nothing, now [{"))
    #expect(told.failures.count == 1 && reason.contains("https://late.example.com"))
    #expect(bench.account.now.buckets[Account.bucket]?.cors?.array?.count == 1)
    #expect(!bench.writes.contains("s3:PutBucketCors"))
    #expect(try !bench.entries.contains { $0.key == "template-bucket/cors" })
  }

  @Test func whatNeedsARefusedChangeIsLeftAndTheRestIsMade() async throws {
    let bench = try Bench()
    let plan = try await bench.plan()
    bench.account.change { $0.obstacles["s3:CreateBucket"] = .denied(permission: "s3:CreateBucket", message: "no") }
    let told = Told()
    guard case .stopped(let reason) = try await bench.apply(plan, told: told) else {
      Issue.record("it went on")
      return
    }
    #expect(reason.contains("denied: s3:CreateBucket"))
    #expect(told.all.contains(.failed("template-bucket/bucket", .denied(permission: "s3:CreateBucket", message: "no"))))
    #expect(
      bench.writes == [
        "iam:CreateOpenIDConnectProvider", "iam:CreateRole", "iam:PutRolePolicy", "codeconnections:TagResource",
        "secretsmanager:CreateSecret", "s3:CreateBucket",
      ])
    #expect(
      Ledger(try bench.entries)["template-bucket/bucket", "arn:aws:s3:::\(Account.bucket)"] == nil,
      "a refusal makes nothing")
    bench.account.change { $0.obstacles = [:] }
    #expect(try await bench.apply(bench.plan()) == .complete)
    #expect(try await bench.plan().isEmpty)
  }

  /// The answer to one call is lost, whether or not it was carried out.
  @Test(arguments: [true, false], [Obstacle.ambiguous("lost"), .timedOut("60 s"), .unreachable("reset"), .cancelled])
  func aLostAnswerIsSettledByLooking(_ isCarriedOut: Bool, _ obstacle: Obstacle) async throws {
    let bench = try Bench()
    let plan = try await bench.plan()
    let told = Told()
    let ending = try await bench.apply(
      plan,
      send: { call throws(Obstacle) in
        guard call.operation == "CreateRole" else { return try bench.account.write(call) }
        if isCarriedOut { try bench.account.write(call) }
        throw obstacle
      }, told: told)
    let events = try bench.entries.filter { $0.key == "github-role/role" }.map(\.event)
    #expect(events.contains(.ambiguous(obstacle.inWords)))
    if isCarriedOut {
      #expect(ending == .complete && told.failures == [] && events.last == .done)
    } else {
      #expect(told.failures.first == .failed("github-role/role", obstacle))
      #expect(
        Ledger(try bench.entries)["github-role/role", "arn:aws:iam::111122223333:role/GitHubActionsRole"]?.pending
          == true)
      #expect(try await bench.apply(bench.plan()) == .complete)
    }
    #expect(bench.writes.count { $0 == "iam:CreateRole" } == 1)
    #expect(try await bench.plan().isEmpty)
  }

  @Test func aLostAnswerThatCannotBeLookedAtIsNotCalledDone() async throws {
    let bench = try Bench()
    let plan = try await bench.plan()
    let told = Told()
    let ending = try await bench.apply(
      plan,
      send: { call throws(Obstacle) in
        guard call.operation == "CreateRole" else { return try bench.account.write(call) }
        bench.account.change { $0.obstacles["iam:GetRole"] = .throttled("slow down") }
        throw .ambiguous("lost")
      }, told: told)
    guard case .stopped = ending else {
      Issue.record("it went on")
      return
    }
    #expect(told.all.contains(.failed("github-role/role", .throttled("slow down"))))
    #expect(try !bench.entries.contains { $0.key == "github-role/role" && $0.event == .done })
  }

  @Test func whatCannotBeSeenDoesNotStandAsWanted() async throws {
    let bench = try Bench()
    let plan = try await bench.plan()
    bench.account.change {
      $0.obstacles["iam:GetOpenIDConnectProvider"] = .denied(permission: "iam:GetOpenIDConnectProvider", message: "")
    }
    let told = Told()
    guard case .stopped = try await bench.apply(plan, told: told) else {
      Issue.record("it went on")
      return
    }
    #expect(!told.all.contains(.alreadyDone("oidc-provider/provider")))
    #expect(
      told.failures.first
        == .failed("oidc-provider/provider", .denied(permission: "iam:GetOpenIDConnectProvider", message: "")))
    #expect(!bench.writes.contains("iam:CreateOpenIDConnectProvider"))
  }

  @Test func aJournalThatCannotBeReadStopsBeforeTheFirstCall() async throws {
    let bench = try Bench()
    let plan = try await bench.plan()
    let runner = try bench.runner { _ in }
    bench.folder.write(Array("damage\n\n".utf8), "journal.jsonl")
    await #expect(throws: JournalFile.Problem.self) {
      try await runner.make(plan, Account.context(), isStopped: { false }, tell: { _ in })
    }
    #expect(bench.writes == [])
  }
}
