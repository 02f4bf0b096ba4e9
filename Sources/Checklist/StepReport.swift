/// What one look at one step came to.
public struct StepReport: Hashable, Sendable {
  public let step: StepID
  public let title: String
  public let track: Track
  /// The checks whose values say what stands there, when all is well.
  public let shows: [CheckID]
  public let findings: [Finding]
  /// What would make it right; empty when nothing can be done from here.
  public let changes: [Change]
  /// What was begun there and is not over.
  public let underway: [Underway]
  /// Who may sign in, where the step tells.
  public var signIns: SignInTable?
  /// What is left to do there though nothing is wrong.
  public var reminders: [Todo] = []

  public init(
    step: StepID, title: String, track: Track, shows: [CheckID] = [], findings: [Finding], changes: [Change],
    underway: [Underway] = []
  ) {
    self.step = step
    self.title = title
    self.track = track
    self.shows = shows
    self.findings = findings
    self.changes = changes
    self.underway = underway
  }

  /// The same look with its findings read otherwise.
  public func with(_ findings: [Finding]) -> StepReport {
    var report = StepReport(
      step: step, title: title, track: track, shows: shows, findings: findings, changes: changes, underway: underway)
    (report.signIns, report.reminders) = (signIns, reminders)
    return report
  }

  public var status: Status { Status.worst(of: findings.map(\.status)) }

  /// The findings as a person reads them, by their places: what does not hold, the worst first, then what waits, then
  /// the rest; among equals in the order of the screen.
  public var order: [Int] {
    findings.indices.sorted { (findings[$0].urgency, $0) < (findings[$1].urgency, $1) }
  }

  public var byUrgency: [Finding] { order.map { findings[$0] } }
}

extension Sequence<StepReport> {
  /// What was not seen, so that an empty plan says little: a sentence without its full stop. Nil where everything was
  /// looked at.
  public var reservation: String? {
    let findings = flatMap(\.findings)
    let unseen = findings.count { $0.status == .unknown || $0.status == .crash }
    if unseen > 0 { return "\(unseen) check\(unseen == 1 ? "" : "s") could not be looked at, so more may be needed" }
    let blocked = findings.filter { $0.status == .blocked }
    guard !blocked.isEmpty else { return nil }
    let causes = Set(blocked.compactMap(\.blockedBy?.rawValue)).sorted().joined(separator: ", ")
    return "\(blocked.count) check\(blocked.count == 1 ? "" : "s") cannot be judged before \(causes) passes"
  }
}

extension StepReport {
  /// What one look came to, in one line of a checklist, in the account's own values: `octo-org/sagemaker-churn`,
  /// `2 problems: no CORS rules`, `waits for you: accept the connection`.
  public var state: String {
    let ordered = byUrgency
    func first(_ statuses: Status...) -> Finding? { ordered.first { statuses.contains($0.status) } }
    func count(_ statuses: Status...) -> Int { findings.count { statuses.contains($0.status) } }
    switch status {
    case .crash, .fail:
      let number = count(.crash, .fail)
      return "\(number) problem\(number == 1 ? "" : "s"): \(first(.crash, .fail)?.brief ?? "")"
    case .unknown: return "\(count(.unknown)) unknown: \(first(.unknown)?.brief ?? "")"
    case .blocked: return "waits for \(first(.blocked)?.blockedBy?.rawValue ?? "another check")"
    case .warn:
      let number = count(.warn)
      return "\(number) warning\(number == 1 ? "" : "s"): \(first(.warn)?.brief ?? "")"
    case .notYet:
      guard let finding = first(.notYet) else { return "" }
      return finding.personsStep.map { "waits for you: \($0)" } ?? "not yet: \(finding.brief)"
    case .skipped: return first(.skipped)?.brief ?? "not part of this setup"
    case .pass, .accepted: return values
    }
  }

  /// The values of the checks that the screen names, each once.
  private var values: String {
    let shown = shows.flatMap { check in findings.filter { $0.check == check && $0.status != .skipped } }
    let values = shown.map { Self.short($0.brief) }.filter { !$0.isEmpty }.reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    return values.isEmpty ? "\(findings.count { $0.status == .pass }) checks pass" : values.joined(separator: ", ")
  }
}

extension StepReport {
  /// A thing by its name: what stands before it in an ARN says nothing on a screen that names account and Region.
  fileprivate static func short(_ value: String) -> String {
    guard value.hasPrefix("arn:"), !value.contains(" ") else { return value }
    return value.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? value
  }
}

extension Finding {
  /// What was found, in one line.
  public var brief: String {
    switch status {
    case .unknown: obstacle?.inShort ?? found
    case .blocked: blockedBy.map { "after \($0)" } ?? ""
    default: found.split(separator: "\n").first.map(String.init) ?? ""
    }
  }

  /// What a person does in a browser, the first of it.
  public var personsStep: String? {
    for case .console(_, let steps) in fixes { return steps.first }
    return nil
  }

  /// The smaller, the earlier it is to be read.
  fileprivate var urgency: Int {
    let order: [Status] = [.crash, .fail, .unknown, .warn, .notYet, .blocked, .accepted, .pass, .skipped]
    let place = order.firstIndex(of: status) ?? order.count
    return place * Severity.allCases.count + (Severity.allCases.firstIndex(of: severity) ?? 0)
  }
}
