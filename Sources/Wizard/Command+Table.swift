import Checklist
import TextUI

extension Command {
  private static let lists: Set<Place> = [.welcome, .inputs, .checks, .plan, .apply, .report, .inventory]
  private static let readers: Set<Place> = [.help, .messages, .sheet, .detail]
  private static let fields: Set<Place> = [.field, .filter, .search, .typed]
  private static let anywhere = Set(Place.allCases)

  /// Every key of the program. In the key bar the commands of a place stand in this order, and the last of
  /// them give way when the line is narrow.
  static let table: [Command] = moving + pages + layers + typing + always

  private static let moving: [Command] = [
    Command(
      .up, [.up, .character("k")], "move", "one row up", in: lists.union(readers), when: { $0.canMove },
      label: { $0.ascii ? "Up/Dn" : $0.up + $0.down }),
    Command(.down, [.down, .character("j")], nil, "one row down", in: lists.union(readers)),
    Command(.up, [.up], nil, "one field up, as it is", in: [.field]),
    Command(.down, [.down], nil, "one field down, as it is", in: [.field]),
    Command(.pageUp, [.pageUp, .control("b")], nil, "one page up", in: lists.union(readers)),
    Command(.pageDown, [.pageDown, .control("f")], nil, "one page down", in: lists.union(readers)),
    Command(.first, [.home, .character("g")], nil, "to the first row", in: lists.union(readers)),
    Command(.last, [.end, .character("G")], nil, "to the last row", in: lists.union(readers)),
    Command(
      .pane, [.tab, .backTab], nil, "between the list and its detail", in: [.checks, .plan, .inventory]),
    Command(
      .jump, (1...5).map { Key.character(Character(String($0))) }, nil, "to that row", in: [.welcome]),
  ]

  private static let pages: [Command] = [
    Command(.accept, [.enter], "start", "begin what is selected", in: [.welcome]),
    Command(.inputs, [.character("i")], "inputs", "the answers this setup rests on", in: [.welcome]),
    Command(.inputs, [.character("i")], nil, "the answers this setup rests on", in: [.checks]),

    Command(.edit, [.enter], "edit", "type into the field, or take the next choice", in: [.inputs]),
    Command(.cycle, [.character(" "), .right], "choose", "the next choice of a field that has choices", in: [.inputs]) {
      $0.selectedField?.choices != nil
    },
    Command(.runChecks, [.character("r")], "check now", "look at the account with these answers", in: [.inputs]),
    Command(
      .save, [.character("w"), .control("s")], "write", "write the answers to the setup file", in: [.inputs]),
    Command(.save, [.control("s")], "save", "write the answers to the setup file", in: [.field]),

    Command(.accept, [.enter], "more", "the full detail; on a step, fold it", in: [.checks]),
    Command(
      .fix, [.character("f")], "fix", "put this fix into the plan, or take it out", in: [.checks, .detail, .report],
      when: { $0.selectedFinding?.wizardFix != nil && $0.page != .plan }),
    Command(
      .showPlan, [.character("p")], "plan", "the changes, before any is made", in: [.checks, .detail, .report],
      when: { $0.page == .checks || $0.page == .report && $0.run?.kind == .apply }),
    Command(.nextProblem, [.character("n")], "next", "the next row that needs attention", in: [.checks]),
    Command(.previousProblem, [.character("N")], nil, "the previous one", in: [.checks]),
    Command(
      .console, [.character("o")], "open", "the page of the console where it is done by hand",
      in: [.checks, .detail, .report], when: { $0.selectedFinding?.consoleFix != nil }),
    Command(
      .acceptWarning, [.character("x")], "accept", "accept this warning with a reason, for 90 days",
      in: [.checks, .detail], when: { $0.page == .checks && $0.selectedFinding?.status == .warn }),
    Command(.problemsOnly, [.character("v")], "problems", "only what needs attention, or everything", in: [.checks]),
    Command(.rerun, [.character("r")], "re-run", "look again at this step", in: [.checks]),
    Command(.rerunAll, [.character("R")], nil, "look again at everything", in: [.checks, .report]),
    Command(.filter, [.character("/")], "filter", "keep the rows with these words", in: [.checks]),
    Command(
      .fixAll, [.character("F")], nil, "put every safe fix into the plan", in: [.checks, .detail],
      when: { $0.page == .checks }),

    Command(
      .leaveOut, [.character(" ")], "leave out", "leave this change out, or take it in again", in: [.plan],
      when: { $0.selectedChange != nil }),
    Command(.apply, [.character("a")], "apply", "make these changes, after one question", in: [.plan]) {
      !$0.acceptedPlan.isEmpty
    },
    Command(.accept, [.enter], "more", "the change and its differences in full", in: [.plan, .inventory]) {
      $0.selectedChange != nil || $0.selectedHolding != nil
    },
    Command(.showAll, [.character("v")], "all", "every change that was found, or only those picked", in: [.plan]) {
      !$0.plan.picked.isEmpty
    },

    Command(
      .spare, [.character(" ")], "choose", "take it away, or leave it", in: [.inventory],
      when: { $0.selectedHolding.map { $0.action != .keep } ?? false }),
    Command(
      .tearDown, [.character("x")], "delete", "delete what is chosen, after typing the account id", in: [.inventory]
    ) {
      !$0.chosenHoldings.isEmpty
    },
    Command(.survey, [.character("r")], "look again", "find out anew what is there", in: [.inventory]),

    Command(
      .difference, [.character("d")], "whole", "the whole difference, or only what is near a change",
      in: [.plan, .detail], when: { $0.page == .plan && $0.selectedChange != nil }),
    Command(
      .script, [.character("D")], "dry run", "the calls that would be made, as a script, unsent",
      in: [.plan, .inventory], when: { $0.page == .plan ? !$0.acceptedPlan.isEmpty : !$0.chosenHoldings.isEmpty }),
    Command(.accept, [.enter], "more", "the full detail", in: [.report]) { $0.selectedFinding != nil },
    Command(.checks, [.character("b")], "checks", "back to the checks", in: [.report]),
    Command(
      .command, [.character("c")], "copy", "commands, else the resource, also to the clipboard",
      in: [.checks, .plan, .detail, .report], when: { $0.selectedFinding != nil }),
    Command(.command, [.character("c")], "copy", "send this text to the clipboard", in: [.sheet]),
    Command(
      .keep, [.character("s")], "save", "write the commands and their files into a folder here",
      in: [.checks, .plan, .detail, .report, .sheet], when: { $0.filesInView != nil }),
    Command(
      .export, [.character("e")], nil, "write that script into a folder here", in: [.plan, .inventory],
      when: { $0.page == .plan ? !$0.acceptedPlan.isEmpty : !$0.chosenHoldings.isEmpty }),
    Command(
      .undo, [.character("u")], "undo", "choose what this run made, and take it back", in: [.report],
      when: { $0.run?.kind == .apply && $0.run?.items.contains { $0.state == .done } == true }),
    Command(
      .terraform, [.character("t")], nil, "the same as Terraform", in: [.checks, .detail],
      when: { $0.selectedFinding?.terraform != nil }),
  ]

