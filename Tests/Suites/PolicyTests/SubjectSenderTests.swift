import Policy
import Testing

/// Whose job sent a subject.
@Suite struct SubjectSenderTests {
  @Test(arguments: [
    (Example.immutable + ":ref:refs/heads/dev", SubjectFormat.Sender.repository),
    (Example.immutable + ":pull_request", .repository), (Example.classic + ":ref:refs/heads/main", .formerly),
    ("repo:octo-org@583231/old-name@1296269:ref:refs/heads/main", .formerly),
    ("repo:former-org@9/sagemaker-churn@1296269:ref:refs/heads/main", .formerly),
    ("repo:octo-org@583231/sagemaker-churn@7:ref:refs/heads/main", .stranger),
    ("repo:octo-org@583231/sagemaker-churn-evil@7:ref:refs/heads/main", .stranger),
    ("repo:Octo-Org/sagemaker-churn:ref:refs/heads/main", .stranger), ("repo:evil/app:pull_request", .stranger),
    ("", .stranger), ("*", .stranger), ("repo:*", .stranger),
  ]) func withIDs(_ subject: String, _ sender: SubjectFormat.Sender) {
    #expect(Example.format(immutable: true).sender(of: subject) == sender)
  }

  @Test func withNamesAlone() {
    let format = Example.format(immutable: false)
    #expect(format.sender(of: Example.classic + ":environment:production") == .repository)
    #expect(format.sender(of: Example.immutable + ":environment:production") == .formerly)
  }

  @Test(arguments: [
    (["repository_id", "context"], "repository_id:1296269:ref:refs/heads/main", SubjectFormat.Sender.repository),
    (["repository_id", "context"], "repository_id:12962690:ref:refs/heads/main", .stranger),
    (["repository_id", "context"], Example.immutable + ":ref:refs/heads/main", .formerly),
    (["repo", "context", "actor"], Example.immutable + ":ref:refs/heads/main:actor:ana", .repository),
    (["repository_owner_id", "context"], "repository_owner_id:583231:ref:refs/heads/main", .stranger),
  ]) func byATemplate(_ keys: [String], _ subject: String, _ sender: SubjectFormat.Sender) {
    var format = Example.format(immutable: true)
    (format.useDefault, format.includeClaimKeys) = (false, keys)
    #expect(format.sender(of: subject) == sender)
  }
}
