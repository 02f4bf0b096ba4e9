import Basics
import Checklist

/// AWS's sentence about a call that a policy does not allow: who, what, on what, and, where AWS says so, which kind of
/// policy (IAM User Guide, "Troubleshoot access denied error messages").
struct DeniedCall: Hashable, Sendable {
  let principal: String
  /// An IAM action: `sagemaker:CreatePipeline`.
  let action: String
  let resource: String?
  /// What AWS says after "because" or "with an explicit deny"; empty where it says nothing.
  let reason: String

  init?(_ line: String) {
    guard let start = line.firstRange(of: "is not authorized to perform: ") else { return nil }
    func text(after mark: String, in rest: Substring) -> Substring? {
      rest.firstRange(of: mark).map { rest[$0.upperBound...] }
    }
    let rest = line[start.upperBound...]
    action = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == ":" || $0 == "-" })
    guard action.contains(":"), action.count < 200 else { return nil }
    principal =
      text(after: "User: ", in: line[..<start.lowerBound]).map { String($0).trimmed }.map { Self.cut($0) } ?? ""
    resource = text(after: "on resource: ", in: rest).map { Self.cut(String($0)) }
    reason = (text(after: "because ", in: rest) ?? text(after: "with an ", in: rest)).map(String.init) ?? ""
  }

  /// The first word, without what closes a sentence.
  private static func cut(_ text: String) -> String {
    var word = String(text.prefix { !$0.isWhitespace })
    while let last = word.last, ".,;)\"'".contains(last) { word.removeLast() }
    return word
  }

  /// Which kind of policy says no, and who can change it.
  private var barrier: (words: String, fix: String) {
    let isDenial = reason.contains("explicit deny")
    let rows: [(mark: String, words: String, fix: String)] = [
      (
        "service control policy", "a service control policy (SCP) of the organisation",
        "ask who keeps the organisation's SCPs"
      ),
      (
        "resource control policy", "a resource control policy (RCP) of the organisation",
        "ask who keeps the organisation's RCPs"
      ),
      (
        "permissions boundary", "the permissions boundary of \(who)",
        "let the boundary allow it too: ask who keeps the boundary"
      ),
      (
        "session policy", "the session policy that the sign-in came with",
        "take the session policy out of the sign-in, or widen it"
      ),
      ("VPC endpoint policy", "the policy of a VPC endpoint", "ask who keeps the endpoint"),
      (
        "resource-based policy", "the policy of the resource itself",
        "let the policy of \(resource ?? "the resource") allow \(who)"
      ),
      ("identity-based policy", "the policies of \(who)", "give \(who) \(action) on \(resource ?? "the resource")"),
    ]
    guard let row = rows.first(where: { reason.contains($0.mark) }) else {
      return ("a policy; AWS does not say which", "give \(who) \(action) on \(resource ?? "the resource")")
    }
    return (row.words + (isDenial ? ", which denies it" : ", which does not allow it"), row.fix)
  }

  private var who: String { principal.isEmpty ? "the caller" : principal }

  /// The checks that look at what the action needs.
  private var checks: [CheckID] {
    let (service, operation) = (action.prefix { $0 != ":" }, action.drop { $0 != ":" }.dropFirst())
    switch (service, operation) {
    case ("iam", "PassRole"): return ["PERM-05", "PERM-06", "EXE-03", "PERM-10"]
    case ("sts", "AssumeRoleWithWebIdentity"): return KnownMessage.refusedSignIn.checks
    case ("sts", _): return []
    case ("sagemaker", _): return ["PERM-04", "PERM-09", "PERM-10", "EXE-04"]
    case ("s3", _): return ["PERM-07", "EXE-06", "S3-12", "PERM-10"]
    case ("cloudformation", _): return ["PERM-08", "EXE-04", "PERM-10"]
    case ("servicecatalog", _): return ["EXE-04"]
    case ("kms", _): return ["S3-14", "EXE-12", "SEC-08"]
    case ("secretsmanager", _): return ["SEC-03", "SEC-14", "SEC-08"]
    case ("ecr", "GetAuthorizationToken"): return ["ECR-09", "PERM-15"]
    case ("ecr", _): return ["PERM-15", "ECR-08"]
    case ("events", "TagResource"): return ["SMR-11"]
    default: return []
    }
  }

  var message: KnownMessage {
    KnownMessage(
      "AWS", [action], cause: "\(barrier.words): \(who) may not do \(action) on \(resource ?? "what it asked for").",
      checks: checks, fix: barrier.fix)
  }
}
