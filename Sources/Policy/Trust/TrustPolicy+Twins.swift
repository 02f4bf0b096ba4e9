import JSONDocument

/// Two forms of one subject in a trust policy, for a time in which a job may carry either.
extension TrustPolicy {
  /// A subject that is to be accepted wherever another one is.
  public struct Twin: Hashable, Sendable {
    public let accepted: String
    public let subject: String

    public init(accepted: String, subject: String) { (self.accepted, self.subject) = (accepted, subject) }
  }

  /// The document that accepts more subjects, each beside its twin, in the same test of the same statement: whatever else
  /// that statement asks for is asked of both. Nil where one of them could not be accepted so.
  public static func adding(_ twins: [Twin], to document: PolicyDocument, _ intent: TrustIntent) -> PolicyDocument? {
    var document = document
    let repair = TrustRepair(intent: intent, closing: false, remarks: [])
    for twin in twins where !mayAccept(document, twin.subject, intent) {
      let answer = evaluate(document, token: intent.token(subject: twin.accepted), provider: intent.provider)
      let place: Int? =
        switch answer.reason {
        case .accepted(let statement, _): statement
        case .undecided(let statement, _): document.statements[statement].isAllow ? statement : nil
        default: nil
        }
      guard let place else { return nil }
      document.statements[place] = repair.adding(twin.subject, to: document.statements[place])
      guard mayAccept(document, twin.subject, intent) else { return nil }
    }
    return document
  }

  /// Whether a document accepts a subject, as far as that can be told before a sign-in.
  public static func mayAccept(_ document: PolicyDocument, _ subject: String, _ intent: TrustIntent) -> Bool {
    evaluate(document, token: intent.token(subject: subject), provider: intent.provider).outcome != .fails
  }

  /// The values of our statements that stand to the repository in one of some ways.
  public static func subjects(
    _ aims: Set<SubjectPattern.Aim>, in document: PolicyDocument, _ intent: TrustIntent
  ) -> [String] {
    ourTests(document, intent).flatMap(\.values).filter { aims.contains(SubjectPattern($0).aim(at: intent.format)) }
  }

  private static func ourTests(_ document: PolicyDocument, _ intent: TrustIntent) -> [ConditionTest] {
    document.statements.enumerated().flatMap { index, statement -> [ConditionTest] in
      let view = TrustView(statement, index: index, intent: intent)
      return statement.isAllow && view.whose == .ours ? view.subjectTests : []
    }
  }

  /// The document without some values of the subject in our statements; a statement that was about nothing else goes.
  public static func removing(
    _ subjects: Set<String>, from document: PolicyDocument, _ intent: TrustIntent
  ) -> PolicyDocument {
    var rest = document
    rest.statements = document.statements.enumerated().compactMap { index, statement in
      let view = TrustView(statement, index: index, intent: intent)
      guard statement.isAllow, view.whose == .ours, !subjects.isDisjoint(with: view.subjectValues) else {
        return statement
      }
      return without(subjects, statement)
    }
    return rest
  }
}
