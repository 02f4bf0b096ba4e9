import Checklist
import JSONDocument
import Testing

@Suite struct LedgerTests {
  private static let resource = "arn:aws:iam::111122223333:role/R"

  private static func entry(_ key: ItemKey, _ event: JournalEntry.Event) -> JournalEntry {
    JournalEntry(key, resource, event, time: 1_795_251_600.25)
  }

  /// A setup in two runs, a refusal, a lost answer and a teardown.
  private static let journal: [JournalEntry] = [
    entry("r/role", .intent(kind: .create, previous: .null, wanted: "v1")), entry("r/role", .done),
    entry("r/trust", .intent(kind: .update, previous: "old", wanted: "new")), entry("r/trust", .refused("denied")),
    entry("r/trust", .intent(kind: .update, previous: "old", wanted: "new")), entry("r/trust", .ambiguous("lost")),
    entry("r/trust", .done),
    entry("r/trust", .intent(kind: .update, previous: "new", wanted: "newer")), entry("r/trust", .done),
    entry("r/trust", .removing), entry("r/trust", .removed),
    entry("r/role", .removing), entry("r/role", .removed),
  ]

  private func item(_ count: Int, _ key: ItemKey) -> Ledger.Item? {
    Ledger(Self.journal.prefix(count))[key, Self.resource]
  }

  @Test func anIntentAloneCountsAsMadeBecauseTheCrashMayHaveComeAfterTheCall() throws {
    let role = try #require(item(1, "r/role"))
    #expect(role.made && role.pending && role.previous == .null && role.wanted == "v1")
    #expect(try !#require(item(2, "r/role")).pending)
  }

  @Test func aRefusedChangeLeavesNoTrace() {
    #expect(item(3, "r/trust")?.pending == true)
    #expect(item(4, "r/trust") == nil)
  }

  @Test func aLostAnswerStaysPendingUntilTheOutcomeIsKnown() throws {
    #expect(try #require(item(6, "r/trust")).pending)
    #expect(try !#require(item(7, "r/trust")).pending)
  }

  /// A run may end between two lines: until the last one it is known that the thing is going, or was ours.
  @Test func whatTellsOfTheThingItselfIsStruckOutLast() {
    let made = [
      Self.entry("r/a", .intent(kind: .create, previous: .null, wanted: "1")),
      Self.entry("r/a", .accepted(identity: "id")),
    ]
    let part = [Self.entry("r/b", .intent(kind: .update, previous: .null, wanted: "1")), Self.entry("r/b", .done)]
    #expect(Ledger(made + part).struck(on: Self.resource).map(\.key) == ["r/b", "r/a"])
    let going = Ledger(
      [Self.entry("r/a", .intent(kind: .create, previous: .null, wanted: "1")), Self.entry("r/a", .removing)] + part)
    #expect(going.struck(on: Self.resource).map(\.key) == ["r/b", "r/a"] && going.struck(on: "another") == [])
  }

  @Test func whatStoodThereBeforeTheFirstChangeIsKeptThroughLaterOnes() throws {
    for count in [8, 9] {
      let trust = try #require(item(count, "r/trust"))
      #expect(trust.previous == "old" && trust.wanted == "newer" && !trust.made)
    }
  }

  @Test func onlyWhatIsRemovedIsForgotten() {
    #expect(item(10, "r/trust") != nil)
    #expect(item(11, "r/trust") == nil)
    #expect(item(12, "r/role") != nil)
    #expect(Ledger(Self.journal).isEmpty)
  }

  /// Whatever was announced and neither refused nor taken back is remembered, wherever a crash cuts the journal.
  @Test(arguments: 0...journal.count) func noCrashForgetsWhatMayStandInTheAccount(_ count: Int) {
    var open: Set<ItemKey> = []
    for entry in Self.journal.prefix(count) {
      switch entry.event {
      case .intent: open.insert(entry.key)
      case .removed: open.remove(entry.key)
      case .refused: open.remove(entry.key)
      case .accepted, .done, .ambiguous, .removing, .found: break
      }
    }
    #expect(Set(Ledger(Self.journal.prefix(count)).all.map(\.key)) == open)
  }

  @Test func aRefusalAfterAnEarlierChangeRestoresThatMemory() throws {
    let before = Array(Self.journal[..<2])
    let ledger = Ledger(
      before + [
        Self.entry("r/role", .intent(kind: .update, previous: "v1", wanted: "v2")),
        Self.entry("r/role", .refused("no")),
      ])
    #expect(ledger == Ledger(before))
  }

  @Test func theSameThingOnAnotherResourceIsAnotherThing() {
    let other = JournalEntry("r/role", "arn:other", .intent(kind: .create, previous: .null, wanted: "x"), time: 0)
    let ledger = Ledger([Self.journal[0], other])
    #expect(ledger.all.count == 2)
    #expect(ledger["r/role", "arn:nobody"] == nil)
  }

  @Test func theNameThatAServiceGaveIsRememberedAndTheThingIsCertainlyOurs() throws {
    let made = Ledger([Self.journal[0], Self.entry("r/role", .accepted(identity: "id-1"))])
    let item = try #require(made["r/role", Self.resource])
    #expect(item.identity == "id-1" && item.isCertainlyMade)
    // A later change of it names nothing and takes nothing away.
    let changed = Ledger([
      Self.journal[0], Self.entry("r/role", .accepted(identity: "id-1")),
      Self.entry("r/role", .intent(kind: .update, previous: "v1", wanted: "v2")),
      Self.entry("r/role", .accepted(identity: nil)),
    ])
    #expect(changed["r/role", Self.resource]?.identity == "id-1")
  }

  @Test func anOutcomeWithoutAnIntentMakesNothingUp() {
    #expect(Ledger([Self.entry("r/role", .done), Self.entry("r/role", .removed)]).isEmpty)
  }

  @Test func whatStoodThereBeforeIsNothingOfOurs() {
    let ledger = Ledger([Self.entry("r/inline/A", .found)])
    #expect(ledger.isEmpty && ledger.stoodBefore("r/inline/A", Self.resource))
    #expect(!ledger.stoodBefore("r/inline/A", "another") && !ledger.stoodBefore("r/inline/B", Self.resource))
  }

  @Test func everyEntrySurvivesJSON() throws {
    let policy = #"{"Sid":"é\u{1}\u{2028}","n":"1e400"}"#
    let entries =
      Self.journal + [
        Self.entry("r/x", .intent(kind: .delete, previous: .string(policy), wanted: ["n": .number("1e400")])),
        JournalEntry("a/b/c d", "", .refused(""), time: 0), Self.entry("r/y", .found),
        JournalEntry("k", "r", .ambiguous("\n\"\\"), time: 1e-7),
        Self.entry("r/x", .accepted(identity: "arn:x")), Self.entry("r/x", .accepted(identity: nil)),
      ]
    for entry in entries { #expect(try JournalEntry(JSON(parsing: entry.json.compact)) == entry) }
  }

  @Test(arguments: [
    "{}", "[]", #"{"key":"k","resource":"r","time":1}"#, #"{"key":"k","resource":"r","time":1,"event":"later"}"#,
    #"{"key":"k","resource":"r","time":"1","event":"done"}"#, #"{"resource":"r","time":1,"event":"done"}"#,
    #"{"key":"k","resource":"r","time":1,"event":"intent","kind":"adopt"}"#,
  ])
  func aDocumentThatIsNoneOfOursIsNoEntry(_ text: String) throws {
    #expect(try JournalEntry(JSON(parsing: text)) == nil)
  }
}
