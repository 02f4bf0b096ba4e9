import Basics
import Checklist

/// Where a migration stands, for those who show it and make its next change.
public struct MigrationStanding: Sendable {
  /// What GitHub writes and what the role accepts, a sentence each; empty where it could not be told.
  public let lines: [String]
  /// The one change that comes next; nil where all is done, or nothing can be.
  public let next: Change?
  /// Why that change is not to be made yet.
  public let waits: String?
  /// Why nothing can be done.
  public let objection: String?
  /// Whether that is because something could not be looked at.
  public let isUnseen: Bool

  init(objection: String, isUnseen: Bool) {
    (lines, next, waits) = ([], nil, nil)
    (self.objection, self.isUnseen) = (objection, isUnseen)
  }

  init(_ stand: SubjectStand, waits: String?) {
    let accepted =
      switch stand.accepts {
      case (true, true): "both"
      case (true, false): "names alone"
      default: "names with ids"
      }
    lines = [
      "GitHub writes: \(stand.writesIDs ? "names with ids" : "names alone")", "The role accepts: \(accepted)",
    ]
    next = stand.next
    self.waits = waits
    (objection, isUnseen) = (nil, false)
  }
}

/// How long the old form stays accepted: until a job has signed in with the new one, or a day that is named.
struct SwitchWait {
  /// Nil where it may go.
  let words: String?

  /// Seconds after which nobody waits for a sign-in any more; a token lives for minutes (GitHub Docs, "OpenID Connect
  /// reference", `exp`), and a way back is gone when its jobs are.
  static let patience = 7 * 86_400.0
  private static let token = 900.0

  init(_ trail: Look<SignInTrail>, _ stand: SubjectStand, _ context: Context, toIDs: Bool) {
    let item = context.ledger[SubjectMigration.switchKey, context.setup.fullName]
    let since = item.map { $0.time } ?? 0
    let isSeen =
      trail.value?.signIns.contains {
        $0.role == stand.role && $0.refusal == nil && $0.moment.seconds >= since.rounded(.down)
          && stand.wanted.contains($0.subject ?? "")
      } ?? false
    if isSeen {
      words = nil
      return
    }
    // Nobody switched here: nothing else is written.
    guard item != nil || toIDs else {
      words = nil
      return
    }
    let until = item.map { $0.time + (toIDs ? Self.patience : Self.token) }
    if let until, context.now >= until {
      words = nil
      return
    }
    let day = until.map { ", at the latest on \(Moment(seconds: $0).inWords(now: Moment(seconds: context.now)))" } ?? ""
    let unseen = trail.obstacle.map { " (\($0.inWords))" } ?? ""
    words = "\(stand.old.joined(separator: " and ")) goes when a job has signed in with the other form\(day)\(unseen)"
  }
}
