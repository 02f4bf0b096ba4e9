import JSONDocument
import Policy
import Testing

/// What onramp wrote into an inline policy comes out again statement by statement.
@Suite struct PolicyWithdrawalTests {
  private static func statement(_ sid: String?, _ action: String) -> JSON {
    var statement: JSON = ["Effect": "Allow", "Action": .string(action), "Resource": "*"]
    if let sid { statement["Sid"] = .string(sid) }
    return statement
  }

  private static func policy(_ statements: JSON...) -> StoredPolicy {
    StoredPolicy((["Version": "2012-10-17", "Statement": .array(statements)] as JSON).pretty)
  }

  private static let mine = statement("Onramp", "iam:PassRole")
  private static let theirs = statement("Theirs", "s3:GetObject")
  private static let late = statement(nil, "sns:Publish")
  private static let wide = statement(nil, "*")
  private static let narrow = statement(nil, "logs:GetLogEvents")
  private static let edited = "it was edited since onramp wrote it"

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let previous: StoredPolicy?
    let written: StoredPolicy?
    let current: StoredPolicy?
    let left: Withdrawal<StoredPolicy?>
    var testDescription: String { name }
  }

  static let rows = [
    Row(
      name: "added, untouched", previous: nil, written: policy(mine), current: policy(mine), left: .previous(nil)),
    Row(name: "gone already", previous: nil, written: policy(mine), current: nil, left: .nothing),
    Row(
      name: "put back already", previous: policy(theirs), written: policy(theirs, mine), current: policy(theirs),
      left: .nothing),
    Row(
      name: "untouched but for the order", previous: policy(theirs), written: policy(theirs, mine),
      current: policy(mine, theirs), left: .previous(policy(theirs))),
    Row(
      name: "others wrote into it", previous: nil, written: policy(mine), current: policy(mine, late),
      left: .edited(StoredPolicy((["Version": "2012-10-17", "Statement": [late]] as JSON).compact))),
    Row(
      name: "others edited our statement", previous: policy(theirs), written: policy(theirs, mine),
      current: policy(theirs, statement("Onramp", "iam:*")), left: .previous(policy(theirs))),
    Row(
      name: "others took ours out and left nothing of it", previous: nil, written: policy(mine), current: policy(late),
      left: .impossible(edited)),
    Row(
      name: "others took the policy away", previous: policy(theirs), written: policy(theirs, mine), current: nil,
      left: .impossible(edited)),
    Row(
      name: "a statement narrowed, and one added since", previous: policy(wide), written: policy(narrow),
      current: policy(narrow, late),
      left: .edited(StoredPolicy((["Version": "2012-10-17", "Statement": [wide, late]] as JSON).compact))),
    Row(
      name: "a statement narrowed, and edited since", previous: policy(wide), written: policy(narrow),
      current: policy(statement(nil, "logs:*"), late), left: .impossible(edited)),
    Row(
      name: "somebody's statement with a Sid narrowed, and edited since", previous: policy(statement("Theirs", "*")),
      written: policy(theirs), current: policy(statement("Theirs", "s3:*")), left: .impossible(edited)),
    Row(
      name: "a statement removed, and one added since", previous: policy(theirs, wide), written: policy(theirs),
      current: policy(theirs, late),
      left: .edited(StoredPolicy((["Version": "2012-10-17", "Statement": [theirs, late, wide]] as JSON).compact))),
    Row(
      name: "a policy removed, and made anew by others", previous: policy(wide), written: nil, current: policy(late),
      left: .impossible(edited)),
    Row(
      name: "no policy any more", previous: nil, written: policy(mine), current: StoredPolicy("no policy"),
      left: .impossible(edited)),
  ]

  @Test(arguments: rows) func statementByStatement(_ row: Row) {
    let left = StoredPolicy.withdrawn(row.current, written: row.written, previous: row.previous)
    #expect(left == row.left)
  }

  @Test func ourStatementsTakeThePlaceOfTheirOlderSelves() throws {
    let old = try PolicyDocument([
      "Id": "x", "Version": "2012-10-17", "Statement": [Self.statement("Onramp", "old:Call"), Self.theirs],
    ])
    let ours = [Self.mine, Self.statement("Other", "iam:GetRole")].compactMap { $0.object.map(PolicyStatement.init) }
    let new = old.with(ours)
    #expect(new.statements.map(\.sid) == ["Onramp", "Theirs", "Other"])
    #expect(new.statements[0] == ours[0] && new.statements[1] == old.statements[1])
    #expect(new.json["Id"] == "x")
    #expect(new.with(ours) == new)
  }

  @Test func withoutAJournalWhatIsSignedGoes() {
    let isOurs = { (statement: PolicyStatement) in statement.sid == "Onramp" }
    #expect(Self.policy(Self.theirs).without(isOurs) == .nothing)
    #expect(Self.policy(Self.mine).without(isOurs) == .edited(nil))
    let rest = StoredPolicy((["Version": "2012-10-17", "Statement": [Self.theirs]] as JSON).compact)
    #expect(Self.policy(Self.mine, Self.theirs).without(isOurs) == .edited(rest))
    #expect(StoredPolicy("no policy").without(isOurs) == .nothing)
  }
}
