import JSONDocument

@testable import Policy

/// An ARN prints as it was read, and the two ways in which patterns are compared agree. The first line is the pattern.
enum ARNTarget {
  static func broken(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let (first, second) = (lines[0], lines.count > 1 ? lines[1] : lines[0])
    for line in [first, second] {
      guard let arn = ARN(line) else { continue }
      if !arn.description.isSame(as: line) { return "\(line) prints as \(arn)" }
      if [arn.partition, arn.service, arn.region, arn.account].contains(where: { $0.contains(":") }) {
        return "a colon stands in a part of \(line)"
      }
    }
    let (pattern, subject) = (Wildcard(first), Wildcard(second))
    if !subject.isPattern, !second.contains("${") {
      let matches = pattern.matches(second)
      if matches != pattern.covers(subject) || matches != pattern.overlaps(subject) {
        return "\(first) and \(second) are compared in two ways"
      }
      if matches != subject.overlaps(pattern) { return "overlapping depends on the order" }
    }
    if pattern.covers(subject), !pattern.overlaps(subject) { return "\(first) covers what it does not meet" }
    if !pattern.covers(pattern) { return "\(first) does not cover itself" }
    let test = ConditionTest(operatorName: "ArnLike", key: "aws:SourceArn", values: [first])
    let holds = test.holds(ConditionContext(["aws:sourcearn": [second]]))
    if holds, ARN(second) == nil, !second.contains(":") { return "\(second) passes for an ARN" }
    if holds, !pattern.matches(second) { return "the parts agree where the whole does not" }
    return decided(first, second)
  }

  /// Everything that takes an ARN apart, so that none of it can be crashed.
  private static func decided(_ pattern: String, _ arn: String) -> String? {
    let statement: JSON = [
      "Effect": "Allow", "Action": "iam:PassRole", "Resource": .string(pattern), "Principal": ["AWS": .string(pattern)],
    ]
    guard let document = try? PolicyDocument(["Version": "2012-10-17", "Statement": statement]) else {
      return "a document is not read"
    }
    let policy = IdentityPolicy([document])
    _ = policy.remarks(required: [Permission(action: "iam:PassRole", resource: arn)])
    _ = ResourcePolicy(document).denial(of: Permission(action: "iam:PassRole", resource: arn), to: arn)
    _ = Issuer.host(inProvider: arn)
    let allows = policy.allows(action: "iam:PassRole", resource: arn)
    return allows || !Wildcard(pattern).covers(Wildcard(arn)) || pattern.contains("${")
      ? nil : "\(pattern) covers \(arn) and does not allow it"
  }
}
