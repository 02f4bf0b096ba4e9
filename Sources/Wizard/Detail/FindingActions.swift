import Basics
import Checklist
import JSONDocument

extension Action {
  static let fix = Action("fix")
  static let fixAll = Action("fix all")
  static let showPlan = Action("show the plan")
  static let copy = Action("copy")
  static let console = Action("console")
  static let terraform = Action("Terraform")
  static let keep = Action("keep")
  static let acceptWarning = Action("accept the warning")
}

extension Command {
  static let fix = Command(.fix, "f", "fix", "put this fix into the plan, or take it out")
  static let fixAll = Command(.fixAll, "F", nil, "put every safe fix into the plan")
  static let showPlan = Command(.showPlan, "p", "plan", "the changes, before any is made")
  static let console = Command(.console, "o", "open", "the page of the console where it is done by hand")
  static let acceptWarning = Command(.acceptWarning, "x", "accept", "accept this warning with a reason, for 90 days")
  static let copy = Command(.copy, "c", "copy", "commands, else the resource, also to the clipboard")
  static let keep = Command(.keep, "s", "save", "write the commands and their files into a folder here")
  static let terraform = Command(.terraform, "t", nil, "the same as Terraform")
}

/// What can be done about the finding that is selected, on whatever page.
struct FindingActions {
  let finding: Finding?

  /// Whether one of these commands acts.
  func allows(_ action: Action, _ shared: Shared) -> Bool {
    switch action {
    case .fix: finding?.wizardFix != nil
    case .copy: finding != nil
    case .console: finding?.consoleFix != nil
    case .terraform: finding?.terraform != nil
    case .keep: finding?.files != nil
    case .acceptWarning: finding?.status == .warn
    default: true
    }
  }

  func perform(_ action: Action, _ shared: inout Shared) -> [Outcome] {
    switch action {
    case .fixAll: return pickAllSafe(&shared)
    case .showPlan: return [.open(PlanPage.place)]
    default: break
    }
    guard let finding else { return [] }
    switch action {
    case .fix: return toggle(finding, &shared)
    case .copy: return copy(finding)
    case .console: return openConsole(finding)
    case .terraform: return showTerraform(finding)
    case .keep: return finding.files.map { [.effect(.keep($0))] } ?? [.say("There is nothing to keep here")]
    case .acceptWarning: return askForReason(finding, shared)
    default: return []
    }
  }

  // MARK: The plan

  /// Picks the fix, or drops it when it was picked already.
  private func toggle(_ finding: Finding, _ shared: inout Shared) -> [Outcome] {
    guard let fix = finding.wizardFix else {
      return [.say("onramp cannot change this: " + (finding.commandFix != nil ? "c shows commands" : "a person must"))]
    }
    let all = shared.allChanges
    let known = Set(all.changes.map(\.key)).intersection(fix.keys)
    guard !known.isEmpty else { return [.say("Nothing to change here now: look again with r")] }
    guard !known.isSubset(of: shared.picks.picked) else {
      shared.picks.pick(only: shared.picks.picked.subtracting(known))
      return [.say("Taken out of the plan: \(shared.picks.picked.count) left in it")]
    }
    shared.picks.pick(only: shared.picks.picked.union(known))
    let count = shared.picks.withPrerequisites(in: all).count
    return [.say("In the plan: \(counted(count, "change")). p shows it first")]
  }

  private func pickAllSafe(_ shared: inout Shared) -> [Outcome] {
    // Also what repairs a check that still waits for another: one plan is to make it all right.
    let keys = Set(shared.allChanges.changes.filter { $0.confidence == .safe }.map(\.key))
    guard !keys.isEmpty else { return [.say("No fix is safe unread: pick them one by one with f")] }
    shared.picks.pick(only: shared.picks.picked.union(keys))
    return [.say("In the plan: \(counted(shared.picks.picked.count, "change")). p shows it first")]
  }

  // MARK: By hand

  /// The commands of a fix, alone on the screen, and sent to the clipboard.
  private func copy(_ finding: Finding) -> [Outcome] {
    guard let fix = finding.commandFix else {
      let value = finding.resource ?? (finding.needed.isEmpty ? finding.found : finding.needed)
      guard !value.isEmpty else { return [] }
      return TextLayer("\(finding.check), what it is about", value).copied()
    }
    let text = shellText(fix.commands, finding.readableFiles)
    return TextLayer("\(finding.check), the same as commands", text, files: finding.files).copied()
  }

  private func openConsole(_ finding: Finding) -> [Outcome] {
    guard let fix = finding.consoleFix else { return [] }
    return [.show(TextLayer("In the console", link: fix.url, steps: fix.steps)), .effect(.open(url: fix.url))]
  }

  private func showTerraform(_ finding: Finding) -> [Outcome] {
    guard let text = finding.terraform else { return [] }
    let name = finding.check.rawValue.lowercased() + ".tf"
    let files = FileBundle(folder: finding.folder, files: [name: text])
    return [.show(TextLayer("\(finding.check), the same as Terraform", text, files: files))]
  }

  /// Asks why a warning is accepted: without a reason it is not.
  private func askForReason(_ finding: Finding, _ shared: Shared) -> [Outcome] {
    guard finding.status == .warn else { return [] }
    guard !shared.isBusy else { return [.say("A look is under way: accept when it is done")] }
    let lines = [
      finding.title, "", "Found: \(finding.found)", "",
      "The reason is written to \(shared.facts.setupFile ?? "the setup file") and shown in every report. It counts for 90 days; then the warning comes back.",
      "", "Why is this good as it is:",
    ]
    let (check, step) = (finding.check, finding.step)
    let question = TypedLayer(
      title: "Accept \(check)", lines: lines, hint: "Enter accepts the warning, Esc leaves it.",
      refusal: "A reason is needed."
    ) { reason, shared in
      shared.look.begin([step], now: shared.now)
      return [.effect(.accept(check, reason: reason))]
    }
    return [.show(question), .holdEnter]
  }
}

extension Finding {
  fileprivate var folder: String { "onramp-\(check.rawValue.lowercased())" }

  /// JSON documents indented: they mean the same, and a person reads them.
  fileprivate var readableFiles: [String: String] {
    (commandFix?.files ?? [:]).mapValues { text in (try? JSON(parsing: text))?.pretty ?? text }
  }

  /// The commands of a fix as a script beside the documents they read.
  var files: FileBundle? {
    guard let fix = commandFix else { return nil }
    let script = "#!/bin/sh\nset -eu\n" + fix.commands.map { ShellWords.line($0) + "\n" }.joined()
    return FileBundle(folder: folder, files: readableFiles.merging(["commands.sh": script]) { file, _ in file })
  }
}
