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
        guard let first = open.first(where: \.isCertain) ?? open.first else {
          return .holds(found: "\(workflows.first.arn) cannot write \(context.setup.templateKey)")
        }
        let alike = open.filter { $0.isCertain == first.isCertain && $0.request.resource == first.request.resource }
        let actions = alike.map(\.request.action).joined(separator: ", ")
        let words = "\(context.setup.role) may \(actions) on \(first.request.resource ?? "")"
        return first.isCertain
          ? .broken(found: words, needed: "a statement that denies it to \(workflows.first.arn)")
          : .hidden(.undecided("\(words) under conditions that only a request meets"))
      },
    ]
  }

  private static func refused(
    _ document: PolicyDocument?, _ reader: TemplateReaders.Reader?, _ context: Context
  ) -> Verdict? {
    guard let policy = document.map({ ResourcePolicy($0) }) else { return nil }
    var doubt: Verdict?
    for request in TemplateReaders.needed(reader, context) {
      guard let denial = policy.denial(of: request) else { continue }
      switch request.requester {
      case .role(let role) where denial.isCertain:
        return .broken(
          found: "\(denial.inWords(request.action)), to \(role)",
          needed: "\(request.action) on \(request.resource ?? "")")
      case .role(let role): doubt = doubt ?? .hidden(.undecided("\(denial.inWords(request.action)), to \(role)"))
      // Who uploads is not known here, and whoever does will see it.
      default:
        guard denial.isCertain else { continue }
        return .broken(
          found: "\(denial.inWords(request.action)), without further headers",
          needed: "\(request.action) on \(request.resource ?? "")")
      }
    }
    return doubt
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
    seen.readers.workflows.value.map { TemplateReaders.open($0, document, context).contains(where: \.isCertain) }
      ?? false
  }
}
