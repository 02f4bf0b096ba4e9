import Checklist
import TextUI
import WizardSamples

@testable import Wizard

extension Samples {
  /// Some of the things, as the inventory page shows them.
  static func inventory(_ keys: ItemKey...) async -> Inventory {
    Inventory(await inventory().holdings.filter { keys.contains($0.key) })
  }
}

/// Plays the wizard: presses keys a second apart and keeps what was asked of the world.
struct Player {
  var model: Model
  var effects: [Effect] = []
  private var time = 1_000

  init(_ columns: Int = 80, _ rows: Int = 24, glyphs: Glyphs = .unicode) {
    model = Samples.model(glyphs: glyphs, size: Size(columns: columns, rows: rows))
  }

  var screen: String { model.view().text }

  mutating func send(_ events: Event...) {
    for event in events { effects += model.update(event) }
  }

  mutating func press(_ keys: Key...) {
    for key in keys {
      time += 1_000
      send(.tick(milliseconds: time), .key(key))
    }
  }

  mutating func type(_ text: String) { for character in text { press(.character(character)) } }

  /// What was asked since the last call.
  mutating func asked() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// From the welcome page to the finished checks.
  mutating func check(made: Set<ItemKey> = []) async {
    press(.enter)
    await look(made: made)
  }

  /// Answers a check.
  mutating func look(made: Set<ItemKey> = []) async {
    let reports = await Samples.reports(made: made)
    for report in reports { send(.report(report)) }
    send(.checked(seconds: 0.4, requests: 37, next: Todo.left(of: reports)))
  }

  /// To the row of a check, in its step.
  mutating func find(_ check: CheckID) {
    let place = model.shared.look.place(check)
    while checks.scope != .steps || !checks.filter.field.isEmpty { press(.escape) }
    press(.character("g"))
    for _ in 0..<50 where selectedCheckRow != place.map({ .step($0.step) }) { press(.down) }
    press(.enter, .character("g"))
    for _ in 0..<100 where selectedCheckRow.flatMap(finding)?.check != check { press(.down) }
    guard selectedCheckRow.flatMap(finding)?.check != check else { return }
    // It passed: the row that folds what passed is the last.
    press(.character("G"), .enter)
    for _ in 0..<100 where selectedCheckRow.flatMap(finding)?.check != check { press(.down) }
  }

  /// From the finished checks to the run of some fixes.
  mutating func fix(_ checks: CheckID...) {
    for check in checks {
      find(check)
      press(.character("f"))
    }
    press(.character("p"))
    agree()
  }

  /// From the plan to the run, whatever the question is.
  mutating func agree() {
    press(.character("a"))
    if place == .typed { type(Plan.severeWord) } else { press(.right) }
    press(.enter)
  }

  mutating func survey() async {
    press(.character("3"), .enter)
    send(.inventory(await Samples.inventory()))
  }
}
