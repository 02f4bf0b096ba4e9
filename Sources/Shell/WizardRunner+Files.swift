import Checklist
import Files
import Glibc
import JSONDocument
import SetupFile
import Wizard

/// What the wizard asks to be written: answers, reports, the files of a fix.
extension WizardRunner {
  nonisolated func adopt(_ values: [String: String]) {
    answers.withLock { $0 = $0.answered(values) }
  }

  func save(_ values: [String: String]) throws(Failure) {
    try write(SetupKey.values(of: values))
    post(.saved(path: path))
  }

  /// Accepts a warning in the setup file, for as long as the contract lets it count, and looks again.
  func accept(_ check: CheckID, _ reason: String) async throws(Failure) {
    let until = Acceptance.lastDay(from: Clock.now())
    let before = answers.withLock { $0["accepted"]?.array ?? [] }.filter { $0["check"]?.string != check.rawValue }
    let word: JSON = ["check": .string(check.rawValue), "reason": .string(reason), "until": .string(until)]
    let accepted = JSON.array(before + [word])
    // A file that is made only now holds the other answers too.
    let others = access(path, F_OK) == 0 ? [:] : SetupKey.values(of: answers.withLock { $0.texts })
    try write(others.merging(["accepted": accepted]) { _, new in new })
    answers.withLock { $0["accepted"] = accepted }
    let steps = last?.steps.filter { $0.findings.contains { $0.check == check } }.map(\.step)
    try await self.check(steps)
    post(.message("\(check) is accepted until \(until), in \(path)"))
  }

  private func write(_ answers: [String: JSON?]) throws(Failure) {
    do {
      let text = access(path, F_OK) == 0 ? try PlainFile.text(path) : ""
      try SetupWriter.text(text, path: path, answers: answers).write(toFile: path, mode: 0o644)
    } catch let problems as SetupFile.Problems {
      throw Failure(problems.all.map(\.description), code: 2)
    } catch let problem as FileProblem {
      throw Failure(["\(problem.path): \(problem.reason)"], code: 2)
    } catch {
      throw Failure(["\(error)"], code: 1)
    }
  }

  func writeReport() {
    guard var last, let session, let account = last.account else { return }
    last.afterwards = leftForYou.withLock { $0 }
    do throws(FileProblem) {
      post(.written(try ReportFiles.write(last, in: session.setupFolder(account))))
    } catch { post(.message("the report cannot be written: \(error.path): \(error.reason)")) }
  }

  /// Opens a page where there is a display; elsewhere the wizard shows the address.
  func browse(_ url: String) {
    let variables = Variables.current
    guard variables["DISPLAY"] ?? variables["WAYLAND_DISPLAY"] != nil, url.hasPrefix("https://") else { return }
    let opener = variables["BROWSER"] ?? "xdg-open"
    var words: [UnsafeMutablePointer<CChar>?] = [strdup(opener), strdup(url), nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    if posix_spawnp(&process, opener, nil, nil, &words, environ) != 0 { post(.message("no browser opened: \(url)")) }
  }
}

extension SetupKey {
  /// Typed texts as the values the file would hold; nil takes an answer back.
  fileprivate static func values(of texts: [String: String]) -> [String: JSON?] {
    var values: [String: JSON?] = [:]
    for (path, text) in texts { values[path] = SetupKey.at(path).flatMap { text.isEmpty ? nil : $0.value(of: text) } }
    return values
  }
}
