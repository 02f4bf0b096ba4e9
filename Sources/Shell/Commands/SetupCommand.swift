import Checklist
import Prerequisites

/// `onramp setup --yes`: shows the plan, makes the changes, looks again, without asking anybody.
public enum SetupCommand {
  /// How often what a look still finds to do is done. The second round catches what could only be seen after
  /// the first; a third finding work means that something undoes it.
  private static let rounds = 3
  /// Lines of one change that are printed: whole files are for `onramp plan`.
  private static let mostLines = 300

  public static func run(_ options: Options) async throws(Failure) -> Int32 {
    let session = try Session.open(options, seconds: options.runLimit)
    var survey = Survey(session)
    var footing = try await survey.footing()
    try session.requireCertainty(footing.caller)
    let interruption = Interruption()
    var leftForYou: [String] = []
    var report = await survey.report(footing)
    if let signal = interruption.signal { return 128 + signal }
    remarkOnSession(report)
    for line in session.madeUnderOtherNames(footing.context) { Output.message(line) }
    var before: Plan?
    // A plan that a round left as it was waits for a person.
    for _ in 0..<rounds where !report.plan.isEmpty && report.plan != before {
      before = report.plan
      if report.plan.needsSecret { try await session.requireToken() }
      Output.lines(PlainText.lines(report.plan, most: mostLines))
      let result = try await run(session, footing, interruption, report.plan).make(report.plan)
      leftForYou += result.leftForYou
      if let signal = interruption.signal { return 128 + signal }
      survey = Survey(session)
      footing = try await survey.footing()
      report = await survey.report(footing)
      if case .stopped(let reason) = result.ending {
        tell(report.withWhatIsLeft(footing.context, session.prerequisites, afterwards: leftForYou).todos, leftForYou)
        Output.message("onramp: stopped part way: \(reason)")
        Output.message("  what is done stays done; run the same command again to go on")
        return 5
      }
    }
    let code = finish(report, options)
    tell(report.withWhatIsLeft(footing.context, session.prerequisites, afterwards: leftForYou).todos, leftForYou)
    return code
  }

  /// What is left to do, and last what the changes of this run leave for a person.
  private static func tell(_ todos: [Todo], _ leftForYou: [String]) {
    Output.lines(PlainText.lines(todos.filter { !leftForYou.contains($0.what) }))
    for sentence in leftForYou { Output.lines(["Left for you: \(sentence)"]) }
  }

  /// Nobody is there to do a person's part.
  private static func run(
    _ session: Session, _ footing: Survey.Footing, _ interruption: Interruption, _ plan: Plan
  ) -> AgreedRun {
    let titles = Dictionary(plan.changes.map { ($0.key, $0.title) }) { first, _ in first }
    return AgreedRun(
      session: session, footing: footing, waitsForPeople: false, isStopped: { interruption.signal != nil },
      tell: { progress in
        // What waits for a person is said once, at the end, with its page.
        if case .underway(let work) = progress, case .person = work.worker { return }
        PlainText.tell(progress, titles: titles)
      })
  }

  /// Said before the work begins: credentials that end in the middle, and rights that are known to be missing, leave it
  /// half done.
  private static func remarkOnSession(_ report: CheckReport) {
    for finding in report.findings where ["ENV-06", "ENV-07", "ENV-09"].contains(finding.check) {
      guard [.warn, .fail].contains(finding.status) else { continue }
      Output.message("onramp: \(finding.check) \(finding.title): \(finding.found); needed: \(finding.needed)")
    }
  }

  /// What waits for a person, a line each, and the exit code.
  private static func finish(_ report: CheckReport, _ options: Options) -> Int32 {
    let counts = Status.allCases.filter { report.count($0) > 0 }.map { $0.counted(report.count($0)) }
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
