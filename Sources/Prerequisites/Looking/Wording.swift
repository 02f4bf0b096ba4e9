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
    var obstacle: Obstacle?
    let status: Status
    switch judgement.verdict {
    case .holds(let value): (status, found) = (.pass, value)
    case .broken(let value, let wanted, let special):
      severity = special ?? usual
      (found, needed) = (value, wanted)
      status = text?.uncertain == true && severity.statusWhenBroken == .fail ? .warn : severity.statusWhenBroken
    case .waiting(let value, let wanted): (status, found, needed) = (.notYet, value, wanted)
    case .blocked(let check): (status, blockedBy) = (.blocked, check)
    case .hidden(let what):
      obstacle = what
      status = what.kind == .unexpected ? .crash : .unknown
      (found, needed) = (what.inWords, what.advice)
    case .skipped(let reason): (status, found) = (.skipped, reason)
    }
    let repairable = [Status.fail, .warn, .notYet].contains(status)
    return Finding(
      check: judgement.check, step: StepID(rawValue: screen.id), title: text?.title ?? judgement.check.rawValue,
      status: status, severity: severity, resource: judgement.resource, lookedAt: judgement.lookedAt, found: found,
      needed: needed, why: context.filled(text?.why ?? ""), blockedBy: blockedBy,
      obstacle: obstacle, fixes: repairable ? fixes(judgement, text) : [])
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
    if let page = judgement.page {
      fixes.append(.console(url: page.link, steps: page.steps))
    } else if let console = text?.console {
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
