import Checklist
import Foundation
import Testing
import TextUI
import WizardSamples

@testable import Wizard

/// What the screen promises it keeps: every key that it names acts, and every message can be read whole.
struct PromiseTests {
  /// Everything a key changed: the screen, and what was asked of the world.
  private func acts(_ key: Key, _ player: Player) -> Bool {
    var player = player
    let before = player.screen
    _ = player.asked()
    player.press(key)
    let isRefused = player.model.notice?.hasSuffix("nothing to do here") == true
    return !isRefused && (player.screen != before || !player.asked().isEmpty)
  }

  @Test(arguments: SnapshotTests.pages.map(\.0), [(80, 24), (120, 40)])
  func everyKeyInTheBarActs(name: String, size: (Int, Int)) async throws {
    var player = Player(size.0, size.1)
    try await #require(SnapshotTests.pages.first { $0.0 == name }).1(&player)
    for hint in player.hints {
      let command = player.command(hint.command)
      // The hint for moving names both directions.
      let keys = command.keys + (command.verb == "move" ? [.down] : [])
      #expect(keys.contains { acts($0, player) }, "\(hint.keys) \(hint.verb) on \(name)")
    }
  }

  /// The keys that a detail names beside its ways to repair.
  @Test(arguments: [Place.checks, .report]) func everyKeyThatADetailNamesActsThere(page: Place) async throws {
    var player = Player()
    await player.check()
    if page == .report {
      player.fix("S3-01")
      player.send(.progress(.done("template-bucket/bucket")), .ended(.complete))
      await player.look(made: ["template-bucket/bucket"])
    }
    var seen: Set<Key> = []
    for _ in 0..<40 {
      if let finding = player.selectedFinding, finding.status.needsAttention || !finding.fixes.isEmpty {
        var open = player
        open.press(.enter)
        for line in Detail(shared: open.model.shared, width: 76).fixLines(finding) {
          guard let name = line.spans.first(where: { $0.style.role == .key })?.text.first else { continue }
          seen.insert(.character(name))
          #expect(acts(.character(name), open), "\(name) on \(finding.check)")
        }
        #expect(acts(.character("p"), open))
        if page == .checks { #expect(acts(.character("F"), open)) }
      }
      player.press(.down)
    }
    #expect(seen.isSuperset(of: [.character("f"), .character("c"), .character("o")]))
  }

  /// The widest right half of the status row: `137 requests in 12.3 s`.
  private static let room = 54

  @Test func everyMessageFitsBesideTheFacts() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Wizard").standardizedFileURL
    let files = (FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".swift") && !$0.contains("Dialogue") }
    var count = 0
    for file in files {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      for match in text.matches(of: /say\((?<said>.*)\)/) {
        // Every literal that is said; what is filled in counts as an ordinary name or number.
        let filled = String(match.output.said).replacing(/\\\(([^()]|\([^()]*\))*\)/, with: "eight888")
        for literal in filled.matches(of: /"(?<words>[^"]*)"/) {
          count += 1
          let words = literal.output.words
          #expect(words.count <= Self.room, "\(file): \(words)")
        }
      }
    }
    #expect(count > 30)
  }

  @Test(arguments: Place.all) func theHelpNeedsNoSecondLineForAKey(place: Place) {
    for command in Command.all(in: place) { #expect(command.sentence.count <= 55, "\(command.sentence)") }
  }

  @Test func aMessageGoesWithTheViewItWasSaidIn() async {
    var player = Player()
    await player.check()
    player.find("OIDC-01")
    player.press(.character("c"))
    #expect(player.screen.contains("Sent to the terminal's clipboard"))
    player.press(.escape)
    #expect(!player.screen.contains("Sent to the terminal's clipboard"))
  }

  @Test func theSecondControlCIsOfferedForTwoSeconds() {
    var player = Player()
    player.send(.tick(milliseconds: 5_000), .interrupt)
    #expect(player.screen.contains("Ctrl-C again within two seconds leaves"))
    #expect(player.model.nextChange == 2_000)
    player.send(.tick(milliseconds: 7_000))
    #expect(!player.screen.contains("Ctrl-C again"))
  }

  // MARK: Keys that came in one piece

  private static let token: [Key] = "github_pat_0s1Fq".map { .character($0) } + [.enter]

  @Test func aTextThatArrivesWithoutAFieldPressesNothing() async {
    var player = Player()
    await player.check()
    player.find("TRUST-13")
    _ = player.asked()
    player.send(.burst(Self.token))
    #expect(player.asked().isEmpty)
    #expect(player.model.layers.isEmpty)
    #expect(player.screen.contains("Pasted text ignored: no field is open"))
  }

  @Test func keysTypedAheadAndAKeyHeldDownArePressed() async {
    var player = Player()
    await player.check()
    player.press(.character("g"))
    player.send(.burst(Array(repeating: .character("j"), count: 4)))
    #expect(player.checks.list.cursor.selected == 4)
    player.send(.burst([.character("v"), .character("p")]))
    #expect(player.page == .plan)
  }

  @Test func aTextInOnePieceIsTypedIntoAFieldThatIsOpenOrOpensWithIt() async {
    var player = Player()
    await player.check()
    player.send(.burst("/bucket policy".map { .character($0) }))
    #expect(player.checks.filter.field.text == "bucket policy")
    player.send(.burst([.escape]), .burst([.escape]))
    player.press(.down, .down, .enter, .control("u"))
    player.send(.burst("octo-organisation".map { .character($0) } + [.enter]))
    #expect(player.answer("github.owner") == "octo-organisation")
  }

  @Test func theRestOfATextDoesNotRunOnWhereAFieldWasLeft() {
    var player = Player()
    player.press(.character("i"), .down, .down, .enter, .control("u"))
    player.send(.burst("octo-org".map { .character($0) } + [.enter] + "something else".map { .character($0) }))
    #expect(player.answer("github.owner") == "octo-org")
    #expect(player.page == .inputs)
    #expect(player.screen.contains("Pasted text ignored"))
  }
}
