/// A run of text in one style.
public struct Span: Equatable, Sendable {
  public var text: String
  public var style: Style

  public init(_ text: String, _ role: Role = .plain) {
    self.text = text
    style = Style(role)
  }

  public init(_ text: String, style: Style) {
    self.text = text
    self.style = style
  }
}

/// One row of a pane: spans from the left, and a part that keeps to the right edge.
public struct Line: Equatable, Sendable, ExpressibleByStringLiteral {
  public var spans: [Span]
  public var right: [Span]
  /// Fills the row before painting; a reversed fill reverses the spans too.
  public var fill: Style?

  public init(_ spans: [Span], right: [Span] = [], fill: Style? = nil) {
    self.spans = spans
    self.right = right
    self.fill = fill
  }

  public init(_ text: String, _ role: Role = .plain) { self.init([Span(text, role)]) }
  public init(stringLiteral value: String) { self.init(value) }

  public static let blank = Line([])

  /// The same row, shown as the selected one.
  public var selected: Line { Line(spans, right: right, fill: .focus) }

  func styled(_ span: Span) -> Style {
    guard fill?.reversed == true else { return span.style }
    // Colours turned around become blocks: the selected row has the signs to tell by.
    return Style(span.style.role == .title ? .title : .plain, reversed: true, underlined: span.style.underlined)
  }
}

extension Sequence<Span> {
  /// In columns.
  public var width: Int { reduce(0) { $0 + displayWidth($1.text) } }
}
