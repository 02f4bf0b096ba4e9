import Blueprints
import Foundation
import Testing

/// What the files say when filled in is recorded in `Tests/Fixtures/BundledWorkflows`, a folder a setup; the tests in
/// `Tests/Blueprints` hold those files against the tools that others judge workflows by. `ONRAMP_RECORD=1` records them
/// anew, and fails, so that recording never passes for testing.
@Suite("The workflow files that onramp brings") struct WorkflowTemplatesTests {
  static func values(_ change: (inout WorkflowValues) -> Void = { _ in }) -> WorkflowValues {
    var values = WorkflowValues(role: .secret("AWS_ROLE_ARN"), region: "us-east-1", branch: "main")
    (values.project, values.environment) = ("churn", "production")
    change(&values)
    return values
  }

  /// The role of a setup whose every name is as long as AWS and GitHub allow.
  static let longRole = "arn:aws-us-gov:iam::012345678901:role/" + String(repeating: "p+=,.@_-", count: 64) + "/r"

  /// A setup with the name of its deployment; nil where it only signs in.
  static let setups: [(name: String, values: WorkflowValues, deployment: String?)] = [
    (
      "usual",
      values {
        ($0.account, $0.session, $0.executionRole) = ("111122223333", 3600, .secret("SAGEMAKER_EXECUTION_ROLE_ARN"))
      }, "deploy.yml"
    ),
    (
      "longest",
      values {
        ($0.role, $0.region, $0.account) = (.literal(longRole), "us-gov-west-1", "012345678901")
        $0.branch = "release/" + String(repeating: "a-1.b_", count: 41)
        ($0.project, $0.environment) = ("a-123456789-123456789-123456", String(repeating: "e", count: 255))
        ($0.session, $0.audience) = (43_200, "https://github.example.com/octo-org")
      }, String(repeating: "d", count: 91) + ".yaml"
    ),
    (
      "quoted",
      values {
        ($0.role, $0.branch) = (.variable("role_arn_2"), "!it's+#1=\"v1.10\"{b}")
        ($0.project, $0.environment) = ("on", "'prod': [eu] #1, \"é\" & %x | >- !y *z")
        ($0.session, $0.queuesAllRuns) = (900, false)
      }, "Deploy_2.v1.yml"
    ),
    ("numbers", values { ($0.project, $0.environment, $0.branch) = ("e1", "1.10", "007") }, "null.yml"),
    ("access", values { ($0.project, $0.environment) = (nil, nil) }, nil),
    (
      "access-environment",
      values {
        ($0.role, $0.environment) = (.literal("arn:aws-cn:iam::111122223333:role/ci/Sign-In"), "no")
        ($0.region, $0.audience, $0.account) = ("cn-north-1", "sts.amazonaws.com.cn", "111122223333")
        ($0.executionRole, $0.branch) = (.secret("EXECUTION_ROLE"), "trunk")
      }, nil
    ),
  ]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/BundledWorkflows")

