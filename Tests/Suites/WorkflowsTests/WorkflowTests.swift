import Testing
import Workflows
import YAML

@Suite("A workflow file is read by GitHub's rules") struct WorkflowTests {
  static func read(_ text: String, _ path: String = ".github/workflows/x.yml") throws -> Workflow {
    try Workflow.read(text, path: path)
  }

  /// A job that does nothing.
  static let job = "\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ls\n"

  @Test(arguments: [
    ("on: push", ["push"]), ("on: [push, pull_request]", ["push", "pull_request"]),
    ("on:\n  push:\n  schedule:\n    - cron: '0 4 * * *'", ["push", "schedule"]), ("'on': {push: }", ["push"]),
  ]) func anEventIsWrittenInThreeForms(_ text: String, _ events: [String]) throws {
    let workflow = try Self.read(text + Self.job)
    #expect(workflow.triggers.map(\.event) == events && workflow.problems == [])
  }

  @Test func filtersKeepTheirOrder() throws {
    let text =
      "on:\n  push:\n    branches: ['release/**', '!release/old']\n    tags-ignore: v0\n  pull_request: {types: [opened], paths: [a]}"
    let workflow = try Self.read(text + Self.job)
    let push = try #require(workflow.trigger("push"))
    #expect(push.branches == ["release/**", "!release/old"] && push.tagsIgnore == ["v0"])
    #expect(push.admits(branch: "release/1/2") && !push.admits(branch: "release/old") && !push.admits(branch: "main"))
    #expect(push.admits(tag: "v1") && !push.admits(tag: "v0"))
    #expect(workflow.trigger("pull_request")?.types == ["opened"] && workflow.trigger("pull_request")?.paths == ["a"])
  }

  @Test(arguments: [
    ("on: {push: {branches: [main]}}", true, false), ("on: {push: {tags: ['v*']}}", false, true),
    ("on: {push: {branches: [main], tags: ['v*']}}", true, true), ("on: push", true, true),
    ("on: {push: {branches-ignore: [dev]}}", true, false),
  ]) func aFilterForTheOneAloneTakesTheOtherOut(_ text: String, _ branch: Bool, _ tag: Bool) throws {
    let push = try #require(try Self.read(text + Self.job).trigger("push"))
    #expect(push.admits(branch: "main") == branch && push.admits(tag: "v1") == tag)
  }

  /// From GitHub's cheat sheet, in words of our own.
  @Test(arguments: [
    ("feature/*", "feature/a", true), ("feature/*", "feature/a/b", false), ("feature/**", "feature/a/b", true),
    ("*", "main", true), ("*", "a/b", false), ("**", "a/b", true), ("*feature", "my-feature", true),
    ("v2*", "v2", true),
    ("v2*", "v2.0", true), ("v[12].[0-9]+.[0-9]+", "v1.10.1", true), ("v[12].[0-9]+", "v3.1", false),
    ("*.jsx?", "a.js", true), ("*.jsx?", "a.jsx", true), ("*.jsx?", "a.jsy", false), ("a+", "aaa", true),
    ("a+", "", false),
    ("\\*", "*", true), ("\\*", "a", false), ("[", "a", false), ("", "", true), ("?a", "a", true),
  ]) func patternsAreGitHubsOwn(_ pattern: String, _ name: String, _ matches: Bool) {
    #expect(FilterPattern.matches(name, pattern) == matches)
  }

