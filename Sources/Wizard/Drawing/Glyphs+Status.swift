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

  func mark(_ told: Progress?, _ now: Int) -> Span {
    switch told {
    case nil: Span(queued, .dim)
    case .started, .underway: Span(spinner(now), .info)
    case .done, .alreadyDone: Span(pass, .ok)
    case .failed: Span(fail, .bad)
    case .left: Span(blocked, .dim)
    }
  }

  func spans(of counts: [Status: Int]) -> [Span] {
    Status.counted.compactMap { status in
      guard let count = counts[status], count > 0 else { return nil }
      let sign = mark(status)
      return Span(sign.text + String(count) + " ", style: sign.style)
    }
  }

  /// Lines of a text, broken between words.
  func lines(_ text: String, width: Int, _ role: Role = .plain, indent: Int = 0) -> [Line] {
    wrapped(text, width: width - indent, ascii: ascii).map { Line(String(repeating: " ", count: indent) + $0, role) }
  }
}
