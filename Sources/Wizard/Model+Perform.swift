import Checklist
import TextUI

extension Model {
  /// Does what a command says.
  mutating func perform(_ action: Command.Action, _ key: Key) -> [Effect] {
    switch action {
    case .up: move(-1)
    case .down: move(1)
    case .pageUp: move(-max(1, listHeight - 1))
    case .pageDown: move(max(1, listHeight - 1))
    case .first: move(-100_000)
    case .last: move(100_000)
    case .pane: switchPane()
    case .jump:
      if case .character(let digit) = key, let number = digit.wholeNumberValue { select(number - 1) }
    case .back: back()
    case .quit: return quit()
    case .interrupt: return update(.interrupt)
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .help: layers.append(.help(Help(place: place)))
    case .messages: layers.append(.messages(Reader(top: 100_000)))
    case .accept: return accept()
    case .inputs: open(.inputs)
    case .checks: open(.checks)
    case .edit, .cycle: edit()
    case .save: return save()
    case .runChecks, .rerunAll: return startChecking(nil)
    case .rerun: return startChecking(selectedCheckRow.map { [$0.step] })
    case .nextProblem: seek(1)
    case .previousProblem: seek(-1)
    case .filter:
      checks.filtering = true
      checks.moved = true
    case .problemsOnly:
      checks.moved = true
      keepingCheckRow { $0.checks.onlyProblems.toggle() }
      if checks.onlyProblems { selectFirstCause() }
      let waiting = counts[.blocked, default: 0]
      if checks.onlyProblems, waiting > 0 {
        say("\(waiting) more wait\(waiting == 1 ? "s" : "") for these; v shows all")
      }
    case .fix: if let finding = selectedFinding { togglePicked(finding) }
    case .fixAll: pickAllSafe()
    case .showPlan: open(.plan)
    case .showAll: plan.showsAll.toggle()
    case .leaveOut: leaveOut()
    case .apply: return askToApply()
    case .spare: spare()
    case .acceptWarning: askForReason()
    case .tearDown: return askToTearDown()
    case .survey: return startSurvey()
    case .command: return showCommand()
    case .console: return showConsole()
    case .terraform: showTerraform()
    case .keep: return keepFiles()
    case .script: return askForScript(writing: false)
    case .export: return askForScript(writing: true)
    case .log: return [.showLog]
    case .mouse: return toggleMouse()
    case .undo: return startUndo()
    case .difference: plan.showsWhole.toggle()
    case .toggleButton: toggleButton([.left, .backTab].contains(key) ? -1 : 1)
    case .press: return pressButton()
    case .search: change { $0.reader?.searching = true }
    case .fieldAccept, .fieldNext, .fieldPrevious, .fieldBack: leaveField(action)
    case .cursorLeft, .cursorRight, .cursorHome, .cursorEnd, .backspace, .delete, .clear:
      if place == .secret { editSecret(action) } else { withField { $0.perform(action) } }
    }
    return []
  }

  private mutating func accept() -> [Effect] {
    switch page {
    case .welcome: return startMenuItem()
    case .checks:
      if case .step(let id) = selectedCheckRow, checks.reports[id] != nil {
        keepingCheckRow { $0.checks.folded.formSymmetricDifference([id]) }
      } else if selectedFinding != nil {
        layers.append(.detail(Reader()))
      }
    case .plan, .inventory, .report: layers.append(.detail(Reader()))
    case .inputs, .apply: break
    }
    return []
  }

  private mutating func startMenuItem() -> [Effect] {
    let items = menuItems
    guard items.indices.contains(menu.selected) else { return [] }
    let item = items[menu.selected]
    guard item.isEnabled else {
      say(item.detail)
      return []
    }
    switch item.choice {
    case .check:
      journey = .setUp
      return startChecking(nil)
    case .setUp:
      journey = .setUp
      open(.inputs)
    case .resume:
      journey = .setUp
      return resume()
    case .tearDown: return startSurvey()
    case .lastReport:
      if let report = facts.lastReport {
        layers.append(.sheet(Sheet(title: "Last report", lines: report.text)))
      }
    }
    return []
  }

  private mutating func back() {
    if leaveSecret() { return }
    if !layers.isEmpty {
      let closed = closeLayer()
      switch closed {
      case .confirm(let confirm): if confirm.purpose != .quit { decline() }
      case .typed(let typed): if typed.isAboutChanges { decline() }
      default: break
      }
      return
    }
    if page == .checks, !checks.filter.isEmpty {
      keepingCheckRow { $0.checks.filter.clear() }
      return
    }
    switch page {
    case .welcome: break
    case .inputs: open(.welcome)
    case .checks: open(.inputs)
    case .plan: open(.checks)
    case .apply: if run?.isActive == true { say("Changes are being made: Ctrl-C stops safely") }
    case .report: open(run?.kind == .tearDown ? .inventory : .checks)
    case .inventory: open(.welcome)
    }
    if page == .welcome { journey = .setUp }
  }

  /// The operator saw the question and said no.
  private mutating func decline() {
    plan.declined = true
    say("Nothing was changed")
  }

  private mutating func pressButton() -> [Effect] {
    switch layers.last {
    case .confirm(let confirm):
      guard confirm.focus > 0 else {
        back()
        return []
      }
      closeLayer()
      switch confirm.purpose {
      case .quit: return leave(saving: confirm.focus == 2)
      case .apply(let plan): return apply(plan)
      }
    case .secret: return offerSecret()
    case .typed(var typed):
      let text = typed.field.text.trimmed
      guard typed.word.map({ $0 == text }) ?? !text.isEmpty else {
        typed.refused = true
        layers[layers.count - 1] = .typed(typed)
        return []
      }
      closeLayer()
      switch typed.purpose {
      case .tearDown(let inventory): return tearDown(inventory)
      case .apply(let plan): return apply(plan)
      case .accept(let check): return accept(check, because: text)
      }
    default: return []
    }
  }

  private mutating func toggleButton(_ places: Int) {
    guard case .confirm(var confirm) = layers.last else { return }
    confirm.focus = (confirm.focus + places + confirm.buttons.count) % confirm.buttons.count
    layers[layers.count - 1] = .confirm(confirm)
  }
}

extension TextField {
  fileprivate mutating func perform(_ action: Command.Action) {
    switch action {
    case .cursorLeft: move(-1)
    case .cursorRight: move(1)
    case .cursorHome: home()
    case .cursorEnd: end()
    case .backspace: backspace()
    case .delete: delete()
    case .clear: clear()
    default: break
    }
  }
}
