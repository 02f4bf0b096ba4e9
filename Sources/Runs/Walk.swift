import Checklist
import JSONDocument
import Prerequisites

/// One run on its way through its items.
struct Walk<Course: Direction>: Sendable {
  let direction: Course
  let send: Runner.Sender
  let freshWorld: @Sendable () -> World
  let journal: JournalFile
  let clock: RunClock
  let waitsForPeople: Bool
  let isStopped: @Sendable () -> Bool
  let tell: @Sendable (Progress) -> Void

  /// The latest look, while nothing was sent since: the look after one item is the look before the next.
  private var latest: (step: StepID, standing: Standing)?

  init(
    direction: Course, send: @escaping Runner.Sender, freshWorld: @escaping @Sendable () -> World,
    journal: JournalFile, clock: RunClock, waitsForPeople: Bool, isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping @Sendable (Progress) -> Void
  ) {
    (self.direction, self.send, self.freshWorld, self.journal) = (direction, send, freshWorld, journal)
    (self.clock, self.waitsForPeople, self.isStopped, self.tell) = (clock, waitsForPeople, isStopped, tell)
  }

  /// Seconds between the looks at what was accepted and is not seen yet: a service may answer for a while as if
  /// nothing had been written (IAM and SageMaker say so of themselves).
  private static var delays: [Double] { [1, 2, 4, 8, 15] }

  /// One item, from the look before it to the look that sees it over.
  mutating func carryOut(_ shown: Course.Item) async throws(JournalFile.Problem) -> Outcome {
    // What was sent is waited for until it is seen; what was only seen on its way may turn out to be another change.
    var (hasSent, wasUnderway) = (false, false)
    var lost: Obstacle?
    var delays = Self.delays[...]
    while true {
      switch try await look(at: shown, hasSent: hasSent) {
      case .hidden(let obstacle): return .failed(obstacle)
      case .underway(let work):
        tell(.underway(work))
        if case .person = work.worker, !waitsForPeople { return .waiting(work) }
        guard await pause(work.pause) else { return .stopped }
        wasUnderway = true
      case .changed(let divergence): return .changed(divergence)
      case .over:
        let isOurs = hasSent || wasUnderway
        for (key, resource, event) in direction.settlement(shown, hasSent: isOurs) {
          try journal.record(JournalEntry(key, resource, event, time: clock.now()))
        }
        return isOurs ? .done : .alreadyDone
      case .open(let now):
        if hasSent, lost == nil {
          guard let delay = delays.popFirst() else { return .failed(Self.unseen(now)) }
          guard await pause(delay) else { return .stopped }
          continue
        }
        if let obstacle = lost {
          guard direction.repeats, now.calls.allSatisfy(shown.calls.contains) else { return .failed(obstacle) }
        } else if let divergence = Divergence(from: shown, to: now) {
          return .changed(divergence)
        }
        guard !now.calls.isEmpty else { return .failed(.unexpected("\(now.title): nothing is sent for it")) }
        switch try await transmit(now) {
        case nil: (hasSent, lost) = (true, nil)
        case .some(let obstacle) where obstacle.isCertain || lost != nil: return .failed(obstacle)
        // A lost answer is no refusal: another look tells whether it was done.
        case .some(let obstacle): (hasSent, lost) = (true, obstacle)
        }
      }
    }
  }

  /// Sends the calls of an item, announced and answered for in the journal; nil when the service took them.
  private mutating func transmit(_ item: Course.Item) async throws(JournalFile.Problem) -> Obstacle? {
    try record(item, direction.intent(item))
    latest = nil
    var answer: JSON = .null
    for call in item.calls {
      do throws(Obstacle) {
        answer = try await send(call)
      } catch {
        if error.kind == .refused, direction.goneCodes.contains(error.code ?? "") { continue }
        if let event = direction.refusal(error) { try record(item, event) }
        return error
      }
    }
    if let event = direction.acceptance(item, answer) { try record(item, event) }
    return nil
  }

  private mutating func look(
    at item: Course.Item, hasSent: Bool
  ) async throws(JournalFile.Problem) -> Sight<Course.Item> {
    if let latest, latest.step == item.step { return direction.sight(of: item, in: latest.standing, hasSent: hasSent) }
    let world = freshWorld()
    let step = await direction.prerequisites.standing(of: item.step, world, try direction.context())
    let standing = Standing(step: step, obstacles: await world.obstacles())
    latest = (item.step, standing)
    return direction.sight(of: item, in: standing, hasSent: hasSent)
  }

  /// Lets time pass before another look; false when the run is to stop.
  private mutating func pause(_ seconds: Double) async -> Bool {
    latest = nil
    return await clock.pause(seconds, unless: isStopped)
  }

  private func record(_ item: Course.Item, _ event: JournalEntry.Event) throws(JournalFile.Problem) {
    try journal.record(JournalEntry(item.key, item.resource, event, time: clock.now()))
  }

  private static func unseen(_ item: Course.Item) -> Obstacle {
    let stands = item.shown.first { $0.member == "what stands there" }?.value.compact ?? "nothing"
    return .timedOut("it was accepted, and another look does not see it; there stands \(stands)")
  }
}
