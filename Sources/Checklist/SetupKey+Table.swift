extension SetupKey {
  /// Every key of the setup file, in the order of the contract.
  ///
  /// `actsOn` names what of a key this build acts on, where that is not all of it: a step that lands takes its own
  /// away. A test gives every key two values, and wants each refused or a difference seen.
  public static let all: [SetupKey] = [
    SetupKey("version", .integer(1...1), "1"),
    SetupKey("name", .text(.name)),
    SetupKey("account", .text(.account)),
    SetupKey("region", .text(.region), option: "--region"),
    SetupKey(
      "tracks", .list(.choice("access", "project", "images")), "access, project", option: "--track",
      actsOn: .only(["access", "project"])),
    SetupKey("tags", .map(.tag)),

    SetupKey("github.owner", .text(.owner)),
    SetupKey("github.repository", .text(.repository)),
    SetupKey("github.branch", .text(.line)),
    SetupKey("github.environment", .text(.line), "production"),
    SetupKey("github.reviewers", .list(.reviewer)),
    SetupKey("github.api", .text(.url), option: "--github-api-url"),

    SetupKey("access.method", .choice(["oidc", "keys"]), "oidc", actsOn: .only(["oidc"])),
    SetupKey("access.issuer", .text(.url), "https://token.actions.githubusercontent.com"),
    SetupKey("access.audience", .text(.line), "sts.amazonaws.com"),
    SetupKey("access.role", .text(.role), "GitHubActionsRole"),
    SetupKey("access.subjects", .list(.subject), "branch, environment"),
    SetupKey("access.workflows", .list(.line), actsOn: .none),
    SetupKey("access.max_session", .integer(3600...43200), "3600"),
    SetupKey("access.permissions", .text(.line), "scoped", actsOn: .only(["scoped"])),
    SetupKey("access.execution_role", .text(.role)),
    SetupKey("access.user", .text(.role), "sagemaker-github-actions-user", actsOn: .none),
    SetupKey("access.secrets", .map(.secret)),
    SetupKey("access.variables", .map(.variable)),
    SetupKey("access.permissions_boundary", .text(.policyARN)),
    SetupKey("access.role_path", .text(.rolePath), "/"),

    SetupKey("project.domain", .text(.domain)),
    SetupKey("project.connection", .text(.connection)),
    SetupKey("project.token_secret", .text(.line), "sagemaker-github-token"),
    SetupKey("project.token_file", .text(.line)),
    SetupKey("project.read_secret", .flag, "true"),
    SetupKey("project.roles_stack", .text(.line), "sagemaker-projects-roles-policies", actsOn: .none),
    SetupKey("project.bucket", .text(.bucket)),
    SetupKey("project.prefix", .text(.prefix), "templates/"),
    SetupKey("project.template", .text(.line), "mlops-github-actions.yaml"),
    SetupKey("project.lambda_key", .text(.objectKey), "lambda-github-workflow-trigger.zip"),
    SetupKey("project.workflow", .text(.line), "deploy.yml"),
    SetupKey("project.create", .flag, "true", actsOn: .only(["false"])),
    SetupKey("project.project_name", .text(.projectName), actsOn: .none),

    SetupKey("images.repository", .text(.line), actsOn: .none),
    SetupKey("images.github.owner", .text(.owner), actsOn: .none),
    SetupKey("images.github.repository", .text(.repository), actsOn: .none),
    SetupKey("images.role", .text(.role), "GitHubActionsECRPush", actsOn: .none),
    SetupKey(
      "images.mutability", .choice(["immutable-except-latest", "mutable", "immutable"]), "immutable-except-latest",
      actsOn: .none),
    SetupKey("images.public", .flag, "false", actsOn: .none),
    SetupKey("images.secrets", .map(.any), actsOn: .none),
    SetupKey("images.variables", .map(.any), actsOn: .none),

    SetupKey(
      "accepted",
      .blocks([
        SetupKey("check", .text(.check)), SetupKey("reason", .text(.line)), SetupKey("until", .text(.date)),
      ])),
  ]

  /// The key at a path, or nil when the file knows no such key.
  public static func at(_ path: String) -> SetupKey? { byPath[path] }

  private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
}

extension TextRule {
  static let projectName = TextRule(
    "a project name: letters, digits and hyphens, at most 28, a letter first",
    pattern: "^(?=.{1,28}$)[a-zA-Z](-*[a-zA-Z0-9])*$"
  ) {
    $0.utf8.count <= 28
      && $0.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || ("0"..."9").contains($0))
      }
      && $0.first?.isLetter == true && $0.last != "-"
  }
  static let check = TextRule("a check id such as GH-12", pattern: "^[A-Z0-9]+-[0-9]{2}$") { text in
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[0].utf8.allSatisfy { $0.isCapital || $0.isDigit }
      && parts[1].utf8.count == 2 && parts[1].utf8.allSatisfy(\.isDigit)
  }
  static let date = TextRule(
    "a date such as 2027-02-01", pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
  ) { text in
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [4, 2, 2] && parts.joined().utf8.allSatisfy(\.isDigit)
      && (1...12).contains(Int(parts[1]) ?? 0) && (1...31).contains(Int(parts[2]) ?? 0)
  }

  static func choice(_ words: String...) -> TextRule {
    TextRule("one of " + words.joined(separator: ", "), pattern: "^(" + words.joined(separator: "|") + ")$") {
      words.contains($0)
    }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  fileprivate var isCapital: Bool { (0x41...0x5A).contains(self) }
}
