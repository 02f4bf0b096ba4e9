import JSONDocument
import Policy

/// A policy prints as it was read; judging any of them ends; and repairing twice is repairing once.
enum PolicyTarget {
  private static let prefix = "repo:octo-org@583231/churn@1296269"
  private static let intent = TrustIntent(
    provider: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    format: SubjectFormat(
      useImmutableSubject: true, subClaimPrefix: prefix, owner: "octo-org", ownerID: 583231, repository: "churn",
      repositoryID: 1_296_269),
    subjects: ["\(prefix):ref:refs/heads/main", "\(prefix):environment:production"])

  static func broken(_ bytes: [UInt8]) -> String? {
    guard let document = try? PolicyDocument(parsing: String(decoding: bytes, as: UTF8.self)) else { return nil }
    for text in [document.text, document.pretty] {
      guard let same = try? PolicyDocument(parsing: text) else { return "the printed policy is not read" }
      if same.json != document.json { return "the printed policy is another" }
    }
    if !document.means(document) || document.size > document.text.utf8.count { return "the policy is not itself" }
    return trust(document) ?? identity(document)
  }

  private static func trust(_ document: PolicyDocument) -> String? {
    let repaired = TrustPolicy.repaired(document, intent)
    let again = TrustPolicy.repaired(repaired, intent)
    if again != repaired { return "repaired once it is \(repaired.text), twice \(again.text)" }
    let closed = TrustPolicy.repaired(document, intent, closing: true)
    if TrustPolicy.repaired(closed, intent, closing: true) != closed { return "closing twice changes something" }
    for each in [document, repaired, closed] {
      _ = TrustPolicy.remarks(each, intent)
      _ = TrustPolicy.ownSubjects(each, intent)
      _ = TrustPolicy.recyclableOwners(each, intent)
      _ = TrustPolicy.refusedByIAM(each)
      for subject in intent.subjects {
        _ = TrustPolicy.evaluate(each, token: intent.token(subject: subject), provider: intent.provider)
      }
    }
    // Taking back a change nobody edited gives the document that was there, or finds nothing to take back.
    switch TrustPolicy.withdrawn(repaired, written: repaired, previous: document) {
    case .nothing: return repaired.means(document) ? nil : "a change is not taken back"
    case .previous(let previous): return previous == document ? nil : "another document comes back"
    default: return "a change nobody edited cannot be taken back"
    }
  }

  private static func identity(_ document: PolicyDocument) -> String? {
    let policy = IdentityPolicy([document])
    let wanted = Permission(
      action: "s3:GetObject", resource: "arn:aws:s3:::bucket/key",
      context: ["aws:CurrentTime": ["2026-11-21T09:00:00Z"]])
    _ = policy.remarks(required: [wanted])
    if policy.allowsEvery(wanted), !policy.missing([wanted]).isEmpty { return "every resource is allowed but this one" }
    _ = ResourcePolicy(document).denial(of: wanted, to: "arn:aws:iam::111122223333:role/r")
    let service = ServiceTrust(service: "sagemaker.amazonaws.com")
    if let repaired = service.repaired(document), !service.isTrusted(by: repaired) {
      return "the service is not trusted after the repair"
    }
    return nil
  }
}
