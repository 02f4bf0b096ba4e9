import JSONDocument
import Policy
import Testing

/// A trust policy from before the repository's subjects changed their form, as it would have to be today.
@Suite struct TrustFormTests {
  private static let main = "ref:refs/heads/main"
  private static let foreign = Example.statement(sub: "StringLike", ["repo:octo-org/website:*"]) {
    $0["Sid"] = "Website"
  }
  private let names = Example.intent(immutable: false)
  private let ids = Example.intent()

  private func today(_ document: PolicyDocument) -> PolicyDocument {
    TrustPolicy.inTodaysForm(document, from: names, to: ids)
  }

  @Test func eachValueStandsBesideItsTwinAndWhatIsOthersStays() throws {
    let classic = ["\(Example.classic):\(Self.main)", "\(Example.classic):environment:qa"]
    let twins = ["\(Example.immutable):\(Self.main)", "\(Example.immutable):environment:qa"]
    let document = try Example.document(Self.foreign, Example.statement(classic))
    let expected = try Example.document(
      Self.foreign, Example.statement([classic[0], twins[0], classic[1], twins[1]]))
    #expect(today(document) == expected)
    #expect(today(expected) == expected, "twice changes nothing")
  }

  @Test func aPatternIsAsWideAsItWas() throws {
    let document = today(try Example.document(Example.statement(sub: "StringLike", [Example.classic + ":*"])))
    #expect(document.accepts("\(Example.immutable):ref:refs/heads/any"))
    for stranger in ["repo:octo-org@583231/other@7:\(Self.main)", "repo:octo-org@7/sagemaker-churn@8:\(Self.main)"] {
      #expect(!document.accepts(stranger), "\(stranger)")
    }
  }

  /// A pattern over repositories has no twin: what is wanted of them is admitted by itself.
  @Test func ofAPatternOverRepositoriesOnlyWhatIsWantedIsTakenOver() throws {
    let document = today(try Example.document(Example.statement(sub: "StringLike", ["repo:octo-org/*"])))
    #expect(ids.subjects.allSatisfy { document.accepts($0) })
    #expect(!document.accepts("repo:octo-org@583231/other@7:\(Self.main)"))
  }

  @Test func whoWasRefusedThenIsRefusedToday() throws {
    let document = try Example.document(Example.statement(["\(Example.classic):environment:qa"]))
    #expect(ids.subjects.allSatisfy { !today(document).accepts($0) })
    let nothing = try Example.document(Self.foreign)
    #expect(today(nothing) == nothing)
    #expect(today(try Example.document(Example.statement(ids.subjects))).statements.count == 1)
  }

  @Test func theWayBackToNamesIsTheSame() throws {
    let document = try Example.document(Example.statement(ids.subjects))
    let back = TrustPolicy.inTodaysForm(document, from: ids, to: names)
    #expect((names.subjects + ids.subjects).allSatisfy { back.accepts($0) })
  }
}
