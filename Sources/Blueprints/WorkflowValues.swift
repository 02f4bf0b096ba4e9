/// What the workflow files say of one setup.
public struct WorkflowValues: Hashable, Sendable {
  /// Where a job finds an ARN: in a secret or a variable of the repository, or in the file itself.
  public enum Source: Hashable, Sendable {
    case secret(String)
    case variable(String)
    case literal(String)
  }

  /// The role that the jobs assume.
  public var role: Source
  public var region: String
  /// The branch whose pushes start a file.
  public var branch: String
  /// The account that the role has to be of: 12 digits.
  public var account: String?
  /// SageMaker's name of the project.
  public var project: String?
  /// The protected environment of the deployment to production.
  public var environment: String?
  /// SageMaker's execution role; only `sign-in.yml` looks whether it is set.
  public var executionRole: Source?
  /// Seconds that a session lasts: 900 to 43200.
  public var session = 3600
  /// The audience of the tokens; nil for `sts.amazonaws.com`.
  public var audience: String?
  /// Whether more than one run may wait in a concurrency group. Enterprise Server refuses a file that says so (GitHub
  /// Changelog, 7 May 2026).
  public var queuesAllRuns = true

  public init(role: Source, region: String, branch: String) {
    (self.role, self.region, self.branch) = (role, region, branch)
  }
}

/// A value that cannot be in a workflow file.
public struct WorkflowValueRefusal: Error, Hashable, Sendable {
  /// The key of the setup file: `github.branch`.
  public let key: String
  /// As it was given; empty where none was.
  public let value: String
  /// Why, and what it has to be.
  public let words: String

  public init(_ key: String, _ value: String, _ words: String) {
    (self.key, self.value, self.words) = (key, value, words)
  }
}

extension WorkflowValues {
  /// The key of the setup file that a name in a template stands for.
  static func key(_ name: String) -> String {
    switch name {
    case "ROLE": "access.role"
    case "EXECUTION_ROLE": "access.execution_role"
    case "REGION": "region"
    case "BRANCH": "github.branch"
    case "ACCOUNT": "account"
    case "PROJECT": "project.project_name"
    case "ENVIRONMENT": "github.environment"
    case "SESSION": "access.max_session"
    case "AUDIENCE": "access.audience"
    default: name.lowercased()
    }
  }

  /// Every value as a scalar of YAML, by its name in the templates.
  var scalars: [String: String] {
    get throws(WorkflowValueRefusal) {
      var scalars = ["ROLE": try Self.arn(role, "ROLE"), "BRANCH": try Self.scalar(Self.pattern(branch), "BRANCH")]
      scalars["REGION"] = try Self.matching(region, "REGION", "a Region such as us-east-1") {
        $0.wholeMatch(of: /[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}/) != nil
      }
      scalars["ACCOUNT"] = try Self.matching(account, "ACCOUNT", "12 digits") {
        $0.wholeMatch(of: /[0-9]{12}/) != nil
      }
      scalars["PROJECT"] = try Self.matching(project, "PROJECT", "1 to 28 letters, digits and single hyphens") {
        $0.utf8.count <= 28 && $0.wholeMatch(of: /[a-zA-Z](-*[a-zA-Z0-9])*/) != nil
      }
      scalars["ENVIRONMENT"] = try Self.matching(environment, "ENVIRONMENT", "1 to 255 characters") {
        (1...255).contains($0.utf8.count) && $0.first?.isWhitespace == false && $0.last?.isWhitespace == false
      }
      scalars["AUDIENCE"] = try Self.matching(audience, "AUDIENCE", "1 to 255 characters without a space") {
        (1...255).contains($0.utf8.count) && !$0.contains(where: \.isWhitespace)
      }
      if let executionRole { scalars["EXECUTION_ROLE"] = try Self.arn(executionRole, "EXECUTION_ROLE") }
      guard (900...43_200).contains(session) else {
        throw WorkflowValueRefusal(Self.key("SESSION"), String(session), "it has to be 900 to 43200 seconds")
      }
      scalars["SESSION"] = String(session)
      if queuesAllRuns { scalars["QUEUE"] = "max" }
      return scalars
    }
  }

