import Basics
import Checklist
import JSONDocument

/// What can be done about the finding that is selected, on whatever page.
extension Command {
  static let fix = about(\.wizardFix, "f", "fix", "put this fix into the plan, or take it out") {
    $1.togglePick($0.keys)
  }
  static let fixAll = Command(["F"], nil, "put every safe fix into the plan") { $1.pickAllSafe() }
  static let showPlan = Command(["p"], "plan", "the changes, before any is made") { _, _ in [.open(PlanPage.place)] }
  static let doNext = Command(["d"], "do next", "all that is left to do, in its order") { $1.showWhatIsNext() }
  static let console = about(\.consoleFix, "o", "open", "the page of the console where it is done by hand") { fix, _ in
    TextLayer.opening("In the console", fix.url, fix.steps)
  }
  static let acceptWarning = about(\.warning, "x", "accept", "accept this warning with a reason, for 90 days") {
    $0.askForReason($1)
  }
  static let copy = about(\.itself, "c", "copy", "commands, else the resource, also to the clipboard") { finding, _ in
    finding.copied
  }
  static let keep = about(\.files, "s", "save", "write the commands and their files into a folder here") { files, _ in
    [.effect(.keep(files))]
  }
  static let terraform = about(\.terraformText, "t", nil, "the same as Terraform") { text, _ in [.show(text)] }

  private static func about<Part>(
    _ part: any KeyPath<Finding, Part?> & Sendable, _ key: Key, _ verb: String?, _ sentence: String,
    do deed: @escaping @Sendable (Part, inout Shared) -> [Outcome]
  ) -> Command {
    Command(key, verb, sentence, about: { $0.finding($1)?[keyPath: part] }, do: deed)
  }
}

extension Shared {
  /// Picks the fix, or drops it when it was picked already.
  fileprivate mutating func togglePick(_ fix: [ItemKey]) -> [Outcome] {
    let all = allChanges
    let known = Set(all.changes.map(\.key)).intersection(fix)
    guard !known.isEmpty else { return [.say("Nothing to change here now: look again with r")] }
    guard !known.isSubset(of: picks.picked) else {
      picks.pick(only: picks.picked.subtracting(known))
      return [.say("Taken out of the plan: \(picks.picked.count) left in it")]
    }
    picks.pick(only: picks.picked.union(known))
    let count = picks.withPrerequisites(in: all).count
    return [.say("In the plan: \(counted(count, "change")). p shows it first")]
  }

  /// What is left to do, with the pages and the values.
  fileprivate func showWhatIsNext() -> [Outcome] {
    guard let next = look.next else { return [.say("Not known before the first look")] }
    let lines = next.isEmpty ? ["Nothing is left to do."] : next.numbered(onramp: "p  ")
    return [.show(TextLayer(Document(title: "Do next", lines: lines), isProse: true))]
  }

  fileprivate mutating func pickAllSafe() -> [Outcome] {
    // Also what repairs a check that still waits for another: one plan is to make it all right.
    let keys = Set(allChanges.changes.filter { $0.confidence == .safe }.map(\.key))
    guard !keys.isEmpty else { return [.say("No fix is safe unread: pick them one by one with f")] }
    picks.pick(only: picks.picked.union(keys))
    return [.say("In the plan: \(counted(picks.picked.count, "change")). p shows it first")]
  }
}

extension Finding {
  /// The commands of a fix, alone on the screen, and sent to the clipboard.
  fileprivate var copied: [Outcome] {
    guard let fix = commandFix else {
      let value = resource ?? (needed.isEmpty ? found : needed)
      return value.isEmpty ? [] : TextLayer("\(check), what it is about", value).copied()
    }
    return TextLayer("\(check), the same as commands", ShellWords.typed(fix.commands, readableFiles), files: files)
      .copied()
  }

  fileprivate var terraformText: TextLayer? {
    terraform.map { text in
      let files = FileBundle(folder: folder, files: [check.rawValue.lowercased() + ".tf": text])
      return TextLayer("\(check), the same as Terraform", text, files: files)
    }
  }

  fileprivate var itself: Finding? { self }
  fileprivate var warning: Finding? { status == .warn ? self : nil }

  /// Asks why a warning is accepted: without a reason it is not.
  fileprivate func askForReason(_ shared: Shared) -> [Outcome] {
    guard !shared.isBusy else { return [.say("A look is under way: accept when it is done")] }
    let lines = [
      title, "", "Found: \(found)", "",
      "The reason is written to \(shared.facts.setupFile ?? "the setup file") and shown in every report. It counts for 90 days; then the warning comes back.",
      "", "Why is this good as it is:",
    ]
    let question = TypedLayer(
      title: "Accept \(check)", lines: lines, hint: "Enter accepts the warning, Esc leaves it.",
      refusal: "A reason is needed."
    ) { [check, step] reason, shared in
      shared.look.begin([step], now: shared.now)
      return [.effect(.accept(check, reason: reason))]
    }
    return [.show(question), .holdEnter]
  }

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
