import Checklist
import JSONDocument
import Prerequisites
import Transport

/// `onramp check`: one look around, read only by construction.
public enum CheckCommand {
  public static func run(_ options: Options, json: Bool) async throws(Failure) -> Int32 {
    let session = try Session.open(options)
    let survey = Survey(session)
    let footing = try await survey.footing(looksAhead: true)
    let report = await survey.report(footing).withWhatIsLeft(footing.context, session.prerequisites)
    if json { Output.result(report.json.pretty) } else { Output.lines(PlainText.lines(report)) }
    JobSummary { Variables.current[$0] }.add(MarkdownReport(report).text)
    for line in Acceptance.lapsed(report) { Output.message(line) }
    return report.exitCode(strict: options.isStrict)
  }
}

/// `onramp plan`: what would be done, without doing it.
public enum PlanCommand {
  public enum Format: Sendable { case text, json, cli }

  public static func run(_ options: Options, teardown: Bool, format: Format) async throws(Failure) -> Int32 {
    let session = try Session.open(options)
    let survey = Survey(session)
    let footing = try await survey.footing(teardown ? .teardown : .checkup, looksAhead: !teardown)
    try session.requireCertainty(footing.caller)
    if teardown {
      let inventory = await session.inventory(footing)
      switch format {
      case .json: Output.result(PlanReport.json(inventory).pretty)
      case .text:
        let isComplete = await session.hasSeenAll(inventory, footing)
        Output.lines(PlainText.lines(inventory, isComplete: isComplete))
      case .cli: show(session.script(inventory.going))
      }
      for line in session.madeUnderOtherNames(footing.context) { Output.message(line) }
    } else {
      let report = await survey.report(footing)
      let plan = report.plan
      switch format {
      case .json: Output.result(PlanReport.json(plan).pretty)
      case .text: Output.lines(PlainText.lines(plan, reservation: report.steps.reservation))
      case .cli: show(session.script(plan.changes))
      }
    }
    return 0
  }

  private static func show(_ script: PlanScript) {
    Output.result(script.text)
    for title in script.left { Output.message("onramp: no command does this: \(title)") }
  }
}

extension Session {
  /// The session of a command that can ask nobody.
  static func open(_ options: Options, seconds: Double? = nil) throws(Failure) -> Session {
    let environment = Variables.current
    let setup = try SetupLoader(options) { environment[$0] }.complete()
    let limit = TimeLimit(seconds ?? options.lookLimit)
    Patience.tell(limit, options) { Output.message("onramp: \($0)") }
    let session = try Session(options, setup, askCode: CodePrompt.ask, limit: limit)
    for remark in session.remarks { Output.message("onramp: \(remark)") }
    return session
  }
}
