import Checklist
import JSONDocument
import Prerequisites
import Synchronization
import TestAccount
import TestBench
import Testing

@testable import Runs

@Suite struct TakingBackTests {
  /// An account that onramp set up, and its journal.
  private func made(_ account: Account = .bare()) async throws -> Bench {
    let bench = try Bench(account)
    for _ in 0..<2 { _ = try await bench.apply(bench.plan()) }
    #expect(try await bench.plan().isEmpty)
    return bench
  }

  @Test func everythingGoesInReverseAndTheJournalIsEmptyThen() async throws {
    let bench = try await made()
    let told = Told()
    let before = bench.writes.count
    #expect(try await bench.remove(bench.inventory(), told: told) == .complete)
    #expect(bench.account.now == Account.bare().now)
    #expect(
      Array(bench.writes[before...]) == [
        "sagemaker:DeleteTags", "s3:DeleteObjects", "s3:DeleteObjects", "s3:DeleteObjects", "s3:DeleteBucket",
        "secretsmanager:DeleteSecret", "codeconnections:UntagResource", "iam:DeleteRolePolicy", "iam:DeleteRole",
        "iam:DeleteOpenIDConnectProvider",
      ])
    #expect(Ledger(try bench.entries).isEmpty)
    #expect(told.failures == [])
  }

  /// Builds before 0.2 wrote an intent and its outcome, and nothing between them.
  @Test func whatAnOlderBuildMadeIsTakenBackByItsJournal() async throws {
    let bench = try await made()
    let lines = String(decoding: bench.folder.bytes("journal.jsonl"), as: UTF8.self).split(separator: "\n")
    let old = lines.filter { !$0.contains(#""event":"accepted""#) }
    #expect(old.count < lines.count, "this build tells of acceptance")
    bench.folder.write(Array((old.joined(separator: "\n") + "\n").utf8), "journal.jsonl")
    #expect(try await bench.plan().isEmpty)
    #expect(try await bench.remove(bench.inventory()) == .complete)
    #expect(bench.account.now == Account.bare().now)
    #expect(Ledger(try bench.entries).isEmpty)
  }

  @Test func theJournalHearsOfEachRemovalFirst() async throws {
    let bench = try await made()
    let isAnnounced = Mutex(true)
    _ = try await bench.remove(
      bench.inventory(),
      send: { call throws(Obstacle) in
        if (try? bench.entries.last?.event) != .removing { isAnnounced.withLock { $0 = false } }
        return try bench.account.write(call)
      })
    #expect(isAnnounced.withLock { $0 })
  }

  @Test func stoppedAnywhereItGoesOnFromThere() async throws {
    let undisturbed = try await made()
    let made = undisturbed.writes.count
    #expect(try await undisturbed.remove(undisturbed.inventory()) == .complete)
    let needed = undisturbed.writes.count - made
    #expect(needed > 6)
    for limit in 0..<6 {
      let bench = try await self.made()
      let before = bench.writes.count
      _ = try await bench.remove(bench.inventory(), isStopped: { bench.writes.count - before >= limit })
      #expect(try await bench.remove(bench.inventory()) == .complete)
      #expect(bench.account.now == Account.bare().now, "stopped after \(limit)")
      #expect(bench.writes.count - before == needed, "nothing was sent twice")
      #expect(Ledger(try bench.entries).isEmpty, "stopped after \(limit)")
    }
  }

  @Test func aRemovalThatIsRefusedKeepsWhatItStandsOn() async throws {
    let bench = try await made()
    bench.account.change {
      $0.obstacles["iam:DeleteRolePolicy"] = .denied(permission: "iam:DeleteRolePolicy", message: "")
    }
    let told = Told()
    guard case .stopped = try await bench.remove(bench.inventory(), told: told) else {
      Issue.record("it went on")
      return
    }
    #expect(
      told.failures == [
        .failed("github-role/role", .denied(permission: "iam:DeleteRolePolicy", message: "")),
        .left("oidc-provider/provider", because: "Role GitHubActionsRole"),
      ])
    #expect(bench.account.now.providers.count == 1 && bench.account.now.buckets.isEmpty)
    bench.account.change { $0.obstacles = [:] }
    #expect(try await bench.remove(bench.inventory()) == .complete)
    #expect(bench.account.now == Account.bare().now)
  }

  /// The look that the inventory rests on may be from before the last write.
  @Test func whatWasWrittenAMomentAgoAndIsNotSeenEndsNoRunAsComplete() async throws {
    let bench = try await made()
    let whole = try await bench.inventory()
    let tag = try #require(whole.holdings.first { $0.key == "domain-tag/location" })
    let inventory = Inventory(whole.holdings.filter { $0.key != tag.key })
    guard case .stopped(let reason) = try await bench.remove(inventory) else {
      Issue.record("the tag is there, and the run calls itself complete")
      return
    }
    #expect(reason.contains("domain-tag/location") && reason.contains("not seen yet"))
    #expect(Ledger(try bench.entries)[tag.key, tag.resource] != nil, "it is remembered")
    let later = Ledger(try bench.entries)
    #expect(later.unseen(in: inventory, 59) != nil && later.unseen(in: inventory, 61) == nil)
    #expect(later.unseen(in: whole, 0) == nil)
  }

  /// Killed between the deletion of a thing and the line that tells of it.
  @Test func whatWasSetOnAThingThatWentIsForgottenWithIt() async throws {
    let bench = try await made()
    let ledger = Ledger(try bench.entries)
    let bucket = try #require(ledger.all.first { $0.key == "template-bucket/bucket" })
    let objects = ledger.all.filter { $0.resource.hasPrefix(bucket.resource + "/") }
    #expect(objects.contains { $0.key == "project-template/object" })
    do {
      let journal = try JournalFile(path: bench.journalPath)
      for item in objects + [bucket] { try journal.record(JournalEntry(item.key, item.resource, .removing, time: 0)) }
    }
    bench.account.change { $0.buckets[Account.bucket] = nil }
    #expect(try await bench.remove(bench.inventory()) == .complete)
    let left = Ledger(try bench.entries).all.map(\.key)
    #expect(left == [])
  }

  @Test func whatIsGoneAlreadyIsPassedOverAndStruckOut() async throws {
    let bench = try await made()
    let inventory = try await bench.inventory()
    bench.account.change { $0.roles["GitHubActionsRole"] = nil }
    let told = Told()
    #expect(try await bench.remove(inventory, told: told) == .complete)
    #expect(told.all.contains(.alreadyDone("github-role/role")))
    #expect(Ledger(try bench.entries).isEmpty)
  }

  @Test func whatCannotBeSeenIsNotGone() async throws {
    let bench = try await made()
    let inventory = try await bench.inventory()
    let ledger = Ledger(try bench.entries)
    bench.account.change { $0.obstacles["iam:GetRole"] = .throttled("slow down") }
    let told = Told()
    guard case .stopped = try await bench.remove(inventory, told: told) else {
      Issue.record("it went on")
      return
    }
    #expect(told.failures.first == .failed("github-role/role", .throttled("slow down")))
    let role = "arn:aws:iam::111122223333:role/GitHubActionsRole"
    #expect(
      Ledger(try bench.entries)["github-role/role", role] == ledger["github-role/role", role], "the memory is kept")
    bench.account.change { $0.obstacles = [:] }
    #expect(try await bench.remove(bench.inventory()) == .complete)
    #expect(bench.account.now == Account.bare().now)
  }

  @Test func whatOthersPutIntoABucketMeanwhileKeepsIt() async throws {
    let bench = try await made()
    let inventory = try await bench.inventory()
    bench.account.change { $0.buckets[Account.bucket]?.objects["late.csv"] = Account.Object() }
    let told = Told()
    guard case .stopped = try await bench.remove(inventory, told: told) else {
      Issue.record("what was shown to go stays, and the run calls itself complete")
      return
    }
    guard case .left("template-bucket/bucket", let because) = told.failures.first else {
      Issue.record("\(told.failures)")
      return
    }
    #expect(because.contains("holds what onramp did not put there: late.csv"))
    #expect(bench.account.now.buckets[Account.bucket]?.objects.keys.sorted() == ["late.csv"])
    #expect(!bench.writes.contains("s3:DeleteBucket"))
  }

  @Test func aHoldingThatChangedSinceItWasShownIsNotTouched() async throws {
    let bench = try await made()
    let inventory = try await bench.inventory()
    bench.account.change { $0.buckets[Account.bucket]?.objects[Account.templateKey]?.versions = ["v2", "v1"] }
    let told = Told()
    guard case .stopped = try await bench.remove(inventory, told: told) else {
      Issue.record("it went on")
      return
    }
    guard case .left("project-template/object", let because) = told.failures.first else {
      Issue.record("\(told.failures)")
      return
    }
    #expect(because.contains(#"{"versions":["null"]"#) && because.contains(#"{"versions":["v2"]"#))
    #expect(bench.account.now.buckets[Account.bucket]?.objects.keys.sorted() == [Account.templateKey])
  }

  @Test(arguments: [true, false]) func aLostAnswerIsSettledByLooking(_ isCarriedOut: Bool) async throws {
    let bench = try await made()
    let isFirst = Mutex(true)
    let ending = try await bench.remove(
      bench.inventory(),
      send: { call throws(Obstacle) in
        let loses =
          call.operation == "DeleteRole"
          && isFirst.withLock { first in
            defer { first = false }
            return first
          }
        let answer = !loses || isCarriedOut ? try bench.account.write(call) : .null
        if loses { throw .ambiguous("lost") }
        return answer
      })
    #expect(ending == .complete)
    #expect(bench.account.now == Account.bare().now)
    #expect(bench.writes.count { $0 == "iam:DeleteRole" } == 1)
    #expect(Ledger(try bench.entries).isEmpty)
  }
}
