import CTerminal
import Wizard

extension Event {
  /// A key as the terminal reports it, or nil for one that means nothing here.
  init?(_ key: terminal_key) {
    switch Int(key.kind) {
    case TERMINAL_CLICK: self = .mouse(.press(row: Int(key.row), column: Int(key.column)))
    case TERMINAL_WHEEL_UP: self = .mouse(.wheel(-3))
    case TERMINAL_WHEEL_DOWN: self = .mouse(.wheel(3))
    default:
      guard let key = Key(key) else { return nil }
      self = .key(key)
    }
  }
}

extension Key {
  init?(_ key: terminal_key) {
    switch Int(key.kind) {
    case TERMINAL_UP: self = .up
    case TERMINAL_DOWN: self = .down
    case TERMINAL_LEFT: self = .left
    case TERMINAL_RIGHT: self = .right
    case TERMINAL_HOME: self = .home
    case TERMINAL_END: self = .end
    case TERMINAL_PAGE_UP: self = .pageUp
    case TERMINAL_PAGE_DOWN: self = .pageDown
    case TERMINAL_DELETE: self = .delete
    case TERMINAL_BACKSPACE: self = .backspace
    case TERMINAL_BACK_TAB: self = .backTab
    case TERMINAL_ENTER: self = .enter
    case TERMINAL_FUNCTION: self = .function(Int(key.value))
    case TERMINAL_CHARACTER:
      switch key.value {
      case 0x1B: self = .escape
      case 0x09: self = .tab
      case 0x01...0x1A:
        guard let letter = Unicode.Scalar(key.value + 0x60) else { return nil }
        self = .control(Character(letter))
      case 0..<0x20: return nil
      default:
        guard let scalar = Unicode.Scalar(key.value) else { return nil }
        self = .character(Character(scalar))
      }
    default: return nil
    }
  }
}
