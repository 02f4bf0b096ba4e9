import Glibc

/// Asks for the code of an MFA device on the terminal. Without a terminal nobody is asked.
enum CodePrompt {
  @Sendable static func ask(_ device: String, _ profile: String) async -> String? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    Output.message("onramp: code of \(device) for profile \(profile) (Enter alone gives up):")
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { return nil }
    var quiet = before
    // Without signals from the keyboard: the terminal has to be given back as it was.
    quiet.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(terminal, TCSAFLUSH, &quiet)
    defer { tcsetattr(terminal, TCSAFLUSH, &before) }
    var code = ""
    var byte: UInt8 = 0
    while read(terminal, &byte, 1) == 1 {
      switch byte {
      case 0x0A, 0x0D: return code.isEmpty ? nil : code
      case 0x03, 0x04, 0x1B: return nil
      case 0x08, 0x7F: _ = code.popLast()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): code.append(Character(Unicode.Scalar(byte)))
      default: break
      }
    }
    return nil
  }
}
