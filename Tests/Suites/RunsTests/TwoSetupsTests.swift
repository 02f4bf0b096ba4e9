import Checklist
import JSONDocument
import Prerequisites
import TestAccount
import TestBench
import Testing

@testable import Runs

/// Two setups in one account, with the default names: whatever is set up and taken away first, the other does not
/// notice, and at the end the account is as it was.
@Suite struct TwoSetupsTests {
  /// One of the two, with a journal of its own.
  private struct Party {
    let bench: Bench
    let answers: [String: JSON]

    init(_ name: String, _ account: Account, _ more: [String: JSON] = [:]) throws {
      bench = try Bench(account)
      answers = ["name": .string(name), "github.repository": .string("sagemaker-\(name)")].merging(more) { $1 }
    }

    /// As `setup --yes` does it: until a look finds nothing to do.
    func setUp() async throws {
      for _ in 0..<3 {
        let plan = try await bench.plan(answers)
        if plan.isEmpty { return }
        let told = Told()
        #expect(try await bench.apply(plan, answers, told: told) == .complete)
        #expect(told.failures == [])
      }
      #expect(try await bench.plan(answers).isEmpty, "\(answers["name"] ?? "") finds no end")
    }

    func takeDown() async throws {
      let told = Told()
      #expect(try await bench.remove(try await bench.inventory(answers), answers, told: told) == .complete)
      #expect(told.failures == [])
      #expect(try await bench.inventory(answers).going == [], "\(answers["name"] ?? "") leaves something")
    }

    /// Every check and what came of it.
    func check() async throws -> [String: Status] {
      let context = try bench.context(answers)
      let prerequisites = bench.prerequisites
      let reports = await Checkup(
        prerequisites, wanted: Set(prerequisites.all.map(\.id)), world: bench.world(), context: context, barrier: nil,
        render: { _ in nil }
      ).all()
      return Dictionary(
        reports.flatMap(\.findings).map { ("\($0.check) \($0.resource ?? "")", $0.status) }, uniquingKeysWith: { $1 })
    }
  }

  enum Turn: Sendable {
    case up(Int)
    case down(Int)
  }

  /// Every order in which two setups come and go.
  static let orders: [[Turn]] = [
    [.up(0), .up(1), .down(0), .down(1)], [.up(0), .up(1), .down(1), .down(0)],
    [.up(1), .up(0), .down(0), .down(1)], [.up(1), .up(0), .down(1), .down(0)],
    [.up(0), .down(0), .up(1), .down(1)], [.up(1), .down(1), .up(0), .down(0)],
    [.up(0), .up(1), .down(0), .up(0), .down(1), .down(0)],
  ]

  private static let variants: [[String: JSON]] = [
    [:], ["access.execution_role": "SageMakerExecutionRole"],
  ]

  @Test(arguments: orders, variants) func theOtherDoesNotNotice(_ order: [Turn], _ more: [String: JSON]) async throws {
    let account = Account.bare { $0[GitHubRepository.self].siblings["sagemaker-fraud"] = 1_296_270 }
    let start = account.now
    let parties = [try Party("churn", account, more), try Party("fraud", account, more)]
    var healthy: [Int: [String: Status]] = [:]
    for turn in order {
      switch turn {
      case .up(let party):
        try await parties[party].setUp()
        let found = try await parties[party].check()
        #expect(found.values.allSatisfy { [.pass, .skipped].contains($0) }, "\(found.filter { $0.value != .pass })")
        healthy[party] = found
      case .down(let party):
        try await parties[party].takeDown()
        healthy[party] = nil
      }
      for (party, before) in healthy {
        #expect(try await parties[party].check() == before, "\(turn) was noticed by \(party)")
        #expect(try await parties[party].bench.plan(parties[party].answers).isEmpty, "\(turn) left \(party) work")
      }
    }
    #expect(account.now.meaning == start.meaning)
    #expect(account.unscripted == [])
  }
}
