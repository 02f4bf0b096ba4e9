import Basics
import Checklist
import TextUI

extension Place {
  /// The filter of the checks is being typed.
  static let filter = Place("filter", "Filter", types: true)
}

/// The checklist: a row for each step, and the findings of the one that is opened.
struct ChecksPage: DetailedPage {
  static let place = Place("checks", "Checks")
  static let givesWay = false
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      pane, InputsPage.opening(nil),
      on([.enter], "open", "the step's checks; on a check, the full detail") { $0.open(&$1) },
      .fix, .showPlan, .doNext,
      on(["n"], "next", "the next row that needs attention") { $0.seek(1, &$1) },
      on(["N"], nil, "the previous one") { $0.seek(-1, &$1) },
      whoSignsIn, .console, .acceptWarning,
      on(["v"], "problems", "only what needs attention, or the steps") { $0.toggleProblems($1) },
      on(["r"], "re-run", "look again at this step") { $1.startLook($0.subject($1)?.step.map { [$0] }) },
      rerunAll, Command.search("filter", "keep the checks with these words"),
      .fixAll, .copy, .keep, .terraform,
    ] + Command.page,
    .filter: Command.narrowing,
  ]
  private static let whoSignsIn = Command(
    "w", "who signs in", "which jobs and strangers the roles admit, and why",
    about: { pane, shared in
      (pane as? Self)?.subject(shared)?.step.flatMap { shared.look.reports[$0]?.signIns }
    }, do: { table, _ in [.show(SignInLayer(table))] })
  static let rerunAll = Command(["R"], nil, "look again at everything") { $1.startLook(nil) }

  /// What the rows are about while no filter is set.
  enum Scope: Equatable {
    case steps
    case step(StepID)
    /// What needs attention, of every step.
    case problems
  }

  var list = ListView()
  /// Who filters has chosen where to look.
  var filter = Filter() { didSet { if filter != oldValue { moved = true } } }
  private(set) var scope = Scope.steps
  /// The step whose passed checks are shown too.
  private var unfolded: StepID?
  /// Whether the operator chose the row; until then it goes to what is to be seen first.
  var moved = false
  /// The row that was selected last, kept in view when others come in above it.
  private var anchor: Subject?

  var place: Place { filter.isTyped ? .filter : Self.place }

  func checkRows(_ shared: Shared) -> [Subject] {
    if !filter.words.isEmpty { return places(shared) { $0.matches(filter.words) } }
    switch scope {
    case .steps:
      return shared.look.causes.indices.map { .cause($0) } + shared.steps.map { .step($0.id) }
    case .step(let id):
      let report = shared.look.reports[id]
      let rest = unfolded == id ? report?.folded ?? [] : []
      return [.step(id)] + (report?.open ?? []).map { .finding(FindingPlace(step: id, index: $0)) }
        + (report?.folded.isEmpty == false ? [.folded(id)] : [])
        + rest.map { .finding(FindingPlace(step: id, index: $0)) }
    case .problems:
      let hasCauses = shared.look.findings.contains { $0.status.isTrouble }
      return places(shared) { hasCauses ? $0.status.isTrouble : $0.status.needsAttention }
    }
  }

  /// The findings of which something holds, under their steps.
  private func places(_ shared: Shared, _ isWanted: (Finding) -> Bool) -> [Subject] {
    shared.steps.flatMap { step -> [Subject] in
      guard let report = shared.look.reports[step.id] else {
        return !filter.words.isEmpty && step.title.lowercased().contains(filter.words) ? [.step(step.id)] : []
      }
      let found = report.findings.indices.filter { isWanted(report.findings[$0]) }
      return found.isEmpty
        ? [] : [.step(step.id)] + found.map { .finding(FindingPlace(step: step.id, index: $0)) }
    }
  }

  func count(_ shared: Shared) -> Int { checkRows(shared).count }
  func subject(_ shared: Shared) -> Subject? { list.cursor.element(of: checkRows(shared)) }

  /// Of a step, its most urgent one.
  func finding(_ shared: Shared) -> Finding? { subject(shared).flatMap { finding(of: $0, shared) } }

  private func finding(of row: Subject, _ shared: Shared) -> Finding? {
    guard case .step(let id) = row, !hasHeadings else { return shared.look.finding(of: row) }
    return shared.look.reports[id]?.byUrgency.first { $0.status.needsAttention || $0.status == .notYet }
  }

  /// Whether the steps' rows only head those of their checks.
  private var hasHeadings: Bool { scope != .steps || !filter.words.isEmpty }

  func split(_ shared: Shared) -> Split {
    let layout = shared.layout
    return hasHeadings || layout.isWide ? Split(layout, count: .max) : Split(whole: count(shared), layout)
  }

  mutating func opened(_ shared: inout Shared) { filter.isTyped = false }

  /// The operator goes to a row, and stays there.
  mutating func select(_ row: Int, _ shared: inout Shared) -> [Outcome] {
    list.select(row)
    moved = true
    anchor = subject(shared)
    return []
  }

  private mutating func open(_ shared: inout Shared) -> [Outcome] {
    switch subject(shared) {
    case .step(let id) where scope == .step(id) && filter.words.isEmpty: return leave(id, &shared)
    case .step(let id) where shared.look.reports[id] != nil: enter(id, shared)
    case .folded(let id): unfolded = unfolded == id ? nil : id
    case .finding(let place): return [.show(DetailLayer(subject: .finding(place), letters: "fpoxFcst"))]
    case .cause(let index):
      guard shared.look.causes.indices.contains(index) else { return [] }
      return [.show(TextLayer(Document(title: "Could not look", lines: shared.look.causes[index].lines)))]
    default: break
    }
    return []
  }

  /// Shows one step, at what is to be done there first.
  mutating func enter(_ id: StepID, _ shared: Shared) {
    filter = Filter()
    (scope, unfolded, moved) = (.step(id), nil, true)
    list.select(min(1, max(0, checkRows(shared).count - 1)))
    anchor = subject(shared)
  }

  /// Back to the checklist, at the step that was open.
  private mutating func leave(_ id: StepID?, _ shared: inout Shared) -> [Outcome] {
    scope = .steps
    let row = id.flatMap { checkRows(shared).firstIndex(of: .step($0)) }
    return select(row ?? 0, &shared)
  }

  mutating func back(_ shared: inout Shared) -> [Outcome] {
    guard filter.field.isEmpty else {
      filter = Filter()
      return []
    }
    guard scope == .steps else { return leave(subject(shared)?.step, &shared) }
    return [.open(InputsPage.place)]
  }

  func needsAttention(_ row: Subject, _ shared: Shared) -> Bool {
    if case .step(let id) = row, !hasHeadings { return shared.look.needsAttention(id) }
    return shared.look.isCause(shared.look.finding(of: row))
  }

  private mutating func toggleProblems(_ shared: Shared) -> [Outcome] {
    moved = true
    (filter, scope) = (Filter(), scope == .problems ? .steps : .problems)
    selectFirstCause(shared)
    guard scope == .problems else { return [] }
    let waiting = shared.look.counts[.blocked, default: 0]
    return waiting > 0 ? [.say("\(waiting) more wait\(waiting == 1 ? "s" : "") for these; v: the steps")] : []
  }

  /// To the row that is to be seen first: what does not hold, else what asks for attention.
  private mutating func selectFirstCause(_ shared: Shared) {
    let rows = checkRows(shared)
    let failing = rows.firstIndex { [.fail, .crash].contains(status(of: $0, shared)) }
    guard let first = failing ?? rows.firstIndex(where: { needsAttention($0, shared) }) else { return }
    list.select(first)
    anchor = rows[first]
  }

  private func status(of row: Subject, _ shared: Shared) -> Status? {
    if case .step(let id) = row { return hasHeadings ? nil : shared.look.reports[id]?.status }
    return shared.look.finding(of: row)?.status
  }

  mutating func hear(_ event: Event, _ shared: Shared) -> [Outcome] {
    guard case .checked(_, _, _, let next) = event else { return [] }
    if !moved { selectFirstCause(shared) }
    return shared.page == Self.place ? [.say(shared.look.outcome(next))] : []
  }

  mutating func settle(_ shared: Shared) {
    let rows = checkRows(shared)
    // The selected row stays selected when others come in above it, or are taken out of view.
    if moved, let anchor,
      let index = rows.firstIndex(of: anchor) ?? anchor.step.flatMap({ rows.firstIndex(of: .step($0)) })
    {
      list.cursor.selected = index
    }
    settleList(shared)
    anchor = list.cursor.element(of: rows)
  }

  func summary(_ shared: Shared) -> [Span] {
    let look = shared.look
    let over = shared.steps.count { look.reports[$0.id] != nil && !look.running.contains($0.id) }
    let head = look.running.isEmpty ? [] : [Span("\(over)/\(shared.steps.count) steps  ", .dim)]
    return head + shared.glyphs.spans(of: look.stepCounts)
  }

  func fact(_ shared: Shared) -> [Span] {
    guard let last = shared.look.last else { return [] }
    let age = shared.look.age(shared.now).map { ", \($0)" } ?? ""
    return [Span("\(counted(last.requests, "request")) in \(seconds(last.seconds))\(age)", .dim)]
  }
}

