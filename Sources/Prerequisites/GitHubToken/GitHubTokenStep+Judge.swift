import Checklist
import JSONDocument
import Policy

extension GitHubTokenStep {
  public func judge(_ seen: Observation, _ context: Context) -> [Judgement] {
    judgements(ofSecret: seen, context) + judgements(ofValue: seen, context)
  }

  private func judgements(ofSecret seen: Observation, _ context: Context) -> [Judgement] {
    let (secret, name) = (seen.secret, context.setup.tokenSecret)
    func judge(_ check: CheckID, _ verdict: (TokenSecret) -> Verdict) -> Judgement {
      secret.judge(check, on: name, absent: .blocked(by: "SEC-01")) {
        $0.deletion == nil ? verdict($0) : .blocked(by: "SEC-02")
      }
    }
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
        let primary = secret.primaryRegion ?? context.region
        return primary == context.region
          ? .holds(found: "a secret of \(context.region)")
          : .broken(found: "a replica of the secret in \(primary)", needed: "a secret of \(context.region) itself")
      },
      seen.key.judge("SEC-08", on: name, absent: keyless(seen)) { state in
        state == "Enabled"
          ? .holds(found: "its key is enabled") : .broken(found: "its key is \(state)", needed: "an enabled key")
      },
      seen.policy.judge("SEC-14", on: name, absent: policyless(seen)) { policy in
        guard let document = policy.document else {
          return .broken(found: "a policy that cannot be read", needed: "a policy that can be read, or none")
        }
        return Self.remark(on: document, context)
      },
      secret.judge("SEC-16", on: name, absent: Self.ending(name)) { Self.ending($0.name) },
      judge("SEC-20") { secret in
        guard !secret.replicas.isEmpty else { return .holds(found: "no replicas") }
        let found = "replicas in \(secret.replicas.sorted().joined(separator: ", "))"
        return isMade(secret, context)
          ? .broken(found: found, needed: "no replicas, or teardown cannot delete it")
          : .holds(found: "\(found); not made by onramp, which will not delete it")
      },
    ]
  }

  private func keyless(_ seen: Observation) -> Verdict {
    guard let secret = seen.secret.value else { return .blocked(by: "SEC-01") }
    return secret.deletion == nil ? .holds(found: "Secrets Manager's own key") : .blocked(by: "SEC-02")
  }

  private func policyless(_ seen: Observation) -> Verdict {
    guard let secret = seen.secret.value else { return .blocked(by: "SEC-01") }
    return secret.deletion == nil ? .holds(found: "no policy of its own") : .blocked(by: "SEC-02")
  }

  static func named(_ name: String) -> Verdict {
    name.hasPrefix("sagemaker-") ? .holds(found: name) : .broken(found: name, needed: "sagemaker-\(name)")
  }

  /// A name that ends like the six characters Secrets Manager adds to an ARN.
  private static func ending(_ name: String) -> Verdict {
    let tail = name.split(separator: "-", omittingEmptySubsequences: false).last ?? ""
    let isLikeASuffix =
      name.contains("-") && tail.count == 6 && tail.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return isLikeASuffix
      ? .broken(found: name, needed: "a name that does not end with a hyphen and six characters") : .holds(found: name)
  }

  /// What is wrong with a policy of the secret: everybody may read it, or the Lambda's role may not.
  private static func remark(on document: PolicyDocument, _ context: Context) -> Verdict {
    let role = "AmazonSageMakerProjectsLambdaRole"
    let reading = document.statements.filter { $0.covers(action: "secretsmanager:GetSecretValue") }
    let needed = "a policy that names whom it lets read, and leaves \(role) alone"
    if reading.contains(where: { $0.isAllow && $0.conditions.isEmpty && $0.principals.contains(where: \.isAnybody) }) {
      return .broken(found: "everybody may read it", needed: needed)
    }
    let denial = reading.first { statement in
      statement.isDeny && statement.conditions.isEmpty
        && statement.principals.contains { $0.isAnybody || $0.id.hasSuffix("/" + role) }
    }
    if denial != nil { return .broken(found: "\(role) may not read it", needed: needed) }
    let unclear = reading.contains { $0.isDeny && !$0.conditions.isEmpty }
    return .holds(
      found: "\(document.statements.count) statement\(document.statements.count == 1 ? "" : "s")"
        + (unclear ? "; it also refuses under conditions that only AWS can judge" : ""))
  }

  func isMade(_ secret: TokenSecret, _ context: Context) -> Bool {
    Self.marked(secret, context).isMade(as: Self.secretKey)
  }

  /// The secret, and which setups of onramp its tags name.
  static func marked(_ secret: TokenSecret, _ context: Context) -> MarkedThing {
    MarkedThing(
      key: markKey, resource: context.tokenSecretARN, name: "secret \(secret.name)", tags: secret.tags,
      tagging: .each(.secretsManager, "Resource", ["SecretId": .string(secret.name)]), context: context)
  }
}

extension Principal {
  fileprivate var isAnybody: Bool { isEveryone || kind == "AWS" && id == "*" }
}
