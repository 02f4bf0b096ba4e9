/// What a judge says about one check, before the screen's words are put to it.
public enum Verdict: Hashable, Sendable {
  /// It holds; `found` is the account's own value.
  case holds(found: String)
  /// It does not hold. `severity` is given only where the circumstances change the catalogue's.
  case broken(found: String, needed: String, severity: Severity? = nil)
  /// Rightly absent until a later step, or waiting for a person.
  case waiting(found: String, needed: String)
  /// Cannot be judged until another check passes.
  case blocked(by: CheckID)
  /// Could not look.
  case hidden(Obstacle)
  /// Not part of this setup.
  case skipped(String)
}

/// One check, judged: what was looked at, what was found, what is needed, and how to get there.
public struct Finding: Hashable, Sendable {
  public let check: CheckID
  public let step: StepID
  /// The good condition, as a positive fact.
  public let title: String
  public let status: Status
  public let severity: Severity
  /// The ARN or name of the thing judged, when a check is about one of several.
  public let resource: String?
  public let lookedAt: [String]
  public let found: String
  public let needed: String
  /// One sentence: the consequence in the operator's world.
  public let why: String
  public let blockedBy: CheckID?
  /// Why it could not be looked at.
  public let obstacle: Obstacle?
  public var fixes: [Fix]

  public init(
    check: CheckID, step: StepID, title: String, status: Status, severity: Severity, resource: String? = nil,
    lookedAt: [String] = [], found: String = "", needed: String = "", why: String = "", blockedBy: CheckID? = nil,
    obstacle: Obstacle? = nil, fixes: [Fix] = []
  ) {
    self.check = check
    self.step = step
    self.title = title
    self.status = status
    self.severity = severity
    self.resource = resource
    self.lookedAt = lookedAt
    self.found = found
    self.needed = needed
    self.why = why
    self.blockedBy = blockedBy
    self.obstacle = obstacle
    self.fixes = fixes
  }
}

/// One way to make a check hold.
public enum Fix: Hashable, Sendable {
  /// onramp does it: the changes by their keys, and what they change in words.
  case wizard(Confidence, keys: [ItemKey], changes: [String])
  /// The `aws` or `gh` commands that do it, run in order in a folder that holds `files`.
  case commands(Confidence, commands: [[String]], files: [String: String])
  /// A person does it in a browser.
  case console(url: String, steps: [String])
  /// The same as Terraform.
  case terraform(String)
}

/// What a fix may do besides repairing.
public enum Confidence: String, Hashable, Sendable {
  /// Adds or narrows, and can be undone.
  case safe
  /// Changes something others may use.
  case check
  /// A person must act.
  case manual
}
