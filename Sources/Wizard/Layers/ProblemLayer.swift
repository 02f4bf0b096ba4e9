import TextUI

/// What went wrong outside the checks, and what can be done about it.
struct ProblemLayer: Pane {
  static let problem = Place("problem", "Problem")
  static let keys: [Place: [Command]] = [
    problem: [Command([.enter], "close", "close this message", isEnd: true) { $0.back(&$1) }, .close] + Command.system
      + [.help, .closeByLetter]
  ]

  let problem: Problem

  init(_ problem: Problem) { self.problem = problem }

  var place: Place { Self.problem }
  var isModal: Bool { true }

  func draw(_ frame: inout Frame, _ shared: Shared) {
    func broken(_ text: String) -> [String] {
      wrapped(text, width: shared.layout.boxWidth, ascii: shared.glyphs.ascii)
    }
    let advice = problem.advice.isEmpty ? [] : [""] + broken(problem.advice)
    _ = frame.box(problem.title, problem.lines.flatMap(broken) + advice, below: 1, shared)
  }
}
