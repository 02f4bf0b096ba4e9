import AWS
import CAllocator
import Checklist
import Files
import Glibc
import JSONDocument
import Synchronization
import Transport

/// Sends many calls of every outcome through one client and says in between, as a line of JSON each time, what the
/// process holds then: `many-calls CALLS EVERY`. The server decides by the names in the calls how each one ends; see
/// `Tests/EndToEnd/costs/test_leaks.py`.
@main
final class ManyCalls: Sendable {
  /// What one call in a hundred does; the rest are answered.
  static let rare = [
    "silent", "cancelled", "cancelled", "page", "reset", "cut", "nested", "laughs", "throttled", "throttled", "fresh",
    "refused", "refused", "denied", "large", "large",
  ]
  static let together = 8

  let client: AWSClient
  /// The same without patience.
  let hasty: AWSClient
  let outcomes = Mutex<[String: [String: Int]]>([:])

  static func main() async throws {
    let numbers = CommandLine.arguments.compactMap { Int($0) }
    guard numbers.count == 2, numbers[1] > 0 else { throw Obstacle.unexpected("usage: many-calls CALLS EVERY") }
    let program = try ManyCalls()
    for start in stride(from: 0, to: numbers[0], by: numbers[1]) {
      await program.send(start..<start + numbers[1])
      // The threads of the transports that were dropped take a moment to end.
      try await Task.sleep(for: .milliseconds(300))
      print(program.account(calls: start + numbers[1]).compact)
    }
  }

  init() throws {
    let transport = try HTTPTransport()
    client = try Self.client(transport, deadline: 30)
    hasty = try Self.client(transport, deadline: 0.05)
  }

  static func client(_ transport: HTTPTransport, deadline: Double) throws -> AWSClient {
    var surroundings = Surroundings.system
    // Retries follow at once: waiting holds nothing that could leak.
    surroundings.sleep = { _ in try Task.checkCancellation() }
    return AWSClient(try AWSConfiguration(), transport: transport, deadline: deadline, surroundings: surroundings)
  }

  /// Sends calls, a few at a time.
  func send(_ calls: Range<Int>) async {
    await withTaskGroup(of: Void.self) { group in
      for number in calls {
        if number - calls.lowerBound >= Self.together { await group.next() }
        group.addTask { await self.send(number) }
      }
    }
  }

  private func send(_ number: Int) async {
    let kind = number % 100 < Self.rare.count ? Self.rare[number % 100] : "good"
    let name = "kind-\(kind)-\(number)"
    let call =
      switch number % 3 {
      case _ where kind == "laughs": Call(.iam, "GetRole", ["RoleName": .string(name)])
      case 0: Call(.iam, "GetRole", ["RoleName": .string(name)])
      case 1 where kind != "nested": Call(.s3, "ListObjectsV2", ["Bucket": "bucket", "Prefix": .string(name)])
      default: Call(.sagemaker, "ListTags", ["ResourceArn": .string("arn:aws:sagemaker:us-east-1:1:domain/\(name)")])
      }
    let outcome: String
    switch kind {
    case "cancelled":
      let task = Task { await result(call, client) }
      try? await Task.sleep(for: .milliseconds(number % 7))
      task.cancel()
      outcome = await task.value
    case "silent": outcome = await result(call, hasty)
    case "fresh":
      guard let own = try? Self.client(HTTPTransport(), deadline: 30) else { return }
      outcome = await result(call, own)
    default: outcome = await result(call, client)
    }
    outcomes.withLock { $0[kind, default: [:]][outcome, default: 0] += 1 }
  }

  /// `answered`, or the name of the obstacle.
  private func result(_ call: Call, _ client: AWSClient) async -> String {
    do throws(Obstacle) {
      _ = try await client.send(call)
      return "answered"
    } catch {
      return error.kind.rawValue
    }
  }

  private func account(calls: Int) -> JSON {
    malloc_trim(0)
    let heap = mallinfo2()
    let kinds = outcomes.withLock { $0 }.sorted { $0.key < $1.key }.map { kind, counts in
      (
        kind,
        JSON.object(JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, JSON(integerLiteral: $0.value)) }))
      )
    }
    return [
      "calls": .number("\(calls)"), "heap": .number("\(heap.uordblks + heap.hblkhd)"),
      "resident": .number("\(resident)"), "descriptors": .number("\(entries("/proc/self/fd"))"),
      "threads": .number("\(entries("/proc/self/task"))"), "outcomes": .object(JSONObject(kinds)),
    ]
  }

  /// Bytes of memory the process occupies, by the kernel's account.
  private var resident: Int {
    guard case .text(let bytes) = FileDoor.system.read("/proc/self/status") else { return 0 }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0) << 10
  }

  private func entries(_ folder: String) -> Int {
    guard let stream = opendir(folder) else { return 0 }
    defer { closedir(stream) }
    var count = -2
    while readdir(stream) != nil { count += 1 }
    return count
  }
}
