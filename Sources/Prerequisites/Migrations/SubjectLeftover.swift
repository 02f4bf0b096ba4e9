import Basics
import Checklist
import JSONDocument
import Policy

/// What a role still accepts and no job of the repository carries any more.
struct SubjectLeftover {
  /// The values of the trust policy.
  let values: [String]
  /// When it was switched, or the new name accepted, by the journal, in seconds since 1970; nil where that tells of none.
  let since: Double?
  /// Seconds after which nobody waits for a sign-in any more.
  private let patience: Double

  /// A week in which a job with the new form may come.
  private static let week = 7 * 86_400.0
  /// How long a token lives, and more (GitHub Docs, "OpenID Connect reference", `exp`): what is not written any more is gone
  /// when its jobs are.
  private static let token = 900.0

  /// - Parameter intent: in the form that is wanted.
  init(_ document: PolicyDocument, _ intent: TrustIntent, _ role: String, _ context: Context) {
    let toIDs = intent.format.isImmutable
    let other: SubjectPattern.Aim = toIDs ? .withoutIDs : .withIDs
    values = TrustPolicy.subjects([other, .renamed], in: document, intent)
    let isRenamed = !TrustPolicy.subjects([.renamed], in: document, intent).isEmpty
    let switched = Self.switched(context).filter { $0.wanted == SubjectMigration.setting(hasIDs: toIDs) }.map(\.time)
      .max()
    since = switched ?? (isRenamed ? context.ledger[GitHubRoleStep.trustKey, role]?.time : nil)
    patience = switched != nil && toIDs ? Self.week : Self.token
  }

  /// When it may go without a sign-in with the new form; nil where no journal tells.
  var until: Moment? { since.map { Moment(seconds: $0 + patience) } }

  /// What the journal says of switches, of the repository or of its organisation.
  static func switched(_ context: Context) -> [Ledger.Item] {
    context.ledger.all.filter { item in
      switch item.key {
      case SubjectMigration.switchKey: item.resource == context.setup.fullName
      case SubjectMigration.organizationKey: item.resource.lowercased() == context.setup.owner.lowercased()
      default: false
      }
    }
  }
}

/// How long the old form stays accepted: until a job has signed in with the new one, or a day that is named.
struct SwitchWait {
  /// Nil where it may go.
  let words: String?

  init(_ trail: Look<SignInTrail>, _ stand: SubjectStand, _ context: Context) {
    let since = (stand.leftover.since ?? 0).rounded(.down)
    let isSeen =
      trail.value?.signIns.contains {
        $0.role == stand.role && $0.refusal == nil && $0.moment.seconds >= since
          && stand.wanted.contains($0.subject ?? "")
      } ?? false
    let until = stand.leftover.until
    // Where nobody switched here and nothing but names is written, no job has the other form.
    let isOver = until.map { context.now >= $0.seconds } ?? !stand.writesIDs
    guard !isSeen, !isOver else {
      words = nil
      return
    }
    let day = until.map { ", at the latest on \($0.inWords(now: Moment(seconds: context.now)))" } ?? ""
    let unseen = trail.obstacle.map { " (\($0.inWords))" } ?? ""
    words =
      "\(stand.leftover.values.joined(separator: " and ")) goes when a job has signed in with the other form\(day)\(unseen)"
  }
}
