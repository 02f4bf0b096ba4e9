import CTerminal
import TextUI

extension terminal_cell {
  /// A cell in the terminal's terms: up to four scalars, a colour of the user's own theme, attributes.
  init(_ cell: Cell, hasColours: Bool) {
    self.init()
    width = UInt8(cell.width)
    withUnsafeMutableBytes(of: &scalars) { bytes in
      let room = bytes.bindMemory(to: UInt32.self)
      for (index, scalar) in cell.text.unicodeScalars.prefix(4).enumerated() { room[index] = scalar.value }
    }
    count = UInt8(min(4, cell.text.unicodeScalars.count))
    (colour, attributes) = Self.look(cell.style, hasColours)
  }

  private static func look(_ style: Style, _ hasColours: Bool) -> (UInt8, UInt8) {
    let bold = UInt8(TERMINAL_BOLD)
    // A colour is enough where there is one: two attributes cost twice the bytes.
    let loud = hasColours ? 0 : bold
    let dim = UInt8(TERMINAL_DIM)
    var (colour, attributes): (UInt8, UInt8) =
      switch style.role {
      case .plain: (0, 0)
      case .ok, .added: (2, 0)
      case .bad: (1, loud)
      case .removed: (1, 0)
      case .warn, .changed: (3, 0)
      case .info: (6, 0)
      case .dim: (0, dim)
      case .title: (0, bold)
      case .key: (6, loud)
      }
    if style.reversed { attributes |= UInt8(TERMINAL_REVERSE) }
    if style.underlined { attributes |= UInt8(TERMINAL_UNDERLINE) }
    return (colour, attributes)
  }
}
