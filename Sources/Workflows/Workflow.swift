import YAML

/// A GitHub Actions workflow file as a value (GitHub Docs, "Workflow syntax for GitHub Actions").
///
/// What GitHub computes when the workflow runs stays the text that stands there: nothing is guessed. What GitHub would
/// refuse is among `problems`, and the rest of the file is read all the same.
public struct Workflow: Hashable, Sendable {
  /// From the repository's root: `.github/workflows/deploy.yml`.
  public let path: String
  public var name: WorkflowText?
  public var triggers: [Trigger] = []
  public var permissions: Permissions?
  public var concurrency: Concurrency?
  public var env: [WorkflowEntry] = []
  public var defaults: YAMLNode?
  public var jobs: [Job] = []
  public var problems: [WorkflowProblem] = []
  public let root: YAMLNode

  init(path: String, root: YAMLNode) { (self.path, self.root) = (path, root) }

  /// The file's name alone, by which GitHub's interface knows it: `deploy.yml`.
  public var file: String { path.split(separator: "/").last.map(String.init) ?? path }

  public func job(_ id: String) -> Job? { jobs.first { $0.id == id } }
  public func trigger(_ event: String) -> Trigger? { triggers.first { $0.event == event } }

  /// What a job of this file has of a scope.
  /// - Parameter caller: what the job that calls this file has of it, where it is called: a file that says nothing passes
  ///   that on, and none may have more.
  public func grant(_ scope: String, to job: Job, caller: Grant? = nil) -> Grant {
    guard let permissions = job.permissions ?? permissions else { return caller ?? .standard }
    let asked = permissions.access(to: scope)
    switch caller {
    case nil: return .given(asked)
    // How much more than the least the default gives is not in the file.
    case .standard? where scope != "id-token": return .given(asked)
    case let caller?:
      let allowed = caller.atLeast(scope)
      return asked > allowed ? .refused(asked: asked, allowed: allowed) : .given(asked)
    }
  }
}

/// Runs of one group wait for one another (GitHub Docs, "Control the concurrency of workflows and jobs").
public struct Concurrency: Hashable, Sendable {
  public let group: WorkflowText
  /// `true`, `false` or an expression; nil where nothing is said, which is false.
  public let cancelInProgress: WorkflowText?
}

/// A job, which has steps or calls a workflow.
public struct Job: Hashable, Sendable {
  public let id: String
  public let place: YAMLPlace
  public var name: WorkflowText?
  public var needs: [String] = []
  /// `if`
  public var condition: WorkflowText?
  public var environment: WorkflowText?
  public var runsOn: RunsOn?
  public var matrix: Matrix?
  /// The workflow it calls.
  public var uses: ActionReference?
  /// The inputs of the workflow it calls.
  public var with: [WorkflowEntry] = []
  public var permissions: Permissions?
  public var concurrency: Concurrency?
  public var env: [WorkflowEntry] = []
  public var steps: [Step] = []

  init(id: String, place: YAMLPlace) { (self.id, self.place) = (id, place) }
}

public struct Step: Hashable, Sendable {
  /// Place among the job's steps, from 0.
  public let number: Int
  public let place: YAMLPlace
  public var id: String?
  public var name: WorkflowText?
  public var condition: WorkflowText?
  public var uses: ActionReference?
  public var run: WorkflowText?
  public var with: [WorkflowEntry] = []
  public var env: [WorkflowEntry] = []

  init(number: Int, place: YAMLPlace) { (self.number, self.place) = (number, place) }
}

/// Where a job runs (GitHub Docs, "Choosing the runner for a job").
public struct RunsOn: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case gitHubHosted, selfHosted, notKnown }

  public let labels: [WorkflowText]
  public let group: WorkflowText?
  public let place: YAMLPlace

  /// Labels of one's own may be those of larger runners of GitHub's: that is not known.
  public var kind: Kind {
    let known = labels.compactMap(\.value).map { $0.lowercased() }
    if known.contains("self-hosted") { return .selfHosted }
    guard group == nil, known.count == labels.count, let label = known.first, known.count == 1 else { return .notKnown }
    return Self.isStandard(label) ? .gitHubHosted : .notKnown
  }

  /// `ubuntu-24.04-arm`, `windows-latest`, `macos-15-xlarge` …
  private static func isStandard(_ label: String) -> Bool {
    let parts = label.split(separator: "-")
    guard parts.count >= 2, ["ubuntu", "windows", "macos"].contains(parts[0]) else { return false }
    let isVersion = parts[1].allSatisfy { $0.isNumber || $0 == "." }
    return (isVersion || ["latest", "slim"].contains(parts[1]))
      && parts.dropFirst(2).allSatisfy { ["arm", "large", "xlarge", "intel", "vs2026"].contains($0) }
  }
}
