import Checklist
import Testing
import TextUI
import WizardSamples

@testable import Wizard

struct KeyTests {
  private static let keys: [Key] =
    (0x20..<0x7F).compactMap { Unicode.Scalar($0).map { .character(Character($0)) } }
    + "abcdefghijklmnopqrstuvwxyz".map { .control($0) }
    + [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .escape, .tab, .backTab, .backspace, .delete,
    ]
    + (1...12).map { .function($0) }

  @Test(arguments: Place.all) func aKeyMeansOneThingInOnePlace(place: Place) {
    for key in Self.keys {
      #expect(Command.all(in: place).count { $0.keys.contains(key) } <= 1, "\(key) in \(place)")
    }
  }

  @Test(arguments: Place.all) func theHelpNamesEveryKeyThatActsAndNoOther(place: Place) {
    let model = Samples.model()
    let help = HelpLayer(about: place).lines(model.shared).map { $0.spans.map(\.text).joined() }.joined(separator: "\n")
    for command in Command.all(in: place) { #expect(help.contains(command.sentence)) }
    let acting = Set(Self.keys.filter { Command.of($0, in: place) != nil })
    let listed = Set(Command.all(in: place).flatMap(\.keys))
    #expect(acting == listed)
  }

  @Test(arguments: [Place.field, .filter, .search, .typed]) func noLetterIsACommandWhereLettersType(place: Place) {
    #expect(place.types)
    for case .character(let letter) in Command.all(in: place).flatMap(\.keys) {
      Issue.record("\(letter) acts in \(place)")
    }
  }

  @Test func aFieldTypesEveryCharacterThatListsUseAsACommand() {
    var player = Player()
    player.press(.character("i"), .down, .down, .down, .down, .enter)
    #expect(player.place == .field)
    for case .character(let letter) in Self.keys {
      player.press(.control("u"), .character(letter))
      #expect(player.inputs.editing?.text == String(letter))
    }
    #expect(player.asked().isEmpty)
  }

  @Test func aPastePressesNothing() {
    var player = Player()
    player.press(.character("i"), .down, .down, .enter, .control("u"))
    player.send(.paste(" octo\norg\u{1B}[31m "))
    #expect(player.place == .field)
    #expect(player.inputs.editing?.text == " octo org[31m ")
    player.press(.enter)
    #expect(player.place == .field)
    #expect(player.screen.contains("must be a GitHub name"))
    player.press(.escape)
    #expect(player.answer("github.owner") == "octo-org")
  }

  @Test func escapeLeavesAFieldAsItWas() {
    var player = Player()
    player.press(.character("i"), .enter, .control("u"), .character("9"), .escape)
    #expect(player.answer("account") == Samples.account)
    #expect(player.place == .inputs)
  }

  @Test func aMissingAnswerIsAskedForBeforeLooking() {
    var player = Player()
    player.press(.character("i"), .enter, .control("u"), .enter, .character("r"))
    #expect(player.asked().isEmpty)
    #expect(player.page == .inputs)
    #expect(player.screen.contains("Account needs an answer"))
  }

  @Test func changedAnswersGoBeforeTheCheck() {
    var player = Player()
    player.press(.character("i"), .enter, .backspace, .character("4"), .enter, .character("r"))
    let effects = player.asked()
    #expect(effects.last == .check(steps: nil))
    guard case .adopt(let values)? = effects.first else {
      Issue.record("the answers were not handed on")
      return
    }
    #expect(values["account"] == "111122223334")
  }

  @Test func controlSSavesFromInsideAField() {
    var player = Player()
    player.press(.character("i"), .enter, .backspace, .character("4"), .control("s"))
    let saved = player.asked().compactMap { effect -> String? in
      if case .save(let values) = effect { values["account"] } else { nil }
    }
    #expect(saved == ["111122223334"])
    #expect(player.screen.contains("not saved"))
    player.send(.saved(path: "onramp.yaml"))
    #expect(!player.screen.contains("not saved"))
  }

  @Test(arguments: [60, 80, 100, 120]) func theKeyBarActsAndFits(columns: Int) async {
    var player = Player(columns, 24)
    await player.check()
    let frame = player.model.view()
    #expect(player.hints.count <= 8)
    let bar = (0..<columns).map { frame[23, $0].text }.joined()
    #expect(bar.contains("? help") && bar.contains("q quit"))
    for column in 0..<columns {
      if case .command(let index)? = frame.target(row: 23, column: column) {
        #expect(Command.all(in: player.place).indices.contains(index))
      }
    }
  }

  @Test func aClickOnAHintDoesWhatItSays() async {
    var player = Player()
    await player.check()
    let frame = player.model.view()
    let column = (0..<80).first {
      if case .command(let index)? = frame.target(row: 23, column: $0) {
        player.command(index).verb == "plan"
      } else {
        false
      }
    }
    player.send(.mouse(.press(row: 23, column: column ?? -1)))
    #expect(player.page == .plan)
  }

  @Test func aClickSelectsARowAndTheWheelMoves() async {
    var player = Player()
    await player.check()
    player.press(.character("g"))
    player.send(.mouse(.press(row: 4, column: 10)))
    #expect(player.selectedCheckRow == .step("github-repository"))
    player.send(.mouse(.wheel(1)))
    #expect(player.selectedCheckRow == .step("oidc-provider"))
  }

  @Test func theFilterKeepsRowsWithItsWords() async {
    var player = Player()
    await player.check()
    player.press(.character("/"))
    player.type("bucket")
    #expect(player.checkRows.allSatisfy { $0.step == "template-bucket" || player.finding($0) != nil })
    player.press(.enter)
    #expect(player.place == .checks)
    player.press(.escape)
    #expect(player.checks.filter.field.isEmpty)
    #expect(player.page == .checks)
  }
}
