import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

/// The states of the account that one step tells apart.
///
/// A step's group is one file in this folder, named as its type, and is found there by the build.
protocol SituationGroup: Sendable {
  /// Its share of a complete setup that was made by hand, with foreign things beside it.
  static func furnish(_ state: inout Account.State)

  /// Every check of the step is broken in one of them, and they say what is then offered.
  static var situations: [Situation] { get }
}

extension SituationGroup {
  static func furnish(_ state: inout Account.State) {}
}

enum Situations {
  static let steps: [StepID] = Prerequisites().all.map(\.id)
  static let all = steps.map { Situation("healthy", $0) { _ in } } + SituationGroups.all.flatMap { $0.situations }

  static func ledger(
    _ key: ItemKey, _ resource: String, _ kind: Change.Kind = .create, previous: JSON = .null, wanted: JSON = .null,
    identity: String? = nil
  )
    -> Ledger
  {
    Ledger([
      JournalEntry(key, resource, .intent(kind: kind, previous: previous, wanted: wanted), time: 0),
      JournalEntry(key, resource, .accepted(identity: identity), time: 0),
      JournalEntry(key, resource, .done, time: 0),
    ])
  }

  @Sendable static func strangersBucket(_ state: inout Account.State) {
    state.buckets = [:]
    state.strangersBuckets = [Account.bucket]
  }
}
