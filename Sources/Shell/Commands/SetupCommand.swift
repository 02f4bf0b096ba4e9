import Checklist
import Prerequisites

/// `onramp setup --yes`: shows the plan, makes the changes, looks again, without asking anybody.
public enum SetupCommand {
  /// How often what a look still finds to do is done. The second round catches what could only be seen after
  /// the first; a third finding work means that something undoes it.
  private static let rounds = 3

  public static func run(_ options: Options) async throws(Failure) -> Int32 {
    let session = try Session.open(options)
    var survey = Survey(session)
    var footing = try await survey.footing()
    try session.requireCertainty(footing.caller)
    let journal = try session.journal(footing.context.account)
    let interruption = Interruption()
    let leftForYou = Locked<[String]>([])
    var report = await survey.report(footing)
    remarkOnSession(report)
    for _ in 0..<rounds where !report.plan.isEmpty {
      if report.plan.needsSecret { try await session.requireToken() }
      Output.lines(PlainText.lines(report.plan))
      let ending = try await apply(report.plan, session, footing.context, journal, interruption, leftForYou)
      if let signal = interruption.signal { return 128 + signal }
      survey = Survey(session)
      footing = try await survey.footing()
      report = await survey.report(footing)
      if case .stopped(let reason) = ending {
        Output.message("onramp: stopped part way: \(reason)")
        Output.message("  what is done stays done; run the same command again to go on")
        return 5
      }
    }
    let code = finish(report, options)
    for sentence in leftForYou.withLock({ $0 }) { Output.lines(["Left for you: \(sentence)"]) }
    return code
  }

  /// Said before the work begins: credentials that end in the middle leave it half done.
  private static func remarkOnSession(_ report: CheckReport) {
    guard let finding = report.findings.first(where: { $0.check == "ENV-09" && $0.status == .warn }) else { return }
    Output.message("onramp: ENV-09 \(finding.title): \(finding.found); needed: \(finding.needed)")
  }

  private static func apply(
    _ plan: Plan, _ session: Session, _ context: Context, _ journal: JournalFile, _ interruption: Interruption,
    _ leftForYou: Locked<[String]>
  ) async throws(Failure) -> Ending {
    let titles = Dictionary(plan.changes.map { ($0.key, $0.title) }) { first, _ in first }
    do throws(JournalFile.Problem) {
      return try await session.applier(journal).apply(
        plan, context, isStopped: { interruption.signal != nil },
        tell: { progress in
          leftForYou.withLock { $0 += plan.leftForYou(by: progress) }
          if let line = PlainText.line(progress, titles: titles) { Output.lines([line]) }
        })
    } catch { throw Failure(error) }
  }

  /// What waits for a person, a line each, and the exit code.
  private static func finish(_ report: CheckReport, _ options: Options) -> Int32 {
    let counts = Status.allCases.filter { report.count($0) > 0 }.map { "\(report.count($0)) \($0.rawValue)" }
    Output.lines(["Looked again: " + counts.joined(separator: ", ")])
    for finding in report.findings where [.notYet, .fail, .unknown, .crash].contains(finding.status) {
      let link = finding.fixes.compactMap { fix in if case .console(let url, _) = fix { url } else { nil } }.first
      let place = finding.resource.map { " (\($0))" } ?? ""
      Output.message(
        "\(finding.check) \(finding.title)\(place): \(finding.found); needed: \(finding.needed)"
          + (link.map { "; \($0)" } ?? ""))
    }
    let code = report.exitCode(strict: options.isStrict)
    // A change that is wanted waits behind one that only a person can make.
    return code == 3 && report.count(.blocked) > 0 && report.count(.unknown) == 0 ? 5 : code
  }
}
