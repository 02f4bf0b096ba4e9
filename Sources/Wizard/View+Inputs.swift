import Checklist
import TextUI

extension Model {
  /// The rows below the form tell about the selected field.
  private var helpHeight: Int { bodyRows >= 14 ? 4 : 3 }
  var inputsHeight: Int { max(1, bodyRows - helpHeight - 1) }

  private enum Row {
    case section(String)
    case field(Int)
  }

  private var formRows: [Row] {
    var rows: [Row] = []
    for (index, field) in form.enumerated() {
      if index == 0 || form[index - 1].section != field.section { rows.append(.section(field.section)) }
      rows.append(.field(index))
    }
    return rows
  }

  func drawInputs(_ frame: inout Frame) {
    let rows = formRows
    let at = rows.firstIndex { if case .field(inputs.cursor.selected) = $0 { true } else { false } } ?? 0
    let top = min(max(0, at - inputsHeight / 2), max(0, rows.count - inputsHeight))
    for (offset, row) in rows.dropFirst(top).prefix(inputsHeight).enumerated() {
      switch row {
      case .section(let title): frame.put(title, row: bodyTop + offset, column: 2, style: Style(.title))
      case .field(let index): drawField(index, row: bodyTop + offset, &frame)
      }
    }
    drawFieldHelp(&frame)
    frame.note(
      above: 0, below: rows.count - top - inputsHeight, row: bodyTop, column: 0, width: size.columns - 1,
      height: inputsHeight, glyphs: glyphs)
  }

  private func drawField(_ index: Int, row: Int, _ frame: inout Frame) {
    let field = form[index]
    let selected = index == inputs.cursor.selected
    let labelAt = 4
    let valueAt = 26
    let width = min(60, max(12, size.columns - valueAt - 14))
    let text = inputs.text(field.key.path)
    frame.mark(.row(index), row: row, column: 0, width: size.columns)
    if selected { frame.put(glyphs.pointer, row: row, column: 2, style: Style(.info)) }
    frame.put(
      field.label, row: row, column: labelAt, limit: valueAt - labelAt - 1,
      style: selected && inputs.editing == nil ? .focus : .plain)
    if selected, let editing = inputs.editing {
      frame.field(editing, row: row, column: valueAt, width: width, focused: true)
    } else if field.choices != nil {
      let value = text.isEmpty ? field.key.fallback ?? "" : text
      frame.put("< \(value) >", row: row, column: valueAt, limit: width)
    } else if text.isEmpty {
      frame.put("[", row: row, column: valueAt, style: Style(.dim))
      frame.put(field.key.fallback ?? "", row: row, column: valueAt + 1, limit: width - 2, style: Style(.dim))
      frame.put("]", row: row, column: valueAt + width - 1, style: Style(.dim))
    } else {
      frame.field(TextField(text), row: row, column: valueAt, width: width, focused: false)
    }
    let verdict: Span
    let typed = selected ? inputs.editing?.text.trimmed : nil
    // The signs of ASCII leave no room for a word; the lines below the form have it.
    func wrong(_ word: String) -> Span { Span(glyphs.ascii ? glyphs.fail : "\(glyphs.fail) \(word)", .bad) }
    if (typed ?? text).isEmpty, field.required {
      verdict = typed == nil ? wrong("required") : Span("required", .dim)
    } else if field.key.problem(with: typed ?? text) != nil {
      verdict = wrong("not valid")
    } else if (typed ?? text).isEmpty {
      verdict = Span(field.key.fallback == nil ? "optional" : "default", .dim)
    } else {
      verdict = Span(glyphs.pass, .ok)
    }
    frame.put(verdict.text, row: row, column: valueAt + width + 2, style: verdict.style)
  }

  private func drawFieldHelp(_ frame: inout Frame) {
    let row = bodyTop + inputsHeight
    frame.rule(row: row, glyphs: glyphs)
    guard let field = selectedField else { return }
    let wrong =
      inputs.editing.map { field.key.problem(with: $0.text.trimmed).map { "must be " + $0 } } ?? problem(with: field)
    var lines =
      wrong.map { wrapped("\(glyphs.fail) \(field.label) \($0)", width: size.columns - 4, ascii: glyphs.ascii) }
      .map { $0.map { Line($0, .bad) } } ?? []
    lines += wrapped(field.help, width: size.columns - 4, ascii: glyphs.ascii).map { Line($0) }
    lines.append(Line([Span(field.key.path, .dim)]))
    for (offset, line) in lines.prefix(helpHeight).enumerated() {
      frame.put(line, row: row + 1 + offset, column: 2, width: size.columns - 4)
    }
  }
}
