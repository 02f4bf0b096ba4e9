import Basics
import Checklist
import Files
import JSONDocument
import Prerequisites
import TextUI

/// `onramp explain --error TEXT`: what stands behind a line of a workflow's log, a function's log or a stack's events,
/// and which of its causes this setup has.
public enum ExplainErrorCommand {
  /// - Parameter text: the line, or `-` for what comes on stdin.
  /// - Returns: 3 where no line is known.
  public static func run(_ options: Options, text: String) async throws(Failure) -> Int32 {
    let text = try text == "-" ? input() : text
    let sightings = KnownMessage.sightings(in: text)
    guard !sightings.isEmpty else {
      Output.message("onramp: nothing in this text is a message that is known here")
      Output.message("  onramp check looks at everything that the setup needs, whatever was said")
      return 3
    }
    let checks = Set(sightings.flatMap(\.message.checks))
    let looked = await findings(checks, options)
    for sighting in sightings { Output.lines(lines(sighting, looked).flatMap { wrapped($0, width: Output.width) }) }
    if case .failure(let failure) = looked {
      Output.message("onramp: the checks were not run, for no account was looked at:")
      for line in failure.lines { Output.message("  " + line) }
    }
    return 0
  }

  private static func input() throws(Failure) -> String {
    do throws(FileProblem) {
      return String(decoding: try StandardInput.bytes(limit: 16_000_000, patience: 60), as: UTF8.self)
    } catch {
      throw .usage("onramp: explain --error -: \(error.reason)")
    }
  }

  /// What the checks say of this setup's account; a failure where there is no setup, or nobody is signed in.
  private static func findings(
    _ checks: Set<CheckID>, _ options: Options
  ) async -> Result<[CheckID: [Finding]], Failure> {
    do throws(Failure) {
      let session = try Session.open(options)
      let survey = Survey(session)
      let footing = try await survey.footing()
      let owners = session.prerequisites.owners(of: checks)
      let report = await survey.report(footing, only: owners)
      return .success(
        Dictionary(grouping: report.findings.filter { checks.contains($0.check) }, by: \.check))
    } catch {
      return .failure(error)
    }
  }

  private static func lines(
    _ sighting: KnownMessage.Sighting, _ looked: Result<[CheckID: [Finding]], Failure>
  ) -> [String] {
    let message = sighting.message
    let findings = (try? looked.get()) ?? [:]
    let wrong = message.checks.flatMap { findings[$0] ?? [] }.filter { $0.status.needsAttention }
    var lines = ["\(message.speaker) says: \(sighting.line)", "", "  Cause: \(message.cause)"]
    for finding in wrong { lines += PlainText.lines(finding) }
    // Where nothing of its kind is there, a check rules nothing out.
    let idle = message.checks.filter { check in findings[check].map { $0.allSatisfy { $0.status == .skipped } } ?? false
    }
    let fine = message.checks.filter { check in
      !idle.contains(check) && findings[check].map { $0.allSatisfy { !$0.status.needsAttention } } ?? false
    }
    if !fine.isEmpty { lines.append("  Not the cause here: \(fine.map(\.rawValue).joined(separator: ", "))") }
    if !idle.isEmpty { lines.append("  Nothing to judge here: \(idle.map(\.rawValue).joined(separator: ", "))") }
    let unseen = message.checks.filter { findings[$0] == nil }
    if !unseen.isEmpty { lines.append("  Not looked at: \(unseen.map(\.rawValue).joined(separator: ", "))") }
    return lines + ["  Fix: \(message.fix)", ""]
  }
}
