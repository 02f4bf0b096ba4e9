import Basics
import Checklist
import TextUI

/// The form: what this setup is about, in answers that the setup file keeps.
struct InputsPage: ListPage {
  static let place = Place("inputs", "Inputs")
  /// A field of the form has the focus.
  static let fieldPlace = Place("field", "Field", types: true)
  static let keys: [Place: [Command]] = [
    place: Command.moving + [
      on([.enter], "edit", "type into the field, or take the next choice") { $0.edit(&$1) },
      on([" ", .right], "choose", "the next choice of a field that has choices") { $0.edit(&$1) }
        .when(holds { $0.selected($1)?.choices != nil }),
      on(["r"], "check now", "look at the account with these answers") { page, shared in
        page.selectFirstOpen(shared)
        return shared.startLook(nil)
      },
      save(["w", .control("s")], "write"),
    ] + Command.page,
    fieldPlace: [
      on([.up], nil, "one field up, as it is") { $0.leave(to: $0.list.cursor.selected - 1, &$1) },
      on([.down], nil, "one field down, as it is") { $0.leave(to: $0.list.cursor.selected + 1, &$1) },
      save([.control("s")], "save"),
      on([.enter], "accept", "take the text and go to the next field") { $0.accept(&$1) },
      on([.tab], "next", "take the text and edit the next field") { $0.leave(to: $0.list.cursor.selected + 1, &$1) },
      on([.backTab], "back", "take the text and edit the field before") {
        $0.leave(to: $0.list.cursor.selected - 1, &$1)
      },
    ] + Command.typing + [
      on([.escape], "undo", "leave the field as it was", isEnd: true) { page, _ in
        page.editing = nil
        return []
      }
    ] + Command.system + [.helpInField],
  ]

  static func opening(_ verb: String?) -> Command {
    Command(["i"], verb, "the answers this setup rests on") { _, _ in [.open(place)] }
  }

  private static func save(_ keys: [Key], _ verb: String) -> Command {
    on(keys, verb, "write the answers to the setup file") { page, shared in
      page.keep(&shared) ? [.unsay] + shared.save() : page.leave(to: 0, &shared)
    }
  }

  var list = ListView()
  private(set) var editing: TextField?

  var place: Place { editing == nil ? Self.place : Self.fieldPlace }
  var field: TextField? {
    get { editing }
    set { editing = newValue }
  }

  func count(_ shared: Shared) -> Int { shared.form.count }
  func height(_ shared: Shared) -> Int { FormView.height(shared.layout) }

  func selected(_ shared: Shared) -> FormField? { list.cursor.element(of: shared.form) }

  /// What still has to be answered is what the page is opened for.
  mutating func opened(_ shared: inout Shared) {
    editing = nil
    selectFirstOpen(shared)
  }

  private mutating func selectFirstOpen(_ shared: Shared) {
    guard let first = shared.openFields.first, let index = shared.form.firstIndex(of: first) else { return }
    list.select(index)
  }

  mutating func select(_ row: Int, _ shared: inout Shared) -> [Outcome] { leave(to: row, opens: false, &shared) }
  mutating func back(_ shared: inout Shared) -> [Outcome] { [.open(WelcomePage.place)] }

  /// Opens the selected field, or gives it its next choice.
  private mutating func edit(_ shared: inout Shared) -> [Outcome] {
    guard let field = selected(shared) else { return [] }
    guard let choices = field.choices else {
      editing = TextField(shared.answers.text(field.key.path))
      return []
    }
    let next = ((choices.firstIndex(of: shared.answers.standing(field)) ?? -1) + 1) % choices.count
    shared.answers.values[field.key.path] = choices[next]
    return []
  }

  /// Takes the text of the open field into the answers; false where it is wrong, and then the field stays open.
  private mutating func keep(_ shared: inout Shared) -> Bool {
    guard let field = selected(shared), let editing else { return true }
    guard field.key.objection(to: editing.text.trimmed) == nil else { return false }
    shared.answers.values[field.key.path] = editing.text.trimmed
    self.editing = nil
    return true
  }

  /// Takes the text and goes to another row.
  /// - Parameter opens: whether its field is opened; after Enter letters are commands again.
  private mutating func leave(to row: Int, opens: Bool = true, _ shared: inout Shared) -> [Outcome] {
    let kept: [Outcome] = editing == nil ? [] : [.unsay]
    guard keep(&shared) else {
      return [.say("\(selected(shared)?.label ?? "") is not taken: Esc leaves it as it was")]
    }
    guard shared.form.indices.contains(row) else { return kept }
    list.select(row)
    return opens && shared.form[row].choices == nil ? kept + edit(&shared) : kept
  }

  /// After Enter a missing answer is asked for at once: there letters are meant for it.
  private mutating func accept(_ shared: inout Shared) -> [Outcome] {
    let next = list.cursor.selected + 1
    let isMissing =
      shared.form.indices.contains(next) && shared.form[next].required
      && shared.answers.text(shared.form[next].key.path).isEmpty
    return leave(to: next, opens: isMissing, &shared)
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
    FormView(shared: shared, selected: list.cursor.selected, editing: editing).draw(&frame)
  }
}
