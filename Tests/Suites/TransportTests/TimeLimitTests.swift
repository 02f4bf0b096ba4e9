import Synchronization
import Testing
import Transport

@Suite("What a command may take")
struct TimeLimitTests {
  /// A clock that moves when it is told to.
  private final class Hand: Sendable {
    let time = Mutex(100.0)
    func now() -> Double { time.withLock { $0 } }
    func move(_ seconds: Double) { time.withLock { $0 += seconds } }
  }

  /// What was asked with which deadline.
  private final class Door: HTTPSending {
    let deadlines = Mutex<[Double]>([])
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      deadlines.withLock { $0.append(request.deadline) }
      return HTTPResponse(status: 200)
    }
  }

  @Test("a request gets no more than is left, and none is sent when nothing is")
  func requests() async throws {
    let (hand, door) = (Hand(), Door())
    let limit = TimeLimit(120) { hand.now() }
    let bounded = limit.bounding(door)
    _ = try await bounded.send(HTTPRequest(url: "http://x", deadline: 60))
    hand.move(100)
    _ = try await bounded.send(HTTPRequest(url: "http://x", deadline: 60))
    hand.move(20)
    await #expect(throws: TransportError.timedOut(afterSend: false)) {
      try await bounded.send(HTTPRequest(url: "http://x", deadline: 60))
    }
    #expect(door.deadlines.withLock { $0 } == [60, 20])
    limit.begin()
    _ = try await bounded.send(HTTPRequest(url: "http://x", deadline: 60))
    #expect(door.deadlines.withLock { $0.count } == 3 && limit.left == 120)
  }

  @Test("a pause ends with the limit")
  func pauses() async throws {
    let hand = Hand()
    let limit = TimeLimit(30) { hand.now() }
    let slept = Mutex<[Double]>([])
    var surroundings = Surroundings.system
    surroundings.sleep = { seconds in slept.withLock { $0.append(seconds) } }
    let bounded = limit.bounding(surroundings)
    try await bounded.sleep(20)
    hand.move(25)
    try await bounded.sleep(20)
    hand.move(5)
    try await bounded.sleep(20)
    #expect(slept.withLock { $0 } == [20, 5])
  }

  @Test("without an end nothing is cut short")
  func endless() async throws {
    let door = Door()
    _ = try await TimeLimit(nil).bounding(door).send(HTTPRequest(url: "http://x", deadline: 86_400))
    #expect(door.deadlines.withLock { $0 } == [86_400])
  }
}
