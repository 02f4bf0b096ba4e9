import Basics
import Blueprints
import Checklist

/// What a commit and a pull request of onramp say: by the same words they are known again.
extension WorkflowDelivery {
  private static let title = "Add the workflow files that deploy on AWS"

  /// The commit's message, whose last line names the setup (Git, "git-interpret-trailers").
  func message(_ context: Context) -> String { "\(headline)\n\n\(messageBody(context))" }

  var headline: String { added.isEmpty ? "Mend the workflow files that sign in to AWS" : Self.title }

  func messageBody(_ context: Context) -> String { "Onramp-Setup: \(context.setup.name)" }

  /// A comment that nobody sees on the page, as a tag is on a thing in AWS.
  static func mark(_ context: Context) -> String { "<!-- \(context.ownership.key)=\(context.ownership.value) -->" }

  /// What teardown adds when it closes a pull request, so that it does not read as a person's decision.
  static func farewell(_ context: Context) -> String { "Closed by the teardown of onramp setup \(context.setup.name)." }

  /// The pull request's description, in Markdown.
  func description(_ context: Context, base: String) -> String {
    let setup = context.setup
    var parts = [
      "onramp opened this for its setup `\(setup.name)`: AWS account \(context.account), "
        + "Region \(context.region). Nothing on `\(base)` changes before somebody merges it."
    ]
    if !added.isEmpty { parts.append("**New files**\n\n" + added.map(Self.line).joined(separator: "\n")) }
    if !edited.isEmpty {
      parts.append(
        "**Edited files**, each with the fewest lines that it takes\n\n"
          + edited.map { "- `\($0)`" }.joined(separator: "\n"))
    }
    if !mends.isEmpty {
      parts.append("**What it mends:** " + mends.map { "`\($0)`" }.joined(separator: ", ") + " of `onramp check`.")
    }
    parts.append(
      "**To look at before it is merged**\n\n" + cautions(context, base).map { "- \($0)" }.joined(separator: "\n"))
    return (parts + [Self.mark(context)]).joined(separator: "\n\n")
  }

  private func cautions(_ context: Context, _ base: String) -> [String] {
    let setup = context.setup
    var lines: [String] = []
    let names = Set(added.map { $0.split(separator: "/").last.map(String.init) ?? $0 })
    if names.contains("build.yml") {
      lines.append("The merge starts the workflow Build where it touches `pipelines/` or `data/`.")
    }
    if names.contains(setup.workflow) || names.contains("build.yml"), setup.tracks.contains(.project) {
      lines.append("Its jobs look for the SageMaker project `\(setup.name)`, which has to have this name.")
    }
    if names.contains(setup.workflow), setup.tracks.contains(.project) {
      lines.append("The deployment to production waits for the reviewers of environment `\(setup.environment)`.")
    }
    if names.contains("sign-in.yml") {
      lines.append("The merge starts the workflow Sign in to AWS, which changes nothing.")
    }
    if mends.contains("WF-07") || mends.contains("WF-08") {
      lines.append("Actions are at a full commit of a version that may be newer than yours: read their release notes.")
    }
    return lines + ["The jobs assume role `\(setup.role)`, whose ARN they read from the repository's settings."]
  }

  /// A new file in a list, with what it is for.
  private static func line(_ path: String) -> String {
    "- `\(path)`" + (purpose(path).map { ": \($0)" } ?? "")
  }

  private static func purpose(_ path: String) -> String? {
    switch path {
    case "\(WorkflowFiles.folder)/build.yml": "trains a model by the pipeline and registers it"
    case "\(WorkflowFiles.folder)/sign-in.yml": "shows that a job gets into AWS by its role"
    case _ where path.hasPrefix(WorkflowFiles.folder): "deploys an approved version to staging, then to production"
    case "requirements.txt": "the packages, by exact version and hash"
    case _ where path.hasPrefix("pipelines/"): "the pipeline"
    case _ where path.hasPrefix("deploy/"): "the deployment"
    case _ where path.hasPrefix("data/"): "a sample to train on"
    case _ where path.hasPrefix("tests/"): "tests, which run before anything is called"
    default: nil
    }
  }

  /// The texts as a plan shows them: each path, and its lines below it.
  static func shown(_ texts: [String: String]) -> String {
    texts.sorted { $0.key < $1.key }.map { path, text in
      ([path] + text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
