import Basics
import Files
import Glibc

/// The summary on the page of a run of GitHub Actions: a step adds Markdown to the file that GITHUB_STEP_SUMMARY names
/// (GitHub Docs, "Workflow commands for GitHub Actions").
struct JobSummary {
  /// Nil outside a job.
  private let path: String?
  /// Bytes that GitHub takes of one step.
  private static let limit = 1 << 20

  init(_ variable: (String) -> String?) {
    path = variable("GITHUB_ACTIONS") == "true" ? variable("GITHUB_STEP_SUMMARY") : nil
  }

  /// Adds to what other commands of the step wrote. A summary that cannot be written is told and fails nothing.
  func add(_ markdown: String) {
    guard let path else { return }
    let text = Hiding.hidden(markdown)
    guard text.utf8.count < Self.limit else {
      Output.message("onramp: no summary on the run's page: it is longer than GitHub takes")
      return
    }
    do throws(FileProblem) {
      let descriptor = try PlainFile.opened(path, O_WRONLY | O_APPEND | O_CREAT)
      defer { close(descriptor) }
      try PlainFile.append(Array(text.utf8), to: descriptor, path)
    } catch { Output.message("onramp: no summary on the run's page: \(error)") }
  }
}
