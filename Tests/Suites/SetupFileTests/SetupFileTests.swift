import Checklist
import JSONDocument
import SetupFile
import Testing

@Suite struct SetupFileTests {
  private func parse(_ text: String) throws -> Setup { try SetupFile.parse(text, path: "onramp.yaml") }

  private func problems(_ text: String) throws -> [String] {
    try #require(#expect(throws: SetupFile.Problems.self) { try parse(text) }).all.map(\.description)
  }

  /// The file of the contract, every key of it.
  static let whole = """
    version: 1
    name: churn
    tags: { team: ml, cost centre: "4711" }
    account: "111122223333"
    region: us-east-1
    tracks: [access, project, images]
    github:
      owner: octo-org
      repository: sagemaker-churn
      branch: main
      environment: production
      reviewers: [ana, octo-org/ml-leads]
      api: https://api.github.com
    access:
      method: oidc
      issuer: https://token.actions.githubusercontent.com
      audience: sts.amazonaws.com
      role: GitHubActionsRole
      subjects: [branch, environment]
      workflows: []
      max_session: 3600
      permissions: scoped
      execution_role: SageMakerExecutionRole
      user: sagemaker-github-actions-user
      permissions_boundary: arn:aws:iam::111122223333:policy/team/boundary
      role_path: /team/
      secrets: { AWS_ROLE_ARN: role, SAGEMAKER_EXECUTION_ROLE_ARN: execution-role }
      variables: {}
    project:
      domain: d-abc123def456
      connection: arn:aws:codeconnections:us-east-1:111122223333:connection/x
      token_secret: sagemaker-github-token
      token_file: ~/.config/onramp/github-token.json
      read_secret: true
      roles_stack: sagemaker-projects-roles-policies
      bucket: sagemaker-projects-templates-111122223333-us-east-1
      prefix: templates/
      template: mlops-github-actions.yaml
      lambda_key: lambda-github-workflow-trigger.zip
      workflow: deploy.yml
      create: true
      project_name: churn
    images:
      repository: onyxia-eostat
      github: { owner: octo-org, repository: sagemaker-churn }
      role: GitHubActionsECRPush
      mutability: immutable-except-latest
      public: false
      secrets: { AWS_IMAGE_ROLE_ARN: image-role }
      variables: { AWS_REGION: region }
    accepted:
      - { check: GH-12, reason: "two admins only", until: 2027-02-01 }
    """

  /// What of the contract's file this build does not act on, each at its place.
  @Test func whatIsNotInThisVersionIsRefusedAtItsPlace() throws {
    let lines = Self.whole.split(separator: "\n", omittingEmptySubsequences: false)
    let found = try problems(Self.whole)
    #expect(found.allSatisfy { $0.contains("not in this version") }, "\(found)")
    let refused = Set(SetupKey.all.filter { $0.reach == .none }.map(\.path))
    // These ask for nothing, or for what is done anyway.
    let harmless: Set = ["access.workflows", "access.variables"]
    let absent: Set = ["tags", "access.permissions_boundary", "access.role_path"]
    let named = found.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
    #expect(Set(named) == refused.subtracting(harmless).subtracting(absent).union(["tracks", "project.create"]))
    #expect(named.count == Set(named).count)
    for problem in found {
      let line = try #require(Int(problem.split(separator: ":")[1]))
      let key = try #require(problem.split(separator: " ").dropFirst().first?.split(separator: ".").last)
      #expect(lines[line - 1].contains("\(key):"), "\(problem)")
    }
  }

  @Test(arguments: [
    (
      "tracks: [access, images]",
      "onramp.yaml:1:18: tracks is \"images\", which is not in this version; what is: access, project"
    ),
    (
      "access:\n  method: keys",
      "onramp.yaml:2:11: access.method is \"keys\", which is not in this version; what is: oidc"
    ),
    (
      "project: {create: true}",
      "onramp.yaml:1:19: project.create is \"true\", which is not in this version; what is: false"
    ),
    ("access:\n  workflows: [deploy.yml, x.yml]", "onramp.yaml:2:3: access.workflows is not in this version"),
    ("images:\n  public: false", "onramp.yaml:2:3: images.public is not in this version"),
  ]) func aValueThatIsNotInThisVersionIsShownWithThoseThatAre(_ text: String, _ wanted: String) throws {
    #expect(try problems(text) == [wanted])
  }

