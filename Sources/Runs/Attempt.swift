import Checklist
import JSONDocument

/// How one item is carried out: what to do next, by what the last look saw. It decides, and does nothing.
///
/// What was sent is waited for until a look sees it. What nobody expected is not believed at once: a service may answer
/// for a while as if nothing had been written (IAM and SageMaker say so of themselves).
struct Attempt<Item: RunItem>: Sendable {
  enum Move: Sendable {
    case look(after: Double)
    case send(Item)
    case settle(isOurs: Bool)
    case end(Outcome)
  }

  let shown: Item
  /// Whether calls whose answer was lost may be sent again while the item is seen open.
  let repeats: Bool
  let waitsForPeople: Bool
  /// Seconds between the looks at what an earlier run sent a moment ago: it may be there and not be seen yet.
  private var expectations: ArraySlice<Double>
  /// Whether its calls were taken, as far as is known.
  private(set) var hasSent = false
  private var wasUnderway = false
  /// Why the answer to the last call was lost.
  private var lost: Obstacle?
  /// Seconds between the looks at what should be otherwise by now.
  private var delays = Self.patience
  /// Seconds between the looks at what is over before anything was sent: all of them have to see it.
  private var doubts: ArraySlice<Double> = [1, 2]

  private static var patience: ArraySlice<Double> { RunClock.patience[...] }

  /// - Parameter memory: what the journal says of it from an earlier run.
  init(_ shown: Item, repeats: Bool, waitsForPeople: Bool, memory: Ledger.Item?, now: Double) {
    (self.shown, self.repeats, self.waitsForPeople) = (shown, repeats, waitsForPeople)
    let isFresh = memory?.isFresh(now) == true
    // Whether a call without an answer ever arrived is soon seen, or it did not.
    expectations = !isFresh ? [] : memory?.isFreshlyTaken(now) == true ? Self.patience : [1]
  }

  /// - Parameter hasWritten: whether this run has sent anything: then a look may be from before it.
  mutating func next(_ sight: Sight<Item>, hasWritten: Bool) -> Move {
    switch sight {
    case .hidden(let obstacle): return .end(.failed(obstacle))
    case .underway(let work):
      if case .person = work.worker, !waitsForPeople { return .end(.waiting(work)) }
      wasUnderway = true
      return .look(after: work.pause)
    case .over:
      let isOurs = hasSent || wasUnderway
      if !isOurs, let doubt = doubts.popFirst() { return .look(after: doubt) }
      return .settle(isOurs: isOurs)
    case .changed(let divergence): return changed(divergence, hasWritten)
    case .open(let now): return open(now, hasWritten)
    }
  }

  private mutating func open(_ now: Item, _ hasWritten: Bool) -> Move {
    if !hasSent, let delay = expectations.popFirst() { return .look(after: delay) }
    if hasSent, lost == nil {
      guard let delay = delays.popFirst() else { return .end(.failed(Self.unseen(now))) }
      return .look(after: delay)
    }
    if let obstacle = lost {
      guard repeats, now.calls.allSatisfy(shown.calls.contains) else { return .end(.failed(obstacle)) }
    } else if let divergence = Divergence(from: shown, to: now) {
      return changed(divergence, hasWritten)
    }
    return now.calls.isEmpty ? .end(.failed(.unexpected("\(now.title): nothing is sent for it"))) : .send(now)
  }

  private mutating func changed(_ divergence: Divergence, _ hasWritten: Bool) -> Move {
    if hasWritten, let delay = delays.popFirst() { return .look(after: delay) }
    return .end(.changed(divergence))
  }

  /// Takes how sending went; how it ended, where that ends it.
  mutating func sent(_ obstacle: Obstacle?) -> Outcome? {
    // A lost answer is no refusal: another look tells whether it was done.
    if let obstacle, obstacle.isCertain || lost != nil { return .failed(obstacle) }
    (hasSent, lost) = (true, obstacle)
    return nil
  }

  private static func unseen(_ item: Item) -> Obstacle {
    let stands = item.shown.first { $0.member == "what stands there" }?.value.compact ?? "nothing"
    return .timedOut("it was accepted, and another look does not see it; there stands \(stands)")
  }
}
