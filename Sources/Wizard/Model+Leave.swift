import Checklist

/// Leaving, and coming back to what was left.
extension Model {
  mutating func quit() -> [Effect] {
    guard isBusy || inputs.isUnsaved else { return [.quit(code: exitCode)] }
    var lines: [String] = []
    if run?.isActive == true {
      lines = ["Changes are being made. Leaving stops after the call under way; Resume goes on from there."]
    } else if isBusy {
      lines = ["A look is under way. Leaving changes nothing in the account."]
    }
    if inputs.isUnsaved {
      lines.append(
        facts.setupFile == nil
          ? "No file has the answers yet." : "\(facts.setupPath.inThisFolder) has other answers than these.")
    }
    // While something runs it comes first, and what is wrong is not written.
    let canSave = inputs.isUnsaved && !isBusy && form.allSatisfy { isWritable($0) }
    layers.append(
      .confirm(
        Confirm(
          purpose: .quit, title: "Leave onramp", lines: lines,
          answers: ["Leave"] + (canSave ? ["Save and leave"] : []))))
    return []
  }

  mutating func leave(saving: Bool) -> [Effect] {
    isLeaving = saving || run?.isActive == true
    if saving { return save() }
    guard run?.isActive == true else { return [.quit(code: exitCode)] }
    run?.stopping = true
    return [.stop]
  }

  /// Looks first: what is done already is seen, not remembered. What is left is then planned or chosen.
  mutating func resume() -> [Effect] {
    guard let unfinished = facts.unfinished else { return [] }
    guard !unfinished.isRemoval else {
      let effects = startSurvey()
      inventory.only = Set(unfinished.keys)
      return effects
    }
    let effects = startChecking(nil)
    if !effects.isEmpty { resumed = Set(unfinished.keys) }
    return effects
  }

  /// The plan of what a run that stopped has left to do.
  mutating func showWhatIsLeft() {
    guard let wanted = resumed else { return }
    resumed = nil
    guard page == .checks else { return }
    let left = wanted.intersection(allChanges.changes.map(\.key))
    guard !left.isEmpty else {
      say("Nothing is left of the run that stopped")
      return
    }
    plan.picked = left
    plan.left = []
    plan.showsAll = false
    open(.plan)
    say("\(counted(left.count, "change")) left of the run that stopped")
  }
}