  @Test func permissionsAreNoneForWhatIsNotListed() throws {
    let text =
      "on: push\npermissions: {contents: write}\njobs:\n"
      + ["read-all", "write-all", "{}", "{id-token: write}"].enumerated().map {
        "  j\($0.offset):\n    runs-on: ubuntu-latest\n    permissions: \($0.element)\n    steps: [{run: ls}]\n"
      }.joined() + "  none:\n    runs-on: ubuntu-latest\n    steps: [{run: ls}]\n"
    let workflow = try Self.read(text)
    let grants = workflow.jobs.map { [workflow.grant("id-token", to: $0), workflow.grant("contents", to: $0)] }
    #expect(
      grants == [
        [.given(.none), .given(.read)], [.given(.write), .given(.write)], [.given(.none), .given(.none)],
        [.given(.write), .given(.none)], [.given(.none), .given(.write)],
      ])
  }

  @Test func withoutABlockTheRepositorysDefaultCounts() throws {
    let workflow = try Self.read("on: push" + Self.job)
    let grant = workflow.grant("id-token", to: try #require(workflow.job("a")))
    #expect(grant == .standard && grant.atLeast("id-token") == .none && grant.atLeast("contents") == .read)
  }

  @Test func aCalledFileHasAtMostWhatItsCallerGives() throws {
    let called = try Self.read("on: workflow_call\npermissions: {id-token: write}" + Self.job)
    let silent = try Self.read("on: workflow_call" + Self.job)
    let job = try #require(called.job("a"))
    #expect(called.grant("id-token", to: job, caller: .given(.write)) == .given(.write))
    #expect(called.grant("id-token", to: job, caller: .given(.none)) == .refused(asked: .write, allowed: .none))
    #expect(called.grant("id-token", to: job, caller: .standard) == .refused(asked: .write, allowed: .none))
    #expect(silent.grant("id-token", to: job, caller: .given(.write)) == .given(.write))
    #expect(silent.grant("id-token", to: job, caller: .standard) == .standard)
  }

  @Test(
    arguments: [
      (
        "actions/checkout@v4",
        ActionReference.Target.repository(owner: "actions", name: "checkout", path: "", ref: "v4"), false
      ),
      (
        "octo/mono/path/to/action@0123456789abcdef0123456789abcdef01234567",
        .repository(
          owner: "octo", name: "mono", path: "path/to/action", ref: "0123456789abcdef0123456789abcdef01234567"), true
      ),
      ("./.github/actions/x", .local(path: ".github/actions/x"), true),
      ("docker://alpine:3", .docker(image: "alpine:3"), false),
      ("docker://alpine@sha256:12", .docker(image: "alpine@sha256:12"), true), ("actions/checkout", .unknown, nil),
      ("${{ matrix.action }}@v1", .unknown, nil), ("checkout@v4", .unknown, nil), ("@", .unknown, nil),
      ("a/b@", .unknown, nil),
    ] as [(String, ActionReference.Target, Bool?)])
  func whatAUsesNames(_ text: String, _ target: ActionReference.Target, _ isPinned: Bool?) throws {
    let workflow = try Self.read(
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: '\(text)'\n")
    let uses = try #require(workflow.jobs.first?.steps.first?.uses)
    #expect(uses.target == target && uses.isPinned == isPinned)
  }

  @Test(arguments: [
    ("ubuntu-latest", RunsOn.Kind.gitHubHosted), ("windows-2025", .gitHubHosted), ("ubuntu-24.04-arm", .gitHubHosted),
    ("[self-hosted, linux]", .selfHosted), ("{group: g, labels: [self-hosted]}", .selfHosted),
    ("{group: g}", .notKnown),
    ("gpu-large", .notKnown), ("${{ matrix.os }}", .notKnown), ("[ubuntu-latest, gpu]", .notKnown),
  ]) func whereAJobRuns(_ text: String, _ kind: RunsOn.Kind) throws {
    let workflow = try Self.read("on: push\njobs:\n  a:\n    runs-on: \(text)\n    steps: [{run: ls}]\n")
    #expect(workflow.jobs.first?.runsOn?.kind == kind && workflow.problems == [])
  }

  private func matrix(_ text: String) throws -> [[String: String]]? {
    let workflow = try Self.read(
      "on: push\njobs:\n  a:\n    strategy:\n      matrix: \(text)\n    runs-on: ubuntu-latest\n    steps: [{run: ls}]\n"
    )
    return try #require(workflow.jobs.first?.matrix).jobs
  }

  @Test func aMatrixIsMultipliedOut() throws {
    #expect(
      try matrix("{a: [1, 2], b: [x]}") == [["matrix.a": "1", "matrix.b": "x"], ["matrix.a": "2", "matrix.b": "x"]])
    #expect(try matrix("{a: [1, 2], exclude: [{a: 2}]}") == [["matrix.a": "1"]])
    #expect(
      try matrix("{a: [1, 2], include: [{a: 2, b: x}, {b: y}, {a: 3}]}") == [
        ["matrix.a": "1", "matrix.b": "y"], ["matrix.a": "2", "matrix.b": "y"], ["matrix.a": "3"],
      ])
    #expect(
      try matrix("{include: [{Stage: {name: p}}, {stage: q}]}") == [["matrix.stage.name": "p"], ["matrix.stage": "q"]])
    #expect(try matrix("{a: '${{ fromJSON(needs.x.outputs.y) }}'}") == nil)
    #expect(try matrix("{a: ['${{ inputs.x }}']}") == nil)
    let many = "[" + (0..<20).map(String.init).joined(separator: ", ") + "]"
    #expect(try matrix("{a: \(many), b: \(many)}") == nil, "GitHub makes no more than 256")
  }

  @Test func whatGitHubRefusesIsSaidAtItsPlace() throws {
    let text = """
      on: {push: {branches: [a], branches-ignore: [b]}}
      permissions: all
      jobs:
        a:
          needs: b
          runs-on: ubuntu-latest
          steps:
            - uses: a/b@v1
              run: ls
        c:
          <<: {}
          permissions: {contents: some}
      """
    let problems = try Self.read(text).problems
    #expect(
      Set(problems.map { "\($0.place.line): \($0.words)" }) == [
        "1: branches and branches-ignore do not go together",
        "2: permissions is read-all, write-all or a block of scopes",
        "4: a needs b, which is no job of this file", "8: a step has uses or run, and not both",
        "11: GitHub reads anchors, but no merge key <<", "12: contents is read, write or none",
        "10: the job has neither steps nor uses", "10: the job has no runs-on",
      ])
  }

  @Test(arguments: ["", "- a", "a: [", "jobs"]) func whatIsNoWorkflowIsAnError(_ text: String) {
    #expect(throws: WorkflowError.self) { try Self.read(text) }
  }
}
