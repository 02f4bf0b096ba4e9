import AWS
import Checklist
import GitHub
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// What a rehearsal finds is what the steps send: no more, and above all no less.
@Suite struct RehearsalTests {
  private static func name(_ call: Call) -> String { "\(call.service):\(call.operation)" }

  private static func rehearsal(_ step: StepID, _ context: Context = Account.context()) async -> Rehearsal {
    let words = [
      context.providerARN, context.roleARN, context.domainARN("d-sample"), context.bucket, context.setup.templateKey,
      context.setup.role, "d-sample", context.setup.name, "sample",
      "SageMakerProjectsPassRolePolicy",
    ]
    let tags = [
      (key: context.ownership.key, value: context.ownership.value), (key: DomainTagStep.tag, value: "sample"),
    ]
    return await Prerequisites().rehearsal(of: step, in: context) { call, variant in
      let seed = call.fingerprint(variant)
      return call.service == .github
        ? SampleRepository.answer(to: call) { $0.fingerprint(seed) }
        : SampleAnswer(call, words: words, tags: tags) { $0.fingerprint(seed) }.json
    }
  }

  /// Every call that a step sends in any of the situations is one that its rehearsal knows.
  @Test(arguments: Situations.steps) func everyCallOfEverySituationIsRehearsed(_ step: StepID) async {
    // A role that the setup names is made where there is none; the domain's own never is.
    let situations = Dictionary(grouping: Situations.all.filter { $0.step == step }, by: \.context.setup.executionRole)
    var takings: Set<String> = []
    for (role, situations) in situations {
      let context = Account.context(role.map { ["access.execution_role": .string($0)] } ?? [:])
      let rehearsal = await Self.rehearsal(step, context)
      let known = Set(rehearsal.looks.union(rehearsal.inspections).map(Self.name))
      let makings = Set(rehearsal.makings.map(Self.name))
      let backwards = Set(rehearsal.takings.map(Self.name))
      if role == nil { takings = makings.union(backwards) }
      for situation in situations {
        let account = situation.account()
        let sight = await account.seen(step, situation.context)
        #expect(Set(account.calls.map(Self.name)).subtracting(known) == [], "\(situation.name)")
        #expect(Set(sight.changes.flatMap(\.calls).map(Self.name)).subtracting(makings) == [], "\(situation.name)")
        #expect(Set(sight.changes.flatMap(\.undo).map(Self.name)).subtracting(backwards) == [], "\(situation.name)")
      }
    }
    let (account, ledger) = await Account.onramps()
    let left = await account.seen(step, Account.context(purpose: .teardown, ledger: ledger)).holdings
    #expect(Set(left.flatMap(\.calls).map(Self.name)).subtracting(takings) == [])
  }

  @Test func itIsTheSameInEveryRun() async {
    let (first, second) = (await Self.rehearsal("github-role"), await Self.rehearsal("github-role"))
    #expect(first.looks == second.looks && first.changes == second.changes && first.takings == second.takings)
  }

  @Test func whatIsMadeWithTagsNeedsTheRightToTag() {
    let tags: JSON = [["Key": "a", "Value": "b"]]
    #expect(
      Permission.needed(for: Call(.iam, "CreateRole", ["RoleName": "r", "Tags": tags])) == [
        "iam:CreateRole", "iam:TagRole",
      ])
    #expect(Permission.needed(for: Call(.iam, "CreateRole", ["RoleName": "r"])) == ["iam:CreateRole"])
    #expect(
      Permission.needed(for: Call(.s3, "PutObject", ["Tagging": "a=b"])) == ["s3:PutObject", "s3:PutObjectTagging"])
    #expect(Permission.needed(for: Call(.s3, "HeadBucket")) == ["s3:ListBucket"])
    #expect(Permission.needed(for: Call(.s3, "Nothing")) == [])
  }
}
