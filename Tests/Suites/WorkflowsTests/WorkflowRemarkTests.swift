import Testing
import Workflows
import YAML

@Suite("Workflow files are judged") struct WorkflowRemarkTests {
  private static let intent = WorkflowIntent(region: "us-east-1", projectName: "churn", environment: "production")
  private static let pinned = "aws-actions/configure-aws-credentials@0123456789abcdef0123456789abcdef01234567"

  /// A file that nothing is wrong with.
  static let good = """
    on: {push: {branches: [main]}}
    permissions: {id-token: write, contents: read}
    concurrency: deploy
    env: {AWS_REGION: us-east-1, SAGEMAKER_PROJECT_NAME: churn}
    jobs:
      deploy:
        runs-on: ubuntu-latest
        environment: production
        steps:
          - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # v5
          - uses: \(pinned)
            with:
              role-to-assume: ${{ vars.AWS_ROLE_ARN }}
              aws-region: ${{ env.AWS_REGION }}
              role-session-name: deploy-${{ github.run_id }}
    """

  private func remarks(_ files: [String: String], _ intent: WorkflowIntent = Self.intent) throws -> [WorkflowRemark] {
    let workflows = try files.sorted { $0.key < $1.key }.map {
      try Workflow.read($0.value, path: ".github/workflows/" + $0.key)
    }
    return WorkflowSet(repository: "octo-org/app", defaultBranch: "main", workflows: workflows).remarks(intent)
  }

  /// `WF-06 at line 4: us-west-2 → us-east-1`
  private func words(_ remark: WorkflowRemark) -> String {
    "\(remark.check) at line \(remark.place.line): \(remark.found.joined(separator: ", ")) → \(remark.needed.joined(separator: ", "))"
  }

  @Test func nothingIsWrongWithAGoodFile() throws {
    #expect(try remarks(["deploy.yml": Self.good]) == [])
  }

  @Test(
    arguments: [
      ("AWS_REGION: us-east-1", "AWS_REGION: <REGION>", ["WF-02 at line 4: <REGION> → "]),
      ("NAME: churn", "NAME: custom-build-deploy", ["WF-02 at line 4: custom-build-deploy → churn"]),
      ("{id-token: write, contents: read}", "{contents: read}", ["WF-03 at line 2:  → id-token: write"]),
      ("permissions: {id-token: write, contents: read}\n", "", ["WF-03 at line 5:  → id-token: write"]),
      ("{id-token: write, contents: read}", "read-all", ["WF-03 at line 2:  → id-token: write"]),
      (", contents: read}", "}", ["WF-04 at line 2:  → contents: read"]),
      ("aws-region: $", "aws-access-key-id: x\n          aws-region: $", ["WF-05 at line 14: aws-access-key-id → "]),
      (
        "role-to-assume: ${{ vars.AWS_ROLE_ARN }}", "Aws-Secret-Access-Key: x",
        ["WF-05 at line 13: Aws-Secret-Access-Key → role-to-assume"]
      ),
      ("AWS_REGION: us-east-1", "AWS_REGION: us-west-2", ["WF-06 at line 14: us-west-2 → us-east-1"]),
      ("AWS_REGION: us-east-1", "AWS_REGION: '${{ vars.R }}'", []),
      ("          aws-region: ${{ env.AWS_REGION }}\n", "", []),
      ("${{ env.AWS_REGION }}", "eu-west-1", ["WF-06 at line 14: eu-west-1 → us-east-1"]),
      (
        "actions/checkout@0123456789abcdef0123456789abcdef01234567", "actions/checkout@v5",
        ["WF-08 at line 10: actions/checkout@v5 → "]
      ),
      (
        "actions/checkout@0123456789abcdef0123456789abcdef01234567", "actions/checkout@v4.2.2",
        ["WF-07 at line 10: actions/checkout@v4.2.2 → v5", "WF-08 at line 10: actions/checkout@v4.2.2 → "]
      ),
      ("actions/checkout@0123456789abcdef0123456789abcdef01234567", "./.github/actions/x", []),
      ("deploy-${{ github.run_id }}", "deploy", ["WF-11 at line 15: deploy → ${{ github.run_id }}"]),
      ("deploy-${{", "\"a b-${{\" # ", ["WF-11 at line 15: a b-${{ → ${{ github.run_id }}"]),
      (
        "      role-session-name: deploy-${{ github.run_id }}", "",
        ["WF-11 at line 11: GitHubActions → ${{ github.run_id }}"]
      ),
      ("{push: {branches: [main]}}", "[push, pull_request_target]", ["WF-12 at line 1: pull_request_target → "]),
      ("concurrency: deploy\n", "", ["WF-13 at line 1:  → concurrency"]),
      ("environment: production", "environment: Production", ["WF-17 at line 8: Production → production"]),
      ("environment: production", "environment: prod", ["WF-17 at line 8: prod → production"]),
      ("environment: production", "environment: '${{ vars.STAGE }}'", []),
      (
        "ubuntu-latest", "[self-hosted, gpu]",
        ["TRUST-54 at line 7: self-hosted, gpu → ", "WF-18 at line 7: self-hosted, gpu → "]
      ),
    ] as [(String, String, [String])])
  func oneDefectGivesItsRemark(_ old: String, _ new: String, _ wanted: [String]) throws {
    let text = Self.good.replacing(old, with: new)
    try #require(text != Self.good)
    #expect(try remarks(["deploy.yml": text]).map(words) == wanted)
  }

