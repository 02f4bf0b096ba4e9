import JSONDocument
import Testing

@testable import Policy

/// Subjects in their context: templates, letter case, pasted addresses, former names, contexts that no job has.
@Suite struct SubjectLintTests {
  private static let new = Example.immutable
  private static let main = new + ":ref:refs/heads/main"
  private static let production = new + ":environment:production"

  private func checks(_ values: [String], _ intent: TrustIntent, by operation: String = "StringEquals") throws
    -> [String]
  {
    let document = try Example.document(Example.statement(sub: operation, values))
    return TrustPolicy.remarks(document, intent).map { String($0.check.dropFirst("TRUST-".count)) }
  }

  /// The subject of the repository's template, for the branch.
  private func templated(_ keys: [String]) throws -> TrustIntent {
    var format = Example.format(immutable: false)
    (format.useDefault, format.includeClaimKeys) = (false, keys)
    return TrustIntent(
      provider: Example.provider, format: format, subjects: [try format.subject(for: .branch("main"))])
  }

  @Test(arguments: [
    (["context"], "05"), (["ref"], "05"), (["ref", "ref_type"], "05"), (["repository_owner"], "07"),
    (["repository_owner_id", "context"], "07"), (["repository_id"], "09"), (["repo"], "09"), (["repository"], "09"),
    (["repository_owner", "repository"], "09"), (["repository_id", "context"], ""), (["repo", "context"], ""),
    (["repository_owner", "repository_id", "ref"], ""),
  ])
  func whatATemplateLeavesOutIsSaidOfTheExactSubject(_ keys: [String], _ check: String) throws {
    let intent = try templated(keys)
    #expect(try checks(intent.subjects, intent) == (check.isEmpty ? [] : [check]))
    #expect(intent.opensToEverybody == (check == "05"))
    // Whoever stands under the default form is no safer: a stranger's repository can follow any template.
    if check == "05" || check == "07" {
      #expect(try checks([Self.main, Self.production] + intent.subjects, Example.intent()).contains(check))
    }
  }

  @Test func anotherTestOfTheTenantClosesATemplatesSubject() throws {
    let intent = try templated(["context"])
    let document = try Example.document(
      Example.statement(intent.subjects) {
        $0["Condition"]?["StringEquals"]?[Example.issuer + ":repository_id"] = "1296269"
      })
    #expect(!TrustPolicy.remarks(document, intent).contains { $0.check == "TRUST-05" })
  }

  @Test(arguments: [
    ("environment:production:pull_request", "17 20"), ("environment:production:ref:refs/heads/main", "17 20"),
    ("environment:production:job_workflow_ref:o/r/.github/workflows/x.yml@refs/heads/main", "17 20"),
    ("environment:blue:green", "17 19"), ("environment:Production", "17 19"),
  ])
  func anEnvironmentIsFollowedByNothing(_ context: String, _ found: String) throws {
    let intent = Example.intent()
    #expect(
      try checks([Self.main, "\(Self.new):\(context)"], intent).joined(separator: " ").hasSuffix(
        String(found.suffix(2))))
    let document = try Example.document(Example.statement([Self.main, "\(Self.new):\(context)"]))
    let needed = TrustPolicy.remarks(document, intent).flatMap(\.needed)
    #expect(needed.contains { $0.contains("%3A") } == (context == "environment:blue:green"))
  }

  @Test(arguments: [
    "repo:github.com/octo-org/sagemaker-churn:*", "repo:https://github.com/octo-org/sagemaker-churn:*",
    "repo:git@github.com:octo-org/sagemaker-churn.git:*",
    "repo:www.github.com/octo-org/sagemaker-churn:ref:refs/heads/main",
  ])
  func anAddressThatWasPastedIsASpellingAndIsCleared(_ value: String) throws {
    let intent = Example.intent()
    let found = try checks([value], intent, by: "StringLike")
    #expect(found.contains("22") && !found.contains("40"))
    let document = try Example.document(Example.statement(sub: "StringLike", [value]))
    #expect(TrustPolicy.recyclableOwners(document, intent) == [])
    #expect(TrustPolicy.remarks(TrustPolicy.repaired(document, intent), intent) == [])
  }

  @Test func onlyWhatCanBeALoginCanBeTaken() throws {
    let document = try Example.document(
      Example.statement([
        "repo:acme.example.com/app/x:pull_request", "repo:vendor/app:pull_request", "repo:a_b/c:pull_request",
      ]))
    #expect(TrustPolicy.recyclableOwners(document, Example.intent()) == ["vendor", "a_b"])
  }

  @Test func letterCaseIsNoDefectWhereTheOperatorIgnoresIt() throws {
    let values = [
      "repo:Octo-Org@583231/SageMaker-Churn@1296269:ref:refs/heads/main", "\(Self.new):environment:Production",
    ]
    #expect(try checks(values, Example.intent(), by: "StringEqualsIgnoreCase") == [])
    #expect(try checks(values, Example.intent()).contains("22"))
  }

  @Test func theNameInTheSetupIsOursAfterARename() throws {
    var intent = Example.intent()
    let former = "repo:octo-labs/churn:ref:refs/heads/main"
    #expect(try checks([former], intent).contains("40"))
    intent.format.former = SubjectFormat.Names(owner: "octo-labs", repository: "churn")
    #expect(try checks([former, Self.main, Self.production], intent) == ["23"])
    let repaired = TrustPolicy.repaired(try Example.document(Example.statement([former])), intent)
    #expect(TrustPolicy.remarks(repaired, intent) == [])
    #expect(try checks(["repo:octo-labs/other:ref:refs/heads/main", Self.main, Self.production], intent) == ["40"])
  }

  @Test func aWorkflowAloneIsNoRepository() throws {
    let key = Example.issuer + ":job_workflow_ref"
    let workflow = "octo-org/website/.github/workflows/deploy.yml@refs/heads/main"
    func found(_ more: [String: String]) throws -> Set<String> {
      let document = try Example.document(
        Example.statement(sub: nil) { statement in
          for (name, value) in more { statement["Condition"]?["StringEquals"]?[name] = .string(value) }
        })
      return Set(TrustPolicy.remarks(document, Example.intent()).map(\.check))
    }
    #expect(try found([key: workflow]).contains("TRUST-07"))
    #expect(try !found([key: workflow, Example.issuer + ":repository_id": "1296269"]).contains("TRUST-07"))
  }
}