  private static func matching(
    _ value: String?, _ name: String, _ form: String, _ holds: (String) -> Bool
  ) throws(WorkflowValueRefusal) -> String? {
    guard let value else { return nil }
    guard holds(value) else { throw WorkflowValueRefusal(key(name), value, "it has to be \(form)") }
    return try scalar(value, name)
  }

  /// An ARN of a role, or the expression that reads it from the repository's settings (GitHub Docs, "Secrets reference":
  /// letters, digits and underscores, no digit first and no `GITHUB_`).
  private static func arn(_ source: Source, _ name: String) throws(WorkflowValueRefusal) -> String {
    let (setting, context): (String, String)
    switch source {
    case .literal(let arn):
      guard arn.wholeMatch(of: /arn:aws[a-z\-]*:iam::[0-9]{12}:role\/[A-Za-z0-9_+=,.@\/\-]{1,576}/) != nil else {
        throw WorkflowValueRefusal(key(name), arn, "it has to be the ARN of a role")
      }
      return try scalar(arn, name)
    case .secret(let secret): (setting, context) = (secret, "secrets")
    case .variable(let variable): (setting, context) = (variable, "vars")
    }
    guard setting.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]{0,254}/) != nil, !setting.uppercased().hasPrefix("GITHUB_")
    else {
      throw WorkflowValueRefusal(
        "access.\(context == "vars" ? "variables" : "secrets")", setting,
        "a name has letters, digits and underscores, begins with no digit and not with GITHUB_")
    }
    return "${{ \(context).\(setting) }}"
  }

  /// A branch as a pattern for itself alone: what has a meaning in patterns is escaped (GitHub Docs, "Filter pattern cheat
  /// sheet"). What Git refuses in a name is refused here (git-check-ref-format).
  private static func pattern(_ branch: String) throws(WorkflowValueRefusal) -> String {
    let parts = branch.split(separator: "/", omittingEmptySubsequences: false)
    let isName =
      (1...255).contains(branch.utf8.count) && branch != "@" && !branch.contains(/[\s~^:?*\[\\]|\.\.|@\{/)
      && !branch.hasSuffix(".") && !branch.hasPrefix("-")
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }
    guard isName else {
      throw WorkflowValueRefusal(key("BRANCH"), branch, "it has to be a name that Git takes for a branch")
    }
    let escaped = branch.replacing("+", with: "\\+")
    return escaped.hasPrefix("!") ? "\\" + escaped : escaped
  }

  /// A file's name as the API takes it, and not that of the other file that is written.
  static func check(fileName: String) throws(WorkflowValueRefusal) {
    let isName = fileName.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.\-]{0,90}\.ya?ml/) != nil
    guard isName, !["build.yml", "build.yaml"].contains(fileName.lowercased()) else {
      throw WorkflowValueRefusal(
        "project.workflow", fileName, "it has to be the name of a file other than build.yml that ends with .yml")
    }
  }

  /// A text in YAML that every reader takes for this text, whatever it looks like.
  private static func scalar(_ text: String, _ name: String) throws(WorkflowValueRefusal) -> String {
    // GitHub computes this wherever it stands, and there is no way to write it as a text.
    if text.contains("${{") { throw WorkflowValueRefusal(key(name), text, "GitHub takes ${{ for an expression") }
    if let place = text.firstMatch(of: /<[A-Z][A-Z0-9_ \-]+>/) {
      throw WorkflowValueRefusal(key(name), text, "\(place.output) stands for a value, which has to be put there")
    }
    let isVisible = text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: false
      default: !scalar.properties.isNoncharacterCodePoint
      }
    }
    guard isVisible else { throw WorkflowValueRefusal(key(name), text, "it has a character that nobody sees") }
    // Readers of YAML 1.1 take these for flags or for nothing.
    let isWord = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"].contains(text.lowercased())
    if !isWord, text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_.\/\-]*/) != nil { return text }
    return "'" + text.replacing("'", with: "''") + "'"
  }
}
