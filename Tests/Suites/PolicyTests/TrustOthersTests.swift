import JSONDocument
import Policy
import Testing

/// What of a trust policy is others' when our repository needs it no longer.
@Suite struct TrustOthersTests {
  private static let ours = Example.statement(Example.intent().subjects)
  private static let website = Example.statement(["repo:octo-org/website:ref:refs/heads/main"]) {
    $0["Sid"] = "Website"
  }
  private static let admin: JSON = [
    "Effect": "Allow", "Principal": ["AWS": "arn:aws:iam::111122223333:root"], "Action": "sts:AssumeRole",
  ]
  private static let freeze: JSON = [
    "Sid": "Freeze", "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRoleWithWebIdentity",
  ]

  private func others(_ statements: JSON...) throws -> [JSONObject]? {
    let document = try PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)])
    return TrustPolicy.others(in: document, Example.intent())?.statements.map(\.json)
  }

  @Test func whereOnlyOursIsInNobodyElseHasAnything() throws {
    #expect(try others(Self.ours) == nil)
    #expect(try others(Self.ours, Self.freeze) == nil, "who is kept out is no user")
    #expect(try others(Example.statement([Example.immutable + ":environment:another"])) == nil)
    #expect(try others(Example.statement([Example.classic + ":pull_request"])) == nil, "the name without its ids too")
    #expect(try others(Example.statement(sub: nil)) == nil, "a statement without a subject was ours to close")
  }

  @Test func statementsOfOthersStayLetterByLetterAndInTheirOrder() throws {
    #expect(try others(Self.website, Self.ours, Self.freeze) == [Self.website, Self.freeze].map { $0.object ?? [:] })
    #expect(try others(Self.ours, Self.admin) == [Self.admin.object ?? [:]])
  }

  @Test func ourSubjectsLeaveAStatementThatSpeaksOfOthersToo() throws {
    let theirs = "repo:octo-org/website:ref:refs/heads/main"
    let mixed = Example.statement(Example.intent().subjects + [theirs]) { $0["Sid"] = "Website" }
    #expect(try others(mixed) == [Self.website.object ?? [:]])
  }

  /// Whoever wrote it lets others in by it.
  @Test func aPatternThatReachesUsAndOthersIsTheirs() throws {
    let wide = Example.statement(sub: "StringLike", ["repo:octo-org/*"])
    #expect(try others(Self.ours, wide) == [wide.object ?? [:]])
  }

  @Test func aStatementIsOthersWhenItDoesNotSpeakOfUs() throws {
    func isOthers(_ statement: JSON) -> Bool {
      TrustPolicy.isOthers(PolicyStatement(statement.object ?? [:]), Example.intent())
    }
    #expect(!isOthers(Self.ours))
    #expect(isOthers(Self.website) && isOthers(Self.admin))
  }
}
