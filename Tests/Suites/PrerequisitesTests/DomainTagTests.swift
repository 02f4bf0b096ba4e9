import Checklist
import TestAccount
import Testing

@testable import Prerequisites

/// A domain has one location tag: whoever leads it elsewhere takes from Studio what it listed there.
struct DomainTagTests {
  /// What is said of the change, with the tag as it is and templates in buckets.
  private func told(
    _ value: String, _ objects: [String: [String: Account.Object]], _ more: (inout Account.State) -> Void = { _ in }
  ) async throws -> (summary: String, found: String) {
    let account = Account.healthy { state in
      state.domains[Account.domain]?.tags[DomainTagStep.tag] = value
      for (bucket, objects) in objects {
        var made = state.buckets[bucket] ?? Account.Bucket()
        made.objects.merge(objects) { $1 }
        state.buckets[bucket] = made
      }
      more(&state)
    }
    let sight = await account.seen("domain-tag", Account.context())
    guard case .broken(let found, _, _)? = sight.verdict("DOM-05") else { return ("", "") }
    return (try #require(sight.changes.first).summary, found)
  }

  private static let visible = Account.Object(tags: [VisibleTemplates.tag: "true"])
  private let plain = "Studio looks for templates in s3://\(Account.bucket)/templates/"

  @Test func whatStudioListsInAnotherBucketIsNamedBeforeTheTagLeavesIt() async throws {
    let objects = [
      "tpl/fraud.yaml": Self.visible, "tpl/hidden.yaml": Account.Object(), "tpl/notes.txt": Self.visible,
      "other/far.yaml": Self.visible,
    ]
    let told = try await told("s3://theirs/tpl/", ["theirs": objects])
    #expect(told.summary == plain + "; Studio no longer lists tpl/fraud.yaml of s3://theirs/tpl/")
    #expect(told.found == "s3://theirs/tpl/, which lists tpl/fraud.yaml")
  }

  @Test func whereNothingIsListedNothingIsSaid() async throws {
    for value in ["s3://theirs/tpl/", "s3://nowhere/", "no address"] {
      let told = try await told(value, ["theirs": ["tpl/draft.yaml": Account.Object()]])
      #expect(told.summary == plain && told.found == value)
    }
  }

  @Test func anotherPrefixOfOurBucketIsLookedThroughToo() async throws {
    let objects = ["team/t.yaml": Self.visible]
    let told = try await told("s3://\(Account.bucket)/team", [Account.bucket: objects])
    #expect(told.summary == plain + "; Studio no longer lists team/t.yaml of s3://\(Account.bucket)/team")
  }

  @Test func whatCouldNotBeSeenIsSaidToo() async throws {
    let told = try await told("s3://strangers/", [:]) { $0.strangersBuckets.insert("strangers") }
    #expect(told.summary.hasSuffix("could not be seen") && told.found == "s3://strangers/")
    let many = Dictionary(uniqueKeysWithValues: (100..<160).map { ("\($0).yaml", Self.visible) })
    #expect(try await self.told("s3://theirs/", ["theirs": many]).summary.contains("149.yaml, and perhaps more"))
  }

  /// Teardown leaves a tag that leads elsewhere as it is, so nothing that is hidden there keeps it from its end.
  @Test func teardownDoesNotLookElsewhere() async {
    let account = Account.healthy { $0.domains[Account.domain]?.tags[DomainTagStep.tag] = "s3://strangers/" }
    account.change { $0.strangersBuckets.insert("strangers") }
    _ = await account.seen("domain-tag", Account.context(purpose: .teardown))
    #expect(!account.calls.contains { $0.text("Bucket") == "strangers" })
  }
}
