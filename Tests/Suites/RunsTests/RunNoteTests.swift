import Basics
import Checklist
import JSONDocument
import TestBench
import Testing

@testable import Runs

/// What is found of a run that did not come to its end.
struct RunNoteTests {
  private static let noon = 1_795_262_400.0

  private func note(_ body: (String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    try withExtendedLifetime(folder) { try body(folder.file("journal.jsonl")) }
  }

  @Test func itIsReadAsItWasWrittenAndGoesWithTheEnd() throws {
    try note { journal in
      let note = RunNote(isRemoval: false, keys: ["a/b", "c/d"], started: Self.noon)
      try note.write(beside: journal)
      #expect(RunNote.read(beside: journal) == note)
      RunNote.remove(beside: journal)
      #expect(RunNote.read(beside: journal) == nil)
    }
  }

  @Test func itSaysHowFarTheRunCameAndWhen() {
    let entries = [
      JournalEntry("a/b", "x", .done, time: Self.noon - 90_000),
      JournalEntry("c/d", "y", .intent(kind: .create, previous: .null, wanted: .null), time: Self.noon + 5),
      JournalEntry("c/d", "y", .done, time: Self.noon + 60), JournalEntry("e/f", "z", .done, time: Self.noon + 70),
    ]
    let note = RunNote(isRemoval: false, keys: ["a/b", "c/d"], started: Self.noon)
    let day = Moment(seconds: Self.noon).day
    #expect(note.summary(entries, now: Self.noon + 100) == "stopped after 1 of 2 changes, 12:01 UTC")
    #expect(note.summary(entries, now: Self.noon + 90_000) == "stopped after 1 of 2 changes, \(day) 12:01 UTC")
    let removal = RunNote(isRemoval: true, keys: ["a/b"], started: Self.noon)
    #expect(removal.summary([], now: Self.noon) == "stopped after 0 of 1 thing, 12:00 UTC")
  }
}
