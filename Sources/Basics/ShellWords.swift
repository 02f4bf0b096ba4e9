/// Words and documents as a POSIX shell reads them.
public enum ShellWords {
  /// The words of a command, quoted where they need it.
  public static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// A word that stands for itself, as it is; any other in single quotes.
  public static func quoted(_ word: String) -> String {
    !word.isEmpty && word.utf8.allSatisfy(isPlain)
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The lines of a command that writes a file: a here-document, which the shell takes as it stands.
  public static func file(_ name: String, _ content: String) -> [String] {
    // A line of the content that reads like its end would let the rest of it be run.
    var end = "END"
    while content.split(whereSeparator: \.isNewline).contains(Substring(end)) { end += "-" }
    return ["cat > \(quoted(name)) <<'\(end)'", content, end]
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
