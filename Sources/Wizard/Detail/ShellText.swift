import Basics

/// The commands as they would be typed, an argument a line where they are long, and their files before them.
func shellText(_ commands: [[String]], _ files: [String: String]) -> String {
  var text = files.sorted { $0.key < $1.key }.flatMap(ShellWords.file).map { $0 + "\n" }.joined()
  for command in commands {
    let words = command.map(ShellWords.quoted)
    let whole = words.joined(separator: " ")
    if whole.count <= 78 {
      text += whole + "\n"
      continue
    }
    var line = ""
    var out = ""
    for word in words {
      if !line.isEmpty, word.hasPrefix("--") || line.count + word.count > 74 {
        out += line + " \\\n"
        line = "  " + word
      } else {
        line += line.isEmpty ? word : " " + word
      }
    }
    text += out + line + "\n"
  }
  return text.last == "\n" ? String(text.dropLast()) : text
}
