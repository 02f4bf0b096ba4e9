import Checklist
import JSONDocument
import Testing

@Suite struct SetupKeyTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let path: String
    let good: [String]
    let bad: [String]
    var testDescription: String { path }
  }

  private static let long = String(repeating: "a", count: 200)

  static let rows: [Row] = [
    Row(path: "version", good: ["1"], bad: ["0", "2", "one", "1.0"]),
    Row(
      path: "name", good: ["churn", "a", "a-1", "a" + String(repeating: "b", count: 27)],
      bad: ["Churn", "1a", "-a", "a_b", "a b", "é", String(long.prefix(29)), "a\u{301}"]),
    Row(
      path: "account", good: ["111122223333", "000000000000"],
      bad: ["11112222333", "1111222233334", "11112222333x", "١١١١٢٢٢٢٣٣٣٣", "111122223333\n"]),
    Row(
      path: "region",
      good: ["us-east-1", "us-gov-west-1", "ap-southeast-3", "cn-north-1", "us-isob-east-1", "mx-central-1"],
      bad: [
        "us-east", "US-EAST-1", "us-east-1a", "us--east-1", "useast1", "u-east-1", "us-east-123", "us-east-", "-east-1",
      ]),
    Row(
      path: "tracks", good: ["access", "access, images", "project,access"], bad: ["acces", "access project", "all"]),
    Row(
      path: "github.owner", good: ["octo-org", "a", "ana_octo", "a--b", "a-", String(long.prefix(39))],
      bad: ["-a", "a.b", "a/b", "a b", String(long.prefix(40)), "é"]),
    Row(
      path: "github.repository", good: ["sagemaker-churn", ".github", "a", "A_b.c", String(long.prefix(100))],
      bad: ["a/b", ".", "..", "a b", "é", String(long.prefix(101))]),
    Row(path: "github.branch", good: ["main", "release/1.x", "é"], bad: ["a\nb", "a\u{7F}", "\u{1B}[0m"]),
    Row(
      path: "github.reviewers", good: ["ana", "ana, octo-org/ml-leads"],
      bad: ["a/b/c", "a b", "/a", "a/", "ana, " + "b c"]),
    Row(
      path: "github.api", good: ["https://api.github.com", "https://host/api/v3", "http://127.0.0.1:80"],
      bad: ["api.github.com", "ftp://x", "https://", "https://a b", "https://a\n"]),
    Row(path: "access.method", good: ["oidc", "keys"], bad: ["OIDC", "both"]),
    Row(
      path: "access.role", good: ["GitHubActionsRole", "a+=,.@_-", String(long.prefix(64))],
      bad: ["a b", "a/b", "a*", String(long.prefix(65)), "é"]),
    Row(
      path: "access.subjects",
      good: ["branch, environment", "pull_request", "repo:octo-org/x:*", "tag"],
      bad: ["a b", "repo:a/b:environment:my env"]),
    Row(path: "access.max_session", good: ["3600", "43200"], bad: ["3599", "43201", "1h", "3600.0", "-1"]),
    Row(
      path: "project.connection",
      good: [
        "churn-github", "a name with blanks", "8c1e4a2b-0d3f-4a55-9b6c-7d8e9f001122",
        "arn:aws:codeconnections:us-east-1:111122223333:connection/aEXAMPLE-8aad-4d5d-8878-dfcab0bc441f",
        "arn:aws-us-gov:codestar-connections:us-gov-west-1:111122223333:connection/x",
      ],
      bad: [
        "a-name-of-more-than-thirty-two-chars", "arn:aws:codecommit:us-east-1:111122223333:churn",
        "arn:aws:codeconnections:us-east-1:1111:connection/x", "two\nlines",
        "arn:aws:codeconnections:us-east-1:111122223333:host/x",
      ]),
    Row(
      path: "project.domain", good: ["d-abc123def456", "d-a", "dzd_4a1B-2", "dzd-a"],
      bad: [
        "d-", "abc", "D-abc", "d-ABC", "d-" + String(long.prefix(62)), "dzd_", "dzda", "dzd_a b",
        "dzd_" + String(long.prefix(37)),
      ]),
    Row(path: "project.read_secret", good: ["true", "false"], bad: ["yes", "True", "1"]),
    Row(
      path: "project.bucket", good: ["abc", "my.bucket-1", "1a2", String(long.prefix(63))],
      bad: ["ab", "Abc", "a_b", "-abc", "abc-", ".abc", "a..b", String(long.prefix(64)), "a/b"]),
    Row(
      path: "project.prefix", good: ["templates/", "a/b/", "ü b/"],
      bad: ["templates", "/templates/", "/", "a//b/", "a\n/", "a\u{7F}/"]),
    Row(
      path: "project.lambda_key", good: ["package.zip", "lambda/package.zip", "ü b.zip"],
      bad: ["/package.zip", "s3://bucket/package.zip", "https://host/package.zip", "a\n.zip", "a\u{7F}.zip"]),
    Row(
      path: "access.role_path", good: ["/", "/team/", "/a/b-c/"], bad: ["team/", "/team", "/a b/", "//", "/ü/"]),
    Row(
      path: "access.permissions_boundary",
      good: ["arn:aws:iam::111122223333:policy/boundary", "arn:aws-cn:iam::aws:policy/team/boundary"],
      bad: ["boundary", "arn:aws:iam::111122223333:role/x", "arn:aws:iam::1:policy/x", "arn:aws:iam::aws:policy/"]),
    Row(
      path: "project.project_name", good: ["churn", "a", "A-1", "a--b", String(long.prefix(28))],
      bad: ["1a", "-a", "a-", "a_b", String(long.prefix(29)), "a" + String(repeating: "--b", count: 20)]),
    Row(
      path: "images.mutability", good: ["immutable-except-latest", "mutable", "immutable"],
      bad: ["IMMUTABLE", "immutable-"]),
  ]

  static let blocks: [Row] = [
    Row(
      path: "check", good: ["GH-12", "S3-06", "TRUST-13"],
      bad: ["gh-12", "GH-1", "GH-123", "GH12", "GH-12-", "-GH-12", "GH-½½"]),
    Row(path: "reason", good: ["two admins only"], bad: ["a\nb"]),
    Row(
      path: "until", good: ["2027-02-01", "2027-12-31"],
      bad: [
        "2027-2-1", "2027-13-01", "2027-00-10", "2027-01-32", "2027-01-00", "tomorrow", "2027-01-01T00:00",
        "²027-01-01",
      ]),
  ]

  private static func key(_ row: Row) throws -> SetupKey {
    if let key = SetupKey.at(row.path) { return key }
    guard case .blocks(let keys) = try #require(SetupKey.at("accepted")).kind else { throw Missing(path: row.path) }
    return try #require(keys.first { $0.path == row.path })
  }
  struct Missing: Error { let path: String }

  @Test(arguments: rows + blocks) func theRuleTakesTheGoodAndRefusesTheBad(_ row: Row) throws {
    let key = try Self.key(row)
    for text in row.good { #expect(key.problem(with: text) == nil, "\(row.path): \(text)") }
    for text in row.bad { #expect(key.problem(with: text) != nil, "\(row.path): \(text.debugDescription)") }
    #expect(key.problem(with: "") == nil, "an empty answer is none")
  }

  /// Editors check by the schema's pattern, onramp by its own code: both must say the same.
  @Test(arguments: rows + blocks) func thePatternForEditorsSaysTheSame(_ row: Row) throws {
    let rule: TextRule
    switch try Self.key(row).kind {
    case .text(let text), .list(let text): rule = text
    default: return
    }
    let pattern = try Regex(rule.pattern)
    for (texts, isGood) in [(row.good, true), (row.bad, false)] {
      for text in texts {
        let items = if case .list = try Self.key(row).kind { SetupKey.items(of: text) } else { [text] }
        let fits = items.allSatisfy { $0.wholeMatch(of: pattern) != nil }
        #expect(fits == isGood, "\(row.path): \(text.debugDescription) against \(rule.pattern)")
      }
    }
  }

  @Test func everyKindOfRuleHasARowHere() throws {
    var seen: Set<String> = []
    for row in Self.rows + Self.blocks {
      switch try Self.key(row).kind {
      case .text(let rule), .list(let rule): seen.insert(rule.pattern)
      default: break
      }
    }
    for key in SetupKey.all {
      switch key.kind {
      case .text(let rule), .list(let rule):
        #expect(seen.contains(rule.pattern), "\(key.path) has a rule without a row")
      default: break
      }
    }
  }

  @Test func keysAreUniqueAndEveryFallbackFollowsItsOwnRule() {
    #expect(Set(SetupKey.all.map(\.path)).count == SetupKey.all.count)
    for key in SetupKey.all {
      if let fallback = key.fallback { #expect(key.problem(with: fallback) == nil, "\(key.path)") }
      #expect(!key.words.isEmpty)
      #expect(SetupKey.at(key.path) == key)
    }
    #expect(SetupKey.at("github") == nil && SetupKey.at("") == nil)
  }

  @Test func whatABuildDoesNotActOnIsNeitherOfferedNorTheDefaultThatStands() throws {
    let method = try #require(SetupKey.at("access.method"))
    #expect(method.choices == ["oidc"] && method.standing == "oidc")
    #expect(method.refusal(of: "oidc") == nil && method.refusal(of: "keys")?.contains("not in this version") == true)
    let create = try #require(SetupKey.at("project.create"))
    #expect(create.choices == ["false"] && create.standing == nil && create.fallback == "true")
    #expect(SetupKey.at("project.read_secret")?.choices == ["true", "false"])
    let workflows = try #require(SetupKey.at("access.workflows"))
    #expect(workflows.refusal(of: []) == nil && workflows.refusal(of: ["a.yml"]) == "is not in this version")
    #expect(SetupKey.at("images.secrets")?.refusal(of: [:]) == nil)
    #expect(SetupKey.at("images.secrets")?.refusal(of: ["A": "role"]) != nil)
  }

  @Test func aTypedAnswerBecomesTheValueTheFileWouldHold() throws {
    #expect(SetupKey.at("tracks")?.value(of: " access , images,") == ["access", "images"])
    #expect(SetupKey.at("project.create")?.value(of: "false") == false)
    #expect(SetupKey.at("account")?.value(of: "000000000001") == "000000000001")
    for text in ["3600", "+3600", "03600"] {
      let key = try #require(SetupKey.at("access.max_session"))
      #expect(key.problem(with: text) == nil)
      #expect(try JSON(parsing: key.value(of: text).compact) == 3600, "\(text) is a number in JSON too")
    }
  }
}

@Suite struct SetupTests {
  @Test func whatIsNotAnsweredHasTheContractsDefault() {
    let setup = Setup(["github.owner": "octo-org", "github.repository": "SageMaker_Churn.v2"])
    #expect(setup.tracks == [.access, .project])
    #expect(setup.role == "GitHubActionsRole" && setup.audience == "sts.amazonaws.com")
    #expect(setup.subjects == ["branch", "environment"] && setup.environment == "production")
    #expect(setup.maxSession == 3600)
    #expect(setup.templateKey == "templates/mlops-github-actions.yaml")
    #expect(setup.branch == nil && setup.account == nil && setup.bucket == nil && setup.domain == nil)
    #expect(setup.fullName == "octo-org/SageMaker_Churn.v2")
    #expect(setup.answers.count == 2, "defaults are no answers")
  }

  @Test(arguments: [
    ("sagemaker-churn", "sagemaker-churn"), ("SageMaker_Churn.v2", "sagemakerchurnv2"), ("2nd-try", "nd-try"),
    ("-x", "x"), (String(repeating: "a", count: 60), String(repeating: "a", count: 28)),
  ]) func theNameFollowsFromTheRepositoryAndItsOwnRule(_ repository: String, _ name: String) throws {
    let setup = Setup(["github.repository": .string(repository), "github.owner": "o"])
    #expect(setup.name == name)
    #expect(try #require(SetupKey.at("name")).problem(with: setup.name) == nil)
    #expect(setup.missing.isEmpty)
  }

  @Test func aRepositoryThatGivesNoNameAsksForOne() {
    let setup = Setup(["github.repository": "2024", "github.owner": "o"])
    #expect(setup.missing.map(\.path) == ["name"])
    #expect(Setup().missing.map(\.path) == ["github.owner", "github.repository"])
  }

  @Test(arguments: [
    ("https://token.actions.githubusercontent.com", "token.actions.githubusercontent.com"),
    ("https://token.actions.githubusercontent.com/octo-corp", "token.actions.githubusercontent.com/octo-corp"),
    ("https://ghes.example.com/_services/token", "ghes.example.com/_services/token"),
  ]) func theIssuerLosesItsScheme(_ issuer: String, _ host: String) {
    #expect(Setup(["access.issuer": .string(issuer)]).issuerHost == host)
  }

  @Test func aTemplateOfOnesOwnIsUploadedUnderItsFileName() {
    let setup = Setup(["project.template": "../shared/my.yaml", "project.prefix": "a/b/"])
    #expect(setup.templateKey == "a/b/my.yaml")
  }

  @Test func oneGitHubNameWithTwoValuesIsAContradiction() {
    #expect(Setup(["access.secrets": ["A": "role"], "images.secrets": ["A": "role"]]).contradiction == nil)
    #expect(
      Setup(["tags": ["Team": "a", "team": "b"]]).contradiction == "tags holds Team and team, which are one tag to IAM")
    #expect(Setup(["tags": ["Team": "a", "teams": "b"]]).contradiction == nil)
    #expect(Setup(["access.secrets": ["A": "role"], "images.variables": ["A": "region"]]).contradiction == nil)
    #expect(
      Setup(["access.secrets": ["A": "role"], "images.secrets": ["A": "image-role"]]).contradiction
        == "access.secrets and images.secrets give A two values")
  }

  @Test func answersGoIntoAFormAndComeBack() {
    let setup = Setup([
      "name": "churn", "tracks": ["access", "images"], "access.max_session": 7200, "project.create": false,
    ])
    #expect(
      setup.texts == [
        "name": "churn", "tracks": "access, images", "access.max_session": "7200", "project.create": "false",
      ])
    #expect(Setup().answered(setup.texts) == setup)
    #expect(setup.answered(["name": "", "unknown": "x"]).answers["name"] == nil)
    #expect(setup.answered(["unknown": "x"]) == setup)
  }

  @Test func acceptedWarningsCarryTheirReasonAndDate() {
    let accepted = Setup([
      "accepted": [["check": "GH-12", "reason": "r", "until": "2027-02-01"], ["check": "S3-17", "reason": "s"], [:]]
    ])
    .accepted
    #expect(accepted.count == 2)
    #expect(accepted["GH-12"]?.reason == "r" && accepted["GH-12"]?.until == "2027-02-01")
    #expect(accepted["S3-17"]?.until == nil)
  }

  @Test func theNamesOfThingsFollowFromAccountAndRegion() {
    let context = Context(
      setup: Setup(["name": "churn"]), account: "111122223333", partition: "aws-cn", region: "cn-north-1")
    #expect(context.bucket == "sagemaker-projects-templates-111122223333-cn-north-1")
    #expect(context.bucketARN == "arn:aws-cn:s3:::" + context.bucket)
    #expect(context.roleARN == "arn:aws-cn:iam::111122223333:role/GitHubActionsRole")
    #expect(context.providerARN == "arn:aws-cn:iam::111122223333:oidc-provider/token.actions.githubusercontent.com")
    #expect(context.domainARN("d-1") == "arn:aws-cn:sagemaker:cn-north-1:111122223333:domain/d-1")
    #expect(context.templatesLocation == "s3://\(context.bucket)/templates/")
    #expect(context.owns(["onramp:setup": "churn"]) && !context.owns(["onramp:setup": "other"]) && !context.owns([:]))
  }
}

@Suite struct TextTests {
  @Test func twoDocumentsAreLaidSideBySideInOneOrderThePolicyThatIsTextToo() {
    let pair = JSON.comparable(#"{"b":2,"gone":1,"a":[{"y":1,"x":2}]}"#, #"{"a":[{"x":2,"y":1}],"b":3}"#)
    #expect(
      pair.new == ["{", "  \"a\": [", "    {", "      \"x\": 2,", "      \"y\": 1", "    }", "  ],", "  \"b\": 3", "}"])
    #expect(pair.old == pair.new.dropLast(2) + ["  \"b\": 2,", "  \"gone\": 1", "}"])
  }

  @Test func nothingHasNoLinesAndATextItsOwn() {
    #expect(JSON.comparable(.null, "one\ntwo").old == [])
    #expect(JSON.comparable(.null, "one\ntwo").new == ["one", "two"])
    #expect(JSON.comparable("[1]", "x").old == ["[1]"])
    #expect(JSON.comparable(["a": 1], .null).old == ["{", "  \"a\": 1", "}"])
  }
}
