/// The commands as they would be typed, an argument a line where they are long, and their files before them.
func shellText(_ commands: [[String]], _ files: [String: String]) -> String {
  var text = ""
  for (name, content) in files.sorted(by: { $0.key < $1.key }) {
    text += "cat > \(shellWord(name)) <<'END'\n\(content)\nEND\n"
  }
  for command in commands {
    let words = command.map(shellWord)
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

/// A word quoted for a POSIX shell.
func shellWord(_ word: String) -> String {
  let safe =
    !word.isEmpty
    && word.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "@%+=:,./-_".unicodeScalars.contains($0))
    }
  return safe
    ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
