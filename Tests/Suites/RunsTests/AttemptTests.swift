import Checklist
import JSONDocument
import Testing

@testable import Runs

/// One item's way, decided by what the looks see.
@Suite struct AttemptTests {
  private static let shown = change(wanted: "b")

  private static func change(wanted: JSON, previous: JSON = "a") -> Change {
    Change(
      key: "s/k", step: "s", kind: .create, resource: "r", title: "Thing", summary: "",
      call: Call(.s3, "PutThing", ["Value": wanted]), previous: previous, wanted: wanted, undo: .never(because: ""),
      repairs: [])
  }

  private static func memory(_ event: JournalEntry.Event?) -> Ledger.Item? {
    let intent = JournalEntry("s/k", "r", .intent(kind: .create, previous: .null, wanted: "b"), time: 100)
    return Ledger([intent] + [event.map { JournalEntry("s/k", "r", $0, time: 100) }].compactMap(\.self))["s/k", "r"]
  }

  private static func attempt(memory: Ledger.Item? = nil, now: Double = 110) -> Attempt<Change> {
    Attempt(shown, repeats: false, waitsForPeople: false, memory: memory, now: now)
  }

  /// The moves in words, until the first that is no look.
  private static func moves(
    _ attempt: inout Attempt<Change>, _ sight: Sight<Change>, hasWritten: Bool = false
  ) -> [String] {
    var words: [String] = []
    while words.count < 20 {
      switch attempt.next(sight, hasWritten: hasWritten) {
      case .look(let seconds): words.append("look \(Int(seconds))")
      case .send: return words + ["send"]
      case .settle(let isOurs): return words + [isOurs ? "done" : "already done"]
      case .end(.changed): return words + ["changed"]
      case .end(.failed(let obstacle)): return words + ["failed \(obstacle.kind)"]
      case .end(let outcome): return words + ["\(outcome)"]
      }
    }
    return words
  }

  private static let patience = ["look 1", "look 2", "look 4", "look 8", "look 15"]

  @Test func whatIsOpenAsShownIsSentAtOnce() {
    var attempt = Self.attempt()
    #expect(Self.moves(&attempt, .open(Self.shown)) == ["send"])
  }

  @Test func whatWasTakenIsWaitedForAndNotSentAgain() {
    var attempt = Self.attempt()
    _ = Self.moves(&attempt, .open(Self.shown))
    #expect(attempt.sent(nil) == nil)
    #expect(Self.moves(&attempt, .open(Self.shown)) == Self.patience + ["failed timedOut"])
  }

  @Test func whatWasTakenAndIsSeenIsDoneAtOnce() {
    var attempt = Self.attempt()
    _ = Self.moves(&attempt, .open(Self.shown))
    _ = attempt.sent(nil)
    #expect(Self.moves(&attempt, .over) == ["done"])
  }

  @Test func thatNothingIsToBeDoneIsBelievedOnTheThirdLook() {
    var attempt = Self.attempt()
    #expect(Self.moves(&attempt, .over) == ["look 1", "look 2", "already done"])
  }

  @Test(arguments: [true, false]) func anotherValueIsDoubtedOnlyAfterAWrite(_ hasWritten: Bool) {
    var attempt = Self.attempt()
    let other = Self.change(wanted: "b", previous: "c")
    #expect(
      Self.moves(&attempt, .open(other), hasWritten: hasWritten) == (hasWritten ? Self.patience : []) + ["changed"])
  }

  @Test func aValueFromBeforeAWriteIsPassedOver() {
    var attempt = Self.attempt()
    guard case .look = attempt.next(.open(Self.change(wanted: "b", previous: "c")), hasWritten: true) else {
      Issue.record("it was believed")
      return
    }
    #expect(Self.moves(&attempt, .open(Self.shown), hasWritten: true) == ["send"])
  }

  @Test func whatARunBeforeMadeAMomentAgoIsNotMadeAgainAtOnce() {
    for (event, now, moves) in [
      (JournalEntry.Event.accepted(identity: nil), 110.0, Self.patience), (nil, 110, ["look 1"]),
      (.accepted(identity: nil), 400, []), (.done, 110, []), (.refused("no"), 110, []),
    ] {
      var attempt = Self.attempt(memory: Self.memory(event), now: now)
      #expect(Self.moves(&attempt, .open(Self.shown)) == moves + ["send"], "\(String(describing: event)), \(now)")
    }
  }

  @Test func aLostAnswerIsSentAgainOnlyWhereThatIsHarmless() {
    for repeats in [true, false] {
      var attempt = Attempt(Self.shown, repeats: repeats, waitsForPeople: false, memory: nil, now: 0)
      _ = Self.moves(&attempt, .open(Self.shown))
      #expect(attempt.sent(.ambiguous("lost")) == nil)
      #expect(Self.moves(&attempt, .open(Self.shown)) == [repeats ? "send" : "failed ambiguous"])
    }
  }

  @Test func aRefusalEndsIt() {
    var attempt = Self.attempt()
    _ = Self.moves(&attempt, .open(Self.shown))
    #expect(attempt.sent(.denied(permission: "p", message: "")) == .failed(.denied(permission: "p", message: "")))
  }
}
