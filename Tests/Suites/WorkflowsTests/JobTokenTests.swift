import Policy
import Testing
import Workflows

@Suite("The tokens that jobs carry") struct JobTokenTests {
  static let format = SubjectFormat(
    useImmutableSubject: true, owner: "octo-org", ownerID: 1, repository: "app", repositoryID: 2)
  static let prefix = "repo:octo-org@1/app@2"

  private func set(_ files: [String: String], branch: String? = "main") throws -> WorkflowSet {
    let workflows = try files.sorted { $0.key < $1.key }.map {
      try Workflow.read($0.value, path: ".github/workflows/" + $0.key)
    }
    return WorkflowSet(repository: "octo-org/app", defaultBranch: branch, workflows: workflows)
  }

  private func subjects(_ on: String, _ job: String = "", branch: String? = "main") throws -> [String] {
    let text = "on: \(on)\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: ls}]\n" + job
    return try set(["x.yml": text], branch: branch).tokens.flatMap { try $0.tokens(Self.format).map(\.subject) }
      .map { String($0.dropFirst(Self.prefix.count + 1)) }
  }

  @Test(
    arguments: [
      ("{push: {branches: [main]}}", ["ref:refs/heads/main"]), ("{push: {tags: ['v*']}}", ["ref:refs/tags/v*"]),
      ("push", ["ref:refs/heads/*", "ref:refs/tags/*"]), ("pull_request", ["pull_request"]),
      ("pull_request_target", ["ref:refs/heads/main"]), ("schedule", ["ref:refs/heads/main"]),
      ("workflow_dispatch", ["ref:refs/heads/main", "ref:refs/heads/*", "ref:refs/tags/*"]),
      ("release", ["ref:refs/tags/*"]),
      ("{merge_group: {branches: [main]}}", ["ref:refs/heads/gh-readonly-queue/main/*"]),
      ("workflow_call", []), ("issue_comment", ["ref:refs/heads/main"]),
      ("{push: {branches: ['release/**', main, '!main']}}", ["ref:refs/heads/release/*"]),
      ("{push: {branches-ignore: [dev]}}", ["ref:refs/heads/*"]),
    ] as [(String, [String])])
  func theEventMakesTheSubject(_ on: String, _ wanted: [String]) throws {
    #expect(try subjects(on) == wanted)
  }

  @Test func withoutADefaultBranchItIsNotKnown() throws {
    #expect(try subjects("schedule", branch: nil) == ["ref:refs/heads/*"])
  }

  @Test(
    arguments: [
      ("    environment: production\n", ["environment:production"]),
      ("    environment: {name: 'a:b', url: x}\n", ["environment:a%3Ab"]),
      ("    environment: ${{ vars.STAGE }}\n", ["environment:*", "ref:refs/heads/main"]),
      (
        "    environment: ${{ matrix.stage }}\n    strategy: {matrix: {stage: [s, p], os: [1, 2]}}\n",
        ["environment:s", "environment:p"]
      ),
      ("    environment: to-${{ Matrix.Stage }}\n    strategy: {matrix: {stage: [s]}}\n", ["environment:to-s"]),
      (
        "    environment: ${{ matrix.stage }}\n    strategy: {matrix: '${{ fromJSON(x) }}'}\n",
        ["environment:*", "ref:refs/heads/main"]
      ),
      (
        "    environment: ${{ matrix.stage || 'x' }}\n    strategy: {matrix: {stage: [s]}}\n",
        ["environment:*", "ref:refs/heads/main"]
      ),
    ] as [(String, [String])])
  func anEnvironmentWinsOverTheRef(_ job: String, _ wanted: [String]) throws {
    #expect(try subjects("{push: {branches: [main]}}", job) == wanted)
  }

  static let called = """
    on:
      workflow_call:
        inputs: {environment: {type: string}}
    permissions: {id-token: write}
    jobs:
      inner:
        runs-on: ubuntu-latest
        environment: ${{ inputs.environment }}
        steps: [{run: ls}]
    """

