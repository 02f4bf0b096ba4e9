import AWS
import Checklist
import GitHub
import JSONDocument
import ScreenForm
import Screens
import TestAccount
import Testing

@testable import Prerequisites

/// The permissions that a screen names are those of the calls its step sends, in all the situations there are.
@Suite struct PermissionTests {
  private static func needed(_ calls: some Sequence<Call>) -> Set<String> {
    Set(
      calls.flatMap { call -> [String] in
        call.door.isGitHub ? ["GitHub " + GitHubPermission.needed(for: call)] : Permission.needed(for: call)
      })
  }

  /// What a step sends: looking, setting up, and what teardown needs besides.
  private static func sent(by step: StepID) async -> PermissionText {
    var (looks, makes, takes): (Set<Call>, Set<Call>, Set<Call>) = ([], [], [])
    var besides: Set<String> = []
    for situation in Situations.all where situation.step == step {
      let account = situation.account()
      let sight = await account.seen(step, situation.context)
      if situation.context.purpose == .checkup {
        looks.formUnion(account.calls)
      } else {
        takes.formUnion(account.calls)
      }
      makes.formUnion(sight.changes.flatMap(\.calls))
      besides.formUnion(sight.changes.flatMap(\.rights).map { ($0.isGitHubs ? "GitHub " : "") + $0.action })
      takes.formUnion(sight.changes.compactMap(\.undo.call) + sight.holdings.flatMap(\.calls))
    }
    let (account, ledger) = await Account.onramps()
    account.change { $0.buckets[Account.bucket]?.lockedUntil = Int(Account.now) - 1 }
    let before = account.calls.count
    // The journal may be lost: then it is looked at more closely.
    for ledger in [ledger, Ledger()] {
      let teardown = Account.context(purpose: .teardown, ledger: ledger)
      takes.formUnion(await account.seen(step, teardown).holdings.flatMap(\.calls))
    }
    takes.formUnion(account.calls.dropFirst(before))
    let (look, change) = (needed(looks), needed(makes).union(besides))
    return PermissionText(
      look: look.sorted(), change: change.sorted(), remove: needed(takes).subtracting(look).subtracting(change).sorted()
    )
  }

  /// What belongs into the screen.
  private static func block(_ sent: PermissionText) -> String {
    let lists = [("look", sent.look), ("change", sent.change), ("remove", sent.remove)].filter { !$0.1.isEmpty }
    return "permissions:"
      + lists.map { name, items in
        "\n  \(name):" + items.map { "\n    - " + ($0.contains(": ") ? "\"\($0)\"" : $0) }.joined()
      }.joined()
  }

  @Test(arguments: Situations.steps) func theScreenNamesThePermissionsOfTheCalls(_ step: StepID) async {
    let screen = Screens.all.first { $0.id == step.rawValue }
    let sent = await Self.sent(by: step)
    #expect(screen?.permissions == sent, "screens/\(step).yaml:\n\(Self.block(sent))")
  }

  @Test func whatIsMadeWithTagsNeedsTheRightToTag() {
    #expect(
      Permission.needed(for: Call(.iam, "CreateRole", ["RoleName": "r", "Tags": [["Key": "a", "Value": "b"]]])) == [
        "iam:CreateRole", "iam:TagRole",
      ])
    #expect(Permission.needed(for: Call(.iam, "CreateRole", ["RoleName": "r"])) == ["iam:CreateRole"])
    #expect(Permission.needed(for: Call(.s3, "HeadBucket")) == ["s3:ListBucket"])
    #expect(Permission.needed(for: Call(.s3, "Nothing")) == [])
  }
}
