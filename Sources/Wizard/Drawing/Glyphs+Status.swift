import Checklist
import TextUI

/// The signs, and texts broken into lines.
extension Glyphs {
  func spinner(_ now: Int) -> String { spinner[(now / 125) % spinner.count] }

  /// The sign of what is being looked at. It stands still: one thing that turns on a screen is enough.
  var working: String { ascii ? "[..]" : "⋯" }

  /// The sign of a status and how it shows.
  func mark(_ status: Status) -> Span {
    switch status {
    case .pass: Span(pass, .ok)
    case .fail: Span(fail, .bad)
    case .warn: Span(warn, .warn)
    case .notYet: Span(notYet, .info)
    case .blocked: Span(blocked, .dim)
    case .unknown: Span(unknown, .warn)
    case .skipped: Span(skipped, .dim)
    case .accepted: Span(accepted, .ok)
    case .crash: Span(crash, .bad)
    }
  }

  func mark(_ state: Run.State, _ now: Int) -> Span {
    switch state {
    case .queued: Span(queued, .dim)
    case .running: Span(spinner(now), .info)
    case .done, .alreadyDone: Span(pass, .ok)
    case .failed: Span(fail, .bad)
    case .left: Span(blocked, .dim)
    }
  }

  private static let countOrder: [Status] = [.pass, .fail, .crash, .warn, .unknown, .blocked, .notYet, .accepted]

  func spans(of counts: [Status: Int]) -> [Span] {
    Self.countOrder.compactMap { status in
      guard let count = counts[status], count > 0 else { return nil }
      let sign = mark(status)
      return Span(sign.text + String(count) + " ", style: sign.style)
    }
  }

  /// Lines of a text, broken between words.
  func lines(_ text: String, width: Int, _ role: Role = .plain, indent: Int = 0) -> [Line] {
    wrapped(text, width: width - indent, ascii: ascii).map { Line(String(repeating: " ", count: indent) + $0, role) }
  }

  /// A label at the left and text beside it, wrapped under itself.
  func labelled(_ label: String, _ spans: [Span], indent: Int = 2, labelWidth: Int = 11, width: Int) -> [Line] {
    let room = max(8, width - indent - labelWidth)
    return wrapped(spans, width: room, ascii: ascii).enumerated().map { index, row in
      let head = index == 0 ? label : ""
      let pad = String(repeating: " ", count: max(1, labelWidth - displayWidth(head)))
      return Line([Span(String(repeating: " ", count: indent)), Span(head, .dim), Span(pad)] + row)
    }
  }

  func labelled(_ label: String, _ text: String, _ role: Role = .plain, width: Int) -> [Line] {
    text.isEmpty ? [] : labelled(label, [Span(text, role)], width: width)
  }

  /// A title at the left, broken between words, with a sign before it and a word at the right of its first line.
  func heading(_ sign: Span?, _ title: String, right: Span, width: Int) -> [Line] {
    wrapped(title, width: width, ascii: ascii).enumerated().map { index, text in
      let lead = sign.map { index == 0 ? $0 : Span(String(repeating: " ", count: displayWidth($0.text))) }
      return Line((lead.map { [$0, Span(" ")] } ?? []) + [Span(text, .title)], right: index == 0 ? [right] : [])
    }
  }

  /// A list row, with the pointer when it is selected.
  func row(_ line: Line, selected: Bool) -> Line {
    let lead = Span(selected ? " \(pointer) " : String(repeating: " ", count: 3))
    let whole = Line([lead] + line.spans, right: line.right.isEmpty ? [] : line.right + [Span(" ")], fill: line.fill)
    return selected ? whole.selected : whole
  }
}
