import Checklist
import Foundation
import JSONDocument
import Prerequisites
import ScreenForm
import Synchronization
import TestAccount
import TestBench
import Testing

@testable import Runs
@testable import ScreenCompiler

/// The law of two places, proved: this step is a screen, a folder and a fixture, and the engine knows none of them.
@Suite struct ProofStepTests {
  /// The screen as the build reads it.
  private static func screen() throws -> Screen {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appending(path: "Tests/Fixtures/Screens/proof.yaml").path
    let keys = try #require(
      SetupKeyNames(inSourceAt: root.appending(path: "Sources/Checklist/SetupKey+Table.swift").path))
    return try ScreenReader(path: path, text: String(contentsOfFile: path, encoding: .utf8), keys: keys).screen().screen
  }

  private func bench() throws -> Bench {
    try Bench(.bare(adding: [ProofService()]), Prerequisites().adding([(try Self.screen(), ProofStep())]))
  }

  /// The part of the plan that is this step's.
  private func plan(_ bench: Bench) async throws -> Plan {
    Plan(await bench.prerequisites.standing(of: "proof", bench.world(), try bench.context()).changes)
  }

  private func inventory(_ bench: Bench) async throws -> Inventory {
    Inventory(
      await bench.prerequisites.standing(of: "proof", bench.world(), try bench.context([:], .teardown)).holdings)
  }

  private static let writes = ["cloudformation:CreateStack", "codeconnections:CreateConnection"]
  private static let removals = ["codeconnections:DeleteConnection", "cloudformation:DeleteStack"]

  private func words(_ told: Told) -> [String] {
    told.all.compactMap { if case .underway(let work) = $0 { "\(work.key) \(work.words)" } else { nil } }
  }

  @Test func aStackTakesThreeLooksAndAPersonComesAtTheFifth() async throws {
    let bench = try bench()
    let told = Told()
    #expect(try await bench.apply(plan(bench), told: told, waitsForPeople: true) == .complete)
    #expect(bench.writes == Self.writes)
    #expect(
      words(told) == Array(repeating: "proof/stack CREATE_IN_PROGRESS", count: 2)
        + Array(repeating: "proof/connection PENDING", count: 4))
    #expect(told.all.suffix(1) == [.done("proof/connection")])
    // The name that the service gave is remembered from the moment it was accepted.
    #expect(try bench.entries.contains { $0.event == .accepted(identity: ProofService.arn) })
    #expect(try await plan(bench).isEmpty)
  }

  @Test func withoutAPersonTheRunEndsAndTheNextOneGoesOn() async throws {
    let bench = try bench()
    let told = Told()
    #expect(
      try await bench.apply(plan(bench), told: told) == .complete, "what is left waits for a person, and blocks nothing"
    )
    #expect(words(told).last == "proof/connection PENDING" && !told.all.contains(.done("proof/connection")))
    let left = try await plan(bench)
    #expect(left.changes.map(\.key) == ["proof/connection"] && left.changes.allSatisfy { $0.call == nil })
    bench.account.change { $0[ProofService.self].connection = 9 }
    #expect(try await plan(bench).isEmpty)
    #expect(bench.writes == Self.writes)
  }

  /// Stopped at each look on the way, made by the next run, taken away, stopped at each look of that too.
  @Test(arguments: 0..<8) func interruptedAtEveryLookItIsMadeOnceAndTakenAwayOnce(_ look: Int) async throws {
    let bench = try bench()
    let start = bench.account.now
    let pauses = Mutex(0)
    let count: @Sendable (Double) async -> Void = { _ in pauses.withLock { $0 += 1 } }
    // A pause is slept in parts; each part is a moment at which the operator may stop.
    _ = try await bench.apply(
      plan(bench), waitsForPeople: true, sleep: count, isStopped: { pauses.withLock { $0 } > look })
    for _ in 0..<3 { _ = try await bench.apply(plan(bench), waitsForPeople: true) }
    #expect(bench.writes == Self.writes, "nothing was made twice")
    #expect(try await plan(bench).isEmpty)

    pauses.withLock { $0 = 0 }
    _ = try await bench.remove(
      inventory(bench), waitsForPeople: true, sleep: count, isStopped: { pauses.withLock { $0 } > look })
    for _ in 0..<3 { _ = try await bench.remove(inventory(bench), waitsForPeople: true) }
    #expect(bench.writes == Self.writes + Self.removals, "nothing was taken away twice")
    #expect(bench.account.now == start)
    #expect(try Ledger(bench.entries).all.map(\.key) == [])
  }

  @Test func whatComesAfterWaitsForWhatIsUnderwayInTheNextRunToo() async throws {
    let bench = try bench()
    // The power failed right after the stack was asked for.
    bench.account.change { $0[ProofService.self].making = 0 }
    let again = try await plan(bench)
    #expect(again.changes.map(\.key) == ["proof/stack", "proof/connection"])
    #expect(again.changes.first?.call == nil, "it is only waited for")
    #expect(try await bench.apply(again, waitsForPeople: true) == .complete)
    #expect(bench.writes == ["codeconnections:CreateConnection"])
  }

  @Test func whatWasOnItsWayAndTurnsOutToBeAnotherChangeIsNotWaitedFor() async throws {
    let bench = try bench()
    bench.account.change { $0[ProofService.self].making = 0 }
    let shown = try await plan(bench)
    // Somebody deletes what was being made: it is gone at the second look, and would have to be made anew.
    bench.account.change { ($0[ProofService.self].making, $0[ProofService.self].deleting) = (nil, 0) }
    let pauses = Mutex<[Double]>([])
    let told = Told()
    let ending = try await bench.apply(
      shown, told: told, waitsForPeople: true, sleep: { seconds in pauses.withLock { $0.append(seconds) } })
    #expect(ending != .complete && bench.writes == [])
    guard case .left("proof/stack", let why) = told.all.first(where: { if case .left = $0 { true } else { false } })
    else { throw Missing() }
    #expect(why.hasPrefix("it changed since it was shown: "))
    #expect(pauses.withLock { $0.reduce(0, +) } < 6, "only the one pause of what was on its way")
  }

  private struct Missing: Error {}

  @Test func whatIsOnItsWayIsWaitingAndNotBroken() async throws {
    let bench = try bench()
    bench.account.change { $0[ProofService.self].making = 0 }
    let checkup = Checkup(
      bench.prerequisites, wanted: ["proof"], world: bench.world(), context: try bench.context(), barrier: nil,
      render: { _ in nil })
    let report = try #require(await checkup.all().first { $0.step == "proof" })
    #expect(report.underway.map(\.words) == ["CREATE_IN_PROGRESS"])
    #expect(report.findings.first { $0.check == "PROOF-01" }?.status == .notYet)
  }
}
