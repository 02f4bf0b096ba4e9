import Checklist

/// What several pages can begin.
extension Shared {
  /// Looks at steps, nil meaning all; what keeps them from being looked at is asked for first.
  mutating func startLook(_ wanted: [StepID]?) -> [Outcome] {
    if let first = openFields.first {
      return [.open(InputsPage.place), .say("\(first.label) needs an answer before a look")]
    }
    guard run?.isActive != true else { return [.say("The changes under way come first")] }
    look.begin(wanted ?? steps.map(\.id), now: now)
    look.last = nil
    let isNews = answers.adopt()
    return [.open(ChecksPage.place), .unsay] + (isNews ? [.effect(.adopt(values: answers.values))] : [])
      + [.effect(.check(steps: wanted))]
  }

  /// Finds out what there is to take away.
  /// - Parameter only: what is chosen of it at first; nil means all.
  mutating func startSurvey(only: Set<ItemKey>? = nil) -> [Outcome] {
    journey = .tearDown
    removal = Removal(isLooking: true, only: only)
    run = nil
    return [.open(InventoryPage.place), .effect(.survey)]
  }

  /// Begins the changes that were shown and agreed to.
  mutating func apply(_ plan: Plan) -> [Outcome] {
    run = Run(.changes(plan), now: now)
    look.before = look.counts
    journey = .setUp
    files = []
    return [.open(RunPage.place), .effect(.apply(plan, saving: answersToSave))]
  }

  /// Begins the teardown of what was shown and chosen.
  mutating func tearDown(_ inventory: Inventory) -> [Outcome] {
    run = Run(.removal(inventory), now: now)
    files = []
    return [.open(RunPage.place), .effect(.tearDown(inventory, account: facts.account ?? ""))]
  }

  /// Looks first: what is done already is seen, not remembered. What is left is then planned or chosen.
  mutating func resume() -> [Outcome] {
    guard let unfinished = facts.unfinished else { return [] }
    guard !unfinished.isRemoval else { return startSurvey(only: Set(unfinished.keys)) }
    let outcomes = startLook(nil)
    if isBusy { resumed = Set(unfinished.keys) }
    return outcomes
  }

  /// Writes the answers to the setup file, if all of them may stand there.
  mutating func save() -> [Outcome] {
    if let wrong = form.first(where: { !answers.isWritable($0) }) {
      return [.say("Not saved: \(wrong.label) \(answers.problem(with: wrong) ?? "")")]
    }
    _ = answers.adopt()
    return [.effect(.save(values: answers.values))]
  }

  /// Ends the program, after a question where something runs or is not written.
  func quit() -> [Outcome] {
    guard isBusy || answers.isUnsaved else { return [.effect(.quit(code: exitCode))] }
    var lines: [String] = []
    if run?.isActive == true {
      lines = ["Changes are being made. Leaving stops after the call under way; Resume goes on from there."]
    } else if isBusy {
      lines = ["A look is under way. Leaving changes nothing in the account."]
    }
    if answers.isUnsaved {
      lines.append(
        facts.setupFile == nil
          ? "No file has the answers yet." : "\(facts.setupPath.inThisFolder) has other answers than these.")
    }
    // While something runs it comes first, and what is wrong is not written.
    let canSave = answers.isUnsaved && !isBusy && form.allSatisfy { answers.isWritable($0) }
    let leave = ConfirmLayer.Answer(label: "Leave") { $0.leave(saving: false) }
    let saveAndLeave = ConfirmLayer.Answer(label: "Save and leave") { $0.leave(saving: true) }
    return [
      .show(
        ConfirmLayer(title: "Leave onramp", lines: lines, answers: canSave ? [leave, saveAndLeave] : [leave]))
    ]
  }

  private mutating func leave(saving: Bool) -> [Outcome] {
    isLeaving = saving || run?.isActive == true
    if saving { return save() }
    guard run?.isActive == true else { return [.effect(.quit(code: exitCode))] }
    run?.stopping = true
    return [.effect(.stop)]
  }

  /// The operator saw the question and said no.
  mutating func decline() -> [Outcome] {
    picks.declined = true
    return [.say("Nothing was changed")]
  }

  mutating func toggleMouse() -> [Outcome] {
    guard let mouse else { return [.say("This terminal tells of no clicks")] }
    self.mouse = !mouse
    return [
      .say(mouse ? "The mouse is the terminal's: it selects text" : "Clicks and the wheel act here"),
      .effect(.mouse(!mouse)),
    ]
  }
}

extension String {
  /// A file of this folder, named so that it is seen as one.
  var inThisFolder: String { contains("/") ? self : "./" + self }
}
