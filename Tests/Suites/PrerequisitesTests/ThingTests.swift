import Checklist
import JSONDocument
import Policy
import TestAccount
import Testing

@testable import Prerequisites

/// What is to be changed and what is taken back, read off the same parts.
@Suite struct ThingTests {
  /// A kiln whose heat is turned from one value to another.
  private func kiln(_ present: JSON, fate: Thing.Fate = .others(because: nil), _ change: (inout Part) -> Void) -> Thing
  {
    var heat = Part(
      key: "kiln/heat", name: "Heat", present: present, set: { Call("kilns", "Turn", ["From": $0, "To": $1]) })
    change(&heat)
    return Thing(
      step: "kiln", resource: "k", name: "kiln k", isMade: false, fate: fate, uses: ["kiln/floor"],
      whole: Part(key: "kiln/kiln", name: "", present: "k", set: { _, _ in Call("kilns", "Raze") }), parts: [heat])
  }

  private func turned(_ from: JSON, _ to: JSON) -> Call { Call("kilns", "Turn", ["From": from, "To": to]) }

  @Test func aPartGoesFromWhatStandsThereToWhatIsWantedAndBack() throws {
    let change = try #require(
      kiln("warm") { $0.wish = Wish(value: "hot", summary: "", repairs: [], cost: "wood", afterwards: ["sweep"]) }
        .changes.first)
    #expect(change.kind == .update && change.previous == "warm" && change.wanted == "hot")
    #expect(change.call == turned("warm", "hot") && change.undo == .call(turned("hot", "warm")))
    #expect(change.cost == "wood" && change.afterwards == ["sweep"] && change.title == "Heat of kiln k")
    // Taken back later it goes from what stands there then.
    let held = try #require(kiln("hot") { $0.withdrawal = .previous("warm") }.holdings.first)
    #expect(held.calls == [turned("hot", "warm")] && held.present == "hot" && held.afterwards == "warm")
  }

  @Test func theKindFollowsTheValuesUnlessTheWishSaysOtherwise() {
    func kind(_ present: JSON, _ wanted: JSON, _ said: Change.Kind? = nil) -> Change.Kind? {
      kiln(present) { $0.wish = Wish(value: wanted, summary: "", repairs: [], kind: said) }.changes.first?.kind
    }
    #expect(kind(.null, "hot") == .create && kind("hot", .null) == .delete && kind(.null, "hot", .update) == .update)
  }

  @Test func whatCannotBeUndoneSaysWhy() {
    let thing = kiln("raw") { $0.wish = Wish(value: "fired", summary: "", repairs: [], whyNoUndo: "clay stays fired") }
    #expect(thing.changes.map(\.undo) == [.never(because: "clay stays fired")])
  }

  @Test func teardownShowsTheFingerprintAndPutsBackTheWhole() {
    let held = kiln(["text": "long", "print": "ab"]) {
      ($0.shown, $0.withdrawal) = ({ $0["print"] ?? .null }, .previous(["text": "longer", "print": "cd"]))
    }.holdings
    #expect(held.map(\.present) == ["ab"] && held.map(\.afterwards) == ["cd"])
    #expect(held.first?.calls.first?.input["To"]?["text"] == "longer")
    let kept = kiln(["text": "long", "print": "ab"]) {
      ($0.shown, $0.withdrawal) = ({ $0["print"] ?? .null }, .impossible("it cracked"))
    }.holdings
    #expect(kept.map(\.present) == ["ab"] && kept.allSatisfy(\.calls.isEmpty))
  }

  /// What stays must not keep waiting what comes after it.
  @Test func onlyWhatIsPutBackGoesBeforeTheOtherParts() {
    func uses(_ withdrawal: Withdrawal<JSON>) -> [ItemKey]? {
      kiln("hot") { ($0.uses, $0.withdrawal) = (["kiln/door"], withdrawal) }.holdings.first?.uses
    }
    #expect(uses(.previous("warm")) == ["kiln/floor", "kiln/door"])
    #expect(uses(.impossible("it cracked")) == ["kiln/floor"])
  }

  @Test func aSecretThatHadNoValueCannotHaveItBack() async throws {
    let account = Account.healthy { state in
      state.secrets["sagemaker-github-token"]?.values = [:]
      state.secrets["sagemaker-github-token"]?.current = nil
    }
    let change = try #require(await account.seen("github-token", Account.context()).changes.first)
    #expect(change.key == GitHubTokenStep.valueKey && change.undo == .never(because: "there was no value before"))
    let (_, ledger) = await Account.onramps(account)
    let held = await account.seen("github-token", Account.context(purpose: .teardown, ledger: ledger)).holdings
    #expect(held.first { $0.key == change.key }?.reason == "stays: there was no value before")
  }

  /// The journal tells whose it is where the tag is lost.
  @Test func aTemplateThatLostItsTagsIsStillOnramps() async throws {
    let (account, ledger) = await Account.onramps()
    account.change { $0.buckets[Account.bucket]?.objects[Account.templateKey]?.tags = [:] }
    let changes = await account.seen("project-template", Account.context(ledger: ledger)).changes
    #expect(changes.map(\.key) == [ProjectTemplateStep.tagKey] && changes.allSatisfy(\.madeByOnramp))
  }
}
