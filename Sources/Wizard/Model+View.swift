import TextUI

extension Model {
  /// The screen as it is now. Total: every model has a view at every size.
  public func view() -> Frame {
    var frame = Frame(size, ascii: shared.glyphs.ascii)
    guard !shared.layout.isTooSmall else {
      drawTooSmall(&frame)
      return frame
    }
    let page = page
    Header(shared: shared, page: page, visited: visited).draw(&frame)
    frame.rule(row: size.rows - 3, glyphs: shared.glyphs)
    if layers.last?.isModal ?? true { page.draw(&frame, shared) }
    if let layer = layers.last {
      frame.clearMarks()
      frame.cursor = nil
      layer.draw(&frame, shared)
    }
    StatusRow(shared: shared, page: page, notice: noticeHere).draw(&frame)
    keyBar.draw(&frame, row: size.rows - 1, shared.layout)
    return frame
  }

  var keyBar: KeyBar { KeyBar(top, place, shared) }

  /// Milliseconds until the screen changes by itself although nothing happens; nil when it does not.
  public var nextChange: Int? {
    guard notice != Self.interruptWord else { return max(1, 2_000 - (shared.now - (interruptedAt ?? shared.now))) }
    return [shared.nextMinute, shared.look.nextAge(shared.now)].compactMap { $0 }.min()
  }

  /// The message as it stands below the view it was said in; what lies over that view has other keys.
  private var noticeHere: String? { noticeDepth == layers.count ? notice : nil }

  private func drawTooSmall(_ frame: inout Frame) {
    let lines = [
      Line(" onramp  " + type(of: page).title(on: shared.journey), .title),
      Line(" This page needs 60 x 16 and has"),
      Line(" \(size.columns) x \(size.rows): make the window larger."),
      Line([Span(" ")] + page.summary(shared)),
    ]
    for (row, line) in lines.prefix(max(1, size.rows - 1)).enumerated() {
      frame.put(line, row: row, column: 0, width: size.columns)
    }
    if size.rows > 1 {
      frame.put(isBusy ? " Work goes on.  q quit" : " q quit", row: size.rows - 1, column: 0, style: Style(.key))
    }
  }
}

/// Where a command line leads: the first page it opens.
public enum Opening: Equatable, Sendable {
  case welcome, check, setUp, tearDown
}

extension Model {
  /// Goes straight to the page that `onramp setup` or `onramp teardown` means.
  public mutating func begin(_ opening: Opening) -> [Effect] {
    switch opening {
    case .welcome, .check: []
    case .setUp: follow([.open(InputsPage.place)])
    case .tearDown: act { $0.startSurvey() }
    }
  }
}
