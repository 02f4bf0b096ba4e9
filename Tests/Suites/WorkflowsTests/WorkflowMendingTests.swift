import Testing
import Workflows

@Suite("What is wrong with workflow files is mended") struct WorkflowMendingTests {
  private static let commit = "0123456789abcdef0123456789abcdef01234567"
  private static let mending = WorkflowMending(
    role: "${{ secrets.AWS_ROLE_ARN }}", region: "us-east-1", session: "churn-${{ github.run_id }}", group: "deploy",
    pins: [
      "actions/checkout": WorkflowMending.Pin(commit: commit, version: "v7.0.1"),
      "aws-actions/configure-aws-credentials": WorkflowMending.Pin(commit: commit, version: "v6.2.3"),
    ])
  private static let path = ".github/workflows/deploy.yml"

  private func judge(_ workflows: [Workflow]) -> [WorkflowRemark] {
    WorkflowSet(repository: "octo-org/app", defaultBranch: "main", workflows: workflows)
      .remarks(WorkflowIntent(region: "us-east-1"))
  }

  private func mended(_ texts: [String: String], in paths: Set<String> = [Self.path]) -> MendedFiles {
    Self.mending.mended(texts, in: paths, judge)
  }

  /// The sample of the guides, as it is upstream.
  private static let keys = """
    on: workflow_dispatch
    jobs:
      deploy: # by keys
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v4
          - uses: aws-actions/configure-aws-credentials@v4
            with:
              aws-access-key-id: ${{ secrets.AWS_ACCESS_KEY_ID }}
              aws-secret-access-key: ${{ secrets.AWS_SECRET_ACCESS_KEY }}
              aws-region: us-west-2
          - uses: actions/setup-python@v6
    """

  @Test func aFileThatSignsInByKeysComesToSignInByTheRole() throws {
    let result = mended([Self.path: Self.keys])
    let text = try #require(result.texts[Self.path])
    let left = judge([try Workflow.read(text, path: Self.path)]).filter { WorkflowMending.checks.contains($0.check) }
    // Of this action no commit is known: its author pins it.
    #expect(left.map { "\($0.check) \($0.found)" } == [#"WF-08 ["actions/setup-python@v6"]"#], "\(text)")
    #expect(text.contains("deploy: # by keys") && text.contains("role-to-assume: ${{ secrets.AWS_ROLE_ARN }}"))
    #expect(text.contains("actions/checkout@\(Self.commit) # v7.0.1"))
    #expect(!text.contains("access-key") && result.refusals == [])
  }

  @Test func whatIsRightIsNotTouchedAndMendingTwiceIsMendingOnce() {
    let once = mended([Self.path: Self.keys])
    #expect(mended(once.texts) == once)
  }

  @Test func onlyTheFilesThatWereMeantAreEdited() {
    let other = ".github/workflows/site.yml"
    let result = mended([Self.path: Self.keys, other: Self.keys])
    #expect(result.texts[other] == Self.keys)
    #expect(result.texts[Self.path] != Self.keys)
  }

  @Test func whatCannotBeEditedIsLeftWithItsReason() {
    let text = Self.keys.replacing(
      "    runs-on: ubuntu-24.04\n", with: "    runs-on: ubuntu-24.04\n    permissions: read-all\n")
    let result = mended([Self.path: text])
    #expect(result.refusals.map(\.check) == ["WF-03"])
    #expect(result.refusals.first?.words.contains("read-all") == true)
  }
}
