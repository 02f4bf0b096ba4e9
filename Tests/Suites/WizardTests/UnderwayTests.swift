import Checklist
import Testing
import TextUI
import WizardSamples

@testable import Wizard

/// What is on its way is shown as it goes, and what waits for a person says where and what.
struct UnderwayTests {
  private static let key: ItemKey = "template-bucket/bucket"
  private static let link = "https://console.aws.amazon.com/codesuite/settings/connections"
  private static let handshake = Underway(
    key, by: .person(link: link, steps: ["Choose Update pending connection", "Choose Connect"]), words: "PENDING")

  private func running(_ columns: Int = 80) async -> Player {
    var player = Player(columns, 24)
    await player.check()
    player.fix("S3-01")
    player.send(.tick(milliseconds: 10_000_000), .progress(.started(Self.key)))
    _ = player.asked()
    return player
  }

  private func row(_ title: String, _ player: Player) -> String {
    player.screen.split(separator: "\n").first { $0.contains(title) }.map(String.init) ?? ""
  }

  @Test(arguments: [60, 80, 120]) func theRowSaysHowFarItIsAndForHowLong(columns: Int) async {
    var player = await running(columns)
    player.send(
      .tick(milliseconds: 10_061_000), .progress(.underway(Underway(Self.key, words: "12 of 19 resources; Role"))))
    #expect(row("1  Bucket", player).contains("12 of 19 resources"))
    #expect(row("1  Bucket", player).hasSuffix("1 m 1 s"))
    player.send(.progress(.done(Self.key)))
    #expect(!player.screen.contains("12 of 19"))
  }

  @Test func aPersonsPartShowsItsPageAndWhatToDoThere() async {
    var player = await running()
    #expect(!player.hints.contains { $0.verb == "open" })
    player.send(.progress(.underway(Self.handshake)))
    for words in ["PENDING", Self.link, "1. Choose Update pending connection", "2. Choose Connect"] {
      #expect(player.screen.contains(words))
    }
    player.press(.character("o"))
    #expect(player.asked() == [.open(url: Self.link)])
    player.press(.escape, .character("c"))
    #expect(player.asked() == [.copy(Self.link)])
    player.press(.escape)
    player.send(.progress(.done(Self.key)))
    #expect(!player.screen.contains(Self.link))
  }

  @Test func whatAnInterruptedRunBeganIsWaitedForWithoutBeingSent() async {
    var player = Player()
    await player.check()
    player.fix("S3-01")
    player.send(.progress(.underway(Self.handshake)))
    #expect(player.screen.contains(Self.link))
  }

  @Test func aConversationSaysItOnceUntilItChanges() async {
    let model = Samples.model()
    var dialogue = Dialogue(model, opening: .setUp) { _ in [] }
    _ = dialogue.begin()
    dialogue.shared.run = Run(.changes(await Samples.plan(Self.key)), now: 0)
    let first = dialogue.take(.progress(.underway(Self.handshake))).lines
    #expect(first.count == 4)
    #expect(first[0].hasSuffix("PENDING") && first[1].hasSuffix(Self.link) && first[3].hasSuffix("2. Choose Connect"))
    #expect(dialogue.take(.progress(.underway(Self.handshake))).lines.isEmpty)
    let next = dialogue.take(.progress(.underway(Underway(Self.key, words: "AVAILABLE")))).lines
    #expect(next.count == 1 && next[0].hasSuffix("AVAILABLE"))
  }
}
