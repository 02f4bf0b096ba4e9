import Checklist
import TextUI

/// What a teardown would take away, and what the operator spares.
struct InventoryPage: DetailedPage {
  static let place = Place("inventory", "Inventory")
  static let journeys: Set<Journey> = [.tearDown]
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      pane, more("the change and its differences in full", letters: ""),
      on([" "], "choose", "take it away, or leave it") { $0.spare(&$1) }
        .when(holds { ($0.selected($1)?.action ?? .keep) != .keep }),
      on(["x"], "delete", "delete what is chosen, after typing the account id") { $0.askToTearDown($1) }
        .when { !$1.removal.chosen.isEmpty },
      Command(["r"], "look again", "find out anew what is there") { $1.startSurvey() },
    ] + Command.scripts { .removal($0.removal.agreed) } + Command.page
  ]

  var list = ListView()

  func count(_ shared: Shared) -> Int { shared.removal.holdings.count }
  func selected(_ shared: Shared) -> Holding? { list.cursor.element(of: shared.removal.holdings) }
  func subject(_ shared: Shared) -> Subject? { selected(shared).map { .holding($0.key) } }
  mutating func back(_ shared: inout Shared) -> [Outcome] { [.open(WelcomePage.place)] }

  private func spare(_ shared: inout Shared) -> [Outcome] {
    guard let holding = selected(shared) else { return [] }
    shared.removal.spared.formSymmetricDifference([holding.key])
    return shared.removal.bound.first.map { [.say("\($0.title) stays too: it goes last")] } ?? []
  }

  private func askToTearDown(_ shared: Shared) -> [Outcome] {
    let inventory = shared.removal.agreed
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
    if case .inventory(let found, _) = event, let only = shared.removal.only {
      list.cursor.selected = found.holdings.firstIndex { only.contains($0.key) } ?? 0
    }
    return []
  }

  func summary(_ shared: Shared) -> [Span] {
    let removal = shared.removal
    return removal.found == nil
      ? []
      : [
        Span("\(removal.holdings.count) found, \(removal.chosen.count) chosen"),
        Span(removal.unseen.isEmpty ? "" : ", not all seen", .warn),
      ]
  }

  func emptiness(_ shared: Shared) -> Span {
    guard shared.removal.found != nil else {
      return Span(
        shared.removal.isLooking
          ? "Finding out what onramp made here, and what uses it now." : "Not looked at yet: r looks.")
    }
    return shared.removal.unseen.isEmpty
      ? Span("Nothing here was made by onramp for this setup.", .ok)
      : Span("Nothing of this setup was seen, and not everything could be looked at: L says what.", .warn)
  }

  func rows(_ shared: Shared) -> [Line] {
    let chosen = shared.removal.chosen
    return shared.removal.holdings.map { line($0, number: chosen.firstIndex(of: $0).map { $0 + 1 }) }
  }

  private static func words(_ action: Holding.Action) -> (verb: String, role: Role) {
    switch action {
    case .remove: ("delete", .removed)
    case .restore: ("restore", .changed)
    case .handOver: ("hand over", .changed)
    case .keep: ("keep", .dim)
    }
  }

  private func line(_ holding: Holding, number: Int?) -> Line {
    let box = holding.action == .keep ? "[-]" : number == nil ? "[ ]" : "[x]"
    let digits = number.map(String.init) ?? ""
    let pad = String(repeating: " ", count: max(0, 3 - digits.count))
    let (verb, role) = Self.words(holding.action)
    return Line(
      [
        Span(box + pad + digits + " ", number == nil ? .dim : .plain),
        Span(holding.title, number == nil ? .dim : .plain),
      ],
      right: [
        Span(holding.unsafe.isEmpty ? "" : "! ", .warn), Span(holding.ownership.inShort + "  ", .dim),
        Span(verb, number == nil ? .dim : role),
      ])
  }
}
