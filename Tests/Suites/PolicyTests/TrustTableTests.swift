import JSONDocument
import Policy
import Testing

/// Every trust policy of the guides and more of what stands in accounts, asked by six tokens.
///
/// A word for each token: `yes`, or what decides against it — the claim whose test refuses or cannot be told, `deny`, `principal`,
/// `action`, or `nothing` where nothing is allowed at all.
@Suite struct TrustTableTests {
  private static let old = Example.classic
  private static let new = Example.immutable
  private static let workflow = "octo-org/sagemaker-churn/.github/workflows/deploy.yml@refs/heads/main"

  /// In the order of the columns.
  static let tokens = [
    token("\(old):ref:refs/heads/main", ["ref": "refs/heads/main"]),
    token("\(new):ref:refs/heads/main", ["ref": "refs/heads/main"]),
    token("\(new):environment:production", ["ref": "refs/heads/main", "environment": "production"]),
    token("\(new):ref:refs/tags/v1", ["ref": "refs/tags/v1"]),
    token("\(new):pull_request", ["ref": "refs/pull/7/merge"]),
    Token(
      subject: "repo:octo-org-evil/sagemaker-churn:ref:refs/heads/main", audience: "sts.amazonaws.com",
      claims: [
        "repository": "octo-org-evil/sagemaker-churn", "repository_id": "666", "repository_owner": "octo-org-evil",
        "actor": "eve", "actor_id": "66", "ref": "refs/heads/main",
        "job_workflow_ref": "octo-org-evil/sagemaker-churn/.github/workflows/deploy.yml@refs/heads/main",
      ]),
  ]

  private static func token(_ subject: String, _ more: [String: String]) -> Token {
    let claims = [
      "repository": "octo-org/sagemaker-churn", "repository_id": "1296269", "repository_owner": "octo-org",
      "actor": "ana", "actor_id": "4242", "job_workflow_ref": workflow,
    ]
    return Token(subject: subject, audience: "sts.amazonaws.com", claims: claims.merging(more) { $1 })
  }

  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let statements: [JSON]
    let version: JSON
    let verdicts: [String]
    var testDescription: String { name }