  @Test(arguments: [
    ("tags: {aws:team: ml}", "onramp.yaml:1:18: tags.aws:team is not a tag's key"),
    ("tags: {OnRamp:setup: ml}", "onramp.yaml:1:22: tags.OnRamp:setup is not a tag's key"),
    ("tags:\n  team: a*b", "onramp.yaml:2:9: tags.team is \"a*b\"; it is a tag's value"),
    ("tags:\n  team: {a: b}", "onramp.yaml:2:9: tags.team is a text"),
    ("tags: {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1}", "onramp.yaml:1:7: tags holds 7; it is at most 6 tags"),
    ("access: {secrets: {A: other}}", "onramp.yaml:1:23: access.secrets.A is \"other\"; it is role or execution-role"),
    ("access: {secrets: {GitHub_A: role}}", "onramp.yaml:1:30: access.secrets.GitHub_A is not a name for GitHub"),
    ("access: {variables: {1A: x}}", "onramp.yaml:1:26: access.variables.1A is not a name for GitHub"),
    ("access: {role_path: team}", "onramp.yaml:1:21: access.role_path is \"team\"; it is a path such as /team/"),
    ("access: {role_path: /a b/}", "onramp.yaml:1:21: access.role_path is \"/a b/\"; it is a path"),
    (
      "access: {permissions_boundary: boundary}",
      "onramp.yaml:1:32: access.permissions_boundary is \"boundary\"; it is the ARN of a managed policy"
    ),
    (
      "access: {permissions_boundary: 'arn:aws:iam::111122223333:role/x'}",
      "onramp.yaml:1:32: access.permissions_boundary is \"arn:aws:iam::111122223333:role/x\"; it is the ARN"
    ),
  ]) func whatAWSWouldRefuseIsRefusedAtItsPlace(_ text: String, _ wanted: String) throws {
    let found = try problems(text)
    #expect(found.count == 1 && found[0].hasPrefix(wanted), "\(found)")
  }

  @Test func whatAsksForNothingOrForWhatIsDoneAnywayIsTaken() throws {
    let text =
      "access: {method: oidc, permissions: scoped, workflows: [], secrets: {}, variables: {}, user: ''}\n"
      + "github: {reviewers: []}\nproject: {create: false}\ntags: {}\nimages: {}\n"
    #expect(try parse(text)["project.create"] == false)
  }

