import Checklist
import TextUI

extension Model {
  var selectedField: FormField? {
    form.indices.contains(inputs.cursor.selected) ? form[inputs.cursor.selected] : nil
  }

  /// What is wrong with the answer to a field, or nil.
  func problem(with field: FormField) -> String? {
    let text = inputs.text(field.key.path)
    if text.isEmpty, field.required { return "needs an answer" }
    return field.key.problem(with: text).map { "must be " + $0 }
  }

  /// Opens the selected field, or gives it its next choice.
  mutating func edit() {
    guard let field = selectedField else { return }
    guard let choices = field.choices else {
      inputs.editing = TextField(inputs.text(field.key.path))
      return
    }
    let current = inputs.text(field.key.path).isEmpty ? field.key.fallback ?? "" : inputs.text(field.key.path)
    let next = ((choices.firstIndex(of: current) ?? -1) + 1) % choices.count
    inputs.values[field.key.path] = choices[next]
  }

  mutating func save() -> [Effect] {
    if inputs.editing != nil { keepField() }
    if let wrong = form.first(where: { !inputs.text($0.key.path).isEmpty && problem(with: $0) != nil }) {
      say("Not saved: \(wrong.label) \(problem(with: wrong) ?? "")")
      return []
    }
    inputs.adopted = inputs.values
    return [.save(values: inputs.values)]
  }

  /// Takes the text of the open field into the answers.
  private mutating func keepField() {
    guard let field = selectedField, let editing = inputs.editing else { return }
    inputs.values[field.key.path] = editing.text.trimmed
    inputs.editing = nil
  }

  mutating func leaveField(_ action: Command.Action) {
    if place == .search {
      change {
        $0.reader?.searching = false
        if action == .fieldBack { $0.reader?.search.clear() }
      }
      return
    }
    if page == .checks {
      checks.filtering = false
      if action == .fieldBack { keepingCheckRow { $0.checks.filter.clear() } }
      return
    }
    guard inputs.editing != nil else { return }
    guard action != .fieldBack else {
      inputs.editing = nil
      return
    }
    keepField()
    guard action != .fieldPrevious else {
      inputs.cursor.selected = max(0, inputs.cursor.selected - 1)
      if selectedField?.choices == nil { edit() }
      return
    }
    // A wrong answer is pointed at where it stands, and does not stop the way on.
    guard inputs.cursor.selected + 1 < form.count else { return }
    inputs.cursor.selected += 1
    if action == .fieldNext, selectedField?.choices == nil { edit() }
  }

  /// Types into whatever field has the focus.
  mutating func type(_ text: String) {
    if place == .secret { typeSecret(text) } else { withField { $0.insert(text) } }
  }

  mutating func withField(_ body: (inout TextField) -> Void) {
    switch place {
    case .field:
      guard var field = inputs.editing else { return }
      body(&field)
      inputs.editing = field
    case .filter: keepingCheckRow { body(&$0.checks.filter) }
    case .search:
      change { layer in
        guard var reader = layer.reader else { return }
        body(&reader.search)
        reader.top = 0
        layer.reader = reader
      }
    case .typed:
      change {
        if case .typed(var typed) = $0 {
          body(&typed.field)
          typed.refused = false
          $0 = .typed(typed)
        }
      }
    default: break
    }
  }
}