    init(_ name: String, _ statements: JSON..., version: JSON = "2012-10-17", says verdicts: String) {
      (self.name, self.statements, self.version) = (name, statements, version)
      self.verdicts = verdicts.split(separator: " ").map(String.init)
    }
  }

  private static func like(_ subjects: String...) -> JSON { Example.statement(sub: "StringLike", subjects) }
  private static func exact(_ subjects: String...) -> JSON { Example.statement(subjects) }
  /// A statement that tests the audience, and these claims exactly.
  private static func claims(_ claims: KeyValuePairs<String, JSON>, by operation: String = "StringEquals") -> JSON {
    Example.statement(sub: nil) { statement in
      var tests = statement["Condition"]?[operation] ?? [:]
      for (claim, value) in claims { tests["\(Example.issuer):\(claim)"] = value }
      statement["Condition"]?[operation] = tests
    }
  }

  static let rows = [
    //                                                          classic immutable environment tag pull hostile
    Row("document 0 as printed", like("repo:your-org/your-repo:*"), says: "sub sub sub sub sub sub"),
    Row("document 0, filled in", like("\(old):*"), says: "yes sub sub sub sub sub"),
    Row("document 2, the Terraform module's default", claims([:]), says: "yes yes yes yes yes yes"),
    Row("document 3 as printed", like("repo:UNGlobalPlatform/images-datascience:*"), says: "sub sub sub sub sub sub"),
    Row("document 4, the whole organisation", like("repo:octo-org/*"), says: "yes sub sub sub sub sub"),
    Row(
      "document 4, its misspelt issuer",
      Example.statement(sub: "StringLike", ["\(old):*"], issuer: "token.actions.githubusercontents.com"),
      says: "aud aud aud aud aud aud"),
    Row("names and ids, any context", like("\(new):*"), says: "sub yes yes yes yes sub"),
    Row(
      "the two jobs of the project", exact("\(new):ref:refs/heads/main", "\(new):environment:production"),
      says: "sub yes yes sub sub sub"),
    Row(
      "the older form of both", exact("\(old):ref:refs/heads/main", "\(old):environment:production"),
      says: "yes sub sub sub sub sub"),
    Row("any ids", like("repo:octo-org@*/sagemaker-churn@*:ref:refs/heads/main"), says: "sub yes sub sub sub sub"),
    Row(
      "both forms in one pattern", like("repo:octo-org*/sagemaker-churn*:ref:refs/heads/main"),
      says: "yes yes sub sub sub yes"),
    Row("a pattern without its star's operator", exact("\(new):*"), says: "sub sub sub sub sub sub"),
    Row("environments only", like("\(new):environment:*"), says: "sub sub yes sub sub sub"),
    Row("tags only", like("\(new):ref:refs/tags/v*"), says: "sub sub sub yes sub sub"),
    Row("one letter open", like("\(new):ref:refs/heads/mai?"), says: "sub yes sub sub sub sub"),
    Row(
      "everything but pull requests", Example.statement(sub: "StringNotLike", ["*:pull_request"]),
      says: "yes yes yes yes sub yes"),
    Row(
      "ours, and pull requests denied", like("\(new):*"), deny("StringLike", ["*:pull_request"]),
      says: "sub yes yes yes deny sub"),
    Row(
      "everybody denied who is not ours", claims([:]), deny("StringNotLike", ["\(new):*"]),
      says: "deny yes yes yes yes deny"),
    Row(
      "letter case ignored", Example.statement(sub: "StringEqualsIgnoreCase", ["\(new):REF:refs/heads/MAIN"]),
      says: "sub yes sub sub sub sub"),
    Row(
      "if it exists", Example.statement(sub: "StringEqualsIfExists", ["\(new):pull_request"]),
      says: "sub sub sub sub yes sub"),
    Row("all values", Example.statement(sub: "ForAllValues:StringLike", ["\(old):*"]), says: "yes sub sub sub sub sub"),
    Row(
      "all values of a claim that nobody sends",
      Example.statement(sub: "ForAllValues:StringLike", ["x"]) {
        $0["Condition"] = ["ForAllValues:StringEquals": .object(JSONObject([(Example.issuer + ":iss", "x")]))]
      }, says: "yes yes yes yes yes yes"),
    Row("any value", Example.statement(sub: "ForAnyValue:StringLike", ["\(new):*"]), says: "sub yes yes yes yes sub"),
    Row(
      "the repository's id", claims(["repository_id": "1296269"]),
      says: "yes yes yes yes yes repository_id"),
    Row("an id written as a number", claims(["repository_id": 1_296_269]), says: "yes yes yes yes yes repository_id"),
    Row(
      "one workflow of the repository", claims(["job_workflow_ref": .string(workflow)]),
      says: "yes yes yes yes yes job_workflow_ref"),
    Row("people by name", claims(["actor": ["ana", "ben"]]), says: "yes yes yes yes yes actor"),
    Row(
      "a claim that STS keeps to itself", claims(["repository_owner": "octo-org"]),
      says: "repository_owner repository_owner repository_owner repository_owner repository_owner repository_owner"),
    Row("no environment wanted", claims(["environment": "true"], by: "Null"), says: "yes yes environment yes yes yes"),
    Row(
      "the key in capital letters",
      Example.statement(sub: nil) {
        $0["Condition"]?["StringLike"] = ["TOKEN.actions.githubusercontent.com:SUB": .string("\(new):*")]
      }, says: "SUB yes yes yes yes SUB"),
    Row(
      "a variable that the token fills", like("repo:*:ref:${\(Example.issuer):ref}"), says: "yes yes sub yes sub yes"),
    Row("a variable that nothing fills", like("repo:${aws:PrincipalTag/owner}/*"), says: "sub sub sub sub sub sub"),
    Row(
      "a variable that nothing fills, in a Deny", like("\(new):*"), deny("StringLike", ["repo:${aws:username}*"]),
      says: "sub sub sub sub sub sub"),
    Row(
      "a variable in the language of 2008", like("repo:*:ref:${\(Example.issuer):ref}"), version: "2008-10-17",
      says: "sub sub sub sub sub sub"),
    Row(
      "another account's provider",
      Example.statement(["\(new):*"]) {
        $0["Principal"] = ["Federated": .string(Example.provider.replacing("1111", with: "9999"))]
      }, says: "principal principal principal principal principal principal"),
    Row(
      "everybody but this provider",
      like("*").but { statement in
        statement["NotPrincipal"] = statement["Principal"]
        statement["Principal"] = nil
      }, says: "principal principal principal principal principal principal"),
    Row(
      "the action for accounts", like("*").but { $0["Action"] = "sts:AssumeRole" },
      says: "action action action action action action"),
    Row(
      "every action but that for accounts",
      like("\(new):*").but { statement in
        statement["Action"] = nil
        statement["NotAction"] = "sts:AssumeRole"
      }, says: "sub yes yes yes yes sub"),
    Row(
      "an operator nobody knows", Example.statement(sub: "StringMatches", ["\(new):.*"]),
      says: "sub sub sub sub sub sub"),
    Row(
      "an operator nobody knows, in a Deny", claims([:]), deny("StringMatches", ["x"]),
      says: "sub sub sub sub sub sub"),
    Row(
      "an effect in small letters", like("*").but { $0["Effect"] = "allow" },
      says: "nothing nothing nothing nothing nothing nothing"),
  ]

  private static func deny(_ operation: String, _ subjects: [String]) -> JSON {
    Example.statement(sub: operation, subjects, aud: nil) { $0["Effect"] = "Deny" }
  }

  @Test(arguments: rows) func eachTokenIsAnsweredForTheRightReason(row: Row) throws {
    let document = try PolicyDocument(["Version": row.version, "Statement": .array(row.statements)])
    let found = Self.tokens.map { token in
      TrustPolicy.evaluate(document, token: token, provider: Example.provider).word
    }
    #expect(found == row.verdicts)
  }
}

extension JSON {
  fileprivate func but(_ change: (inout JSON) -> Void) -> JSON {
    var copy = self
    change(&copy)
    return copy
  }
}

extension TrustPolicy.Answer {
  /// The table's word for it.
  fileprivate var word: String {
    switch reason {
    case .accepted: "yes"
    case .denied: "deny"
    case .undecided(_, let tests): tests.first?.test.key.split(separator: ":").last.map(String.init) ?? ""
    case .refused(_, let test): test.test.key.split(separator: ":").last.map(String.init) ?? ""
    case .otherPrincipal: "principal"
    case .otherAction: "action"
    case .nothingAllowed: "nothing"
    }
  }
}
