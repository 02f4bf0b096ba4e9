import Blueprints
import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// A warning that the setup file accepts is meant: what it warns of is left as it is.
@Suite struct AcceptedTests {
  /// What a run compares before it writes: which checks a change ends is no part of it, for not all are asked again.
  private struct Shown: Equatable {
    let (key, kind, resource): (ItemKey, Change.Kind, String)
    let (calls, previous, wanted): ([Call], JSON, JSON)
    let confidence: Confidence

    init(_ change: Change) {
      (key, kind, resource) = (change.key, change.kind, change.resource)
      (calls, previous, wanted, confidence) = (change.calls, change.previous, change.wanted, change.confidence)
    }
  }

  /// What a run would change at one step, and the status of each check, with some warnings accepted.
  private static func look(
    _ step: StepID, _ account: Account, accepting checks: Set<String>, until: String? = nil
  ) async -> (changes: [Change], statuses: [CheckID: [Status]]) {
    let blocks = checks.sorted().map { check -> JSON in
      var block: JSON = ["check": .string(check), "reason": "meant"]
      if let until { block["until"] = .string(until) }
      return block
    }
    let context = Account.context(checks.isEmpty ? [:] : ["accepted": .array(blocks)])
    let prerequisites = Prerequisites()
    let checkup = Checkup(
      prerequisites, wanted: [step], world: account.world(), context: context, barrier: nil, render: { _ in nil })
    let report = await checkup.all().first { $0.step == step }
    // The plan that is shown and the look before each write are of one mind.
    let standing = await prerequisites.standing(of: step, account.world(), context)
    #expect(standing.changes.map(Shown.init) == report?.changes.map(Shown.init))
    return (
      report?.changes ?? [], Dictionary(grouping: report?.findings ?? [], by: \.check).mapValues { $0.map(\.status) }
    )
  }

  @Test(arguments: Situations.all) func noAcceptedWarningIsChangedAndEverythingElseIs(_ situation: Situation) async {
    let plain = await Self.look(situation.step, situation.account(), accepting: [])
    let warnings = plain.statuses.filter { $0.value.contains(.warn) && !$0.value.contains(.fail) }
    guard !warnings.isEmpty, situation.context == Account.context() else { return }
    let accepted = Set(warnings.keys.map(\.rawValue))
    let seen = await Self.look(situation.step, situation.account(), accepting: accepted)
    for change in plain.changes {
      let broken = change.repairs.filter { plain.statuses[$0].map { $0.contains { $0 != .pass } } ?? true }
      let isMeant = !broken.isEmpty && broken.allSatisfy { accepted.contains($0.rawValue) }
      #expect(seen.changes.contains { $0.key == change.key } != isMeant, "\(change.title): \(broken)")
    }
  }

  private static func bucket(_ change: (inout Account.Bucket) -> Void) -> Account {
    Account.healthy { state in
      state.buckets[Account.bucket].map { bucket in
        var bucket = bucket
        change(&bucket)
        state.buckets[Account.bucket] = bucket
      }
    }
  }

  @Test func whatFailsIsRepairedWhateverIsAccepted() async {
    let account = Self.bucket { $0.publicAccess = Account.switches(false) }
    let seen = await Self.look("template-bucket", account, accepting: ["S3-11"])
    #expect(seen.statuses["S3-11"] == [.fail])
    #expect(seen.changes.map(\.key) == [TemplateBucketStep.publicAccessKey])
  }

  @Test func anAcceptanceThatIsOverCountsNoLonger() async {
    let account = Self.bucket { $0.objectOwnership = "ObjectWriter" }
    func keys(_ until: String?) async -> [ItemKey] {
      await Self.look("template-bucket", account, accepting: ["S3-16"], until: until).changes.map(\.key)
    }
    #expect(await keys(nil) == [])
    #expect(await keys("2999-01-01") == [])
    #expect(await keys("2020-01-01") == [TemplateBucketStep.objectOwnershipKey])
  }

  @Test func aSettingThatIsMeantStaysWhileAnotherInTheSamePlaceIsRepaired() async {
    let open: JSON = ["AllowedOrigins": ["*"], "AllowedMethods": ["PUT"]]
    let account = Self.bucket { $0.cors = [open] }
    let seen = await Self.look("template-bucket", account, accepting: ["S3-09"])
    #expect(seen.changes.map(\.key) == [TemplateBucketStep.corsKey])
    #expect(seen.changes.first?.wanted.array?.contains(open) == true)
    let closed = await Self.look("template-bucket", account, accepting: [])
    #expect(closed.changes.first?.wanted.array?.contains(open) == false)
  }

  @Test func aBucketStillToBeMadeIsMadeAsItsOwnerWantsIt() async {
    let account = Account.healthy { $0.buckets = [:] }
    let seen = await Self.look("template-bucket", account, accepting: ["S3-15", "S3-17"])
    #expect(!seen.changes.isEmpty && !seen.changes.contains { $0.key == TemplateBucketStep.versioningKey })
    #expect(!seen.changes.contains { $0.wanted.string?.contains("aws:SecureTransport") == true })
  }
}
