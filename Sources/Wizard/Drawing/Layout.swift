import TextUI

/// Where things stand on a screen of some size. The body lies between two rules.
struct Layout: Equatable, Sendable {
  let size: Size

  var columns: Int { size.columns }
  var isTooSmall: Bool { size.columns < 60 || size.rows < 16 }
  /// Whether list and detail stand side by side.
  var isWide: Bool { size.columns >= 100 }

  /// The first row of the body.
  var top: Int { 3 }
  /// The rows of the body.
  var rows: Int { max(1, size.rows - 6) }
  /// The columns of a text with a margin on both sides.
  var textWidth: Int { max(8, size.columns - 4) }

  var listWidth: Int { isWide ? max(52, min(72, size.columns / 2)) : size.columns }
  var detailWidth: Int { isWide ? size.columns - listWidth - 3 : size.columns - 4 }
}