extension StepReport {
  /// The places of what is to be read first: all that is not as wanted.
  fileprivate var open: [Int] { order.filter { !findings[$0].status.isQuiet } }
  /// The places of what is as wanted, or not part of this setup.
  fileprivate var folded: [Int] { order.filter { findings[$0].status.isQuiet } }
}

extension Status {
  /// Whether it can be folded away: nothing is to be done or known about it.
  var isQuiet: Bool { self == .pass || self == .skipped }
}

extension Look {
  func needsAttention(_ step: StepID) -> Bool { reports[step]?.findings.contains(where: isCause) == true }

  /// What a finished look means for the operator. What was not seen is not said to be fine.
  fileprivate func outcome(_ next: [Todo]) -> String {
    if !changes.isEmpty { return "f fixes one, F every safe one; p plan; d what is next" }
    let (wrong, unseen) = (counts[.fail, default: 0] + counts[.crash, default: 0], counts[.unknown, default: 0])
    let waiting = counts[.blocked, default: 0]
    if unseen > 0 { return "\(counted(unseen, "check")) could not be looked at: Enter on a row says why" }
    if wrong > 0 { return "\(counted(wrong, "check")) fail\(wrong == 1 ? "s" : ""): d shows what to do" }
    if waiting > 0 { return "\(counted(waiting, "check")) cannot be judged before others pass" }
    return next.isEmpty ? "onramp has nothing to change here" : "Nothing to change here; d shows what is left to do"
  }
}
