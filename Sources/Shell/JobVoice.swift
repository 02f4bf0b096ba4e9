import TextUI

/// What a job of GitHub Actions says. Its runner reads what is printed, and takes some of it for commands: a line that
/// begins with `::`, and `##[` anywhere (GitHub Docs, "Workflow commands for GitHub Actions"). What came from outside
/// must be neither.
struct JobVoice {
  let isJob: Bool

  /// Lines of the result. They are not wrapped: a word at the start of a line could become a command.
  func say(_ lines: [String]) { Output.lines(lines.map { Self.plain(cleaned($0)) }) }

  /// Puts an error beside the run, where there is one.
  func annotate(_ text: String) {
    guard isJob else { return }
    Output.message("::error title=onramp handshake::\(Self.escaped(Self.plain(cleaned(text))))")
  }

  static func plain(_ text: String) -> String {
    let text = text.split(separator: "##[", omittingEmptySubsequences: false).joined(separator: "## [")
    return text.drop { $0.isWhitespace }.hasPrefix("::") ? "| \(text)" : text
  }

  /// As the runner unescapes the text of a command.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
