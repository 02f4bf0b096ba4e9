import JSONDocument
import Policy
import Testing

@Suite struct TrustLintTests {
  static let old = Example.classic
  static let new = Example.immutable
  static let main = new + ":ref:refs/heads/main"
  static let production = new + ":environment:production"

  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let statements: [JSON]
    let checks: [String]
    var immutable = true

    init(_ name: String, _ statements: JSON..., checks: String, immutable: Bool = true) {
      testDescription = name
      self.statements = statements
      self.checks = checks.split(separator: " ").map { "TRUST-" + $0 }
      self.immutable = immutable
    }
  }

  static func like(_ values: String...) -> JSON { Example.statement(sub: "StringLike", values) }
  static func key(_ name: String) -> String { Example.issuer + ":" + name }

  static let rows: [Row] = [
    Row("the exact policy is right", Example.statement([main, production]), checks: ""),
    Row("the order of values is nobody's business", Example.statement([production, main]), checks: ""),
    Row(
      "one more exact environment is right", Example.statement([main, production, new + ":environment:staging"]),
      checks: ""),
    Row(
      "a branch pattern inside the context is right", like(main, production, new + ":ref:refs/heads/release/*"),
      checks: ""),
    Row("the documents' policy on a new repository", like(old + ":*"), checks: "09 13"),
    Row("the documents' policy on an old repository", like(old + ":*"), checks: "09", immutable: false),
    Row("no subject", Example.statement(sub: nil), checks: "03"),
    Row("no subject and no audience", Example.statement(sub: nil, aud: nil) { $0["Condition"] = nil }, checks: "03 27"),
    Row("a star", like("*"), checks: "05"),
    Row("every repository", like("repo:*"), checks: "05"),
    Row("every owner of a repository name", like("repo:*/sagemaker-churn@*:*"), checks: "05"),
    Row("every owner of a repository name, without ids", like("repo:*/sagemaker-churn:*"), checks: "05 13"),
    Row("a star in the literal", like("r*"), checks: "05"),
    Row("similar owners", like("repo:octo-*/sagemaker-churn@1296269:ref:refs/heads/main"), checks: "06 17"),
    Row("both formats in one pattern", like("repo:octo-org*/sagemaker-churn*:*"), checks: "06"),
    Row("every repository of the owner", like("repo:octo-org@583231/*"), checks: "07"),
    Row("every repository of the owner, classic", like("repo:octo-org/*"), checks: "07", immutable: false),
    Row("every repository of the owner without ids", like("repo:octo-org/*"), checks: "07 13"),
    Row("a missing terminator", like("repo:octo-org@583231/sagemaker-churn*"), checks: "08"),
    Row("a missing terminator after the id", like(new + "*"), checks: "08"),
    Row(
      "a missing terminator without ids reaches the immutable subject by no means",
      like("repo:octo-org/sagemaker-churn*"), checks: "08 13"),
    Row("every context", like(new + ":*"), checks: "09"),
    Row(
      "wildcard ids",
      like(
        "repo:octo-org@*/sagemaker-churn@*:ref:refs/heads/main",
        "repo:octo-org@*/sagemaker-churn@*:environment:production"), checks: "16 16"),
    Row("wildcard ids and every context", like("repo:octo-org@*/sagemaker-churn@*:*"), checks: "09 16"),
    Row("pull requests", Example.statement([main, production, new + ":pull_request"]), checks: "10"),
    Row("a wildcard under StringEquals", Example.statement([new + ":*"]), checks: "11"),
    Row("a wildcard under StringEquals and no ids", Example.statement([old + ":*"]), checks: "11 13"),
    Row("a star under StringEquals", Example.statement(["repo:octo-org@583231/*"]), checks: "11"),
    Row("StringLike without a wildcard", like(main, production), checks: "12"),
    Row(
      "exact subjects without ids", Example.statement([old + ":ref:refs/heads/main", old + ":environment:production"]),
      checks: "13"),
    Row(
      "exact subjects with ids on an old repository", Example.statement([main, production]), checks: "14",
      immutable: false),
    Row(
      "both forms during a change", Example.statement([main, production, old + ":environment:production"]), checks: ""),
    Row(
      "somebody else's ids", Example.statement(["repo:octo-org@583231/sagemaker-churn@42:ref:refs/heads/main"]),
      checks: "15"),
    Row("the environment is missing", Example.statement([main]), checks: "17"),
    Row("the branch is missing", Example.statement([production]), checks: "17"),
    Row("another branch", Example.statement([new + ":ref:refs/heads/trunk", production]), checks: "17"),
    Row("the environment in other letters", Example.statement([main, new + ":environment:Production"]), checks: "19"),
    Row("a bare colon", Example.statement([main, production, new + ":environment:eu:west"]), checks: "19"),
    Row("a short ref", Example.statement([new + ":main", production]), checks: "20"),
    Row("a short ref of the full kind", Example.statement([new + ":refs/heads/main", production]), checks: "20"),
    Row("no context at all", Example.statement([new, production]), checks: "20"),
    Row(
      "other letter case", Example.statement(["repo:Octo-Org@583231/sagemaker-churn@1296269:ref:refs/heads/main"]),
      checks: "22"),
    Row(
      "other letter case on an old repository", like("repo:Octo-Org/Sagemaker-Churn:*"), checks: "09 22",
      immutable: false),
    Row(
      "other letter case without ids", Example.statement(["repo:octo-org/SageMaker-Churn:ref:refs/heads/main"]),
      checks: "22"),
    Row(
      "an older name with our ids", Example.statement(["repo:octo-org@583231/churn@1296269:environment:production"]),
      checks: "23"),
    Row("no audience", Example.statement([main, production], aud: nil), checks: "27"),
    Row("another audience", Example.statement([main, production], aud: "https://github.com/octo-org"), checks: "28"),
    Row("a blank in the audience", Example.statement([main, production], aud: "sts.amazonaws.com "), checks: "28"),
    Row(
      "ForAllValues on the subject", Example.statement(sub: "ForAllValues:StringEquals", [main, production]),
      checks: "29"),
    Row("IfExists on the subject", Example.statement(sub: "StringEqualsIfExists", [main, production]), checks: "30"),
    Row(
      "keys on a wrong host", Example.statement([main, production], issuer: "vstoken.actions.githubusercontent.com"),
      checks: "31 31"),
    Row(
      "a key with a scheme",
      Example.statement(sub: nil) {
        $0["Condition"]?["StringEquals"]?["https://" + key("sub")] = [.string(main), .string(production)]
      }, checks: "31"),
    Row("a positive test of iss", right { $0["Condition"]?["StringEquals"]?[key("iss")] = "https://x" }, checks: "32"),
    Row("a claim STS does not offer", right { $0["Condition"]?["StringEquals"]?[key("run_id")] = "1" }, checks: "33"),
    Row(
      "another account's provider",
      right {
        $0["Principal"] = ["Federated": "arn:aws:iam::999900001111:oidc-provider/token.actions.githubusercontent.com"]
      }, checks: "34"),
    Row(
      "a placeholder for the account",
      right {
        $0["Principal"] = ["Federated": "arn:aws:iam::ACCOUNT-ID:oidc-provider/token.actions.githubusercontent.com"]
      }, checks: "34"),
    Row(
      "the issuer's address instead of the ARN",
      right { $0["Principal"] = ["Federated": "https://token.actions.githubusercontent.com"] }, checks: "35"),
    Row(
      "a statement for everyone beside ours", right(),
      ["Effect": "Allow", "Principal": ["AWS": "*"], "Action": "sts:AssumeRole"], checks: "36"),
    Row(
      "a web identity of everyone", ["Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRoleWithWebIdentity"],
      checks: "36"),
    Row(
      "another provider without conditions", right(),
      [
        "Effect": "Allow", "Principal": ["Federated": "accounts.google.com"], "Action": "sts:AssumeRoleWithWebIdentity",
      ], checks: "36 47"),
    Row("sts:AssumeRole", right { $0["Action"] = "sts:AssumeRole" }, checks: "37"),
    Row("every action of STS", right { $0["Action"] = "sts:*" }, checks: "38"),
    Row("only a negated subject", Example.statement(sub: "StringNotLike", [old + ":*"]), checks: "39"),
    Row(
      "an owner claim alone",
      Example.statement(sub: nil) { $0["Condition"]?["StringEquals"]?[key("repository_owner_id")] = "583231" },
      checks: "04 07"),
    Row(
      "the repository's id instead of a subject",
      Example.statement(sub: nil) { $0["Condition"]?["StringEquals"]?[key("repository_id")] = "1296269" },
      checks: "04"),
    Row(
      "another owner among our values",
      Example.statement([main, production, "repo:vendor/deploy:ref:refs/heads/main"]), checks: "40"),
    Row(
      "a misspelt provider, and the right keys",
      Example.statement([main, production]) {
        $0["Principal"] = ["Federated": .string(Example.provider.replacing("content", with: "contents"))]
      }, checks: "34"),
    Row(
      "a variable where the owner should be", Example.statement(sub: "StringLike", ["repo:${aws:PrincipalTag/r}:*"]),
      checks: "13"),
    Row(
      "subject and audience in two statements", Example.statement(sub: nil),
      Example.statement([main, production], aud: nil), checks: "03 43"),
    Row(
      "a second kind of principal", right(),
      ["Effect": "Allow", "Principal": ["Service": "ec2.amazonaws.com"], "Action": "sts:AssumeRole"], checks: "47"),
    Row("only other repositories", like("repo:octo-org/website:*"), checks: "09 13"),
    Row("an empty policy", checks: "13"),
    Row("only a Deny", right { $0["Effect"] = "Deny" }, checks: "13"),
  ]

  static func right(_ change: (inout JSON) -> Void = { _ in }) -> JSON {
    Example.statement([main, production], change)
  }

  @Test(arguments: rows) func oneDefectRaisesOneCheck(row: Row) throws {
    let document = try PolicyDocument(["Version": "2012-10-17", "Statement": .array(row.statements)])
    let remarks = TrustPolicy.remarks(document, Example.intent(immutable: row.immutable))
    #expect(remarks.map(\.check).sorted() == row.checks)
  }

  private func remarks(_ statements: JSON..., immutable: Bool = true) throws -> [TrustRemark] {
    TrustPolicy.remarks(
      try PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)]),
      Example.intent(immutable: immutable))
  }

  @Test func aRemarkCarriesTheValueTheStatementAndWhatIsNeeded() throws {
    let foreign = Self.like("repo:octo-org/website:*")
    let remark = try #require(try remarks(foreign, Self.like(Self.old + ":*")).first { $0.check == "TRUST-13" })
    #expect(remark.statement == 1)
    #expect(remark.found == [Self.old + ":*"])
    #expect(remark.needed == [Self.main, Self.production])
    #expect(!remark.isForeign)
  }

  @Test func anotherRepositorysStatementIsForeign() throws {
    let foreign = Self.like("repo:octo-org/website*")
    let remarks = try remarks(foreign, Self.right())
    #expect(remarks.map(\.check) == ["TRUST-08"])
    #expect(remarks.allSatisfy { $0.isForeign && $0.statement == 0 })
  }

  @Test func anotherRepositorysValueAmongOursIsForeign() throws {
    let remarks = try remarks(Self.like(Self.main, Self.production, "repo:octo-org/website:*"))
    #expect(remarks.map(\.check) == ["TRUST-09"])
    #expect(remarks.map(\.isForeign) == [true])
  }

  @Test func aMissingContextNamesOnlyWhatIsMissing() throws {
    let remark = try #require(try remarks(Example.statement([Self.main])).first)
    #expect(remark.needed == [Self.production])
    #expect(remark.found == [Self.main])
  }

  @Test func theCanonicalSpellingIsProposed() throws {
    let remark = try #require(
      try remarks(Example.statement(["repo:Octo-Org@583231/sagemaker-churn@1296269:ref:refs/heads/x"])).first)
    #expect(remark.needed == [Self.new + ":ref:refs/heads/x"])
  }

  @Test func anOldOrAbsentVersionIsSaid() throws {
    let old = try PolicyDocument(["Version": "2008-10-17", "Statement": [Self.right()]])
    let none = try PolicyDocument(["Statement": Self.right()])
    for document in [old, none] {
      #expect(TrustPolicy.remarks(document, Example.intent()).map(\.check) == ["TRUST-45"])
    }
  }

  @Test func aDocumentNearItsQuotaIsSaid() throws {
    let many = (0..<40).map { Self.new + ":environment:number-\($0)" }
    let remarks = try remarks(Example.statement([Self.main, Self.production] + many))
    #expect(remarks.map(\.check) == ["TRUST-46"])
  }

  @Test func aCustomisedTemplateHasAFormOfItsOwn() throws {
    var intent = Example.intent()
    intent.format.useDefault = false
    intent.format.includeClaimKeys = ["repository_id", "context"]
    intent.subjects = ["repository_id:1296269:environment:production", "repository_id:1296269:ref:refs/heads/main"]
    let checks = { (values: [String]) throws in
      TrustPolicy.remarks(try Example.document(Example.statement(values)), intent).map(\.check)
    }
    #expect(try checks([Self.main, Self.production]) == ["TRUST-24"])
    #expect(try checks(intent.subjects) == [])
    #expect(try checks([intent.subjects[0]]) == ["TRUST-17"])
  }

  @Test func iamRefusesWhatTestsNoSubject() throws {
    #expect(try TrustPolicy.refusedByIAM(Example.document(Self.right())) == nil)
    #expect(try TrustPolicy.refusedByIAM(Example.document(Self.right(), Example.statement(sub: nil))) == 1)
  }
}
