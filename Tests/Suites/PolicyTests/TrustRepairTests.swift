import JSONDocument
import Policy
import Testing

@Suite struct TrustRepairTests {
  static let main = Example.immutable + ":ref:refs/heads/main"
  static let production = Example.immutable + ":environment:production"
  static let foreign = Example.statement(sub: "StringLike", ["repo:octo-org/website:*"]) { $0["Sid"] = "Website" }
  static let deny = Example.statement(sub: "StringLike", ["*:pull_request"], aud: nil) { $0["Effect"] = "Deny" }

  private func checks(_ document: PolicyDocument, _ intent: TrustIntent) -> [String] {
    TrustPolicy.remarks(document, intent).filter { !$0.isForeign }.map(\.check)
  }

  /// Every row of the lint's table, mended.
  @Test(arguments: TrustLintTests.rows) func aRepairLeavesNothingToSay(row: TrustLintTests.Row) throws {
    let intent = Example.intent(immutable: row.immutable)
    let document = try PolicyDocument(["Version": "2012-10-17", "Statement": .array(row.statements)])
    let repaired = TrustPolicy.repaired(document, intent)
    // A second kind of principal is for a person to split off.
    #expect(checks(repaired, intent).filter { $0 != "TRUST-47" } == [])
    for subject in intent.subjects {
      let isDenied = repaired.statements.contains(where: \.isDeny)
      let token = intent.token(subject: subject)
      let decision = TrustPolicy.evaluate(repaired, token: token, provider: intent.provider)
      #expect(decision.isAllowed || isDenied, "\(subject)")
    }
    #expect(TrustPolicy.repaired(repaired, intent) == repaired)
    if row.checks.isEmpty { #expect(repaired == document) }
  }

  @Test func theDocumentsPolicyBecomesExact() throws {
    let document = try Example.document(Example.statement(sub: "StringLike", [Example.classic + ":*"]))
    let repaired = TrustPolicy.repaired(document, Example.intent())
    #expect(repaired == (try Example.document(Example.statement([Self.main, Self.production]))))
    #expect(repaired == TrustPolicy.fresh(Example.intent()))
  }

  @Test func statementsOfOthersStayAsTheyAre() throws {
    let service: JSON = [
      "Sid": "Box", "Effect": "Allow", "Principal": ["Service": "ec2.amazonaws.com"], "Action": "sts:AssumeRole",
    ]
    let document = try Example.document(
      Self.foreign, Example.statement(sub: "StringLike", ["repo:*"]) { $0["Sid"] = "Ours" }, service, Self.deny)
    let repaired = TrustPolicy.repaired(document, Example.intent())
    #expect(repaired.statements.count == 4)
    for index in [0, 2, 3] { #expect(repaired.statements[index] == document.statements[index]) }
    #expect(repaired.statements[1].sid == "Ours")
  }

  @Test func aPolicyOfOthersGainsOneStatement() throws {
    let repaired = TrustPolicy.repaired(try Example.document(Self.foreign), Example.intent())
    #expect(repaired.statements.count == 2)
    #expect(repaired.statements[0].json == Self.foreign.object)
    #expect(repaired.accepts(Self.main) && repaired.accepts(Self.production))
  }

  @Test func exactSubjectsOfOursStayAndWhatOpensGoes() throws {
    let staging = Example.immutable + ":environment:staging"
    let tag = Example.immutable + ":ref:refs/tags/v1"
    let document = try Example.document(
      Example.statement(
        sub: "StringLike",
        [
          staging, Example.immutable + ":*", tag, Example.immutable + ":pull_request",
          Example.classic + ":environment:old",
        ]))
    let repaired = TrustPolicy.repaired(document, Example.intent())
    #expect(repaired == (try Example.document(Example.statement([staging, tag, Self.main, Self.production]))))
  }

  @Test func anotherRepositorysValueAmongOursStays() throws {
    let website = "repo:octo-org/website:*"
    let document = try Example.document(Example.statement(sub: "StringLike", [Example.classic + ":*", website]))
    let repaired = TrustPolicy.repaired(document, Example.intent())
    #expect(
      repaired.statements[0].conditions.contains {
        $0.operatorName == "StringLike" && $0.values == [website, Self.main, Self.production]
      })
  }

  @Test func aMissingContextIsAddedAndNothingElseChanges() throws {
    let statement = Example.statement([Self.main]) { statement in
      statement["Sid"] = "Deploy"
      statement["Note"] = "kept"
      statement["Condition"]?["StringEquals"]?["aws:RequestedRegion"] = "us-east-1"
    }
    var expected = statement
    expected["Condition"]?["StringEquals"]?[Example.issuer + ":sub"] = [.string(Self.main), .string(Self.production)]
    let repaired = TrustPolicy.repaired(try Example.document(statement), Example.intent())
    #expect(repaired == (try Example.document(expected)))
    #expect(repaired.text == (try Example.document(expected)).text)
  }

  @Test func conditionsThatNarrowStay() throws {
    let key = Example.issuer + ":job_workflow_ref"
    let document = try Example.document(
      Example.statement(sub: "StringLike", [Example.classic + ":*"]) {
        $0["Condition"]?["StringLike"]?[key] = "octo-org/sagemaker-churn/.github/workflows/deploy.yml@*"
      })
    let repaired = TrustPolicy.repaired(document, Example.intent())
    #expect(repaired.statements.count == 1)
    #expect(repaired.statements[0].conditions.contains { $0.key == key })
    #expect(!repaired.accepts(Self.main))
    #expect(
      repaired.accepts(
        Self.main, ["job_workflow_ref": "octo-org/sagemaker-churn/.github/workflows/deploy.yml@refs/heads/main"]))
  }

