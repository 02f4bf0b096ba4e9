import Checklist

/// The question before the first change; where a token is needed, that one comes first.
struct ApplyQuestion {
  let shared: Shared
  /// What is agreed to is the plan that is shown now, whatever is seen later.
  private var plan: Plan { shared.acceptedPlan }

  var outcomes: [Outcome] {
    guard !plan.isEmpty else { return [.say("Every change is left out: Space takes one in")] }
    guard !shared.isBusy else { return [.say("A look is under way: apply when it is done")] }
    guard !shared.needsToken else { return [.show(SecretLayer()), .holdEnter] }
    return [.show(plan.isSevere ? severe : moderate), .holdEnter]
  }

  private var title: String { "Apply \(counted(plan.changes.count, "change"))" }

  private var moderate: any Pane {
    let answer = ConfirmLayer.Answer(label: title) { [plan] shared in shared.apply(plan) }
    return ConfirmLayer(title: title, lines: sentences, isAboutChanges: true, answers: [answer])
  }

  private var severe: any Pane {
    TypedLayer(
      title: title, lines: sentences + ["", "Type \(Plan.severeWord) to go ahead:"], word: Plan.severeWord,
      hint: "Enter makes the changes, Esc makes none.", refusal: "That is not the word \(Plan.severeWord).",
      isAboutChanges: true
    ) { [plan] _, shared in shared.apply(plan) }
  }

  private var sentences: [String] {
    let facts = shared.facts
    var lines = ["in account \(facts.account ?? "unknown"), \(facts.region ?? "no Region")", ""]
    lines += plan.changes.prefix(8).map { "\($0.kind.sign) \($0.title)" + $0.whose }
    if plan.changes.count > 8 { lines.append("and \(plan.changes.count - 8) more") }
    if let touchy { lines += ["", touchy] }
    return lines + ["", "What stood there before is journaled; teardown puts it back."] + [saving].compactMap { $0 }
  }

  /// What is to be known before it is agreed to.
  var cautions: [String] { [touchy, saving].compactMap { $0 } }

  private var touchy: String? {
    let count = plan.changes.count { $0.confidence == .check }
    return count > 0 ? "\(counted(count, "change")) may touch what others use." : nil
  }

  private var saving: String? {
    shared.answersToSave.map { _ in "The answers are written to \(shared.facts.setupPath.inThisFolder) first." }
  }
}

extension Plan {
  /// Whether agreeing to it takes a typed word: something in it may be used by others, or goes for good.
  var isSevere: Bool { changes.contains(where: \.isTouchy) }

  static let severeWord = "apply"
}

extension Change {
  /// Whether something in it may be used by others, or goes for good.
  var isTouchy: Bool { confidence == .check || kind == .delete }

  /// Whose the thing is, where it is not onramp's; what is new on it is onramp's all the same.
  fileprivate var whose: String {
    madeByOnramp ? "" : kind == .create ? " (new, on something not made by onramp)" : " (not made by onramp)"
  }
}

extension Proposal {
  var isEmpty: Bool {
    switch self {
    case .changes(let plan): plan.isEmpty
    case .removal(let inventory): inventory.holdings.isEmpty
    }
  }
}
