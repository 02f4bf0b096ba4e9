import Basics
import Checklist
import Files
import Glibc
import JSONDocument
import Wizard

/// What the wizard shows to be read or kept: scripts, the files of a fix, the log.
extension WizardRunner {
  /// Writes files into a new folder of the place the program was started in; what is there is never touched.
  func keep(_ files: FileBundle) throws(Failure) {
    let name = files.folder.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    var folder = name
    var number = 1
    while mkdir(folder, 0o700) != 0 {
      guard errno != EEXIST || !holds(folder, files) else { return post(.message("Already in \(folder)")) }
      guard errno == EEXIST, number < 100 else {
        throw Failure(["\(folder): \(String(cString: strerror(errno)))"], code: 1)
      }
      number += 1
      folder = "\(name)-\(number)"
    }
    for (file, text) in files.files.sorted(by: { $0.key < $1.key }) {
      let path = folder + "/" + file.filter { $0 != "/" }
      do throws(FileProblem) {
        try Hiding.hidden(text).write(toFile: path, mode: file.hasSuffix(".sh") ? 0o700 : 0o600)
      } catch {
        throw Failure(["\(error.path): \(error.reason)"], code: 1)
      }
    }
    post(.message("Written to \(folder): \(files.files.keys.sorted().joined(separator: ", "))"))
  }

  /// Whether a folder has these files just so, from an earlier time.
  private func holds(_ folder: String, _ files: FileBundle) -> Bool {
    files.files.allSatisfy { file, text in (try? PlainFile.text(folder + "/" + file)) == text }
  }

  /// The calls that would be made, as the same script that `onramp plan --format cli` prints.
  func script(_ proposal: Proposal, _ isWriting: Bool) throws(Failure) {
    let session = try opened()
    let (name, calls, script): (String, Int, PlanScript) =
      switch proposal {
      case .changes(let plan):
        ("onramp-plan", plan.changes.flatMap(\.calls).count, session.script(plan.changes))
      case .removal(let inventory):
        ("onramp-teardown", inventory.holdings.flatMap(\.calls).count, session.script(inventory.holdings))
      }
    for title in script.left { post(.message("no command does this: \(title)")) }
    let text = script.text
    let files = FileBundle(folder: name, files: [name + ".sh": text + "\n"])
    guard !isWriting else { return try keep(files) }
    let title = "\(calls == 1 ? "1 call" : "\(calls) calls") that would be made; nothing was sent"
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    post(.document(Document(title: title, lines: lines, files: files)))
  }

  /// The end of the log, a request a line.
  func showLog() throws(Failure) {
    let path = try opened().log.path
    let lines = LogFile.end(of: path).map { line -> String in
      guard let entry = try? JSON(parsing: line) else { return line }
      func text(_ key: String) -> String { entry[key]?.string ?? entry[key]?.integer.map(String.init) ?? "" }
      let place = "\(text("service")) \(text("operation"))"
      let time = String(text("time").dropFirst(11).prefix(8))
      return [
        time, text("status"), text("milliseconds") + " ms", place, text("error"), text("request_id"),
      ].filter { !$0.isEmpty }.joined(separator: "  ")
    }
    let shown = lines.isEmpty ? ["Nothing was asked yet."] : lines
    post(.document(Document(title: "Log: \(path)", lines: shown, startsAtEnd: true)))
  }
}
