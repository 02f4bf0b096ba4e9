import Checklist
import TextUI

extension Action {
  static let spare = Action("spare")
  static let tearDown = Action("tear down")
  static let survey = Action("survey")
}

/// What a teardown would take away, and what the operator spares.
struct InventoryPage: Page {
  static let place = Place("inventory", "Inventory")
  static let journeys: Set<Journey> = [.tearDown]
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      .pane,
      Command(.accept, [.enter], "more", "the change and its differences in full"),
      Command(.spare, " ", "choose", "take it away, or leave it"),
      Command(.tearDown, "x", "delete", "delete what is chosen, after typing the account id"),
      Command(.survey, "r", "look again", "find out anew what is there"),
      .script, .export,
    ] + Command.page
  ]

  private var list = ListWithDetail()

  init() {}

  var place: Place { Self.place }

  func selected(_ shared: Shared) -> Holding? { list.cursor.element(of: shared.removal.holdings) }

  func allows(_ action: Action, _ shared: Shared) -> Bool {
    switch action {
    case .accept: selected(shared) != nil
    case .spare: selected(shared).map { $0.action != .keep } ?? false
    case .tearDown, .script, .export: !shared.removal.chosen.isEmpty
    default: true
    }
  }

  mutating func perform(_ action: Action, _ key: Key, _ shared: inout Shared) -> [Outcome] {
    let count = shared.removal.holdings.count
    if let rows = action.rows(height: shared.layout.listHeight(count)) {
      list.move(rows, count: count)
      return []
    }
    switch action {
    case .pane: list.isReading.toggle()
    case .back: return [.open(WelcomePage.place)]
    case .accept: return selected(shared).map { [.show(DetailLayer(.holding($0.key), []))] } ?? []
    case .spare: return spare(&shared)
    case .tearDown: return askToTearDown(shared)
    case .survey: return shared.startSurvey()
    case .script, .export:
      return Proposal.removal(shared.removal.agreed).askForScript(writing: action == .export)
    default: break
    }
    return []
  }

  mutating func select(_ row: Int, _ shared: inout Shared) {
    list.move(row - list.cursor.selected, count: shared.removal.holdings.count)
  }

  private func spare(_ shared: inout Shared) -> [Outcome] {
    guard let holding = selected(shared) else { return [] }
    shared.removal.spared.formSymmetricDifference([holding.key])
    let (removal, chosen) = (shared.removal, shared.removal.chosen)
    let lost = removal.holdings.first { other in
      other.action != .keep && !removal.spared.contains(other.key) && !chosen.contains { $0.key == other.key }
    }
    return lost.map { [.say("\($0.title) stays too: it goes last")] } ?? []
  }

  private func askToTearDown(_ shared: Shared) -> [Outcome] {
    let inventory = shared.removal.agreed
    guard !inventory.holdings.isEmpty else { return [.say("Nothing is chosen: Space chooses")] }
    guard !shared.isBusy else { return [.say("A look is under way: delete when it is done")] }
    guard let account = shared.facts.account else { return [.say("The account is not known yet: nothing can go")] }
    let question = TypedLayer(
      title: "Delete for good", lines: shared.removal.sentences + ["Type the account id \(account):"], word: account,
      hint: "Enter deletes, Esc leaves everything as it is.", refusal: "That is not this account's id.",
      isAboutChanges: true
    ) { _, shared in shared.tearDown(inventory) }
    return [.show(question)]
  }

  mutating func hear(_ event: Event, _ shared: Shared) -> [Outcome] {
    if case .inventory(let found) = event, let only = shared.removal.only {
      list.cursor.selected = found.holdings.firstIndex { only.contains($0.key) } ?? 0
    }
    return []
  }

  mutating func settle(_ shared: Shared) {
    let holdings = shared.removal.holdings
    list.settle(count: holdings.count, short: true, shared.layout) { cursor in
      cursor.element(of: holdings).map { shared.besideList.lines($0).count } ?? 0
    }
  }

  func summary(_ shared: Shared) -> [Span] {
    let removal = shared.removal
    return removal.found == nil
      ? [] : [Span("\(removal.holdings.count) found, \(removal.chosen.count) chosen")]
  }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    let (removal, top) = (shared.removal, shared.layout.top)
    guard removal.found != nil else {
      frame.put("Finding out what onramp made here, and what uses it now.", row: top + 1, column: 3)
      return
    }
    guard !removal.holdings.isEmpty else {
      frame.put("Nothing here was made by onramp for this setup.", row: top + 1, column: 3, style: Style(.ok))
      return
    }
    let chosen = removal.chosen
    let lines = removal.holdings.map { line($0, number: chosen.firstIndex(of: $0).map { $0 + 1 }) }
    let detail = selected(shared).map { shared.besideList.lines($0) } ?? []
    list.draw(lines, detail: detail, short: true, &frame, shared)
  }

  private func line(_ holding: Holding, number: Int?) -> Line {
    let box = holding.action == .keep ? "[-]" : number == nil ? "[ ]" : "[x]"
    let digits = number.map(String.init) ?? ""
    let pad = String(repeating: " ", count: max(0, 3 - digits.count))
    let verb = holding.action == .restore ? "put back" : holding.action == .keep ? "stays" : "delete"
    let role: Role = holding.action == .keep ? .dim : holding.action == .restore ? .changed : .removed
    return Line(
      [
        Span(box + pad + digits + " ", number == nil ? .dim : .plain),
        Span(holding.title, number == nil ? .dim : .plain),
      ],
      right: [
        Span(holding.unsafe.isEmpty ? "" : "! ", .warn), Span(holding.ownership.rawValue + "  ", .dim),
        Span(verb, number == nil ? .dim : role),
      ])
  }
}
