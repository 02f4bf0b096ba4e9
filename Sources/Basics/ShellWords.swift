/// Words and documents as a POSIX shell reads them.
public enum ShellWords {
  /// The words of a command, quoted where they need it.
  public static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// A word that stands for itself, as it is; any other in single quotes.
  public static func quoted(_ word: String) -> String {
    !word.isEmpty && word.utf8.allSatisfy(isPlain)
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The lines of a command that writes a file: a here-document, which the shell takes as it stands, and ends with a line's
  /// end whether the content has one or not.
  public static func file(_ name: String, _ content: String) -> [String] {
    // A line of the content that reads like its end would let the rest of it be run.
    var end = "END"
    while content.split(whereSeparator: \.isNewline).contains(Substring(end)) { end += "-" }
    let scalars = content.unicodeScalars
    let lines = content.isEmpty ? [] : [scalars.last == "\n" ? String(scalars.dropLast()) : content]
    return ["cat > \(quoted(name)) <<'\(end)'"] + lines + [end]
  }

  /// Commands as a person would type them, an argument a line where they are long, and before them the files they read.
  public static func typed(_ commands: [[String]], _ files: [String: String]) -> String {
    let written = files.sorted { $0.key < $1.key }.flatMap(file)
    return (written + commands.map(broken)).joined(separator: "\n")
  }

  /// A long command with a line for each option.
  private static func broken(_ command: [String]) -> String {
    let whole = line(command)
    guard whole.count > 78 else { return whole }
    var lines = [""]
    for word in command.map(quoted) {
      let last = lines[lines.count - 1]
      if !last.isEmpty, word.hasPrefix("--") || last.count + word.count > 74 {
        lines.append("  " + word)
      } else {
        lines[lines.count - 1] = last.isEmpty ? word : last + " " + word
      }
    }
    return lines.joined(separator: " \\\n")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_./:=@,+%".utf8.contains(byte)
    }
  }
}
