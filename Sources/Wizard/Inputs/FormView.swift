import Basics
import Checklist
import TextUI

/// The form as it is drawn: sections of fields, and the selected one explained below them.
struct FormView {
  let shared: Shared
  let selected: Int
  let editing: TextField?

  /// The rows below the form tell about the selected field.
  private static func helpHeight(_ layout: Layout) -> Int { layout.rows >= 14 ? 4 : 3 }
  static func height(_ layout: Layout) -> Int { max(1, layout.rows - helpHeight(layout) - 1) }

  private var layout: Layout { shared.layout }
  private var glyphs: Glyphs { shared.glyphs }
  private var height: Int { Self.height(layout) }

  /// The fields by their index, and before each section its title.
  private var rows: [(title: String?, field: Int)] {
    shared.form.enumerated().flatMap { index, field -> [(title: String?, field: Int)] in
      let isFirst = index == 0 || shared.form[index - 1].section != field.section
      return (isFirst ? [(field.section, index)] : []) + [(nil, index)]
    }
  }

  func draw(_ frame: inout Frame) {
    let rows = rows
    let at = rows.firstIndex { $0.title == nil && $0.field == selected } ?? 0
    let top = min(max(0, at - height / 2), max(0, rows.count - height))
    for (offset, row) in rows.dropFirst(top).prefix(height).enumerated() {
      if let title = row.title {
        frame.put(title, row: layout.top + offset, column: 2, style: Style(.title))
      } else {
        drawField(row.field, row: layout.top + offset, &frame)
      }
    }
    drawHelp(&frame)
    frame.note(
      above: 0, below: rows.count - top - height, row: layout.top, column: 0, width: layout.columns - 1,
      height: height, glyphs: glyphs)
  }

  private func drawField(_ index: Int, row: Int, _ frame: inout Frame) {
    let field = shared.form[index]
    let isSelected = index == selected
    let (labelAt, valueAt) = (4, 26)
    let width = min(60, max(12, layout.columns - valueAt - 14))
    let text = shared.answers.text(field.key.path)
    frame.mark(.row(index), row: row, column: 0, width: layout.columns)
    if isSelected { frame.put(glyphs.pointer, row: row, column: 2, style: Style(.info)) }
    frame.put(
      field.label, row: row, column: labelAt, limit: valueAt - labelAt - 1,
      style: isSelected && editing == nil ? .focus : .plain)
    if isSelected, let editing {
      frame.field(editing, row: row, column: valueAt, width: width, focused: true)
    } else if field.choices != nil {
      frame.put("< \(shared.answers.standing(field)) >", row: row, column: valueAt, limit: width)
    } else if text.isEmpty {
      frame.put("[", row: row, column: valueAt, style: Style(.dim))
      frame.put(field.key.fallback ?? "", row: row, column: valueAt + 1, limit: width - 2, style: Style(.dim))
      frame.put("]", row: row, column: valueAt + width - 1, style: Style(.dim))
    } else {
      frame.field(TextField(text), row: row, column: valueAt, width: width, focused: false)
    }
    let verdict = verdict(on: field, typed: isSelected ? editing?.text.trimmed : nil)
    frame.put(verdict.text, row: row, column: valueAt + width + 2, style: verdict.style)
  }

  private func verdict(on field: FormField, typed: String?) -> Span {
    let text = typed ?? shared.answers.text(field.key.path)
    // The signs of ASCII leave no room for a word; the lines below the form have it.
    func wrong(_ word: String) -> Span { Span(glyphs.ascii ? glyphs.fail : "\(glyphs.fail) \(word)", .bad) }
    if text.isEmpty, field.required { return typed == nil ? wrong("required") : Span("required", .dim) }
    if field.key.objection(to: text) != nil { return wrong("not valid") }
    guard text.isEmpty else { return Span(glyphs.pass, .ok) }
    return Span(field.key.fallback == nil ? "optional" : "default", .dim)
  }

  private func drawHelp(_ frame: inout Frame) {
    let row = layout.top + height
    frame.rule(row: row, glyphs: glyphs)
    guard shared.form.indices.contains(selected) else { return }
    let field = shared.form[selected]
    let wrong =
      editing.map { field.key.objection(to: $0.text.trimmed) }
      ?? shared.answers.problem(with: field)
    let width = layout.columns - 4
    var lines = wrong.map { glyphs.lines("\(glyphs.fail) \(field.label) \($0)", width: width, .bad) } ?? []
    lines += glyphs.lines(field.help, width: width)
    lines.append(Line([Span(field.key.path, .dim)]))
    for (offset, line) in lines.prefix(Self.helpHeight(layout)).enumerated() {
      frame.put(line, row: row + 1 + offset, column: 2, width: width)
    }
  }
}