  private static let layers: [Command] = [
    Command(
      .toggleButton, [.left, .right, .tab, .backTab], "choose", "the other button", in: [.confirm],
      label: { $0.left + $0.right }),
    Command(.press, [.enter], "press", "press the button that has the focus", in: [.confirm]),
    Command(.press, [.enter], "go ahead", "go ahead, when what was typed is right", in: [.typed]),
    Command(
      .press, [.enter], "look at it", "look at the token; then use it", in: [.secret],
      naming: { $0.holdsJudgedToken ? "use this token" : "look at it" }),
    Command(.back, [.enter], "close", "close this message", in: [.problem]),
    Command(.search, [.character("/")], "search", "keep the lines with these words", in: readers),
    Command(.fieldAccept, [.enter], "keep", "keep the filter and go back to the list", in: [.filter, .search]),
    Command(.fieldAccept, [.enter], "accept", "take the text and go to the next field", in: [.field]),
    Command(.fieldNext, [.tab], "next", "take the text and edit the next field", in: [.field]),
    Command(.fieldPrevious, [.backTab], "back", "take the text and edit the field before", in: [.field]),
  ]

  private static let typing: [Command] = [
    Command(.cursorLeft, [.left], nil, "one character left", in: fields),
    Command(.cursorRight, [.right], nil, "one character right", in: fields),
    Command(.cursorHome, [.home, .control("a")], nil, "to the beginning", in: fields),
    Command(.cursorEnd, [.end, .control("e")], nil, "to the end", in: fields),
    Command(.backspace, [.backspace, .control("h")], nil, "delete to the left", in: fields.union([.secret])),
    Command(.delete, [.delete, .control("d")], nil, "delete to the right", in: fields),
    Command(.clear, [.control("u")], "clear", "empty the field", in: fields.union([.secret])) { $0.hasTyped },
  ]

  private static let always: [Command] = [
    Command(
      .back, [.escape], "back", "close what is open, else one page back", in: lists.subtracting([.welcome, .apply])),
    Command(.back, [.escape], nil, "closes what is open; never quits", in: [.welcome, .apply, .tooSmall]),
    Command(.back, [.escape], "close", "close this", in: readers.union([.confirm, .typed, .problem])),
    Command(
      .back, [.escape], "clear", "empty the field; on an empty one, go back", in: [.secret],
      naming: { $0.canClearToken ? "clear" : "close" }),
    Command(.fieldBack, [.escape], "undo", "leave the field as it was", in: [.field]),
    Command(.fieldBack, [.escape], "clear", "drop the filter", in: [.filter, .search]),
    Command(.messages, [.character("L")], nil, "the messages of this session", in: lists),
    Command(.log, [.character("l")], nil, "the log: every request, with its id and time", in: lists),
    Command(.mouse, [.character("m")], nil, "leave the mouse to the terminal, or take it", in: lists.union(readers)),
    Command(.redraw, [.control("l")], nil, "draw the screen again", in: anywhere),
    Command(.suspend, [.control("z")], nil, "suspend; fg comes back", in: anywhere),
    Command(
      .interrupt, [.control("c")], "stop safely", "stop after the call under way; twice: leave now", in: [.apply]),
    Command(
      .interrupt, [.control("c")], nil, "stop after the call under way; twice: leave now",
      in: anywhere.subtracting([.apply])),
    Command(.help, [.function(1)], "help", "this help", in: fields.union([.secret])),
    Command(
      .help, [.character("?"), .function(1)], "help", "this help",
      in: lists.union([.sheet, .messages, .detail, .confirm, .problem])),
    Command(.back, [.character("?"), .function(1)], nil, "close the help", in: [.help]),
    Command(.quit, [.character("q")], "quit", "leave; asks first while something runs", in: lists.union([.tooSmall])),
    Command(.back, [.character("q")], nil, "close this", in: readers.union([.problem])),
  ]
}