  @Test func aCalledWorkflowHasItsCallersSubjectAndItsOwnFile() throws {
    let caller = """
      on: {push: {branches: [main]}}
      jobs:
        good:
          uses: ./.github/workflows/called.yml
          with: {environment: production}
          permissions: {id-token: write}
        bad:
          uses: ./.github/workflows/called.yml
        far:
          uses: octo/flows/.github/workflows/d.yml@v1
          permissions: {id-token: write}
      """
    let tokens = try set(["called.yml": Self.called, "caller.yml": caller]).tokens
    #expect(tokens.map(\.job) == ["good / inner", "bad / inner", "far"])
    #expect(tokens.map(\.carriesToken) == [true, false, nil])
    #expect(tokens[1].idToken == .refused(asked: .write, allowed: .none))
    #expect(
      tokens[0].environment == .named("production") && tokens[1].environment == .notKnown("${{ inputs.environment }}"))
    #expect(tokens[0].jobWorkflowRefs == ["octo-org/app/.github/workflows/called.yml@refs/heads/main"])
    #expect(
      tokens[2].jobWorkflowRefs == [
        "octo/flows/.github/workflows/d.yml@refs/tags/v1", "octo/flows/.github/workflows/d.yml@refs/heads/v1",
      ])
    #expect(tokens[0].path == ".github/workflows/called.yml" && tokens[0].workflow == ".github/workflows/caller.yml")
  }

  @Test func aMatrixCallsOnceForEachOfItsInputs() throws {
    let caller = """
      on: {push: {branches: [main]}}
      permissions: {id-token: write}
      jobs:
        all:
          if: github.actor != 'x'
          strategy: {matrix: {stage: [staging, production], os: [a, b]}}
          uses: ./.github/workflows/called.yml
          with: {Environment: '${{ matrix.stage }}'}
      """
    let tokens = try set(["called.yml": Self.called, "caller.yml": caller]).tokens
    #expect(tokens.map(\.environment) == [.named("staging"), .named("production")])
    #expect(tokens.map { $0.conditions.map(\.text) } == [["github.actor != 'x'"], ["github.actor != 'x'"]])
  }

  @Test func filesThatCallOneAnotherOftenAreNotFollowedForEver() throws {
    var files: [String: String] = [:]
    for level in 0..<9 {
      let calls = (0..<20).map { "  c\($0):\n    uses: ./.github/workflows/\(level + 1).yml\n" }.joined()
      files["\(level).yml"] = "on: [push, workflow_call]\njobs:\n" + calls
    }
    #expect(try set(files).tokens.count < 20_000)
  }

  @Test func workflowsThatCallThemselvesEnd() throws {
    let loop = "on: [push, workflow_call]\njobs:\n  a:\n    uses: ./.github/workflows/x.yml\n"
    #expect(try set(["x.yml": loop]).tokens.count < 5)
  }

  @Test func strangersStartWhatRunsWithTheRepositorysToken() throws {
    let text = "on: [pull_request_target, pull_request, issue_comment, push]" + WorkflowTests.job
    let tokens = try set(["x.yml": text]).tokens
    #expect(Set(tokens.filter(\.isOpenToStrangers).map(\.event)) == ["pull_request_target", "issue_comment"])
  }

  /// A role that names branch and environment, for the tokens as the evaluator sees them.
  @Test func theEvaluatorTakesThem() throws {
    let text = """
      on: {push: {branches: [main, 'x/*']}}
      permissions: {id-token: write}
      jobs:
        a:
          runs-on: ubuntu-latest
          steps: [{run: ls}]
      """
    let provider = "arn:aws:iam::111122223333:oidc-provider/\(Token.gitHubIssuer)"
    let statement = """
      {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "\(provider)"},
       "Condition": {"StringEquals": {"\(Token.gitHubIssuer):aud": "sts.amazonaws.com",
         "\(Token.gitHubIssuer):sub": "\(Self.prefix):ref:refs/heads/main",
         "\(Token.gitHubIssuer):job_workflow_ref": "octo-org/app/.github/workflows/x.yml@refs/heads/main"}}}]}
      """
    let document = try PolicyDocument(parsing: statement)
    let tokens = try set(["x.yml": text]).tokens.flatMap { try $0.tokens(Self.format) }
    #expect(tokens.map { TrustPolicy.evaluate(document, token: $0, provider: provider).outcome } == [.holds, .fails])
  }

  @Test func aTemplateGetsTheClaimsThatTheFileSays() throws {
    var format = Self.format
    format.useDefault = false
    format.includeClaimKeys = ["repo", "job_workflow_ref"]
    let text = "on: {push: {branches: [main]}}" + WorkflowTests.job
    let subjects = try set(["x.yml": text]).tokens.flatMap { try $0.tokens(format) }
    #expect(
      subjects.map(\.subject) == [
        Self.prefix + ":job_workflow_ref:octo-org/app/.github/workflows/x.yml@refs/heads/main"
      ])
    format.includeClaimKeys = ["repo", "actor"]
    let unknown = try set(["x.yml": text]).tokens.flatMap { try $0.tokens(format) }
    #expect(unknown.map(\.subject) == [Self.prefix + ":actor:*"] && unknown.allSatisfy(\.isForm))
  }
}
