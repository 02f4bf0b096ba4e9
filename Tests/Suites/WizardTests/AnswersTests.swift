import Checklist
import Testing
import TextUI
import WizardSamples

@testable import Wizard

/// No change is made for answers that no file has, and a run that stopped is found again.
struct AnswersTests {
  /// A first start: an empty folder.
  private func newcomer() -> Player {
    var player = Player()
    var facts = Samples.facts
    (facts.setupFile, facts.setupPath, facts.unfinished) = (nil, "onramp.yaml", nil)
    player.send(.facts(facts))
    return player
  }

  @Test func noFileIsNotCalledOne() {
    var player = newcomer()
    #expect(player.screen.contains("none yet; will be ./onramp.yaml"))
    player.press(.character("i"))
    #expect(player.screen.contains("no file yet"))
    player.send(.saved(path: "onramp.yaml"))
    #expect(player.screen.contains(" saved"))
    #expect(!player.screen.contains("no file yet"))
  }

  @Test func answersAreWrittenBeforeTheFirstChange() async {
    var player = newcomer()
    await player.check()
    _ = player.asked()
    player.find("S3-01")
    player.press(.character("f"), .character("p"), .character("a"))
    #expect(player.screen.contains("The answers are written to ./onramp.yaml first."))
    player.press(.right, .enter)
    let plan = await Samples.plan("template-bucket/bucket")
    #expect(player.asked() == [.apply(plan, saving: Samples.values)])
  }

  @Test func answersThatAFileHasAreNotWrittenAgain() async {
    var player = Player()
    await player.check()
    player.find("S3-01")
    player.press(.character("f"), .character("p"), .character("a"))
    #expect(!player.screen.contains("are written to"))
  }

  @Test func leavingOffersToWriteTheAnswersFirst() {
    var player = Player()
    player.press(.character("i"), .enter, .backspace, .character("4"), .enter, .character("q"))
    #expect(player.screen.contains("Save and leave"))
    player.press(.left, .enter)
    guard case .save(let values)? = player.asked().last else {
      Issue.record("nothing was saved")
      return
    }
    #expect(values["account"] == "111122223334")
    player.send(.saved(path: "onramp.yaml"))
    #expect(player.asked() == [.quit(code: 0)])
  }

  @Test func whatCannotBeWrittenKeepsTheProgramOpen() {
    var player = Player()
    player.press(.character("i"), .enter, .backspace, .character("4"), .enter, .character("q"), .left, .enter)
    player.send(.problem(Problem(title: "This cannot go on", lines: ["onramp.yaml: Permission denied"])))
    player.press(.escape)
    player.send(.saved(path: "onramp.yaml"))
    #expect(!player.asked().contains { if case .quit = $0 { true } else { false } })
  }

  @Test func resumingLeadsToThePlanOfWhatIsLeft() async {
    var player = Player()
    player.press(.character("4"), .enter)
    #expect(player.asked() == [.check(steps: nil)])
    await player.look(made: ["oidc-provider/provider"])
    #expect(player.page == .plan)
    #expect(player.shownPlan.changes.map(\.key) == ["github-role/trust"])
    #expect(player.screen.contains("1 change left of the run that stopped"))
  }

  @Test func resumingWhatWasDoneElsewhereSaysSo() async {
    var player = Player()
    player.press(.character("4"), .enter)
    await player.look(made: ["oidc-provider/provider", "github-role/trust"])
    #expect(player.page == .checks)
    #expect(player.screen.contains("Nothing is left of the run that stopped"))
  }

  @Test func resumingATeardownChoosesWhatIsLeftOfIt() async {
    var player = Player()
    var facts = Samples.facts
    facts.unfinished = UnfinishedRun(
      isRemoval: true, keys: ["template-bucket/bucket", "project-template/object"],
      summary: "stopped after 0 of 1 thing, 14:02 UTC")
    player.send(.facts(facts))
    player.press(.character("4"), .enter)
    #expect(player.asked() == [.survey])
    player.send(.inventory(await Samples.inventory()))
    #expect(player.chosenHoldings.map(\.key) == ["project-template/object", "template-bucket/bucket"])
  }

  @Test func whatAStoppedRunLeftStaysPicked() async {
    var player = Player()
    await player.check()
    player.fix("OIDC-01", "TRUST-13")
    player.send(.progress(.done("oidc-provider/provider")), .ended(.stopped("asked to stop")))
    player.press(.enter)
    await player.look(made: ["oidc-provider/provider"])
    player.press(.character("b"), .character("p"))
    #expect(player.shownPlan.changes.map(\.key) == ["github-role/trust"])
  }
}

/// The form: it starts where an answer is missing, and takes no wrong one.
struct FormTests {
  /// Owner and repository are not answered.
  private func unanswered() -> Player {
    var values = Samples.values
    values["github.owner"] = nil
    values["github.repository"] = nil
    var player = Player()
    player.model = Model(form: Samples.form, values: values, steps: Samples.steps, facts: Samples.facts)
    player.press(.character("i"))
    return player
  }

  private func row(_ label: String, _ player: Player) -> String {
    player.screen.split(separator: "\n").first { $0.contains(label) }.map(String.init) ?? ""
  }

  @Test func theFirstMissingAnswerIsSelectedAndSaysThatItIsRequired() {
    var player = unanswered()
    #expect(player.selectedField?.label == "Owner")
    #expect(row("Owner", player).hasSuffix("✗ required"))
    player.press(.enter)
    #expect(row("Owner", player).hasSuffix("required"))
    #expect(!player.screen.contains("Owner needs"))
  }

  @Test func anAnswerLeadsToTheNextMissingOneAndThenToTheKeys() {
    var player = unanswered()
    player.press(.enter)
    player.type("octo-org")
    player.press(.enter)
    #expect(player.place == .field && player.selectedField?.label == "Repository")
    player.type("sagemaker-churn")
    player.press(.enter)
    #expect(player.place == .inputs)
    #expect(player.answer("github.repository") == "sagemaker-churn")
  }

  @Test func aWrongAnswerIsNotTakenAndSaysWhyInItsOwnPlace() {
    var player = unanswered()
    player.press(.enter)
    player.type("octo org")
    for key in [Key.enter, .tab, .backTab, .down, .up] {
      player.press(key)
      #expect(player.place == .field && player.selectedField?.label == "Owner")
    }
    #expect(row("Owner   ", player).hasSuffix("✗ not valid"))
    #expect(player.screen.contains("letters, digits and hyphens only"))
    #expect(player.screen.contains("Owner is not taken: Esc leaves it as it was"))
    player.press(.escape)
    #expect(player.place == .inputs)
    #expect(player.answer("github.owner").isEmpty)
  }

  @Test func aMissingAnswerIsNotAskedForAnyMoreWhenItIsGiven() {
    var player = unanswered()
    player.press(.character("r"))
    #expect(player.screen.contains("Owner needs an answer before a look"))
    player.press(.enter)
    player.type("octo-org")
    player.press(.enter)
    #expect(!player.screen.contains("before a look"))
  }
}
