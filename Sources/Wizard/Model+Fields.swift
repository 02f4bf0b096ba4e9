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

  /// Whether the answer may stand in the file; one that is still missing may.
  func isWritable(_ field: FormField) -> Bool {
    inputs.text(field.key.path).isEmpty || problem(with: field) == nil
  }

  mutating func save() -> [Effect] {
    if inputs.editing != nil { keepField() }
    if let wrong = form.first(where: { !isWritable($0) }) {
      say("Not saved: \(wrong.label) \(problem(with: wrong) ?? "")")
      return []
    }
    inputs.adopted = inputs.values
    return [.save(values: inputs.values)]
  }

  /// Takes the text of the open field into the answers.
  mutating func keepField() {
    guard let field = selectedField, let editing = inputs.editing else { return }
    inputs.values[field.key.path] = editing.text.trimmed
    inputs.editing = nil
    notice = nil
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
    // A wrong answer is not taken: the field stays open, and the lines below the form say what is wrong.
    if let field = selectedField, field.key.problem(with: inputs.editing?.text.trimmed ?? "") != nil {
      say("\(field.label) is not taken: Esc leaves it as it was")
      return
    }
    keepField()
    let next = inputs.cursor.selected + (action == .fieldPrevious ? -1 : 1)
    guard form.indices.contains(next) else { return }
    inputs.cursor.selected = next
    // After Enter letters are commands again, except where an answer is missing: there they are meant for it.
    let isMissing = form[next].required && inputs.text(form[next].key.path).isEmpty
    if form[next].choices == nil, action != .fieldAccept || isMissing { edit() }
  }

  /// Types into whatever field has the focus.
  mutating func type(_ text: String) {
    if place == .secret { typeSecret(text) } else { withField { $0.insert(text) } }
  }

  /// Whether the field that has the focus holds anything.
  var hasTyped: Bool {
    switch place {
    case .field: inputs.editing?.isEmpty == false
    case .filter: !checks.filter.isEmpty
    case .search: layers.last?.reader?.search.isEmpty == false
    case .typed: if case .typed(let typed) = layers.last { !typed.field.isEmpty } else { false }
    case .secret: canClearToken
    default: false
    }
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
