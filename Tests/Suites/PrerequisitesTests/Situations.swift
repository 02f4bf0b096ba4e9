import Blueprints
import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

/// The states of the account that the steps tell apart.
enum Situations {
  static let steps: [StepID] = Prerequisites().all.map(\.id)

  static let healthy = steps.map { Situation("healthy", $0) { _ in } }
  static let all =
    healthy + identity + repository + provider + trust + roleItself + permissions + executionRole + bucket + template
    + domain + domainTag + token

  static func ledger(
    _ key: ItemKey, _ resource: String, _ kind: Change.Kind = .create, previous: JSON = .null, wanted: JSON = .null
  )
    -> Ledger
  {
    Ledger([
      JournalEntry(key, resource, .intent(kind: kind, previous: previous, wanted: wanted), time: 0),
      JournalEntry(key, resource, .done, time: 0),
    ])
  }

  @Sendable static func strangersBucket(_ state: inout Account.State) {
    state.buckets = [:]
    state.strangersBuckets = [Account.bucket]
  }
}
