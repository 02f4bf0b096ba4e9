/// One thing that is wrong with a trust policy, in the words of the catalogue's checks.
public struct TrustRemark: Hashable, Sendable {
  /// Id of the check, `TRUST-13`.
  public let check: String
  /// Whether the value or the whole statement speaks about other repositories only: it is reported, and left
  /// alone by `TrustPolicy.repaired`.
  public let isForeign: Bool
  /// Index from 0; nil when the remark is about the whole document.
  public let statement: Int?
  public let sid: String?
  /// The test it is about, as written.
  public let operatorName: String?
  public let key: String?
  /// What stands in the document, verbatim.
  public let found: [String]
  /// What should stand there instead, where one thing should.
  public let needed: [String]
}

extension TrustPolicy {
  /// Everything that is wrong with a document for an intent, in the order of statements, then of ids.
  ///
  /// One defect gives one remark:
  /// - TRUST-05…09 exclude one another: a value has the width of its widest wildcard (`SubjectPattern.Width`).
  /// - A wildcard under StringEquals is compared as a letter and opens nothing: TRUST-11 instead of 05…09, 16.
  /// - A value that names our repository and never matches says why once: other letter case is TRUST-22, ids
  ///   of another repository TRUST-15, an old name with our ids TRUST-23, no ids where tokens carry them
  ///   TRUST-13, ids where tokens carry none TRUST-14, the default form under a customised template TRUST-24.
  ///   13, 14 and 24 are said only if no other value does match. They say nothing about width, so
  ///   `repo:octo-org/app:*` under an immutable subject is TRUST-13 and TRUST-09.
  /// - TRUST-17 is about contexts: only for a wanted subject whose repository some value matches, and that no
  ///   value would accept once its own defect (11, 13, 14, 15, 19, 20, 22, 23) is repaired.
  /// - No tenant at all is TRUST-03; only negated tests TRUST-39; a key on a wrong host TRUST-31; a principal
  ///   that is everyone TRUST-36: each instead of 03. An owner claim alone is TRUST-07.
  /// - `ForAllValues:` and `…IfExists` tests of sub and aud count as tests: 29 and 30, not 03 or 27.
  /// - A tenant's claim without a subject is TRUST-04, in foreign statements too: IAM takes no document with one.
  /// - Subject and audience in two statements are TRUST-43, and TRUST-03 for the one that is open, because it
  ///   is; the missing audience of the other is the same defect and not said.
  /// - When no statement is about our repository, TRUST-13 says so with every value that stands there.
  public static func remarks(_ document: PolicyDocument, _ intent: TrustIntent) -> [TrustRemark] {
    let views = document.statements.enumerated().filter { $0.element.isAllow }.map {
      TrustView($0.element, index: $0.offset, intent: intent)
    }
    var lint = TrustLint(views: views, intent: intent)
    lint.run(document)
    return lint.remarks.sorted { one, other in
      let (left, right) = (one.statement ?? Int.max, other.statement ?? Int.max)
      return left == right ? one.check < other.check : left < right
    }
  }

  /// The values our statements compare the subject with, in their order.
  public static func ownSubjects(_ document: PolicyDocument, _ intent: TrustIntent) -> [String] {
    document.statements.enumerated().filter { $0.element.isAllow }
      .map { TrustView($0.element, index: $0.offset, intent: intent) }
      .filter { $0.whose == .ours }.flatMap(\.subjectValues)
  }

  /// Owners besides ours that a door is open to by their names alone. Names that were given up can be taken by
  /// anybody; ids cannot (GitHub Docs, "Changing your username").
  public static func recyclableOwners(_ document: PolicyDocument, _ intent: TrustIntent) -> [String] {
    var owners: [String] = []
    for pattern in patterns(document) where pattern.ownerID == nil {
      guard let owner = pattern.owner, !owner.isEmpty, SubjectPattern.isLogin(owner),
        // An address that was pasted names no account.
        pattern.context?.hasPrefix("//") != true,
        owner.lowercased() != intent.format.owner.lowercased(), !owners.contains(owner)
      else { continue }
      owners.append(owner)
    }
    return owners
  }

  /// The subject values that name one of these owners.
  public static func subjects(_ document: PolicyDocument, ofOwners owners: [String]) -> [String] {
    patterns(document).filter { $0.owner.map(owners.contains) ?? false }.map(\.text)
  }

  /// The repositories that the subjects name without a wildcard, as `owner/name` in small letters: GitHub knows no
  /// others.
  public static func repositories(_ document: PolicyDocument) -> Set<String> {
    Set(
      patterns(document).filter(\.namesOneRepository).compactMap { pattern in
        pattern.owner.flatMap { owner in pattern.repository.map { "\(owner)/\($0)".lowercased() } }
      })
  }

  private static func patterns(_ document: PolicyDocument) -> [SubjectPattern] {
    document.statements.filter(\.isAllow).flatMap { TrustView.positive($0.conditions) }
      .filter { TrustView.claim($0.key)?.name == "sub" }.flatMap(\.values).map { SubjectPattern($0) }
  }

  /// The first statement IAM would refuse when the document is saved: an Allow for GitHub's issuer that tests
  /// neither subject nor workflow (IAM User Guide, "Identity-provider controls for shared OIDC providers"; TRUST-04).
  /// What stands already stays in force.
  public static func refusedByIAM(_ document: PolicyDocument, issuer: String = Token.gitHubIssuer) -> Int? {
    document.statements.firstIndex { statement in
      statement.isAllow
        && statement.principals.contains { Issuer.host(inProvider: $0.id) == issuer }
        && !statement.conditions.contains { test in
          ["sub", "job_workflow_ref"].contains { test.key.lowercased() == "\(issuer):\($0)".lowercased() }
        }
    }
  }
}
