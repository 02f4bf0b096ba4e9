import Checklist
import JSONDocument
import Prerequisites
import Runs
import TestAccount

/// An account, a journal, and the two engines over them.
public struct Bench: Sendable {
  public let account: Account
  public let folder: TemporaryFolder
  public let prerequisites: Prerequisites

  public init(_ account: Account = .bare(), _ prerequisites: Prerequisites = Prerequisites()) throws {
    self.account = account
    self.prerequisites = prerequisites
    folder = try TemporaryFolder()
  }

  public var journalPath: String { folder.file("journal.jsonl") }
  public var entries: [JournalEntry] { get throws { try JournalFile.entries(at: journalPath) } }

  public func world() -> World {
    let account = account
    return World(offer: { account.offer }, door: { call throws(Obstacle) in try account.read(call) })
  }

  public func context(_ answers: [String: JSON] = [:], _ purpose: Context.Purpose = .checkup) throws -> Context {
    Account.context(answers, purpose: purpose, ledger: Ledger(try entries))
  }

  public func plan(_ answers: [String: JSON] = [:]) async throws -> Plan {
    let context = try context(answers)
    var changes: [Change] = []
    for step in prerequisites.all { changes += await prerequisites.standing(of: step.id, world(), context).changes }
    return Plan(changes)
  }

  public func inventory(_ answers: [String: JSON] = [:]) async throws -> Inventory {
    await prerequisites.inventory(world(), try context(answers, .teardown))
  }

  public var sender: Runner.Sender {
    let account = account
    return { call throws(Obstacle) in try account.write(call) }
  }

  /// - Parameter sleep: what happens while the run waits before another look; no time passes.
  public func runner(
    _ send: Runner.Sender? = nil, waitsForPeople: Bool = false, sleep: @escaping @Sendable (Double) async -> Void
  ) throws -> Runner {
    Runner(
      prerequisites: prerequisites, freshWorld: { world() }, making: send ?? sender, removing: send ?? sender,
      journal: try JournalFile(path: journalPath), clock: RunClock(now: { 0 }, sleep: sleep),
      waitsForPeople: waitsForPeople)
  }

  public func apply(
    _ plan: Plan, _ answers: [String: JSON] = [:], send: Runner.Sender? = nil, told: Told = Told(),
    waitsForPeople: Bool = false,
    sleep: @escaping @Sendable (Double) async -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Ending {
    try await runner(send, waitsForPeople: waitsForPeople, sleep: sleep).make(
      plan, try context(answers), isStopped: isStopped, tell: { told.tell($0) })
  }

  public func remove(
    _ inventory: Inventory, _ answers: [String: JSON] = [:], send: Runner.Sender? = nil, told: Told = Told(),
    waitsForPeople: Bool = false,
    sleep: @escaping @Sendable (Double) async -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Ending {
    try await runner(send, waitsForPeople: waitsForPeople, sleep: sleep).takeBack(
      inventory, try context(answers, .teardown), isStopped: isStopped, tell: { told.tell($0) })
  }

  /// The writes the account saw, in words.
  public var writes: [String] { account.calls.filter { !Self.isRead($0) }.map { "\($0.door.name):\($0.operation)" } }

  public static func isRead(_ call: Call) -> Bool {
    ["Get", "List", "Describe", "Head", "GET "].contains { call.operation.hasPrefix($0) }
  }
}
