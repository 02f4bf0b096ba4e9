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
  /// Whether this run has sent anything.
  private var hasWritten = false

  init(
    direction: Course, send: @escaping Runner.Sender, freshWorld: @escaping @Sendable () -> World,
    journal: JournalFile, clock: RunClock, waitsForPeople: Bool, isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping @Sendable (Progress) -> Void
  ) {
    (self.direction, self.send, self.freshWorld, self.journal) = (direction, send, freshWorld, journal)
    (self.clock, self.waitsForPeople, self.isStopped, self.tell) = (clock, waitsForPeople, isStopped, tell)
  }

  /// One item, from the look before it to the look that sees it over.
  mutating func carryOut(_ shown: Course.Item) async throws(JournalFile.Problem) -> Outcome {
    var attempt = Attempt(
      shown, repeats: direction.repeats, waitsForPeople: waitsForPeople,
      memory: direction.memory(of: shown), now: clock.now())
    while true {
      let sight = try await look(at: shown, hasSent: attempt.hasSent)
      if case .underway(let work) = sight { tell(.underway(work)) }
      switch attempt.next(sight, hasWritten: hasWritten) {
      case .look(let seconds): guard await pause(seconds) else { return .stopped }
      case .send(let item): if let outcome = attempt.sent(try await transmit(item)) { return outcome }
      case .settle(let isOurs):
        let seen = latest?.standing.step.holdings.first { $0.key == shown.key && $0.resource == shown.resource }
        for (key, resource, event) in direction.settlement(shown, hasSent: isOurs, seen: seen) {
          try journal.record(JournalEntry(key, resource, event, time: clock.now()))
        }
        return isOurs ? .done : .alreadyDone
      case .end(let outcome): return outcome
      }
    }
  }

  /// Sends the calls of an item, announced and answered for in the journal; nil when the service took them.
  private mutating func transmit(_ item: Course.Item) async throws(JournalFile.Problem) -> Obstacle? {
    try strikeWhatStoodThere(item)
    try record(item, direction.intent(item))
    (latest, hasWritten) = (nil, true)
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

  /// What the journal says of a thing that others made anew since is about another one: it is struck out before
  /// anything is remembered of the thing that stands there now.
  private func strikeWhatStoodThere(_ item: Course.Item) throws(JournalFile.Problem) {
    guard latest?.standing.step.holdings.contains(where: { $0.resource == item.resource && $0.isAnother }) == true
    else { return }
    for old in try direction.context().ledger.struck(on: item.resource) {
      try journal.record(JournalEntry(old.key, old.resource, .removed, time: clock.now()))
    }
  }

  private func record(_ item: Course.Item, _ event: JournalEntry.Event) throws(JournalFile.Problem) {
    try journal.record(JournalEntry(item.key, item.resource, event, time: clock.now()))
  }
}
