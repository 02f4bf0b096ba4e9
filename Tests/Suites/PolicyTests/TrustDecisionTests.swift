import JSONDocument
import Policy
import Testing

@Suite struct TrustDecisionTests {
  static let main = Example.classic + ":ref:refs/heads/main"
  static let production = Example.classic + ":environment:production"
  static let newMain = Example.immutable + ":ref:refs/heads/main"
  static let newProduction = Example.immutable + ":environment:production"
  static let strangers = [
    "repo:stranger/sagemaker-churn:ref:refs/heads/main", "repo:octo-org-evil/sagemaker-churn:ref:refs/heads/main",
    "repo:octo-org/sagemaker-churn-evil:ref:refs/heads/main",
    "repo:octo-org@999/sagemaker-churn@1296269:ref:refs/heads/main",
  ]

  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let statement: JSON
    let accepted: [String]
    let refused: [String]
    /// Name of the operator that refuses the first of `refused`.
    var by: String?
    var testDescription: String { name }
  }

  static let rows: [Row] = [
    Row(
      name: "document 0's policy accepts any context of the classic subject, and no immutable one",
      statement: Example.statement(sub: "StringLike", [Example.classic + ":*"]),
      accepted: [main, production, Example.classic + ":pull_request", Example.classic + ":ref:refs/tags/v1"],
      refused: [newMain, newProduction] + strangers, by: "StringLike"),
    Row(
      name: "document 0's policy as printed names another repository",
      statement: Example.statement(sub: "StringLike", ["repo:your-org/your-repo:*"]) {
        $0["Principal"] = ["Federated": .string(Example.provider)]
      }, accepted: ["repo:your-org/your-repo:ref:refs/heads/main"], refused: [main, newMain], by: "StringLike"),
    Row(
      name: "document 3's policy accepts its own repository",
      statement: Example.statement(sub: "StringLike", ["repo:UNGlobalPlatform/images-datascience:*"]),
      accepted: ["repo:UNGlobalPlatform/images-datascience:ref:refs/heads/main"],
      refused: ["repo:unglobalplatform/images-datascience:ref:refs/heads/main", main], by: "StringLike"),
    Row(
      name: "document 4's organisation-wide policy accepts every repository of the organisation",
      statement: Example.statement(sub: "StringLike", ["repo:octo-org/*"]),
      accepted: [main, "repo:octo-org/sandbox:pull_request"], refused: [newMain, strangers[0], strangers[1]],
      by: "StringLike"),
    Row(
      name: "document 2's policy without a subject accepts everybody",
      statement: Example.statement(sub: nil), accepted: [main, newMain] + strangers, refused: []),
    Row(
      name: "exact immutable subjects accept these two only",
      statement: Example.statement([newMain, newProduction]), accepted: [newMain, newProduction],
      refused: [main, Example.immutable + ":pull_request", Example.immutable + ":ref:refs/tags/v1"] + strangers,
      by: "StringEquals"),
    Row(
      name: "a wildcard under StringEquals is a letter",
      statement: Example.statement([Example.classic + ":*"]), accepted: [], refused: [main, newMain], by: "StringEquals"
    ),
    Row(
      name: "a missing terminator accepts a similar repository",
      statement: Example.statement(sub: "StringLike", ["repo:octo-org/sagemaker-churn*"]),
      accepted: [main, strangers[2]], refused: [newMain, strangers[1]], by: "StringLike"),
    Row(
      name: "a wildcard in the owner accepts a similar owner",
      statement: Example.statement(sub: "StringLike", ["repo:octo-org*/sagemaker-churn*:*"]),
      accepted: [main, newMain, strangers[1]], refused: [strangers[0]], by: "StringLike"),
    Row(
      name: "other letter case refuses",
      statement: Example.statement(["repo:Octo-Org/sagemaker-churn:ref:refs/heads/main"]), accepted: [],
      refused: [main], by: "StringEquals"),
    Row(
      name: "other letter case is accepted where the operator ignores it",
      statement: Example.statement(
        sub: "StringEqualsIgnoreCase", ["repo:Octo-Org/sagemaker-churn:ref:refs/heads/main"]),
      accepted: [main], refused: [production], by: "StringEqualsIgnoreCase"),
    Row(
      name: "a condition key has no letter case",
      statement: Example.statement(sub: nil) {
        $0["Condition"]?["StringLike"] = ["Token.Actions.GitHubUserContent.com:SUB": .string(Example.classic + ":*")]
      }, accepted: [main], refused: [newMain], by: "StringLike"),
    Row(
      name: "only a negated test accepts everyone else",
      statement: Example.statement(sub: "StringNotLike", [Example.classic + ":pull_request"]),
      accepted: [main] + strangers, refused: [Example.classic + ":pull_request"], by: "StringNotLike"),
    Row(
      name: "several values under a negated operator refuse each",
      statement: Example.statement(sub: "StringNotEquals", [main, production]), accepted: [newMain],
      refused: [main, production], by: "StringNotEquals"),
    Row(
      name: "ForAllValues on a misspelt key accepts everybody",
      statement: Example.statement(
        sub: "ForAllValues:StringLike", [Example.classic + ":*"], aud: nil,
        issuer: "vstoken.actions.githubusercontent.com"),
      accepted: [main] + strangers, refused: []),
    Row(
      name: "a positive test on a misspelt host refuses everybody",
      statement: Example.statement([main], issuer: "token.actions.githubusercontents.com"), accepted: [],
      refused: [main], by: "StringEquals"),
    Row(
      name: "IfExists accepts when the key is absent",
      statement: Example.statement(
        sub: "StringEqualsIfExists", [main], aud: nil, issuer: "https://token.actions.githubusercontent.com"),
      accepted: [main, strangers[0]], refused: []),
    Row(
      name: "a positive test of iss refuses, because STS does not offer it",
      statement: Example.statement([main]) {
        $0["Condition"]?["StringEquals"]?[Example.issuer + ":iss"] = "https://token.actions.githubusercontent.com"
      }, accepted: [], refused: [main], by: "StringEquals"),
    Row(
      name: "ForAllValues on iss passes, because STS does not offer it",
      statement: Example.statement([main]) {
        $0["Condition"]?["ForAllValues:StringEquals"] = [
          Example.issuer + ":iss": "https://token.actions.githubusercontent.com"
        ]
      }, accepted: [main], refused: [production], by: "StringEquals"),
    Row(
      name: "Null asks for the key",
      statement: Example.statement(sub: nil) { $0["Condition"]?["Null"] = [Example.issuer + ":environment": "true"] },
      accepted: [main], refused: []),
    Row(
      name: "the wrong audience refuses",
      statement: Example.statement([main], aud: "https://github.com/octo-org"), accepted: [], refused: [main],
      by: "StringEquals"),
    Row(
      name: "another provider refuses",
      statement: Example.statement([main]) {
        $0["Principal"] = ["Federated": "arn:aws:iam::999900001111:oidc-provider/token.actions.githubusercontent.com"]
      }, accepted: [], refused: [main]),
    Row(
      name: "a list of providers holds ours",
      statement: Example.statement([main]) {
        $0["Principal"] = ["Federated": ["cognito-identity.amazonaws.com", .string(Example.provider)]]
      }, accepted: [main], refused: [production], by: "StringEquals"),
    Row(
      name: "a principal of everyone holds ours",
      statement: Example.statement([main]) { $0["Principal"] = "*" }, accepted: [main], refused: [production],
      by: "StringEquals"),
    Row(
      name: "sts:AssumeRole is another action",
      statement: Example.statement([main]) { $0["Action"] = "sts:AssumeRole" }, accepted: [], refused: [main]),
    Row(
      name: "actions have wildcards and no letter case",
      statement: Example.statement([main]) { $0["Action"] = ["STS:assumerolewith*"] }, accepted: [main],
      refused: [production],
      by: "StringEquals"),
    Row(
      name: "a question mark is one letter",
      statement: Example.statement(sub: "StringLike", [Example.classic + ":ref:refs/tags/v?"]),
      accepted: [Example.classic + ":ref:refs/tags/v1"],
      refused: [Example.classic + ":ref:refs/tags/v10", Example.classic + ":ref:refs/tags/v"], by: "StringLike"),
    Row(
      name: "a policy variable that nothing fills agrees with nothing",
      statement: Example.statement(["repo:octo-org/${aws:PrincipalTag/repo}:ref:refs/heads/main"]), accepted: [],
      refused: [main]),
    Row(
      name: "an unknown operator never holds in an Allow",
      statement: Example.statement(sub: "StringMatches", [main]), accepted: [], refused: [main]),
  ]

  @Test(arguments: rows) func aPolicyAcceptsAndRefuses(row: Row) throws {
    let document = try Example.document(row.statement)
    for subject in row.accepted { #expect(document.accepts(subject), "should accept \(subject)") }
    for subject in row.refused { #expect(!document.accepts(subject), "should refuse \(subject)") }
    guard let by = row.by, let first = row.refused.first else { return }
    let decision = TrustPolicy.evaluate(document, token: Example.token(first), provider: Example.provider)
    guard case .refused(statement: 0, let judged) = decision.reason else {
      Issue.record("refused for another reason: \(decision.reason)")
      return
    }
    #expect(judged.test.operatorName == by)
  }

  @Test func aRefusalShowsWhatStandsThereAndWhatWasPresented() throws {
    let document = try Example.document(Example.statement(sub: "StringLike", [Example.classic + ":*"]))
    let decision = TrustPolicy.evaluate(document, token: Example.token(Self.newMain), provider: Example.provider)
    guard case .refused(0, let judged) = decision.reason else {
      Issue.record("\(decision)")
      return
    }
    #expect(judged.test.values == [Example.classic + ":*"])
    #expect(judged.presented == [Self.newMain])
    #expect(judged.test.key == Example.issuer + ":sub")
  }

  @Test func theClosestStatementExplainsARefusal() throws {
    let document = try Example.document(
      Example.statement(["repo:stranger/app:environment:x"], aud: "wrong"),
      Example.statement([Self.main], aud: "wrong"),
      Example.statement([Self.production]) { $0["Principal"] = ["Service": "ec2.amazonaws.com"] },
      Example.statement([Self.production]))
    let decision = TrustPolicy.evaluate(
      document, token: Example.token(Example.classic + ":environment:prod"), provider: Example.provider)
    guard case .refused(3, _) = decision.reason else {
      Issue.record("\(decision)")
      return
    }
  }

  @Test func aStatementThatAgreesWithTheSubjectIsNearerThanOneThatDoesNot() throws {
    let narrowed = Example.statement([Self.newMain]) {
      $0["Condition"]?["StringEquals"]?[Example.issuer + ":actor"] = "ana"
    }
    let document = try Example.document(Example.statement([Example.immutable + ":ref:refs/heads/mai"]), narrowed)
    let decision = TrustPolicy.evaluate(document, token: Example.token(Self.newMain), provider: Example.provider)
    guard case .refused(1, let judged) = decision.reason else {
      Issue.record("\(decision)")
      return
    }
    #expect(judged.test.key == Example.issuer + ":actor")
  }

  @Test func aDenyEndsItWhateverIsAllowed() throws {
    let deny = Example.statement(sub: "StringLike", ["*:pull_request"], aud: nil) { $0["Effect"] = "Deny" }
    let document = try Example.document(Example.statement(sub: "StringLike", [Example.classic + ":*"]), deny)
    #expect(document.accepts(Self.main))
    let decision = TrustPolicy.evaluate(
      document, token: Example.token(Example.classic + ":pull_request"), provider: Example.provider)
    guard case .denied(1, _) = decision.reason else {
      Issue.record("\(decision)")
      return
    }
  }

  @Test func statementsAreAlternativesAndTestsAreNot() throws {
    let document = try Example.document(Example.statement([Self.main]), Example.statement([Self.production]))
    #expect(document.accepts(Self.main) && document.accepts(Self.production))
    let both = try Example.document(
      Example.statement([Self.main]) { $0["Condition"]?["StringEquals"]?[Example.issuer + ":actor"] = "ana" })
    #expect(!both.accepts(Self.main))
    #expect(both.accepts(Self.main, ["actor": "ana"]))
  }

  @Test func aClaimSTSDoesNotOfferIsAbsent() throws {
    let document = try Example.document(
      Example.statement([Self.main]) { $0["Condition"]?["StringEquals"]?[Example.issuer + ":head_ref"] = "x" })
    #expect(!document.accepts(Self.main, ["head_ref": "x"]))
  }

  @Test func aSingleStatementObjectIsAList() throws {
    let document = try PolicyDocument(["Statement": Example.statement([Self.main])])
    #expect(document.accepts(Self.main))
  }

  @Test func anEmptyDocumentAllowsNothing() throws {
    let decision = TrustPolicy.evaluate(
      try Example.document(), token: Example.token(Self.main), provider: Example.provider)
    #expect(decision.reason == .nothingAllowed)
  }
}
