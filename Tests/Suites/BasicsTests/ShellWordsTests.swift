import Basics
import Foundation
import Testing

@Suite struct ShellWordsTests {
  @Test func aWordIsQuotedWhereItNeedsIt() {
    #expect(ShellWords.line(["aws", "a b", "it's", ""]) == #"aws 'a b' 'it'\''s' ''"#)
    #expect(ShellWords.quoted("-_./:=@,+%azAZ09") == "-_./:=@,+%azAZ09")
    #expect(ShellWords.quoted("é") == "'é'" && ShellWords.quoted("~") == "'~'" && ShellWords.quoted("a\nb") == "'a\nb'")
  }

  /// The shell is the judge: what it makes of the words is what was meant.
  @Test(arguments: [
    "", "'", "''", "a'b'c", "$HOME `id` $(id)", "\\", "\"", "*", "!x", "#", "a\nb", "~", "{a,b}", "é\u{301}", "-n",
    "\t ;&|<>",
  ]) func theShellReadsAWordAsItWasMeant(_ word: String) throws {
    #expect(try shell("printf %s " + ShellWords.quoted(word)) == word)
  }

  @Test(arguments: [
    "{}", "", "END", "a\nEND\nid", "END-\nEND", "$(id) `id` \\", "END\r\nid", "'\"",
    "a\n", "a\r\n", "a\n\n", "\n", "\nEND\n",
  ]) func theShellReadsAFileAsItWasMeant(_ content: String) throws {
    let lines = ShellWords.file("/dev/stdout", content)
    let whole = content.isEmpty || content.unicodeScalars.last == "\n" ? content : content + "\n"
    #expect(try shell(lines.joined(separator: "\n") + "\nprintf after") == whole + "after")
  }

  private func shell(_ script: String) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
