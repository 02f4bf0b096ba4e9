/// What an operator reads about one step: the parsed form of `screens/<id>.yaml`.
///
/// Prose lives in the screens folder, logic in Swift; this module is the shape both agree on. It is used
/// by the compiler of the screens at build time and by the program at run time, and knows neither YAML nor
/// AWS. Texts may hold placeholders such as `{bucket}`, which are filled with the account's own values.
public struct Screen: Hashable, Sendable {
  public let id: String
  /// Where the step stands in the list an operator sees.
  public let order: Int
  /// The Swift type of the step.
  public let step: String
  public let title: String
  public let track: String
  public let needs: [String]
  /// What it is and why it is needed, in a few sentences.
  public let about: String
  public let fields: [FieldText]
  /// The checks whose values stand for the step in the checklist when all is well.
  public let shows: [String]
  public let checks: [CheckText]
  public let permissions: PermissionText
  /// What of the account onramp may make or change for it; nil where it only looks.
  public let changes: String?
  /// What teardown does with it.
  public let teardown: String
  public let cost: String
  /// The documents the step rests on.
  public let sources: [String]

  public init(
    id: String, order: Int, step: String, title: String, track: String, needs: [String], about: String,
    fields: [FieldText], shows: [String] = [], checks: [CheckText], permissions: PermissionText, changes: String? = nil,
    teardown: String,
    cost: String, sources: [String]
  ) {
    self.id = id
    self.order = order
    self.step = step
    self.title = title
    self.track = track
    self.needs = needs
    self.about = about
    self.fields = fields
    self.shows = shows
    self.checks = checks
    self.permissions = permissions
    self.changes = changes
    self.teardown = teardown
    self.cost = cost
    self.sources = sources
  }
}

/// What a step needs to be allowed: IAM actions (`iam:GetRole`), and for GitHub the permissions of a token in the
/// words of its settings page (`GitHub Actions: read`). A test compares them with the calls the step sends.
public struct PermissionText: Hashable, Sendable {
  public let look: [String]
  public let change: [String]
  /// What teardown needs besides.
  public let remove: [String]

  public init(look: [String] = [], change: [String] = [], remove: [String] = []) {
    self.look = look
    self.change = change
    self.remove = remove
  }
}

/// One answer a step asks for: the key in the setup file, and the words around it in the form.
public struct FieldText: Hashable, Sendable {
  public let key: String
  public let label: String
  public let help: String

  public init(key: String, label: String, help: String) {
    self.key = key
    self.label = label
    self.help = help
  }
}

/// The words around one check.
public struct CheckText: Hashable, Sendable {
  public let id: String
  /// The good condition, as a positive fact of at most 44 characters.
  public let title: String
  /// critical, high, medium, low or info.
  public let severity: String
  /// Not confirmed by a primary source: at most a warning.
  public let uncertain: Bool
  /// One sentence: what happens to the operator when it does not hold.
  public let why: String
  public let console: ConsoleHint?
  public let terraform: String?

  public init(
    id: String, title: String, severity: String, uncertain: Bool, why: String, console: ConsoleHint?,
    terraform: String?
  ) {
    self.id = id
    self.title = title
    self.severity = severity
    self.uncertain = uncertain
    self.why = why
    self.console = console
    self.terraform = terraform
  }
}

/// How a person repairs it in a browser.
public struct ConsoleHint: Hashable, Sendable {
  public let url: String
  public let steps: [String]

  public init(url: String, steps: [String]) {
    self.url = url
    self.steps = steps
  }
}
