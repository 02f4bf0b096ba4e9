import TextUI

/// What went wrong outside the checks, and what can be done about it.
struct ProblemLayer: Pane {
  static let place = Place("problem", "Problem")
  static let keys: [Place: [Command]] = [
    place: [Command([.enter], "close", "close this message", isEnd: true) { $0.back(&$1) }, .close] + Command.system
      + [.help, .closeByLetter]
  ]

  let problem: Problem

  func draw(_ frame: inout Frame, _ shared: Shared) {
    frame.box(problem.title, problem.lines + (problem.advice.isEmpty ? [] : ["", problem.advice]), below: 1, shared)
  }
}
