import Checklist
import Foundation
import JSONDocument
import Prerequisites
import Synchronization
import TestAccount

@testable import Shell

/// A folder of its own for one test; it goes with the value.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "onramp-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
  func bytes(_ name: String) -> [UInt8] { FileManager.default.contents(atPath: file(name)).map(Array.init) ?? [] }
  func write(_ bytes: [UInt8], _ name: String) {
    _ = FileManager.default.createFile(atPath: file(name), contents: Data(bytes))
  }

  static func mode(_ path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
  }
}

/// What a run told, in order.
final class Told: Sendable {
  private let list = Mutex<[Checklist.Progress]>([])
  func tell(_ progress: Checklist.Progress) { list.withLock { $0.append(progress) } }
  var all: [Checklist.Progress] { list.withLock { $0 } }
  var failures: [Checklist.Progress] {
    all.filter { progress in
      switch progress {
      case .failed, .left: true
      default: false
      }
    }
  }
}

/// An account, a journal, and the two engines over them.
struct Bench: Sendable {
  let account: Account
  let folder: Folder
  let prerequisites: Prerequisites

  init(_ account: Account = .bare(), _ prerequisites: Prerequisites = Prerequisites()) throws {
    self.account = account
    self.prerequisites = prerequisites
    folder = try Folder()
  }

  var journalPath: String { folder.file("journal.jsonl") }
  var entries: [JournalEntry] { get throws { try JournalFile.entries(at: journalPath) } }

  func world() -> World {
    let account = account
    return World(offer: { account.offer }, door: { call throws(Obstacle) in try account.read(call) })
  }

  func context(_ answers: [String: JSON] = [:], _ purpose: Context.Purpose = .checkup) throws -> Context {
    Account.context(answers, purpose: purpose, ledger: Ledger(try entries))
  }

  func plan(_ answers: [String: JSON] = [:]) async throws -> Plan {
    let context = try context(answers)
    var changes: [Change] = []
    for step in prerequisites.all { changes += await prerequisites.changes(of: step.id, world(), context) }
    return Plan(changes)
  }

  func inventory(_ answers: [String: JSON] = [:]) async throws -> Inventory {
    await prerequisites.inventory(world(), try context(answers, .teardown))
  }

  var sender: Runner.Sender {
    let account = account
    return { call throws(Obstacle) in try account.write(call) }
  }

  /// - Parameter sleep: what happens while the run waits before another look; no time passes.
  func runner(
    _ send: Runner.Sender? = nil, waitsForPeople: Bool = false, sleep: @escaping @Sendable (Double) async -> Void
  ) throws -> Runner {
    Runner(
      prerequisites: prerequisites, freshWorld: { world() }, making: send ?? sender, removing: send ?? sender,
      journal: try JournalFile(path: journalPath), clock: RunClock(now: { 0 }, sleep: sleep),
      waitsForPeople: waitsForPeople)
  }

  func apply(
    _ plan: Plan, _ answers: [String: JSON] = [:], send: Runner.Sender? = nil, told: Told = Told(),
    waitsForPeople: Bool = false,
    sleep: @escaping @Sendable (Double) async -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Ending {
    try await runner(send, waitsForPeople: waitsForPeople, sleep: sleep).make(
      plan, try context(answers), isStopped: isStopped, tell: { told.tell($0) })
  }

  func remove(
    _ inventory: Inventory, _ answers: [String: JSON] = [:], send: Runner.Sender? = nil, told: Told = Told(),
    waitsForPeople: Bool = false,
    sleep: @escaping @Sendable (Double) async -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Ending {
    try await runner(send, waitsForPeople: waitsForPeople, sleep: sleep).takeBack(
      inventory, try context(answers, .teardown), isStopped: isStopped, tell: { told.tell($0) })
  }

  /// The writes the account saw, in words.
  var writes: [String] { account.calls.filter { !Self.isRead($0) }.map { "\($0.door.name):\($0.operation)" } }

  static func isRead(_ call: Call) -> Bool {
    ["Get", "List", "Describe", "Head", "GET "].contains { call.operation.hasPrefix($0) }
  }
}
