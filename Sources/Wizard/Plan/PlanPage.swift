import Checklist
import TextUI

/// The changes, before any is made.
struct PlanPage: DetailedPage {
  static let place = Place("plan", "Plan")
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      pane,
      on([" "], "leave out", "leave this change out, or take it in again") { $0.leaveOut(&$1) }
        .when { !$1.shownPlan.isEmpty },
      Command(["A"], nil, "take in every change that is shown, or only the safe") { $1.takeAll() }
        .when { !$1.shownPlan.isEmpty },
      on(["a"], "apply", "make what is ticked, else this change, after a question") { $0.ask(&$1) }
        .when { !$1.shownPlan.isEmpty },
      more("the change and its differences in full", letters: "costd"),
      Command(
        ["v"], "all", "every change that was found, or only those picked", changing: { $1.picks.showsAll.toggle() }
      )
      .when { !$1.picks.picked.isEmpty },
      .difference.when { !$1.shownPlan.isEmpty },
    ] + Command.scripts { .changes($0.acceptedPlan) } + [.copy, .keep] + Command.page
  ]

  var list = ListView()

  func count(_ shared: Shared) -> Int { shared.shownPlan.changes.count }
  func selected(_ shared: Shared) -> Change? { list.cursor.element(of: shared.shownPlan.changes) }
  func subject(_ shared: Shared) -> Subject? { selected(shared).map { .change($0.key) } }
  /// The commands of the check that the change repairs can be copied here too.
  func finding(_ shared: Shared) -> Finding? { selected(shared).flatMap(shared.look.finding(repairedBy:)) }
  mutating func back(_ shared: inout Shared) -> [Outcome] { [.open(ChecksPage.place)] }

  private func leaveOut(_ shared: inout Shared) -> [Outcome] {
    guard let change = selected(shared) else { return [] }
    shared.picks.take([change.key], shared.leftOut.contains(change.key))
    let shown = shared.shownPlan.changes
    let lost = shown.count - shared.acceptedPlan.changes.count - shared.leftOut.intersection(shown.map(\.key)).count
    guard shared.leftOut.contains(change.key), lost > 0 else { return [] }
    return [.say("Left out, and \(counted(lost, "change")) that come\(lost == 1 ? "s" : "") after it")]
  }

  /// With nothing ticked it is about the change that is selected.
  private func ask(_ shared: inout Shared) -> [Outcome] {
    if shared.acceptedPlan.isEmpty, let change = selected(shared) {
      shared.picks.take(shared.allChanges.prerequisites(of: change.key), true)
    }
    return ApplyQuestion(shared: shared).outcomes
  }

  /// What is not taken in by itself, and how it is.
  func fact(_ shared: Shared) -> [Span] {
    let out = shared.shownPlan.changes.filter { shared.leftOut.contains($0.key) && $0.isTouchy }.count
    return out == 0 ? [] : [Span("\(out) not ticked: others may use it. Space, A", .warn)]
  }

  func summary(_ shared: Shared) -> [Span] {
    let changes = shared.acceptedPlan.changes
    return [Change.Kind.create, .update, .delete].map { kind in
      let count = kind.sign + String(changes.count { $0.kind == kind })
      return Span(count + (kind == .delete ? "" : " "), style: kind.mark.style)
    }
  }

  func emptiness(_ shared: Shared) -> Span {
    guard let reservation = shared.reservation else {
      return Span("There is nothing to change: what can be made from here stands as wanted.")
    }
    return Span("No change is proposed. \(reservation)", .warn)
  }

  func rows(_ shared: Shared) -> [Line] {
    let (shown, accepted) = (shared.shownPlan, Set(shared.acceptedPlan.changes.map(\.key)))
    return shown.changes.enumerated().map { index, change in
      line(change, number: index + 1, isIn: accepted.contains(change.key), in: shown, shared.layout)
    }
  }

  private func line(_ change: Change, number: Int, isIn: Bool, in shown: Plan, _ layout: Layout) -> Line {
    let after = change.after.compactMap { shown.number(of: $0) }.map(String.init).joined(separator: ", ")
    let isForeign = !change.madeByOnramp
    var right: [Span] = isForeign ? [Span("not by onramp  ", .warn)] : []
    // Whose a thing is comes before the order, in which the rows stand anyway.
    let room =
      layout.listWidth - 15 - displayWidth(change.title) - (isForeign ? 15 : 0) - displayWidth("after " + after)
    if !after.isEmpty, !isForeign || room >= 0 { right.append(Span("after " + after, .dim)) }
    let pad = String(repeating: " ", count: number < 10 ? 2 : 1)
    return Line(
      [
        Span(isIn ? "[x] " : "[ ] ", isIn ? .plain : .dim),
        Span("\(change.kind.sign) \(number)\(pad)", isIn ? change.kind.mark.style.role : .dim),
        Span(change.title, isIn ? .plain : .dim),
      ], right: right)
  }
}

extension Shared {
  /// Every change that is shown is taken in; once all are, only those that nobody else may use.
  fileprivate mutating func takeAll() -> [Outcome] {
    let shown = shownPlan.changes
    let isAll = shown.allSatisfy { !leftOut.contains($0.key) }
    picks.take(shown.filter { !isAll || $0.isTouchy }.map(\.key), !isAll)
    let count = acceptedPlan.changes.count
    return [.say(isAll ? "Only what is safe: \(counted(count, "change"))" : "All of them: \(counted(count, "change"))")]
  }
}

extension Command {
  static let difference = Command(
    ["d"], "whole", "the whole difference, or only what is near a change",
    changing: { $1.showsWholeDifference.toggle() })

  /// The calls that would be made, without making them.
  static func scripts(_ proposal: @escaping @Sendable (Shared) -> Proposal) -> [Command] {
    func script(_ key: Key, _ verb: String?, _ sentence: String, writing: Bool) -> Command {
      Command([key], verb, sentence) { [.effect(.script(proposal($1), writing: writing))] }
        .when { !proposal($1).isEmpty }
    }
    return [
      script("D", "dry run", "the calls that would be made, as a script, unsent", writing: false),
      script("e", nil, "write that script into a folder here", writing: true),
    ]
  }
}
