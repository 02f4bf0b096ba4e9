import Checklist
import JSONDocument
import ScreenForm

/// Puts the screen's words and the ways to repair to a verdict. The one place where a verdict becomes a
/// status.
struct Wording {
  let screen: Screen
  let context: Context
  let changes: [Change]
  let render: Checkup.CommandRenderer

  func finding(_ judgement: Judgement) -> Finding {
    let text = screen.checks.first { $0.id == judgement.check.rawValue }
    let usual = text.flatMap { Severity(rawValue: $0.severity) } ?? .high
    var severity = usual
    var found = ""
    var needed = ""
    var blockedBy: CheckID?
    let status: Status
    switch judgement.verdict {
    case .holds(let value): (status, found) = (.pass, value)
    case .broken(let value, let wanted, let special):
      severity = special ?? usual
      (found, needed) = (value, wanted)
      status = text?.uncertain == true && severity.statusWhenBroken == .fail ? .warn : severity.statusWhenBroken
    case .waiting(let value, let wanted): (status, found, needed) = (.notYet, value, wanted)
    case .blocked(let check): (status, blockedBy) = (.blocked, check)
    case .hidden(.unexpected(let message)): (status, found) = (.crash, message)
    case .hidden(let obstacle): (status, found, needed) = (.unknown, obstacle.inWords, obstacle.advice)
    case .skipped(let reason): (status, found) = (.skipped, reason)
    }
    let repairable = [Status.fail, .warn, .notYet].contains(status)
    return Finding(
      check: judgement.check, step: StepID(rawValue: screen.id), title: text?.title ?? judgement.check.rawValue,
      status: status, severity: severity, resource: judgement.resource, lookedAt: judgement.lookedAt, found: found,
      needed: needed, why: context.filled(text?.why ?? ""), blockedBy: blockedBy,
      fixes: repairable ? fixes(judgement, text) : [])
  }

  /// In the order of the hints: the wizard's key, the exact command, the console, Terraform.
  private func fixes(_ judgement: Judgement, _ text: CheckText?) -> [Fix] {
    var fixes: [Fix] = []
    let repairs = changes.filter { $0.repairs.contains(judgement.check) }
    if !repairs.isEmpty {
      let confidence: Confidence = repairs.contains { $0.confidence != .safe } ? .check : .safe
      fixes.append(
        .wizard(
          confidence, keys: repairs.map(\.key),
          changes: repairs.flatMap(\.calls).map(\.inWords)))
      if let hint = render(repairs.flatMap(\.calls)) {
        fixes.append(.commands(confidence, commands: hint.commands, files: hint.files))
      }
    }
    if repairs.isEmpty, !judgement.remedy.isEmpty, let hint = render(judgement.remedy) {
      fixes.append(.commands(.check, commands: hint.commands, files: hint.files))
    }
    if let console = text?.console {
      fixes.append(.console(url: context.filled(console.url), steps: console.steps.map(context.filled)))
    }
    if let terraform = text?.terraform { fixes.append(.terraform(context.filled(terraform))) }
    return fixes
  }
}

extension Context {
  /// A screen's text with this account's values in its braces.
  public func filled(_ text: String) -> String {
    Placeholder.fill(text) { name in ContextName(rawValue: name).map(value) ?? setup.text(at: name) }
  }

  private func value(_ name: ContextName) -> String {
    switch name {
    case .account: account
    case .region: region
    case .partition: partition
    case .bucket: bucket
    case .key: setup.templateKey
    case .issuer: setup.issuerHost
    case .console: consoleHost
    }
  }

  /// The host of the AWS console for this partition and Region.
  var consoleHost: String {
    switch partition {
    case "aws-cn": "\(region).console.amazonaws.cn"
    case "aws-us-gov": "console.amazonaws-us-gov.com"
    default: "\(region).console.aws.amazon.com"
    }
  }
}

extension Obstacle {
  /// What stood in the way, for the line "found".
  public var inWords: String {
    switch self {
    case .denied(let permission, let message): "denied: \(permission)" + (message.isEmpty ? "" : " — \(message)")
    case .notSignedIn(let reason): "not signed in: \(reason)"
    case .throttled(let reason): "throttled: \(reason)"
    case .timedOut(let reason): "no answer in time: \(reason)"
    case .unreachable(let reason): "not reachable: \(reason)"
    case .refused(let code, let message, let status): "refused: \(code) (\(status)) \(message)"
    case .ambiguous(let reason): "the answer was lost: \(reason)"
    case .cancelled: "stopped before it was looked at"
    case .unexpected(let reason): reason
    }
  }

  /// What would make the look possible, for the line "needed".
  var advice: String {
    switch self {
    case .denied(let permission, _): "the permission \(permission)"
    case .notSignedIn: "credentials that the service accepts"
    case .throttled, .timedOut, .ambiguous: "another look, a little later"
    case .unreachable: "a way to the service"
    case .refused: "an answer that can be read"
    case .cancelled: "another look"
    case .unexpected: ""
    }
  }
}