  @Test func withoutARegionAnywhereItIsMissing() throws {
    let text = Self.good.replacing("AWS_REGION: us-east-1, ", with: "").replacing(
      "\n          aws-region: ${{ env.AWS_REGION }}", with: "")
    #expect(try remarks(["deploy.yml": text]).map(words) == ["WF-06 at line 11:  → us-east-1"])
    #expect(try remarks(["deploy.yml": text], WorkflowIntent()).map(words) == ["WF-06 at line 11:  → aws-region"])
  }

  @Test func whatStrangersWroteIsNotCheckedOut() throws {
    let text = Self.good.replacing("{push: {branches: [main]}}", with: "{workflow_run: {workflows: [x]}}")
      .replacing("67 # v5", with: "67\n        with: {ref: '${{ github.event.workflow_run.head_sha }}'}")
    #expect(
      try remarks(["deploy.yml": text]).map(words) == ["WF-12 at line 11: ${{ github.event.workflow_run.head_sha }} → "]
    )
  }

  @Test func aCalledFileIsJudgedByItsCallers() throws {
    let called = Self.good.replacing("{push: {branches: [main]}}", with: "workflow_call")
    let caller = "on: push\njobs:\n  a:\n    uses: ./.github/workflows/called.yml\n"
    #expect(try remarks(["called.yml": called]) == [])
    #expect(
      try remarks(["called.yml": called, "caller.yml": caller]).map(words) == ["WF-03 at line 2:  → id-token: write"])
    let right = caller + "    permissions: {id-token: write, contents: read}\n"
    #expect(
      try remarks(["called.yml": called, "caller.yml": right]).map(words) == [
        "TRUST-26 at line 4: ./.github/workflows/called.yml → job_workflow_ref"
      ])
    let far = right.replacing("./.github/workflows/called.yml", with: "octo/flows/.github/workflows/d.yml@v1")
    #expect(
      try remarks(["far.yml": far]).map(words) == [
        "TRUST-26 at line 4: octo/flows/.github/workflows/d.yml@v1 → job_workflow_ref",
        "WF-08 at line 4: octo/flows/.github/workflows/d.yml@v1 → ",
      ])
  }

  @Test func oneRoleForBothStagesIsSaid() throws {
    let staging = Self.good.replacing("    environment: production\n", with: "")
    #expect(
      try remarks(["deploy.yml": Self.good, "staging.yml": staging]).map { "\($0.path): \(words($0))" } == [
        ".github/workflows/staging.yml: TRUST-53 at line 12: ${{ vars.AWS_ROLE_ARN }}, production → "
      ])
  }

  @Test func theGuidesFileHasWhatTheGuidesForget() throws {
    let text = try WorkflowFiles.text(WorkflowFiles.suite + "/files/upstream.yml")
    let found = try remarks(["deploy.yml": text])
    #expect(
      Dictionary(grouping: found, by: \.check).mapValues(\.count) == [
        "WF-02": 2, "WF-05": 2, "WF-07": 6, "WF-08": 6, "WF-13": 1,
      ])
  }
}
