import Basics
import Checklist
import Foundation
import JSONDocument
import TestBench
import Testing

@testable import Runs

@Suite struct JournalFileTests {
  private static let entries: [JournalEntry] = [
    JournalEntry(
      "a/b", "arn:é", .intent(kind: .create, previous: .null, wanted: "{\"Sid\":\"größe\"}"), time: 1_795_251_600),
    JournalEntry("a/b", "arn:é", .done, time: 1_795_251_601.5),
    JournalEntry("a/b", "arn:é", .refused("日本語 \u{1F9EA}"), time: 3),
  ]

  private func written(_ folder: TemporaryFolder, _ entries: [JournalEntry] = entries) throws -> [UInt8] {
    let journal = try JournalFile(path: folder.file("j"))
    for entry in entries { try journal.record(entry) }
    return folder.bytes("j")
  }

  @Test func whatIsRecordedIsReadAgainALineEach() throws {
    let folder = try TemporaryFolder()
    #expect(try written(folder).count { $0 == 0x0A } == 3)
    #expect(try JournalFile.entries(at: folder.file("j")) == Self.entries)
    #expect(try written(folder, [Self.entries[1]]).count { $0 == 0x0A } == 4, "a journal is only added to")
    #expect(try JournalFile.entries(at: folder.file("none")) == [])
  }

