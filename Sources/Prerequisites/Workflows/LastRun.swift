import Basics
import Checklist
import JSONDocument

/// The last run of a workflow that came to an end, on the default branch.
struct LastRun: Hashable, Sendable {
  /// The file's name: `deploy.yml`.
  let workflow: String
  /// `success`, `failure`, `timed_out` or `startup_failure`.
  let conclusion: String
  /// When it began, as GitHub writes it: `2026-11-27T08:00:00Z`.
  let began: String
  /// The first job that failed, and what its log says; nil where none did.
  var failure: Failure?

  struct Failure: Hashable, Sendable {
    let job: String
    /// What is known of the lines of its log.
    let sightings: [KnownMessage.Sighting]
    /// The line that the runner itself calls an error, where none is known.
    let error: String?
    /// Why there is no log.
    let obstacle: Obstacle?
  }

  var isFailed: Bool { conclusion != "success" }

  /// Workflows of which the runs are looked at: GitHub is asked about each.
  private static let most = 10
  /// What ends a run and says something about the workflow: who cancels one, or skips it, judges nothing.
  private static let telling: Set<String> = ["success", "failure", "timed_out", "startup_failure"]

  /// The last runs of some workflows, by their files' names; those that never ran are left out.
  static func look(
    _ files: Look<[String]>, on branch: String, _ world: World, _ setup: Setup
  ) async -> Look<[String: LastRun]> {
    await world.all(of: files.map { Array($0.prefix(most)) }) { await look($0, on: branch, world, setup) }
  }

  private static func look(
    _ workflow: String, on branch: String, _ world: World, _ setup: Setup
  ) async -> Look<LastRun> {
    let path = setup.repositoryPath
    let call = Call(
      .github, "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
      path.adding([
        "workflow_id": .string(workflow), "branch": .string(branch), "status": "completed", "per_page": .number("10"),
      ]))
    // Of a file that GitHub has not registered yet there are no runs.
    let runs = await world.look(call, absent: ["NotFound"]).reading { $0["workflow_runs"]?.array }
    let last = runs.value?.first { telling.contains($0["conclusion"]?.string ?? "") }
    guard let last, let id = last["id"]?.integer, let conclusion = last["conclusion"]?.string else {
      return runs.value == nil ? runs.none() : Look(runs.source, .absent)
    }
    var run = LastRun(
      workflow: workflow, conclusion: conclusion, began: Display.clean(last["run_started_at"]?.string ?? ""))
    guard run.isFailed else { return Look(runs.source, .seen(run)) }
    let jobs = await world.look(
      Call(
        .github, "GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs",
        path.with("run_id", .string(String(id))).with("per_page", .number("100")))
    ).reading { $0["jobs"]?.array }
    guard let found = jobs.value else { return jobs.none() }
    let failed = found.first { ["failure", "timed_out"].contains($0["conclusion"]?.string ?? "") }
    guard let failed, let job = failed["id"]?.integer else { return runs.and(jobs).map { _ in run } }
    let log = await world.look(
      Call(
        .github, "GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs",
        path.with("job_id", .string(String(job))))
    ).reading(\.string)
    run.failure = Failure(
      job: Display.clean(failed["name"]?.string ?? ""), sightings: log.value.map(KnownMessage.sightings) ?? [],
      error: log.value.flatMap(Self.error), obstacle: log.obstacle)
    // That the run failed is seen without its log.
    return Look(runs.and(jobs).source + log.source, .seen(run))
  }

  private static func error(in log: String) -> String? {
    log.split(whereSeparator: \.isNewline).first { $0.contains("##[error]") }.map { Self.plain(String($0)) }
  }

  /// A line of a log without the time that GitHub puts before it, and without the runner's mark.
  static func plain(_ line: String) -> String {
    var rest = Substring(line)
    if let first = rest.firstIndex(of: " "), rest[..<first].hasSuffix("Z"), rest.first?.isNumber == true {
      rest = rest[first...].dropFirst()
    }
    if rest.hasPrefix("##[error]") { rest = rest.dropFirst("##[error]".count) }
    return Display.clean(rest.prefix(300))
  }
}

extension LastRun {
  /// `deploy.yml failed on 2026-11-27 in job deploy: …`
  var found: String {
    let start = "\(workflow) ended with \(conclusion) on \(began.prefix(10))"
    guard let failure else { return start }
    let line = failure.sightings.first.map { Self.plain($0.line) } ?? failure.error
    return start + ", job \(failure.job)"
      + (line.map { ": \($0)" } ?? failure.obstacle.map { "; its log was not to be read: \($0.inWords)" } ?? "")
  }

  /// What is to be looked at, and done.
  var needed: String {
    guard let first = failure?.sightings.first?.message else { return "\(workflow) ends with success" }
    let checks = first.checks.prefix(4).map(\.rawValue).joined(separator: ", ")
    return (checks.isEmpty ? "" : "see \(checks): ") + first.fix
  }
}
