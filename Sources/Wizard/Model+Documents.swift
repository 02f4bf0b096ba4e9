import Checklist
import JSONDocument
import TextUI

/// Files that the operator can keep, by their names, and the folder they go into.
public struct FileBundle: Equatable, Sendable {
  public let folder: String
  public let files: [String: String]

  public init(folder: String, files: [String: String]) {
    self.folder = folder
    self.files = files
  }
}

extension Model {
  private mutating func show(_ title: String, _ text: String, isProse: Bool = false, files: FileBundle? = nil) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    layers.append(.sheet(Sheet(title: title, lines: lines, isProse: isProse, files: files)))
  }

  /// What the world has to show: the log, or a script.
  mutating func show(_ document: Document) {
    layers.append(.sheet(Sheet(title: document.title, lines: document.lines, files: document.files)))
    if document.startsAtEnd { change { $0.reader?.top = 1_000_000 } }
  }

  /// The commands of a fix, alone on the screen, and sent to the clipboard; on a text, that text.
  mutating func showCommand() -> [Effect] {
    if case .sheet(let sheet) = layers.last { return copy(sheet.lines.joined(separator: "\n")) }
    guard let finding = selectedFinding else { return [] }
    guard let fix = finding.commandFix else {
      let value = finding.resource ?? (finding.needed.isEmpty ? finding.found : finding.needed)
      guard !value.isEmpty else { return [] }
      show("\(finding.check), what it is about", value)
      return copy(value)
    }
    let text = shellText(fix.commands, readable(fix.files))
    show("\(finding.check), the same as commands", text, files: files(of: finding))
    return copy(text)
  }

  /// Whether the terminal takes it cannot be known: the text stands on the screen all the same.
  private mutating func copy(_ text: String) -> [Effect] {
    say("Sent to the terminal's clipboard" + (filesInView == nil ? "" : "; s saves it"))
    return [.copy(text)]
  }

  mutating func showConsole() -> [Effect] {
    guard let fix = selectedFinding?.consoleFix else { return [] }
    let steps = fix.steps.enumerated().map { "\($0 + 1). \($1)" }
    show("In the console", ([fix.url, ""] + steps).joined(separator: "\n"), isProse: true)
    return [.open(url: fix.url)]
  }

  mutating func showTerraform() {
    guard let finding = selectedFinding, let text = finding.terraform else { return }
    let name = finding.check.rawValue.lowercased() + ".tf"
    let files = FileBundle(folder: folder(finding.check.rawValue), files: [name: text])
    show("\(finding.check), the same as Terraform", text, files: files)
  }

  /// JSON documents indented: they mean the same, and a person reads them.
  private func readable(_ files: [String: String]) -> [String: String] {
    files.mapValues { text in (try? JSON(parsing: text))?.pretty ?? text }
  }

  private func folder(_ name: String) -> String { "onramp-\(name.lowercased())" }

  /// The commands of a fix as a script beside the documents they read.
  private func files(of finding: Finding) -> FileBundle? {
    guard let fix = finding.commandFix else { return nil }
    let script = "#!/bin/sh\nset -eu\n" + fix.commands.map { $0.map(shellWord).joined(separator: " ") + "\n" }.joined()
    return FileBundle(
      folder: folder(finding.check.rawValue),
      files: readable(fix.files).merging(["commands.sh": script]) { file, _ in file })
  }

  /// What `s` would write now.
  var filesInView: FileBundle? {
    if case .sheet(let sheet) = layers.last { return sheet.files }
    return selectedFinding.flatMap(files)
  }

  mutating func keepFiles() -> [Effect] {
    guard let files = filesInView else {
      say("There is nothing to keep here")
      return []
    }
    return [.keep(files)]
  }

  /// The calls that would be made, as a script, without making them.
  mutating func askForScript(writing: Bool) -> [Effect] {
    let chosen = chosenHoldings
    let isEmpty = page == .inventory ? chosen.isEmpty : acceptedPlan.isEmpty
    guard !isEmpty else {
      say("Nothing is chosen: there is no call to show")
      return []
    }
    return [.script(page == .inventory ? .removal(Inventory(chosen)) : .changes(acceptedPlan), writing: writing)]
  }

  mutating func toggleMouse() -> [Effect] {
    guard let mouse else {
      say("This terminal tells of no clicks")
      return []
    }
    self.mouse = !mouse
    say(mouse ? "The mouse is the terminal's: it selects text" : "Clicks and the wheel act here")
    return [.mouse(!mouse)]
  }

  /// Goes to the inventory with only what the last run made: undoing is a small teardown.
  mutating func startUndo() -> [Effect] {
    guard let run, run.kind == .apply, !run.isActive, !isBusy else {
      say(isBusy ? "A look is under way: undo when it is done" : "There is nothing to undo")
      return []
    }
    let made = Set(run.items.filter { $0.state == .done }.map(\.key))
    let effects = startSurvey()
    inventory.only = made
    return effects
  }
}
