import Policy
import Testing

@Suite struct SubjectTests {
  private func format(immutable: Bool, prefix: String? = nil, keys: [String] = [], ids: Bool = true) -> SubjectFormat {
    SubjectFormat(
      useDefault: keys.isEmpty, includeClaimKeys: keys, useImmutableSubject: immutable, subClaimPrefix: prefix,
      owner: "octo-org",
      ownerID: ids ? 583231 : nil, repository: "sagemaker-churn", repositoryID: ids ? 1_296_269 : nil)
  }

  @Test(arguments: [
    (SubjectContext.branch("main"), "ref:refs/heads/main"), (.tag("v1"), "ref:refs/tags/v1"),
    (.pullRequest, "pull_request"),
    (.environment("production"), "environment:production"), (.environment("eu:west"), "environment:eu%3Awest"),
    (.branch("feature/a"), "ref:refs/heads/feature/a"),
  ]) func theContextIsWrittenAndReadBack(context: SubjectContext, text: String) throws {
    #expect(try format(immutable: false).subject(for: context) == "repo:octo-org/sagemaker-churn:" + text)
    #expect(try format(immutable: true).subject(for: context) == "repo:octo-org@583231/sagemaker-churn@1296269:" + text)
    #expect(SubjectContext(text) == context)
  }

  @Test func githubsOwnPrefixWins() throws {
    let renamed = format(immutable: true, prefix: "repo:Octo@1/App@2")
    #expect(try renamed.subject(for: .branch("main")) == "repo:Octo@1/App@2:ref:refs/heads/main")
    #expect(renamed.isImmutable)
    #expect(!format(immutable: false, prefix: "repo:octo-org/sagemaker-churn").isImmutable)
  }

  @Test func idsThatNobodyToldAreNotGuessed() {
    #expect(throws: SubjectError.idsNotKnown) { try format(immutable: true, ids: false).subject(for: .pullRequest) }
  }

  @Test func aTemplateFollowsItsKeysInOrder() throws {
    let plain = format(immutable: false, keys: ["repo", "context"])
    #expect(
      try plain.subject(for: .environment("production")) == "repo:octo-org/sagemaker-churn:environment:production")
    let other = format(immutable: true, keys: ["repository_owner_id", "context", "repository_id"])
    #expect(
      try other.subject(for: .branch("main")) == "repository_owner_id:583231:ref:refs/heads/main:repository_id:1296269")
    let flow = format(immutable: true, keys: ["repo", "job_workflow_ref"])
    #expect(
      try flow.subject(for: .branch("main"), claims: ["job_workflow_ref": "o/r/x.yml@refs/heads/a:b"])
        == "repo:octo-org@583231/sagemaker-churn@1296269:job_workflow_ref:o/r/x.yml@refs/heads/a%3Ab")
  }

  @Test func aClaimNobodyToldIsNamed() {
    let format = format(immutable: false, keys: ["repo", "job_workflow_ref", "environment"])
    #expect(throws: SubjectError.claimsLacking(["environment"])) {
      try format.subject(for: .branch("main"))
    }
    #expect(throws: SubjectError.claimsNotKnown(["job_workflow_ref"])) { try format.subject(for: .environment("x")) }
  }

  @Test func keysDoNotCountUnderTheDefault() throws {
    var format = format(immutable: false, keys: ["job_workflow_ref"])
    format.useDefault = true
    #expect(try format.subject(for: .pullRequest) == "repo:octo-org/sagemaker-churn:pull_request")
  }

  @Test func aPatternIsTakenApart() {
    let pattern = SubjectPattern("repo:octo-org@583231/sagemaker-*@129*:ref:refs/heads/*")
    #expect(pattern.owner == "octo-org")
    #expect(pattern.ownerID == "583231")
    #expect(pattern.repository == "sagemaker-*")
    #expect(pattern.repositoryID == "129*")
    #expect(pattern.context == "ref:refs/heads/*")
    #expect(pattern.prefix == "repo:octo-org@583231/sagemaker-*@129*")
    #expect(pattern.width == .similarRepositories)
    #expect(pattern.hasWildcardID)
  }
}