  @Test func aLineThatHoldsASecretIsRefused() throws {
    let folder = try TemporaryFolder()
    let before = try written(folder)
    Hiding.add("planted-for-the-journal-4711")
    let events: [JournalEntry.Event] = [
      .intent(kind: .update, previous: ["policy": "x planted-for-the-journal-4711 y"], wanted: .null),
      .refused("the value planted-for-the-journ… is known"),
    ]
    for event in events {
      let journal = try JournalFile(path: folder.file("j"))
      #expect(throws: JournalFile.Problem.holdsSecret(path: folder.file("j"), item: "a/b")) {
        try journal.record(JournalEntry("a/b", "arn", event, time: 1))
      }
    }
    #expect(folder.bytes("j") == before)
  }

  /// A crash may cut the last line anywhere, in the middle of a character too.
  @Test func aTornTailIsDroppedAtEveryByteAndTheNextLineStandsOnItsOwn() throws {
    let folder = try TemporaryFolder()
    let whole = try written(folder)
    let lastLine = try #require(whole.dropLast().lastIndex(of: 0x0A)) + 1
    for end in lastLine..<whole.count {
      folder.write(Array(whole[..<end]), "j")
      let read = try JournalFile.entries(at: folder.file("j"))
      #expect(read == Array(Self.entries[..<2]) || end == whole.count - 1 && read == Self.entries, "cut at \(end)")
      do {
        let journal = try JournalFile(path: folder.file("j"))
        try journal.record(Self.entries[0])
      }
      #expect(try JournalFile.entries(at: folder.file("j")) == Self.entries[..<2] + [Self.entries[0]], "cut at \(end)")
    }
  }

  @Test func aFlippedByteInAWholeLineIsRefusedWithItsLine() throws {
    let folder = try TemporaryFolder()
    let whole = try written(folder)
    let ends = whole.indices.filter { whole[$0] == 0x0A }
    for place in whole.indices where !ends.contains(place) {
      var bytes = whole
      bytes[place] ^= 0x01
      if bytes[place] == 0x0A { continue }
      folder.write(bytes, "j")
      let line = ends.firstIndex { $0 > place }.map { $0 + 1 } ?? 0
      #expect(throws: JournalFile.Problem.damaged(path: folder.file("j"), line: line), "byte \(place)") {
        try JournalFile.entries(at: folder.file("j"))
      }
    }
  }

  @Test func aForeignLineInTheMiddleIsDamageAndALineThatIsGoneIsNot() throws {
    let folder = try TemporaryFolder()
    let lines = try written(folder).split(separator: 0x0A).map(Array.init)
    folder.write(lines[0] + [0x0A] + Array("{}".utf8) + [0x0A] + lines[1] + [0x0A], "j")
    #expect(throws: JournalFile.Problem.damaged(path: folder.file("j"), line: 2)) {
      try JournalFile.entries(at: folder.file("j"))
    }
    folder.write(lines[0] + [0x0A, 0x0A] + lines[1] + [0x0A], "j")
    #expect(try JournalFile.entries(at: folder.file("j")).count == 2)
  }

  @Test func onlyTheOwnerMayReadWhateverTheMaskSays() throws {
    for mask in [mode_t(0), 0o022] {
      let folder = try TemporaryFolder()
      let old = umask(mask)
      defer { umask(old) }
      _ = try JournalFile(path: folder.file("a/b/c/j"))
      for part in ["a", "a/b", "a/b/c"] { #expect(TemporaryFolder.mode(folder.file(part)) == 0o700, "\(part)") }
      #expect(TemporaryFolder.mode(folder.file("a/b/c/j")) == 0o600)
      #expect(TemporaryFolder.mode(folder.file("a/b/c/j.pid")) == 0o600)
    }
  }

  @Test func aFileThatOthersMayReadIsClosedToThem() throws {
    let folder = try TemporaryFolder()
    folder.write([], "j")
    chmod(folder.file("j"), 0o644)
    _ = try JournalFile(path: folder.file("j"))
    #expect(TemporaryFolder.mode(folder.file("j")) == 0o600)
  }

  @Test func twoAtATimeAreRefusedAndTheSecondIsToldWho() throws {
    let folder = try TemporaryFolder()
    let first = try JournalFile(path: folder.file("j"))
    for _ in 0..<3 {
      #expect(throws: JournalFile.Problem.inUse(path: folder.file("j"), process: "\(getpid())")) {
        try JournalFile(path: folder.file("j"))
      }
    }
    try first.record(Self.entries[0])
    #expect(try JournalFile.entries(at: folder.file("j")).count == 1)
  }

  @Test func theLockGoesWithTheJournal() throws {
    let folder = try TemporaryFolder()
    for _ in 0..<3 { try JournalFile(path: folder.file("j")).record(Self.entries[0]) }
    #expect(try JournalFile.entries(at: folder.file("j")).count == 3)
  }

  @Test func aLinkIsNotFollowed() throws {
    let folder = try TemporaryFolder()
    folder.write(Array("precious".utf8), "other")
    try FileManager.default.createSymbolicLink(atPath: folder.file("j"), withDestinationPath: folder.file("other"))
    #expect(throws: JournalFile.Problem.self) { try JournalFile(path: folder.file("j")) }
    #expect(folder.bytes("other") == Array("precious".utf8))
    try FileManager.default.createSymbolicLink(atPath: folder.file("d"), withDestinationPath: folder.file("nowhere"))
    #expect(throws: JournalFile.Problem.self) { try JournalFile(path: folder.file("d")) }
    #expect(!FileManager.default.fileExists(atPath: folder.file("nowhere")))
  }

  @Test func aJournalThatIsTakenAwayOrCutMeanwhileTakesNoMore() throws {
    for harm in [
      { (path: String) in try FileManager.default.removeItem(atPath: path) },
      { path in try #require(FileHandle(forWritingAtPath: path)).truncate(atOffset: 10) },
      { path in try Data("{}\n".utf8).write(to: URL(filePath: path), options: []) },
    ] {
      let folder = try TemporaryFolder()
      let journal = try JournalFile(path: folder.file("j"))
      for entry in Self.entries { try journal.record(entry) }
      try harm(folder.file("j"))
      #expect(throws: JournalFile.Problem.self) { try journal.record(Self.entries[0]) }
    }
  }

  @Test func whatIsNoFileIsRefusedWithTheReason() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("j"), withIntermediateDirectories: false)
    #expect(throws: JournalFile.Problem.cannotOpen(path: folder.file("j"), reason: "it is a folder")) {
      try JournalFile(path: folder.file("j"))
    }
    #expect(throws: JournalFile.Problem.self) { try JournalFile.entries(at: folder.file("j")) }
    folder.write([], "file")
    #expect(throws: JournalFile.Problem.self) { try JournalFile(path: folder.file("file/j")) }
  }
}
