import Basics
import Checklist
import TextUI

extension Action {
  static let edit = Action("edit")
  static let cycle = Action("next choice")
  static let runChecks = Action("check now")
  static let save = Action("save")
  static let fieldNext = Action("next field")
  static let fieldPrevious = Action("previous field")
}

/// The form: what this setup is about, in answers that the setup file keeps.
struct InputsPage: Page {
  static let place = Place("inputs", "Inputs")
  /// A field of the form has the focus.
  static let fieldPlace = Place("field", "Field", types: true)
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      Command(.edit, [.enter], "edit", "type into the field, or take the next choice"),
      Command(.cycle, [.character(" "), .right], "choose", "the next choice of a field that has choices"),
      Command(.runChecks, "r", "check now", "look at the account with these answers"),
      Command(.save, [.character("w"), .control("s")], "write", "write the answers to the setup file"),
    ] + Command.page,
    fieldPlace: [
      Command(.up, [.up], nil, "one field up, as it is"),
      Command(.down, [.down], nil, "one field down, as it is"),
      Command(.save, [.control("s")], "save", "write the answers to the setup file"),
      Command(.fieldAccept, [.enter], "accept", "take the text and go to the next field"),
      Command(.fieldNext, [.tab], "next", "take the text and edit the next field"),
      Command(.fieldPrevious, [.backTab], "back", "take the text and edit the field before"),
    ] + Command.typing + [Command(.fieldBack, [.escape], "undo", "leave the field as it was")]
      + Command.system + [.helpInField],
  ]

  private(set) var cursor = ListCursor()
  private(set) var editing: TextField?

  init() {}

  var place: Place { editing == nil ? Self.place : Self.fieldPlace }
  var field: TextField? {
    get { editing }
    set { editing = newValue }
  }

  func selected(_ shared: Shared) -> FormField? {
    shared.form.indices.contains(cursor.selected) ? shared.form[cursor.selected] : nil
  }

  /// What still has to be answered is what the page is opened for.
  mutating func opened(_ shared: inout Shared) {
    editing = nil
    selectFirstOpen(shared)
  }

  private mutating func selectFirstOpen(_ shared: Shared) {
    guard let first = shared.openFields.first, let index = shared.form.firstIndex(of: first) else { return }
    cursor.selected = index
  }

  func allows(_ action: Action, _ shared: Shared) -> Bool {
    switch action {
    case .cycle: selected(shared)?.choices != nil
    case .clear: editing?.isEmpty == false
    default: true
    }
  }

  mutating func perform(_ action: Action, _ key: Key, _ shared: inout Shared) -> [Outcome] {
    switch action {
    case .up where editing != nil: return leave(.fieldPrevious, &shared)
    case .down where editing != nil: return leave(.fieldNext, &shared)
    case .fieldAccept, .fieldNext, .fieldPrevious, .fieldBack: return leave(action, &shared)
    case .back: return [.open(WelcomePage.place)]
    case .edit, .cycle: edit(&shared)
    case .save:
      let kept = keep(&shared)
      return kept + shared.save()
    case .runChecks:
      selectFirstOpen(shared)
      return shared.startLook(nil)
    default:
      guard editing == nil, let rows = action.rows(height: shared.layout.listHeight()) else {
        edit { $0.perform(action) }
        return []
      }
      cursor.move(rows, count: shared.form.count)
    }
    return []
  }

  mutating func select(_ row: Int, _ shared: inout Shared) {
    _ = keep(&shared)
    cursor.selected = row
  }

  /// Opens the selected field, or gives it its next choice.
  private mutating func edit(_ shared: inout Shared) {
    guard let field = selected(shared) else { return }
    let text = shared.answers.text(field.key.path)
    guard let choices = field.choices else {
      editing = TextField(text)
      return
    }
    let current = text.isEmpty ? field.key.fallback ?? "" : text
    let next = ((choices.firstIndex(of: current) ?? -1) + 1) % choices.count
    shared.answers.values[field.key.path] = choices[next]
  }

  /// Takes the text of the open field into the answers.
  private mutating func keep(_ shared: inout Shared) -> [Outcome] {
    guard let field = selected(shared), let editing else { return [] }
    shared.answers.values[field.key.path] = editing.text.trimmed
    self.editing = nil
    return [.unsay]
  }

  private mutating func leave(_ action: Action, _ shared: inout Shared) -> [Outcome] {
    guard let editing else { return [] }
    guard action != .fieldBack else {
      self.editing = nil
      return []
    }
    // A wrong answer is not taken: the field stays open, and the lines below the form say what is wrong.
    if let field = selected(shared), field.key.objection(to: editing.text.trimmed) != nil {
      return [.say("\(field.label) is not taken: Esc leaves it as it was")]
    }
    let kept = keep(&shared)
    let next = cursor.selected + (action == .fieldPrevious ? -1 : 1)
    guard shared.form.indices.contains(next) else { return kept }
    cursor.selected = next
    // After Enter letters are commands again, except where an answer is missing: there they are meant for it.
    let field = shared.form[next]
    let isMissing = field.required && shared.answers.text(field.key.path).isEmpty
    if field.choices == nil, action != .fieldAccept || isMissing { edit(&shared) }
    return kept
  }

  mutating func settle(_ shared: Shared) {
    cursor.settle(count: shared.form.count, height: FormView.height(shared.layout))
  }

  func summary(_ shared: Shared) -> [Span] {
    let wrong = shared.openFields.count
    return [wrong == 0 ? Span("all answers valid", .ok) : Span("\(counted(wrong, "field")) to look at", .warn)]
  }

  func fact(_ shared: Shared) -> [Span] {
    let file = shared.facts.setupFile == nil ? "no file yet" : "saved"
    return [shared.answers.isUnsaved ? Span("not saved", .warn) : Span(file, .dim)]
  }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    FormView(shared: shared, selected: cursor.selected, editing: editing).draw(&frame)
  }
}
