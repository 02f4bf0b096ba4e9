import Policy
import Testing

@Suite struct ConditionTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let operation: String
    let values: [String]
    let presented: [String]?
    let holds: Bool
    var testDescription: String { "\(operation) \(values) on \(presented ?? ["nothing"])" }
    init(_ operation: String, _ values: [String], _ presented: [String]?, _ holds: Bool) {
      (self.operation, self.values, self.presented, self.holds) = (operation, values, presented, holds)
    }
  }

  @Test(arguments: [
    Row("StringEquals", ["a", "b"], ["b"], true), Row("StringEquals", ["a"], ["A"], false),
    Row("StringEquals", ["a*"], ["ab"], false),
    Row("StringEquals", ["a"], nil, false), Row("StringNotEquals", ["a"], nil, true),
    Row("StringNotEquals", ["a", "b"], ["b"], false),
    Row("StringNotEquals", ["a", "b"], ["c"], true), Row("StringEqualsIgnoreCase", ["a"], ["A"], true),
    Row("StringNotEqualsIgnoreCase", ["a"], ["A"], false), Row("StringLike", ["a*"], ["ab"], true),
    Row("StringLike", ["a?"], ["abc"], false),
    Row("StringNotLike", ["a*"], ["ab"], false), Row("StringNotLike", ["a*"], nil, true),
    Row("StringLikeIfExists", ["a"], nil, true),
    Row("StringLikeIfExists", ["a"], ["b"], false), Row("stringlike", ["A*"], ["AB"], true),
    Row("ForAllValues:StringEquals", ["a"], nil, true),
    Row("ForAllValues:StringEquals", ["a", "b"], ["a", "b"], true),
    Row("ForAllValues:StringEquals", ["a"], ["a", "c"], false), Row("ForAnyValue:StringEquals", ["a"], nil, false),
    Row("ForAnyValue:StringEquals", ["a"], ["c", "a"], true),
    Row("ForAnyValue:StringNotEquals", ["a"], ["a", "c"], true),
    Row("ForAnyValue:StringNotEquals", ["a"], nil, false),
    Row("ForAllValues:StringNotEquals", ["a"], ["a", "c"], false),
    Row("Null", ["true"], nil, true), Row("Null", ["true"], ["x"], false), Row("Null", ["false"], ["x"], true),
    Row("Null", ["false"], nil, false),
    Row("Bool", ["true"], ["True"], true), Row("Bool", ["false"], ["true"], false), Row("Bool", ["false"], nil, false),
    Row("BoolIfExists", ["false"], nil, true), Row("NumericLessThan", ["10"], ["9"], true),
    Row("NumericLessThan", ["10"], ["10"], false),
    Row("NumericLessThanEquals", ["10"], ["10.0"], true), Row("NumericGreaterThan", ["9"], ["10"], true),
    Row("NumericNotEquals", ["1"], ["2"], true),
    Row("NumericEquals", ["one"], ["one"], false),
    Row("DateLessThan", ["2026-11-21T00:00:00Z"], ["2026-11-20T23:59:59Z"], true),
    Row("DateGreaterThanEquals", ["2026-03-01"], ["2026-02-28T23:59:59Z"], false),
    Row("DateEquals", ["1772323200"], ["2026-03-01"], true),
    Row("DateLessThan", ["9223372036854775807-01-01"], ["2026-03-01"], false),
    Row("DateEquals", ["951782400"], ["2000-02-29T00:00Z"], true), Row("IpAddress", ["10.0.0.0/8"], ["10.9.8.7"], true),
    Row("IpAddress", ["10.0.0.0/8"], ["11.0.0.1"], false), Row("IpAddress", ["0.0.0.0/0"], ["1.2.3.4"], true),
    Row("NotIpAddress", ["10.0.0.1"], ["10.0.0.1"], false), Row("IpAddress", ["10.0.0.0/99"], ["10.0.0.1"], false),
    Row("ArnLike", ["arn:aws:iam::*:role/a*"], ["arn:aws:iam::1:role/ab"], true),
    Row("ArnEquals", ["arn:aws:*:role/ab"], ["arn:aws:iam::1:role/ab"], false),
    Row("ArnNotLike", ["arn:aws:iam::1:role/*"], ["arn:aws:iam::2:role/a"], true),
    Row("StringMatches", ["a"], ["a"], false),
  ]) func anOperatorHoldsAsInIAM(row: Row) {
    let test = ConditionTest(operatorName: row.operation, key: "Key", values: row.values)
    #expect(test.holds(ConditionContext(row.presented.map { ["kEY": $0] } ?? [:])) == row.holds)
  }

  @Test func policyVariablesAreReported() {
    let test = ConditionTest(
      operatorName: "StringLike", key: "k", values: ["x/${aws:username}/${*}", "plain", "${aws:PrincipalTag/team}"])
    #expect(test.variables == ["aws:username", "aws:PrincipalTag/team"])
  }

  /// Where all tags of an object are known, one that it lacks is no open question, whatever else is.
  @Test(arguments: [
    ("s3:ExistingObjectTag/team", "values [\"a\"]"), ("S3:existingobjecttag/SageMaker", "values []"),
    ("s3:prefix", "unknown"),
  ])
  func ofAFamilyThatIsKnownAllIsKnown(_ key: String, _ wanted: String) {
    var tags = ConditionContext()
    tags.setAll(of: "s3:ExistingObjectTag/", ["team": "a"])
    let context = ConditionContext(unknown: ["*"]).adding(tags)
    let words =
      switch context.presented(key) {
      case .values(let values): "values \(values)"
      case .forms: "forms"
      case .unknown: "unknown"
      }
    #expect(words == wanted)
  }
}
