import JSONDocument
import Policy
import Testing

/// Two forms of a subject side by side, and the old one taken out again.
@Suite struct TrustTwinTests {
  private static let old = ["ref:refs/heads/main", "environment:production"].map { "\(Example.classic):\($0)" }
  private static let new = ["ref:refs/heads/main", "environment:production"].map { "\(Example.immutable):\($0)" }
  private static let twins = zip(old, new).map { TrustPolicy.Twin(accepted: $0, subject: $1) }
  private static let foreign = Example.statement(sub: "StringLike", ["repo:octo-org/website:*"]) {
    $0["Sid"] = "Website"
  }
  private let intent = Example.intent(immutable: false)

  private func accepts(_ document: PolicyDocument, _ subjects: [String]) -> Bool {
    subjects.allSatisfy { TrustPolicy.mayAccept(document, $0, intent) }
  }

  @Test func bothAreAcceptedByTheSameTestAndWhatIsOthersStays() throws {
    let document = try Example.document(Self.foreign, Example.statement(Self.old))
    let both = try #require(TrustPolicy.adding(Self.twins, to: document, intent))
    #expect(both == (try Example.document(Self.foreign, Example.statement(Self.old + Self.new))))
    #expect(accepts(both, Self.old + Self.new))
    #expect(TrustPolicy.adding(Self.twins, to: both, intent) == both, "twice changes nothing")
  }

  @Test func theWayBackBringsTheDocumentBack() throws {
    let document = try Example.document(Self.foreign, Example.statement(Self.old))
    let both = try #require(TrustPolicy.adding(Self.twins, to: document, intent))
    #expect(TrustPolicy.removing(Set(Self.new), from: both, intent) == document)
    let pruned = TrustPolicy.removing(Set(Self.old), from: both, Example.intent())
    #expect(pruned == (try Example.document(Self.foreign, Example.statement(Self.new))))
    #expect(accepts(pruned, Self.new) && !accepts(pruned, [Self.old[0]]))
  }

  @Test func eachStandsWhereItsTwinStands() throws {
    let document = try Example.document(Example.statement([Self.old[0]]), Example.statement([Self.old[1]]))
    let both = TrustPolicy.adding(Self.twins, to: document, intent)
    #expect(
      both
        == (try Example.document(
          Example.statement([Self.old[0], Self.new[0]]), Example.statement([Self.old[1], Self.new[1]]))))
  }

  /// What else the statement asks for is asked of both.
  @Test func aConditionThatTheOtherFormDoesNotMeetIsSaid() throws {
    let document = try Example.document(
      Example.statement(Self.old) {
        $0["Condition"]?["StringLike"] = ["\(Example.issuer):sub": .string(Example.classic + ":*")]
      })
    #expect(TrustPolicy.adding(Self.twins, to: document, intent) == nil)
  }

  @Test func aDenyOfTheOtherFormIsSaid() throws {
    let document = try Example.document(
      Example.statement(Self.old), Example.statement([Self.new[0]], aud: nil) { $0["Effect"] = "Deny" })
    #expect(TrustPolicy.adding(Self.twins, to: document, intent) == nil)
  }

  @Test func aPatternOfTheOldFormIsFoundToo() throws {
    let document = try Example.document(Example.statement(sub: "StringLike", [Example.classic + ":*"] + Self.new))
    #expect(TrustPolicy.subjects([.withoutIDs], in: document, Example.intent()) == [Example.classic + ":*"])
  }
}