  @Test("they say what is recorded, and nothing else is recorded")
  func recorded() throws {
    var wanted: [String: String] = [:]
    for (name, values, deployment) in Self.setups {
      var files = try WorkflowTemplates.signIn(values)
      if let deployment { try files.merge(WorkflowTemplates.project(values, deployment: deployment)) { _, new in new } }
      #expect(files.count == (deployment == nil ? 1 : 3))
      for (path, text) in files { wanted["\(name)/\(path)"] = text }
    }
    if ProcessInfo.processInfo.environment["ONRAMP_RECORD"] == "1" {
      try? FileManager.default.removeItem(at: Self.folder)
      for (path, text) in wanted {
        let file = Self.folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      Issue.record("recorded \(wanted.count) files")
      return
    }
    let found = FileManager.default.subpaths(atPath: Self.folder.path)?.filter { $0.contains(".y") } ?? []
    #expect(Set(found) == Set(wanted.keys))
    for (path, text) in wanted {
      #expect(try String(contentsOf: Self.folder.appendingPathComponent(path), encoding: .utf8) == text, "\(path)")
      #expect(!text.contains(/<[A-Z_]+\??>/), "\(path)")
    }
  }

  /// What is given where, and what the refusal names.
  static let refused: [(String, String, @Sendable (inout WorkflowValues) -> Void)] = [
    ("access.role", "role/x", { $0.role = .literal("role/x") }),
    (
      "access.role", "arn:aws:iam::111122223333:user/x", { $0.role = .literal("arn:aws:iam::111122223333:user/x") }
    ),
    ("access.secrets", "GITHUB_ROLE", { $0.role = .secret("GITHUB_ROLE") }),
    ("access.secrets", "A }} ${{ B", { $0.role = .secret("A }} ${{ B") }),
    ("access.variables", "1A", { $0.executionRole = .variable("1A") }),
    ("region", "<REGION>", { $0.region = "<REGION>" }),
    ("region", "us-east-1\n", { $0.region = "us-east-1\n" }),
    ("account", "1234", { $0.account = "1234" }),
    ("project.project_name", "churn_1", { $0.project = "churn_1" }),
    (
      "project.project_name", "a1234567890123456789012345678", { $0.project = "a1234567890123456789012345678" }
    ),
    ("github.environment", "", { $0.environment = "" }),
    ("github.environment", " prod", { $0.environment = " prod" }),
    ("github.environment", "a${{ github.token }}", { $0.environment = "a${{ github.token }}" }),
    ("github.environment", "<YOUR ENVIRONMENT>", { $0.environment = "<YOUR ENVIRONMENT>" }),
    ("github.environment", "a\nb", { $0.environment = "a\nb" }),
    ("github.environment", "a\u{202E}b", { $0.environment = "a\u{202E}b" }),
    ("github.environment", "a\u{2028}b", { $0.environment = "a\u{2028}b" }),
    ("access.max_session", "60", { $0.session = 60 }),
    ("access.audience", "a b", { $0.audience = "a b" }),
    ("github.branch", "release/*", { $0.branch = "release/*" }),
    ("github.branch", "a..b", { $0.branch = "a..b" }),
    ("github.branch", "/main", { $0.branch = "/main" }),
    ("github.branch", "main.lock", { $0.branch = "main.lock" }),
    ("github.branch", "a\\b", { $0.branch = "a\\b" }),
    ("github.branch", "a b", { $0.branch = "a b" }),
    ("github.branch", "@{1}", { $0.branch = "@{1}" }),
    ("github.branch", "", { $0.branch = "" }),
    ("github.branch", "${{x}}", { $0.branch = "${{x}}" }),
  ]

  @Test("what cannot be in a file is refused with its key, and no file comes out", arguments: refused)
  func refusals(_ key: String, _ value: String, _ change: @Sendable (inout WorkflowValues) -> Void) throws {
    let refusal = try #require(throws: WorkflowValueRefusal.self) {
      try WorkflowTemplates.project(Self.values(change))
    }
    #expect(refusal.key == key && refusal.value == value && !refusal.words.isEmpty)
  }

  @Test("a project's files need a project and an environment, and another name than the other file's")
  func needed() throws {
    for (key, change) in [
      ("project.project_name", { $0.project = nil }), ("github.environment", { $0.environment = nil }),
    ] as [(String, (inout WorkflowValues) -> Void)] {
      let values = Self.values(change)
      #expect(throws: WorkflowValueRefusal.self) { try WorkflowTemplates.project(values) }
      let refusal = try #require(throws: WorkflowValueRefusal.self) { try WorkflowTemplates.project(values) }
      #expect(refusal.key == key && refusal.value.isEmpty)
      #expect(try WorkflowTemplates.signIn(values).count == 1)
    }
    for name in ["build.yml", "Build.YML", "../x.yml", "a/b.yml", ".yml", "deploy", "", "x.yml\n"] {
      #expect(throws: WorkflowValueRefusal.self, "\(name)") {
        try WorkflowTemplates.project(Self.values(), deployment: name)
      }
    }
  }
}
