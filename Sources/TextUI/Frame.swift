import Basics

/// A screen as a value: a grid of cells, painted with clipping, compared and read by tests.
///
/// TextUI turns values into cells and knows nothing of the wizard, of AWS or of ncurses. It is also the one
/// door through which text reaches the screen: every string becomes cells in `put`, and `put` cleans it, so
/// what a tag or an error message says can neither move the cursor nor hide a difference, nor show a secret. Painting outside
/// the grid is allowed and does nothing, which is why a view need not ask whether there is room.
public struct Frame: Equatable, Sendable {
  public let size: Size
  /// Whether only ASCII may be painted; whatever else arrives is shown as `?`.
  public let ascii: Bool
  /// Row by row, `size.columns` cells each.
  public private(set) var cells: [Cell]
  /// Where the terminal's cursor shows, if anywhere: in a text field that has the focus.
  public var cursor: Position?
  /// What a click means, the last mark winning.
  public private(set) var marks: [Mark] = []

  public init(_ size: Size, ascii: Bool = false) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    self.ascii = ascii
    cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  public subscript(row: Int, column: Int) -> Cell {
    guard size.holds(row, column) else { return .blank }
    return cells[row * size.columns + column]
  }

  /// The cells of one row, from left to right.
  public func row(_ row: Int) -> ArraySlice<Cell> { cells[row * size.columns..<(row + 1) * size.columns] }

  /// Paints one line of text and returns the columns it took. Text wider than `limit` ends in a visible cut.
  @discardableResult
  public mutating func put(
    _ text: String, row: Int, column: Int, limit: Int = .max, style: Style = .plain
  ) -> Int {
    let room = min(limit, size.columns - column)
    guard room > 0, row >= 0, row < size.rows else { return 0 }
    let clusters = Cluster.of(Hiding.hidden(text), ascii: ascii)
    let whole = clusters.reduce(0) { $0 + $1.width }
    let allowed = whole > room ? room - 1 : room
    var used = 0
    for cluster in clusters where used <= allowed {
      guard used + cluster.width <= allowed else { break }
      set(Cell(text: cluster.text, width: cluster.width, style: style), row, column + used)
      used += cluster.width
    }
    guard whole > room else { return used }
    while used < allowed { used += put(" ", row: row, column: column + used, style: style) }
    set(Cell(text: ascii ? ">" : "»", width: 1, style: style), row, column + used)
    return used + 1
  }

  /// Paints a line of spans, its right part at the right edge of `width`. The left part gives way.
  public mutating func put(_ line: Line, row: Int, column: Int, width: Int) {
    guard width > 0 else { return }
    if let fill = line.fill { self.fill(row: row, column: column, width: width, style: fill) }
    let rightWidth = line.right.reduce(0) { $0 + displayWidth($1.text, ascii: ascii) }
    let left = rightWidth > 0 && rightWidth < width ? width - rightWidth - 1 : width
    var x = 0
    for span in line.spans where x < left {
      x += put(span.text, row: row, column: column + x, limit: left - x, style: line.styled(span))
    }
    guard rightWidth > 0, rightWidth < width else { return }
    x = width - rightWidth
    for span in line.right {
      x += put(span.text, row: row, column: column + x, limit: width - x, style: line.styled(span))
    }
  }

  public mutating func fill(row: Int, column: Int, width: Int, text: String = " ", style: Style = .plain) {
    guard row >= 0, row < size.rows else { return }
    for x in max(0, column)..<max(max(0, column), min(size.columns, column.saturatingAdd(width))) {
      set(Cell(text: text, width: 1, style: style), row, x)
    }
  }

  public mutating func mark(_ target: Mark.Target, row: Int, column: Int, width: Int) {
    marks.append(Mark(row: row, column: column, width: width, target: target))
  }

  /// What a click on a cell means.
  public func target(row: Int, column: Int) -> Mark.Target? {
    marks.last { $0.row == row && column >= $0.column && column < $0.column + $0.width }?.target
  }

  /// Forgets what clicks mean: below a modal nothing can be clicked.
  public mutating func clearMarks() { marks = [] }

  /// The rows as text, without trailing blanks.
  public var text: String {
    (0..<size.rows).map { row in
      var line = (0..<size.columns).map { self[row, $0].text }.joined()
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  private mutating func set(_ cell: Cell, _ row: Int, _ column: Int) {
    guard size.holds(row, column), size.holds(row, column + cell.width - 1) else { return }
    release(row, column)
    cells[row * size.columns + column] = cell
    guard cell.width == 2 else { return }
    release(row, column + 1)
    cells[row * size.columns + column + 1] = Cell(text: "", width: 0, style: cell.style)
  }

  /// A wide cell that loses one half loses the other too.
  private mutating func release(_ row: Int, _ column: Int) {
    let at = row * size.columns + column
    if cells[at].width == 0, column > 0 { cells[at - 1] = .blank }
    if cells[at].width == 2, column + 1 < size.columns { cells[at + 1] = .blank }
  }
}

/// A stretch of one row that can be clicked.
public struct Mark: Equatable, Sendable {
  public enum Target: Equatable, Sendable {
    /// The row of a list, by its index.
    case row(Int)
    /// A hint of the key bar, by the index of its command.
    case command(Int)
  }

  public let row: Int
  public let column: Int
  public let width: Int
  public let target: Target
}

extension Int {
  fileprivate func saturatingAdd(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
