import Checklist
import JSONDocument
import Policy

/// The checks of the secret itself, whatever stands in it.
struct SecretJudgements {
  let seen: GitHubTokenStep.Observation
  let context: Context

  private var name: String { context.setup.tokenSecret }

  var all: [Judgement] {
    let secret = seen.secret
    return [
      secret.judge("SEC-01", on: name, absent: .broken(found: "no secret \(name)", needed: name)) {
        .holds(found: $0.name)
      },
      secret.judge("SEC-02", on: name, absent: .blocked(by: "SEC-01")) { secret in
        secret.deletion.map {
          .broken(found: "scheduled for deletion on \($0.day)", needed: "a secret that is not scheduled for deletion")
        } ?? .holds(found: "not scheduled for deletion")
      },
      secret.judge("SEC-03", on: name, absent: Self.named(name)) { Self.named($0.name) },
      judge("SEC-04") { secret in
        guard let primary = secret.primary(seenFrom: context.region) else {
          return .holds(found: "a secret of \(context.region)")
        }
        return .broken(found: "a replica of the secret in \(primary)", needed: "a secret of \(context.region) itself")
      },
      seen.key.judge("SEC-08", on: name, absent: unless(.holds(found: "Secrets Manager's own key"))) {
        $0.judged(context)
      },
      seen.policy.judge("SEC-14", on: name, absent: unless(.holds(found: "no policy of its own"))) { policy in
        policy.document.map(judged)
          ?? .broken(found: "a policy that cannot be read", needed: "a policy that can be read, or none")
      },
      secret.judge("SEC-16", on: name, absent: Self.ending(name)) { Self.ending($0.name) },
      judge("SEC-20") { secret in
        guard !secret.replicas.isEmpty else { return .holds(found: "no replicas") }
        let found = "replicas in \(secret.replicas.sorted().joined(separator: ", "))"
        return SecretParts(seen: seen, context: context).isMade
          ? .broken(found: found, needed: "no replicas, or teardown cannot delete it")
          : .holds(found: "\(found); not made by onramp, which will not delete it")
      },
    ]
  }

  private func judge(_ check: CheckID, _ verdict: (TokenSecret) -> Verdict) -> Judgement {
    seen.secret.judge(check, on: name, absent: .blocked(by: "SEC-01")) { unless(verdict($0)) }
  }

  /// The verdict, unless there is no secret of which it could be said.
  private func unless(_ verdict: Verdict) -> Verdict { seen.barrier.map { .blocked(by: $0) } ?? verdict }

  /// The Lambda's role may read secrets that begin so.
  static func named(_ name: String) -> Verdict {
    .judged(name, isRight: name.hasPrefix("sagemaker-"), needed: "sagemaker-\(name)")
  }

  /// A name that ends like the six characters Secrets Manager adds to an ARN.
  private static func ending(_ name: String) -> Verdict {
    let tail = name.split(separator: "-", omittingEmptySubsequences: false).last ?? ""
    let isLikeASuffix =
      name.contains("-") && tail.count == 6 && tail.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return .judged(
      name, isRight: !isLikeASuffix, needed: "a name that does not end with a hyphen and six characters")
  }

  /// What is wrong with a policy of the secret: everybody may read it, or the Lambda's role may not.
  private func judged(_ document: PolicyDocument) -> Verdict {
    let (name, action) = ("AmazonSageMakerProjectsLambdaRole", "secretsmanager:GetSecretValue")
    let needed = "a policy that names whom it lets read, and leaves \(name) alone"
    // Somebody of an account and an organisation that nobody named.
    let stranger = "arn:\(context.partition):iam::000000000000:role/Stranger"
    let strange = ConditionContext(
      [
        "aws:PrincipalArn": [stranger], "aws:PrincipalAccount": ["000000000000"], "aws:SecureTransport": ["true"],
        "aws:PrincipalOrgID": ["o-0000000000"], "aws:PrincipalIsAWSService": ["false"],
      ], unknown: ["*"])
    if Decision([document], Request(action, by: .role(stranger), context: strange)).isAllowed {
      return .broken(found: "everybody may read it", needed: needed)
    }
    // The guides make the role with a path and without one.
    let denials = ["", "service-role/"].compactMap { path in
      let role = "arn:\(context.partition):iam::\(context.account):role/\(path)\(name)"
      return ResourcePolicy(document).denial(
        of: Request(action, by: .role(role), context: context.requests(of: role, nil)))
    }
    if let denial = denials.first(where: \.isCertain) {
      return .broken(found: "\(name) may not read it: \(denial.inWords(action))", needed: needed)
    }
    if let doubt = denials.first { return .hidden(.undecided("\(doubt.inWords(action)), to \(name)")) }
    return .holds(found: "\(document.statements.count) statement\(document.statements.count == 1 ? "" : "s")")
  }
}
