import Checklist
import JSONDocument
import ScreenForm

/// One look around: who is calling, then every wanted step at once, each reported as soon as it is judged.
public struct Checkup: Sendable {
  /// Turns calls into the commands that make them; the hints show these.
  public typealias CommandRenderer = @Sendable ([Call]) -> (commands: [[String]], files: [String: String])?

  let prerequisites: Prerequisites
  let wanted: Set<StepID>
  let world: World
  let context: Context
  /// Why nothing can be looked at, as the check that has to hold first.
  let barrier: CheckID?
  let render: CommandRenderer
  /// The steps whose changes the caller's rights are compared with.
  let planning: Set<StepID>
  let rights: RightsNamer

  /// The IAM actions that a call needs; none for a call that is not AWS's.
  public typealias RightsNamer = @Sendable (Call) -> [String]

  /// - Parameters:
  ///   - barrier: the check that keeps everything but `identity` from being looked at, if one does.
  ///   - planning: the steps whose changes the caller must be allowed to make; nil for those wanted.
  public init(
    _ prerequisites: Prerequisites, wanted: Set<StepID>, world: World, context: Context, barrier: CheckID?,
    planning: Set<StepID>? = nil, rights: @escaping RightsNamer = { _ in [] },
    render: @escaping CommandRenderer
  ) {
    self.planning = planning ?? wanted
    self.rights = rights
    self.prerequisites = prerequisites
    self.wanted = wanted
    self.world = world
    self.context = context
    self.barrier = barrier
    self.render = render
  }

  /// The reports as they come; every step this build has is among them.
  public func reports() -> AsyncStream<StepReport> {
    AsyncStream { continuation in
      let task = Task {
        await withTaskGroup(of: StepReport.self) { group in
          for entry in prerequisites.entries where entry.id != "identity" {
            group.addTask { await report(on: entry, context) }
          }
          var changes: [Change] = []
          for await report in group {
            changes += report.changes
            continuation.yield(report)
          }
          // Whether the caller may do what is planned can be asked when it is known what that is.
          if let entry = prerequisites.entry("identity") {
            if wanted.contains(entry.id), barrier == nil { changes += await unasked() }
            continuation.yield(await report(on: entry, planned(changes)))
          }
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  /// All reports, in the order of the steps.
  public func all() async -> [StepReport] {
    var reports: [StepID: StepReport] = [:]
    for await report in self.reports() { reports[report.step] = report }
    return prerequisites.entries.compactMap { reports[$0.id] }
  }

  /// What the steps would change that are not looked at this time.
  private func unasked() async -> [Change] {
    var changes: [Change] = []
    for id in planning.subtracting(wanted) { changes += await prerequisites.standing(of: id, world, context).changes }
    return changes
  }

  func planned(_ changes: [Change]) -> Context {
    var actions: Set<PlannedAction> = []
    for change in changes {
      let resource = change.resource.hasPrefix("arn:") ? change.resource : "*"
      for call in change.calls {
        let (place, isGitHubs) = (call.door.isGitHub ? context.setup.fullName : resource, call.door.isGitHub)
        for right in rights(call) { actions.insert(PlannedAction(right, on: place, isGitHubs: isGitHubs)) }
      }
      actions.formUnion(change.rights)
    }
    var context = context
    context.planned = actions.sorted { ($0.action, $0.resource) < ($1.action, $1.resource) }
    return context
  }

  private func report(on entry: Prerequisites.Entry, _ context: Context) async -> StepReport {
    var judgements: [Judgement]
    var changes: [Change] = []
    var underway: [Underway] = []
    var told = Told()
    if !wanted.contains(entry.id) {
      judgements = entry.screen.checks.map { Judgement(CheckID(rawValue: $0.id), .skipped("not part of this setup")) }
    } else if let barrier, entry.id != "identity" {
      judgements = entry.screen.checks.map { Judgement(CheckID(rawValue: $0.id), .blocked(by: barrier)) }
    } else {
      (judgements, changes, underway, told) = await entry.step.look(world, context)
      changes = entry.leavingAccepted(changes, judgements, context)
      let judged = Set(judgements.map(\.check.rawValue))
      judgements += entry.screen.checks.filter { !judged.contains($0.id) }.map {
        Judgement(CheckID(rawValue: $0.id), .skipped("does not apply here"))
      }
    }
    let wording = Wording(screen: entry.screen, context: context, changes: changes, render: render)
    var report = StepReport(
      step: entry.id, title: entry.screen.title, track: entry.track,
      shows: entry.screen.shows.map(CheckID.init(rawValue:)), findings: judgements.map(wording.finding),
      changes: changes, underway: underway)
    (report.signIns, report.reminders) = (told.signIns, told.reminders)
    return report
  }
}