  @Test func aConditionThatRefusesAWantedSubjectGetsAStatementBeside() throws {
    let document = try Example.document(
      Example.statement([Self.main, Self.production]) {
        $0["Condition"]?["StringEquals"]?[Example.issuer + ":environment"] = "production"
      })
    let repaired = TrustPolicy.repaired(document, Example.intent())
    #expect(repaired.statements.count == 2)
    #expect(repaired.statements[0] == document.statements[0])
    #expect(repaired.accepts(Self.main))
  }

  @Test func otherPrincipalsOfOurStatementKeepTheirs() throws {
    let both = Example.statement(sub: "StringLike", ["repo:*"]) {
      $0["Principal"] = ["AWS": "arn:aws:iam::111122223333:role/Admin", "Federated": .string(Example.provider)]
      $0["Action"] = ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"]
    }
    let repaired = TrustPolicy.repaired(try Example.document(both), Example.intent())
    #expect(repaired.statements[0].principals.map(\.kind) == ["AWS"])
    #expect(repaired.statements[0].actions == ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"])
    #expect(repaired.accepts(Self.main) && !repaired.accepts("repo:stranger/x:ref:refs/heads/main"))
  }

  @Test func closingRemovesDoorsOfOthers() throws {
    let open: JSON = ["Effect": "Allow", "Principal": ["AWS": "*"], "Action": "sts:AssumeRole"]
    let document = try Example.document(
      open, Example.statement([Self.main, Self.production, "repo:vendor/x:environment:y"]))
    #expect(TrustPolicy.repaired(document, Example.intent()) == document)
    let closed = TrustPolicy.repaired(document, Example.intent(), closing: true)
    #expect(closed == (try Example.document(Example.statement([Self.main, Self.production]))))
  }

  @Test func aMistakeBehindAMistakeIsMendedAtOnce() throws {
    let document = try Example.document(
      Example.statement([Self.main]) {
        $0["Principal"] = nil
        $0["Action"] = "sts:AssumeRoleWithWebIdentiti"
      })
    let repaired = TrustPolicy.repaired(document, Example.intent())
    #expect(TrustPolicy.repaired(repaired, Example.intent()) == repaired)
    #expect(repaired.accepts(Self.main) && checks(repaired, Example.intent()) == [])
  }

  @Test func aSingleStatementStaysAnObject() throws {
    let document = try PolicyDocument(["Version": "2012-10-17", "Statement": Example.statement([Self.main])])
    #expect(TrustPolicy.repaired(document, Example.intent()).json["Statement"]?.object != nil)
  }

  /// A family of documents from parts, mended: the wanted subjects pass, strangers do not, foreign statements are
  /// untouched, and a second repair changes nothing.
  @Test func anyMixtureIsMendedOnce() throws {
    var random = SplitMix(state: 20_261_121)
    let operators = [
      "StringEquals", "StringLike", "ForAllValues:StringLike", "StringEqualsIfExists", "StringNotLike",
      "StringEqualsIgnoreCase",
    ]
    let values = [
      "*", "repo:*", "repo:octo-org*/x:*", "repo:octo-org/*", "repo:octo-org@583231/*", Example.classic + ":*",
      Example.classic + "*",
      Example.immutable + ":*", Self.main, Self.production, Example.immutable + ":main",
      Example.immutable + ":environment:Production",
      "repo:Octo-Org/sagemaker-churn:ref:refs/heads/main", "repo:octo-org@1/sagemaker-churn@2:*",
      "repo:octo-org/website:*",
      "repo:octo-org@*/sagemaker-churn@*:*", Example.immutable + ":pull_request",
      Example.immutable + ":ref:refs/tags/v1",
    ]
    let issuers = [Example.issuer, Example.issuer, "vstoken.actions.githubusercontent.com"]
    let audiences: [String?] = ["sts.amazonaws.com", "sts.amazonaws.com", nil, "https://github.com/octo-org"]
    let actions: [JSON] = [
      "sts:AssumeRoleWithWebIdentity", "sts:*", "sts:AssumeRole", ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
    ]
    let strangers = [
      "repo:stranger/x:ref:refs/heads/main", "repo:octo-org@583231/other@7:ref:refs/heads/main",
      Example.immutable + ":ref:refs/heads/evil",
    ]
    for _ in 0..<400 {
      var statements: [JSON] = []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let picked = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in values.randomElement(using: &random)
        }
        let operation = Bool.random(using: &random) ? operators.randomElement(using: &random) : nil
        statements.append(
          Example.statement(
            sub: operation, picked, aud: audiences.randomElement(using: &random) ?? nil,
            issuer: issuers.randomElement(using: &random) ?? Example.issuer
          ) { $0["Action"] = actions.randomElement(using: &random) })
      }
      statements.insert(Self.foreign, at: Int.random(in: 0...statements.count, using: &random))
      let document = try PolicyDocument(["Statement": .array(statements)])
      let repaired = TrustPolicy.repaired(document, Example.intent())
      #expect(repaired.accepts(Self.main) && repaired.accepts(Self.production), "\(document.text)")
      for stranger in strangers { #expect(!repaired.accepts(stranger), "\(stranger) in \(document.text)") }
      #expect(repaired.statements.contains { $0.json == Self.foreign.object })
      #expect(TrustPolicy.repaired(repaired, Example.intent()) == repaired, "\(document.text)")
      #expect(checks(repaired, Example.intent()) == [], "\(document.text) became \(repaired.text)")
    }
  }
}

/// A generator with a fixed seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
