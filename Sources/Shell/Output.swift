import Basics
import Glibc
import TextUI

/// The one gate to stdout and stderr: results go to the first, messages to the second, and no text from
/// outside passes it uncleaned, nor any secret of the run.
public enum Output {
  /// Prints a result.
  public static func result(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Prints lines of a result for people.
  public static func lines(_ lines: [String]) { for line in lines { result(cleaned(line)) } }

  /// Prints a message.
  public static func message(_ text: String) {
    for line in text.split(separator: "\n") { write(cleaned(String(line)) + "\n", to: STDERR_FILENO) }
  }

  /// The columns of the terminal that results go to; 100 where they go elsewhere.
  static var width: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 100
    }
    return max(40, Int(size.ws_col))
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(Hiding.hidden(text).utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      // Whoever read us has gone: there is nobody to tell.
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
