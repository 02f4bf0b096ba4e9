import Blueprints
import Checklist
import JSONDocument
import Policy

extension TemplateBucketStep {
  /// What the bucket's policy refuses, and what it does not.
  func access(_ seen: Observation, _ context: Context) -> [Judgement] {
    let name = context.bucket
    // No policy at all refuses nothing.
    let policy = seen.policy.optional
    let tls = BucketPolicy(bucket: name, partition: context.partition)
    let needed = "a statement that denies s3:* when aws:SecureTransport is false"
    func judge<Value>(
      _ check: CheckID, _ look: Look<Both<StoredPolicy?, Value>>, _ verdict: (PolicyDocument?, Value) -> Verdict
    )
      -> Judgement
    {
      look.judge(check, on: name, absent: .holds(found: "no role \(context.setup.role)")) { both in
        guard let policy = both.first else { return verdict(nil, both.second) }
        guard let document = policy.document else { return .blocked(by: "S3-17") }
        return verdict(document, both.second)
      }
    }
    return [
      judge("S3-12", policy.and(seen.readers.executionRole)) { document, role in
        Self.refused(document, role, context)
          ?? .holds(found: document == nil ? "no bucket policy" : "no statement that refuses what is needed")
      },
      policy.judge("S3-17", on: name, absent: .broken(found: "no bucket policy", needed: needed)) { policy in
        guard let policy else { return .broken(found: "no bucket policy", needed: needed) }
        guard let document = policy.document else {
          return .broken(found: "a policy that cannot be read", needed: needed)
        }
        return tls.refusesPlainHTTP(document)
          ? .holds(found: needed) : .broken(found: "no such statement", needed: needed)
      },
      judge("S3-19", policy.and(seen.readers.workflows)) { document, workflows in
        let open = TemplateReaders.open(workflows, document, context)
        guard let first = open.first else {
          return .holds(found: "\(workflows.first.arn) cannot write \(context.setup.templateKey)")
        }
        let actions = open.filter { $0.resource == first.resource }.map(\.action).joined(separator: ", ")
        return .broken(
          found: "\(context.setup.role) may \(actions) on \(first.resource)",
          needed: "a statement that denies it to \(workflows.first.arn)")
      },
    ]
  }

  private static func refused(_ document: PolicyDocument?, _ role: String?, _ context: Context) -> Verdict? {
    for request in TemplateReaders.needed(role, context) {
      guard let refusal = document?.refusal(of: request, account: context.account) else { continue }
      let name = refusal.statement.sid ?? "statement \(refusal.place)"
      let who = request.role.map { "to \($0)" } ?? "without further headers"
      let tests = refusal.statement.json["Condition"].map { " by \($0.compact)" } ?? ""
      return .broken(
        found: "\(name) denies \(request.action) \(who)\(tests)", needed: "\(request.action) on \(request.resource)")
    }
    return nil
  }

  /// The bucket's policy as onramp would have it. It bars the workflows' role whatever that may do at present:
  /// the step of the role is changed in the same run, and a plan must not depend on what others do meanwhile.
  static func blueprint(_ seen: Observation, _ context: Context) -> BucketPolicy {
    BucketPolicy(
      bucket: context.bucket, partition: context.partition,
      barred: [seen.readers.workflows.value?.first.arn ?? context.roleARN])
  }

  /// Whether the workflows may write templates under a policy.
  static func isOpen(_ seen: Observation, _ document: PolicyDocument?, _ context: Context) -> Bool {
    seen.readers.workflows.value.map { !TemplateReaders.open($0, document, context).isEmpty } ?? false
  }
}
