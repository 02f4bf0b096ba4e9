import AWS
import Basics
import Checklist
import TextUI

/// A plan as a shell script that runs as it stands: for each change its documents and its commands.
///
/// A secret is in none of it: a command that needs one names the file that holds it.
struct PlanScript {
  struct Part {
    let title: String
    /// Nil where no command can do it.
    let commands: [[String]]?
    let files: [String: String]

    init(_ title: String, _ rendering: (commands: [[String]], files: [String: String])?) {
      // A title holds names from the account: a line break in it would end the comment.
      (self.title, commands, files) = (cleaned(title), rendering?.commands, rendering?.files ?? [:])
    }
  }

  let parts: [Part]

  init(_ parts: [Part]) { self.parts = parts }

  /// The titles of what no command can do.
  var left: [String] { parts.filter { $0.commands == nil }.map(\.title) }

  var text: String {
    let head = ["#!/bin/sh", "set -eu", "folder=$(mktemp -d)", "trap 'rm -rf \"$folder\"' EXIT", "cd \"$folder\""]
    let blocks = parts.enumerated().flatMap { number, part in
      ["", "# \(number + 1). \(part.title)"]
        + (part.commands.map { lines($0, part.files) } ?? ["# no command does this"])
    }
    return (head + blocks).joined(separator: "\n")
  }

  private func lines(_ commands: [[String]], _ files: [String: String]) -> [String] {
    files.sorted { $0.key < $1.key }.flatMap(ShellWords.file) + commands.map(ShellWords.line)
  }
}

extension Session {
  /// Some changes as a script.
  func script(_ changes: [Change]) -> PlanScript {
    PlanScript(changes.map { PlanScript.Part("\($0.title): \($0.summary)", scriptRenderer($0.calls)) })
  }

  /// What takes some holdings back, as a script.
  func script(_ holdings: [Holding]) -> PlanScript {
    PlanScript(holdings.map { PlanScript.Part("\($0.title): \($0.reason)", scriptRenderer($0.calls)) })
  }
}