  @Test func theContractsFileIsReadWithEveryKeyThatThisBuildActsOn() throws {
    let refused = try #require(#expect(throws: SetupFile.Problems.self) { try parse(Self.whole) }).all.map(\.line)
    let text = Self.whole.split(separator: "\n").enumerated().filter { !refused.contains($0.offset + 1) }
      .map { String($0.element) }.joined(separator: "\n")
    let setup = try parse(text)
    let keys = Set(SetupKey.all.filter { $0.reach != .none }.map(\.path)).subtracting(["tracks", "project.create"])
    #expect(
      Set(setup.answers.keys) == keys.union(["access.workflows", "access.variables"]),
      "a key without a line here, or the other way round")
    #expect(setup.account == "111122223333" && setup.domain == "d-abc123def456")
    #expect(setup["access.max_session"] == 3600 && setup["project.read_secret"] == true)
    #expect(setup["access.variables"] == [:] && setup["access.workflows"] == [])
    #expect(setup.tags == ["team": "ml", "cost centre": "4711"] && setup.rolePath == "/team/")
    #expect(setup.boundary == "arn:aws:iam::111122223333:policy/team/boundary")
    #expect(setup.accepted["GH-12"]?.until == "2027-02-01")
    #expect(setup["version"] == 1)
  }

  @Test(arguments: [
    "", "---\n", "# nothing yet\n", "github:\n", "github: {}\n", "name:\n", "name: ~\naccess:\n  role: null\n",
  ])
  func whatIsNotAnsweredYetIsNoMistake(_ text: String) throws {
    #expect(try parse(text).answers == [:])
  }

  @Test func anEmptyAnswerIsNoneAndKeepsTheDefault() throws {
    let setup = try parse("access:\n  role: \"\"\nproject:\n  prefix: ''\n")
    #expect(setup.answers == [:])
    #expect(setup.role == "GitHubActionsRole" && setup.prefix == "templates/")
  }

  @Test(arguments: [
    ("regoin: us-east-1", "onramp.yaml:1:1: unknown key regoin; the nearest known key is region"),
    ("github:\n  ownr: x", "onramp.yaml:2:3: unknown key github.ownr; the nearest known key is github.owner"),
    ("name: a\nGithub: {}", "onramp.yaml:2:1: unknown key Github; the nearest known key is github"),
    (
      "images:\n  github:\n    repo: x",
      "onramp.yaml:3:5: unknown key images.github.repo; the nearest known key is images."
    ),
    ("zzzzzz: x", "onramp.yaml:1:1: unknown key zzzzzz"),
    (
      "accepted:\n  - {check: GH-12, reason: r, untill: 2027-01-01}",
      "onramp.yaml:2:31: unknown key accepted.untill; known: check, reason, until"
    ),
  ]) func anUnknownKeyIsNamedWithItsPlaceAndTheNearest(_ text: String, _ wanted: String) throws {
    let found = try problems(text)
    #expect(found.count == 1 && found[0].hasPrefix(wanted), "\(found)")
  }

  @Test(arguments: [
    ("github: octo-org", "onramp.yaml:1:9: github is a block of keys"),
    ("github: [a]", "onramp.yaml:1:9: github is a block of keys"),
    ("- a", "onramp.yaml:1:1: a setup file is a block of keys, such as github: and project:"),
    ("just text", "onramp.yaml:1:1: a setup file is a block of keys, such as github: and project:"),
    ("name: [a]", "onramp.yaml:1:7: name is a text, not a list or a block"),
    ("name: {a: b}", "onramp.yaml:1:7: name is a text, not a list or a block"),
    ("tracks: access", "onramp.yaml:1:9: tracks is a list, such as [a, b]"),
    ("tracks: [[access]]", "onramp.yaml:1:10: an item of tracks is a text"),
    ("project:\n  create: maybe", "onramp.yaml:2:11: project.create is true or false"),
    ("access:\n  max_session: long", "onramp.yaml:2:16: access.max_session is a whole number from 3600 to 43200"),
    ("access:\n  secrets: [a]", "onramp.yaml:2:12: access.secrets is a block of names and values"),
    ("access:\n  secrets: {A: [b]}", "onramp.yaml:2:16: access.secrets.A is a text"),
    ("accepted: {check: GH-12}", "onramp.yaml:1:11: accepted is a list of blocks"),
    ("accepted: [GH-12]", "onramp.yaml:1:12: an item of accepted is a block"),
    ("accepted:\n  - check: GH-12", "onramp.yaml:2:5: an item of accepted needs reason"),
    ("version: 2", "onramp.yaml:1:10: version is a whole number from 1 to 1"),
  ]) func aValueOfAnotherKindIsRefusedAtItsPlace(_ text: String, _ wanted: String) throws {
    #expect(try problems(text) == [wanted])
  }

  @Test(arguments: [
    ("region: Frankfurt", "onramp.yaml:1:9: region is \"Frankfurt\"; it is a Region such as us-east-1"),
    ("tracks: [access, acess]", "onramp.yaml:1:18: tracks holds \"acess\"; it is one of access, project, images"),
    ("access:\n  method: both", "onramp.yaml:2:11: access.method is \"both\"; it is one of oidc, keys"),
    (
      "project:\n  bucket: My_Bucket",
      "onramp.yaml:2:11: project.bucket is \"My_Bucket\"; it is a bucket name: 3 to 63 of a-z, 0-9, hyphens and dots"
    ),
  ]) func aBadValueIsShownWithItsRule(_ text: String, _ wanted: String) throws {
    #expect(try problems(text) == [wanted])
  }

  @Test func anAccountWithoutQuotesLosesItsZeroElsewhereSoItIsRefused() throws {
    #expect(
      try problems("account: 012345678901") == [
        "onramp.yaml:1:10: account is an account id: put its 12 digits in quotes"
      ])
    #expect(try parse("account: \"012345678901\"").account == "012345678901")
    #expect(try parse("account: '012345678901'").account == "012345678901")
    #expect(try parse("account: 111122223333").account == "111122223333")
  }

  @Test func allMistakesAreToldInTheOrderOfTheirLines() throws {
    let found = try problems("nam: x\ngithub:\n  owner: a/b\n  repositroy: x\nregion: 7\n")
    #expect(
      found.map { String($0.prefix(16)) } == [
        "onramp.yaml:1:1:", "onramp.yaml:3:10", "onramp.yaml:4:3:", "onramp.yaml:5:9:",
      ])
  }

  @Test func aKeyWrittenTwiceIsRefused() throws {
    let found = try problems("name: a\nregion: us-east-1\nname: b\n")
    #expect(found.count == 1 && found[0] == "onramp.yaml:3:1: written twice: name; the first is in line 1, column 1")
    #expect(try problems("github:\n  owner: a\n  owner: b\n")[0].contains("written twice: owner"))
  }

  @Test(arguments: ["a: [", "a: b: c", "\t- a", "%FOO\n", "a: \"x", "{", "a: *unknown", "\u{1}"])
  func whatIsNoYAMLIsRefusedWithAPlace(_ text: String) throws {
    let found = try problems(text)
    #expect(found.count == 1 && found[0].hasPrefix("onramp.yaml:"))
    #expect(found[0].contains("this is no YAML") && !found[0].contains("\n"))
  }

  @Test func theLineOfABrokenPlaceIsItsOwn() throws {
    #expect(try problems("name: a\nregion: us-east-1\ngithub: x: y\n")[0].hasPrefix("onramp.yaml:3:"))
  }

  @Test func aSecondDocumentIsRefusedRatherThanForgotten() throws {
    #expect(try problems("name: a\n---\nname: b\n").count == 1)
  }

  @Test func anchorsMeanWhatTheyPointAt() throws {
    let setup = try parse("name: &n churn\ngithub: {owner: octo-org, repository: *n}\n")
    #expect(setup.name == "churn" && setup.repository == "churn")
  }

  @Test(.timeLimit(.minutes(1))) func anAliasBombIsRefusedWithoutGoingOff() throws {
    var text = "tracks: &a0 [access]\n"
    for level in 1...30 { text += "k\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n" }
    #expect(try problems(text) == ["onramp.yaml:11:12: up to here it means more than 100000 values"])
    #expect(try problems(text + "? *a5\n: x\n").count == 1, "in the name of a key too")
  }

  @Test func aStarThatIsNoAliasIsNotCounted() throws {
    let text = "access:\n  subjects:\n" + (0..<100).map { "    - \"repo:o/r\($0):*\"   # * all of them\n" }.joined()
    #expect(try parse(text).subjects.count == 100)
  }

  @Test(.timeLimit(.minutes(1))) func hostileSizesEndWithAMessage() throws {
    #expect(try problems("tracks: " + String(repeating: "[", count: 200_000)).count == 1)
    #expect(try problems("name: " + String(repeating: "a", count: 100_000)).count == 1)
    #expect(try problems("tags:\n" + (0..<3000).map { "  S\($0): role\n" }.joined()).count == 1)
    let long = "access:\n  subjects:\n" + (0..<3000).map { "    - s\($0)\n" }.joined()
    #expect(try parse(long).subjects.count == 3000)
  }
}
