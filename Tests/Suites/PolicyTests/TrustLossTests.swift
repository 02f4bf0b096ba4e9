import JSONDocument
import Policy
import Testing

/// What a role would refuse once a repository's subjects have another form.
@Suite struct TrustLossTests {
  private static let names = "repo:octo-org/website"
  private static let ids = "repo:octo-org@583231/website@1300192"
  private static let main = ":ref:refs/heads/main"

  private func lost(_ statements: JSON...) throws -> [String] {
    TrustPolicy.lost(
      in: try PolicyDocument(["Version": "2012-10-17", "Statement": .array(statements)]), from: Self.names,
      to: Self.ids,
      issuer: Example.issuer)
  }

  @Test(
    arguments: [
      ("StringEquals", [names + main], [names + main]), ("StringEquals", [names + main, ids + main], []),
      ("StringEquals", [names + main, ids + ":pull_request"], [names + main]),
      ("StringLike", [names + ":*"], [names + ":*"]), ("StringLike", [names + ":*", ids + ":*"], []),
      ("StringLike", [names + ":*", ids + main], [names + ":*"]),
      ("StringLike", ["repo:octo-org/*"], ["repo:octo-org/*"]), ("StringLike", ["repo:octo-org*"], []),
      ("StringLike", ["*"], []), ("StringEquals", ["repo:octo-org/website-two" + main], []),
      ("StringEqualsIgnoreCase", ["repo:Octo-Org/Website" + main], ["repo:Octo-Org/Website" + main]),
      ("StringEquals", ["repo:Octo-Org/Website" + main], []), ("StringEquals", ["repo:octo-org/*"], []),
    ] as [(String, [String], [String])])
  func whatHasNoTwinIsLost(_ operation: String, _ values: [String], _ lost: [String]) throws {
    #expect(try self.lost(Example.statement(sub: operation, values)) == lost)
  }

  @Test func theTwinMayStandInAnotherStatement() throws {
    let old = Example.statement([Self.names + Self.main])
    #expect(try lost(old, Example.statement([Self.ids + Self.main])) == [])
    #expect(
      try lost(old, Example.statement([Self.ids + Self.main]) { $0["Effect"] = "Deny" }) == [Self.names + Self.main])
  }

  @Test func otherIssuersAndOtherClaimsSayNothing() throws {
    #expect(try lost(Example.statement([Self.names + Self.main], issuer: "gitlab.example")) == [])
    #expect(try lost(Example.statement(sub: nil)) == [])
    #expect(try lost() == [])
  }
}
