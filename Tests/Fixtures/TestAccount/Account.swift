import Checklist
import JSONDocument
import Synchronization

/// A tiny account and repository in memory: what the steps read, and what their calls change.
///
/// It fails by default: a call that nobody wrote an answer for is remembered in `unscripted` and answered with
/// `.unexpected`, which no step takes for an absence.
public final class Account: Sendable {
  private let state: Mutex<State>
  private let log = Mutex<[Call]>([])
  private let strange = Mutex<[Call]>([])

  /// - Parameter more: services of the test's own, which go before those of the same name here.
  public init(adding more: [any AccountService] = [], _ change: (inout State) -> Void = { _ in }) {
    var start = State(adding: more)
    change(&start)
    state = Mutex(start)
  }

  /// A domain and a repository with immutable subjects; nothing of onramp's.
  public static func bare(adding more: [any AccountService] = [], _ change: (inout State) -> Void = { _ in }) -> Account
  {
    Account(adding: more) { state in
      state.furnish()
      change(&state)
    }
  }

  public var now: State { state.withLock { $0 } }
  public func change(_ body: (inout State) -> Void) {
    state.withLock { value in
      var copy = value
      body(&copy)
      value = copy
    }
  }

  /// Every call that came, in order.
  public var calls: [Call] { log.withLock { $0 } }
  /// Those for which there is no answer here: a test that finds one fails.
  public var unscripted: [Call] { strange.withLock { $0 } }

  static func key(_ call: Call) -> String {
    call.door == .github ? call.operation : "\(call.door.name):\(call.operation)"
  }

  /// Answers one reading call.
  public func read(_ call: Call) throws(Obstacle) -> JSON {
    try take(call) { $0.answer(call) }
  }

  /// Carries out one writing call and returns its answer.
  @discardableResult public func write(_ call: Call) throws(Obstacle) -> JSON {
    try take(call) { $0.carryOut(call) }
  }

  private func take(_ call: Call, _ body: (inout State) -> Answer?) throws(Obstacle) -> JSON {
    log.withLock { $0.append(call) }
    let key = Account.key(call)
    if let obstacle = state.withLock({ $0.obstacles[key] }) { throw obstacle }
    let answer = state.withLock { state -> Answer? in
      var copy = state
      let answer = body(&copy)
      state = copy
      return answer
    }
    guard let answer else {
      strange.withLock { $0.append(call) }
      throw .unexpected("the test has no answer for \(key)")
    }
    return try answer.get()
  }
}
