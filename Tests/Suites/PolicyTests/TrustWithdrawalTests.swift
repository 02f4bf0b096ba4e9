import JSONDocument
import Policy
import Testing

@Suite struct TrustWithdrawalTests {
  static let foreign = Example.statement(sub: "StringLike", ["repo:octo-org/website:*"]) { $0["Sid"] = "Website" }
  static let later = Example.statement(["repo:octo-org/later:environment:x"]) { $0["Sid"] = "Later" }

  @Test func whatNobodyEditedReturnsVerbatim() throws {
    let previous = try PolicyDocument(["Statement": Self.foreign])
    let written = TrustPolicy.repaired(previous, Example.intent())
    var reordered = written
    reordered.statements.reverse()
    #expect(TrustPolicy.withdrawn(reordered, written: written, previous: previous) == .previous(previous))
    #expect(TrustPolicy.withdrawn(previous, written: written, previous: previous) == .nothing)
  }

  @Test func ourStatementGoesAndTheirsStay() throws {
    let previous = try Example.document(Self.foreign)
    let written = TrustPolicy.repaired(previous, Example.intent())
    var current = written
    current.statements.append(PolicyStatement(Self.later.object ?? [:]))
    #expect(
      TrustPolicy.withdrawn(current, written: written, previous: previous)
        == .edited(try Example.document(Self.foreign, Self.later)))
  }

  @Test func aStatementWeReplacedReturnsToWhatItWas() throws {
    let documents = Example.statement(sub: "StringLike", [Example.classic + ":*"])
    let previous = try Example.document(documents)
    let written = TrustPolicy.repaired(previous, Example.intent())
    var current = written
    current.statements.append(PolicyStatement(Self.later.object ?? [:]))
    #expect(
      TrustPolicy.withdrawn(current, written: written, previous: previous)
        == .edited(try Example.document(documents, Self.later)))
  }

  @Test func onlyOurSubjectsLeaveAStatementTheyExtended() throws {
    let previous = try Example.document(Self.foreign)
    let written = TrustPolicy.repaired(previous, Example.intent())
    var current = written
    let theirs = Example.immutable + ":environment:theirs"
    current.statements[1].json["Condition"]?["StringEquals"]?[Example.issuer + ":sub"] = JSON(
      Example.intent().subjects + [theirs])
    guard case .edited(let left) = TrustPolicy.withdrawn(current, written: written, previous: previous) else {
      Issue.record("not edited")
      return
    }
    #expect(left.statements.count == 2)
    #expect(left.accepts(theirs) && !left.accepts(Example.intent().subjects[0]))
  }

  @Test func aGuessIsRefused() throws {
    let previous = try Example.document(Example.statement(sub: "StringLike", [Example.classic + ":*"]))
    let written = TrustPolicy.repaired(previous, Example.intent())
    var current = written
    current.statements[0].json["Condition"]?["StringEquals"]?[Example.issuer + ":sub"] =
      "repo:octo-org/else:environment:x"
    guard case .impossible = TrustPolicy.withdrawn(current, written: written, previous: previous) else {
      Issue.record("an edited statement must not be guessed about")
      return
    }
  }

  @Test func aRoleIsNotLeftWithoutAPolicy() throws {
    let edited = try Example.document(Example.statement([Example.intent().subjects[0]]))
    let withdrawn = TrustPolicy.withdrawn(
      edited, written: TrustPolicy.fresh(Example.intent()), previous: try Example.document())
    guard case .impossible = withdrawn else {
      Issue.record("\(withdrawn)")
      return
    }
  }
}
