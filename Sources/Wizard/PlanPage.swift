import Checklist
import TextUI

/// What the operator picked from the changes that the checks proposed.
struct PlanPage: Equatable, Sendable {
  /// Picked on the checks page, one fix at a time. Empty: all that was found.
  var picked: Set<ItemKey> = []
  /// Left out on the plan page.
  var left: Set<ItemKey> = []
  var showsAll = false
  /// The whole difference, not only what is near a change.
  var showsWhole = false
  var cursor = ListCursor()
  var readingDetail = false
  var detailTop = 0
  var declined = false
}

extension Model {
  /// Every change that the last look proposed, in an order in which each finds what it needs.
  var allChanges: Plan { Plan(steps.flatMap { checks.reports[$0.id]?.changes ?? [] }) }

  /// The changes on the plan page: those picked and what they come after, or all.
  var shownPlan: Plan {
    let all = allChanges
    let picked = withPrerequisites(plan.picked, in: all)
    if plan.showsAll || picked.isEmpty { return all }
    return Plan(all.changes.filter { picked.contains($0.key) })
  }

  /// The changes that `a` would make.
  var acceptedPlan: Plan { shownPlan.without(plan.left) }

  var selectedChange: Change? {
    let changes = shownPlan.changes
    return changes.indices.contains(plan.cursor.selected) ? changes[plan.cursor.selected] : changes.last
  }

  func withPrerequisites(_ keys: Set<ItemKey>, in all: Plan) -> Set<ItemKey> {
    var out = keys.intersection(all.changes.map(\.key))
    var grew = true
    while grew {
      let needed = all.changes.filter { out.contains($0.key) }.flatMap(\.after)
      let before = out.count
      out.formUnion(Set(needed).intersection(all.changes.map(\.key)))
      grew = out.count > before
    }
    return out
  }

  /// Picks the fix of a finding, or drops it when it was picked already.
  mutating func togglePicked(_ finding: Finding) {
    guard let fix = finding.wizardFix else {
      say("onramp cannot change this: " + (finding.commandFix != nil ? "c shows commands" : "a person must"))
      return
    }
    let known = Set(allChanges.changes.map(\.key)).intersection(fix.keys)
    guard !known.isEmpty else {
      say("Nothing to change here now: look again with r")
      return
    }
    plan.showsAll = false
    plan.left = []
    if known.isSubset(of: plan.picked) {
      plan.picked.subtract(known)
      say("Taken out of the plan: \(plan.picked.count) left in it")
    } else {
      plan.picked.formUnion(known)
      let count = withPrerequisites(plan.picked, in: allChanges).count
      say("In the plan: \(counted(count, "change")). p shows it first")
    }
  }

  mutating func pickAllSafe() {
    // Also what repairs a check that still waits for another: one plan is to make it all right.
    let keys = Set(allChanges.changes.filter { $0.confidence == .safe }.map(\.key))
    guard !keys.isEmpty else {
      say("No fix is safe unread: pick them one by one with f")
      return
    }
    plan.picked.formUnion(keys)
    plan.left = []
    plan.showsAll = false
    say("In the plan: \(counted(plan.picked.count, "change")). p shows it first")
  }

  mutating func askToApply() -> [Effect] {
    let accepted = acceptedPlan
    guard !accepted.isEmpty else {
      say("Every change is left out: Space takes one in")
      return []
    }
    guard !isBusy else {
      say("A look is under way: apply when it is done")
      return []
    }
    guard !needsToken else {
      askForToken()
      return []
    }
    var lines = ["in account \(facts.account ?? "unknown"), \(facts.region ?? "no Region")", ""]
    lines += accepted.changes.prefix(8).map { change in
      "\(change.kind.sign) \(change.title)" + change.whose
    }
    if accepted.changes.count > 8 { lines.append("and \(accepted.changes.count - 8) more") }
    let touchy = accepted.changes.filter { $0.confidence == .check }.count
    if touchy > 0 { lines += ["", "\(counted(touchy, "change")) may touch what others use."] }
    lines += ["", "What stood there before is journaled; teardown puts it back."]
    if answersToSave != nil {
      lines.append("The answers are written to \(facts.setupPath.inThisFolder) first.")
    }
    if accepted.isSevere {
      layers.append(
        .typed(
          TypedConfirm(
            purpose: .apply(accepted),
            title: "Apply \(counted(accepted.changes.count, "change"))",
            lines: lines + ["", "Type \(Plan.severeWord) to go ahead:"], word: Plan.severeWord)))
      shownSince = now
      return []
    }
    layers.append(
      .confirm(
        Confirm(
          purpose: .apply(accepted), title: "Apply \(counted(accepted.changes.count, "change"))",
          lines: lines, answers: ["Apply \(counted(accepted.changes.count, "change"))"])))
    shownSince = now
    return []
  }
}

extension Model {
  /// The answers that the plan rests on, where no file has them: they are written before the first change, or
  /// nobody would know tomorrow what was made for whom.
  var answersToSave: [String: String]? {
    facts.setupFile == nil || inputs.isAdoptedUnsaved ? inputs.adopted : nil
  }
}

extension String {
  /// A file of this folder, named so that it is seen as one.
  var inThisFolder: String { contains("/") ? self : "./" + self }
}

extension Change {
  /// Whose the thing is, where it is not onramp's; what is new on it is onramp's all the same.
  fileprivate var whose: String {
    madeByOnramp ? "" : kind == .create ? " (new, on something not made by onramp)" : " (not made by onramp)"
  }
}

extension Change.Kind {
  var sign: String {
    switch self {
    case .create: "+"
    case .update: "~"
    case .delete: "-"
    }
  }
}

extension Plan {
  /// Whether agreeing to it takes a typed word: something in it may be used by others, or goes for good.
  var isSevere: Bool { changes.contains { $0.confidence == .check || $0.kind == .delete } }

  static let severeWord = "apply"
}

/// `1 change`, `3 changes`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
