import Basics

/// One thing that is left to do until the first deployment.
public struct Todo: Hashable, Sendable {
  public enum Doer: Hashable, Sendable { case onramp, person }

  public let doer: Doer
  /// A sentence that begins with a verb, without its full stop.
  public let what: String
  /// The page where a person does it.
  public let link: String?
  /// What is copied for it: a command, a policy, a name.
  public let value: String?
  /// The check that says whether it is done; nil where none of this version's does.
  public let check: CheckID?

  public init(_ doer: Doer, _ what: String, link: String? = nil, value: String? = nil, check: CheckID? = nil) {
    self.doer = doer
    self.what = what
    self.link = link
    self.value = value
    self.check = check
  }

  /// In one line: what, with what, and where.
  public var inWords: String {
    let words = (doer == .onramp ? "onramp setup: " : "") + what + (value.map { ": \($0)" } ?? "")
    return link.map { "\(words): \($0)" } ?? words
  }
}

extension [Todo] {
  /// Numbered, with what is copied and the page on lines of their own.
  /// - Parameter onramp: how a person has onramp do it: the key of a page, or the command.
  public func numbered(onramp: String) -> [String] {
    enumerated().flatMap { index, todo in
      ["\(index + 1). \(todo.doer == .onramp ? onramp : "")\(todo.what)"]
        + [todo.value, todo.link].compactMap { $0 }.map { "   \($0)" }
    }
  }
}

extension Todo {
  /// What is left, in the order in which it has to be done: what keeps from looking, then step by step what onramp can
  /// make and what only a person can, then what no step of this version does.
  /// - Parameters:
  ///   - afterwards: what the changes of this session leave for a person, a sentence each.
  ///   - later: what no step of this version does.
  public static func left(of reports: [StepReport], afterwards: [String] = [], later: [Todo] = []) -> [Todo] {
    // One thing that hides many checks is said once; what hides one is that check's to say.
    let causes = Cause.wide(in: reports)
    let told = Set(causes.flatMap(\.hidden))
    let looking = causes.map { cause in
      Todo(.person, "\(cause.inWords): \(cause.remedy)", value: cause.policy, check: cause.hidden.first?.check)
    }
    let steps = reports.flatMap { report in own(report) + persons(report, told: told) + report.reminders }
    return looking + steps + afterwards.map { Todo(.person, $0) } + later
  }

  /// What onramp can make in a step.
  private static func own(_ report: StepReport) -> [Todo] {
    // What only waits, for a service or a person, asks for nobody's agreement.
    let changes = report.changes.filter { !$0.calls.isEmpty }
    guard let first = changes.first else { return [] }
    let more = changes.count - 1
    let what = "Agree to: \(first.title)" + (more > 0 ? " and \(more) more change\(more == 1 ? "" : "s")" : "")
    return [Todo(.onramp, what, check: first.repairs.first)]
  }

  /// What only a person can do in a step: nothing that onramp offers to do, and nothing that only waits.
  private static func persons(_ report: StepReport, told: Set<Finding>) -> [Todo] {
    report.byUrgency.filter { finding in
      guard [.crash, .fail, .unknown, .warn, .notYet].contains(finding.status), !told.contains(finding) else {
        return false
      }
      return !finding.fixes.contains { if case .wizard = $0 { true } else { false } }
    }.compactMap { finding in
      var (link, step, command): (String?, String?, String?)
      for fix in finding.fixes {
        switch fix {
        case .console(let url, let steps): (link, step) = (url, steps.first)
        case .commands(_, let commands, let files) where files.isEmpty && commands.count == 1:
          command = ShellWords.line(commands[0])
        case .wizard, .commands, .terraform: break
        }
      }
      // What is rightly absent and asks nothing of anybody is nothing to do.
      guard finding.status != .notYet || link != nil else { return nil }
      return Todo(
        .person, "\(finding.check) \(finding.title): \(step.map(Self.withoutStop) ?? finding.brief)", link: link,
        value: command,
        check: finding.check)
    }
  }

  private static func withoutStop(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }
}
