import Basics
import Blueprints
import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// What a pull request brings, and what it leaves alone.
@Suite struct WorkflowDeliveryTests {
  private static let folder = ".github/workflows/"
  private static let good = WorkflowFileTexts.good
  private static let (old, other) = (String(repeating: "a", count: 40), String(repeating: "b", count: 40))
  private static let calls: [ItemKey] = [DeliveryKey.branch, DeliveryKey.commit, DeliveryKey.pull]

  private func delivery(
    _ context: Context = Account.context(), _ change: @escaping @Sendable (inout Account.State) -> Void
  ) async throws -> WorkflowDelivery {
    let account = Account.healthy(change)
    let seen = await WorkflowsStep().observe(account.world(), context)
    #expect(account.unscripted == [])
    return try #require(seen.delivery.value).delivery
  }

  private func keys(_ account: Account, _ context: Context = Account.context()) async -> [ItemKey] {
    await account.seen("workflows", context).changes.map(\.key)
  }

  private func words(_ account: Account, _ check: CheckID = "WF-01", _ context: Context = Account.context()) async
    -> String
  {
    switch await account.seen("workflows", context).verdict(check) {
    case .waiting(let found, let needed): "waiting: \(found) | \(needed)"
    case .broken(let found, let needed, _): "broken: \(found) | \(needed)"
    case .holds(let found): "holds: \(found)"
    default: ""
    }
  }

  /// Makes the changes that are planned now, and tells the journal that it was.
  private func make(_ account: Account, _ context: Context = Account.context()) async throws -> Ledger {
    var entries: [JournalEntry] = []
    for change in Plan(await account.seen("workflows", context).changes).changes {
      let call = try #require(change.call)
      let answer = try account.write(call)
      let identity = change.identity.compactMap { path in
        answer.member(at: path).flatMap { $0.string ?? $0.integer.map { String($0) } }
      }
      entries.append(
        JournalEntry(
          change.key, change.resource, .intent(kind: change.kind, previous: change.previous, wanted: change.wanted),
          time: 0))
      entries.append(JournalEntry(change.key, change.resource, .accepted(identity: identity.first), time: 0))
    }
    return Ledger(entries)
  }

  // MARK: What is brought

  /// Every one, two and all of these defects, with files that are there already and without.
  private static let breaks: [(old: String, new: String)] = [
    ("id-token: write, ", ""), ("concurrency: {group: deploy}\n", ""),
    ("aws-region: ${{ env.AWS_REGION }}", "aws-region: eu-west-1"),
    ("churn-${{ github.run_id }}", "churn"), ("checkout@\(WorkflowFileTexts.commit)", "checkout@v4"),
    ("role-to-assume: ${{ secrets.AWS_ROLE_ARN }}", "aws-access-key-id: ${{ secrets.K }}"),
  ]

  @Test func aFileThatIsThereIsEditedAndNeverReplaced() async throws {
    var (edited, added) = (0, 0)
    for number in 0..<(1 << Self.breaks.count) {
      var texts = Self.good
      for (place, part) in Self.breaks.enumerated() where number & (1 << place) != 0 {
        texts["deploy.yml"] = texts["deploy.yml"]?.replacing(part.old, with: part.new)
      }
      if number % 3 == 0 { texts["build.yml"] = nil }
      let code = number % 2 == 0 ? ["README.md": "Ours\n", "pipelines/run.py": "print()\n"] : [:]
      let files = texts
      let count = number.nonzeroBitCount
      guard (1...2).contains(count) || count == Self.breaks.count else { continue }
      let found = try await delivery {
        ($0.workflowFiles, $0.code) = (files, code)
      }
      let there = files.reduce(into: code) { $0[Self.folder + $1.key] = $1.value }
      #expect(Set(found.present.keys) == Set(found.texts.keys).intersection(there.keys), "\(number)")
      for (path, old) in found.present {
        edited += 1
        #expect(old == there[path] && path.hasPrefix(Self.folder), "\(path)")
        let (before, after) = (old.split(separator: "\n"), (found.texts[path] ?? "").split(separator: "\n"))
        // What no defect is in stays, in its order: one line for each defect at most goes.
        let stays = before.filter { after.contains($0) }
        #expect(before.count - stays.count <= Self.breaks.count && after.filter { before.contains($0) } == stays)
      }
      added += found.added.count
      #expect(found.added.contains(Self.folder + "build.yml") == (number % 3 == 0))
      #expect(number % 3 == 0 || found.added == [], "a project that has its own files keeps its own code")
    }
    #expect(edited > 15 && added > 50)
  }

  @Test func aProjectWithoutFilesGetsThemAndTheCodeThatTheyCall() async throws {
    let found = try await delivery { $0.workflowFiles = [:] }
    #expect(Set(found.added) == Set(ProjectRepository.files.keys).union(Self.good.keys.map { Self.folder + $0 }))
    #expect(found.mends == ["WF-01"] && found.present == [:])
    #expect(!found.texts.values.contains { $0.contains(/<[A-Z_]+\??>$/) })
    let build = try #require(found.texts[Self.folder + "build.yml"])
    #expect(build.contains("role-to-assume: ${{ secrets.AWS_ROLE_ARN }}") && build.contains("'111122223333'"))
  }

  @Test func aSignInAloneComesOnlyWhereNoFileSignsIn() async throws {
    let access = Account.context(["tracks": ["access"]])
    let found = try await delivery(access) { $0.workflowFiles = [:] }
    #expect(found.added == [Self.folder + "sign-in.yml"])
    #expect(await Account.healthy().seen("workflows", access).changes == [])
    let other = Account.healthy { $0.workflowFiles = ["sign-in.yml": "on: push\njobs: {a: {runs-on: ubuntu-24.04}}"] }
    #expect(await keys(other, access) == [], "a file of that name that does something else is not replaced")
  }

  @Test func aFolderOrFileInTheWayIsLeft() {
    let file = RepositoryTree.File(id: "", size: 0)
    let tree = RepositoryTree(commit: "", files: ["data": file, "deploy/x": file])
    #expect(!tree.isFree("data") && !tree.isFree("data/a.csv") && !tree.isFree("deploy") && !tree.isFree("deploy/x"))
    #expect(tree.isFree("deploy/y") && tree.isFree("database"))
  }

  @Test func aWarningThatIsAcceptedIsNotMended() async {
    let accepted: JSON = ["check": "WF-13", "reason": "one at a time by hand", "until": "2099-01-01"]
    let account = Account.healthy {
      $0.workflowFiles?["deploy.yml"] = Self.good["deploy.yml"]?.replacing("concurrency: {group: deploy}\n", with: "")
    }
    #expect(await keys(account) == Self.calls)
    #expect(await keys(account, Account.context(["accepted": [accepted]])) == [])
  }

  @Test func whatTheSetupDoesNotSayIsAwaitedAndNothingIsWritten() async {
    let account = Account.healthy { $0.workflowFiles = [:] }
    let noRole = Account.context(["access.secrets": ["EXECUTION": "execution-role"]])
    #expect(await keys(account, noRole) == [])
    #expect(await words(account, "WF-01", noRole).contains("onramp cannot write it without access.secrets: "))
    let noEnvironment = Account.context(["github.environment": ""])
    #expect(await keys(account, noEnvironment) == [])
    #expect(await words(account, "WF-01", noEnvironment).contains("without github.environment: "))
    let noBranch = Account.context(["access.subjects": ["environment"]])
    #expect(await keys(account, noBranch) == [])
    #expect(await words(account, "WF-01", noBranch).contains("without access.subjects: its jobs sign in by branch"))
  }

  @Test func anEditThatIsRefusedIsItsAuthorsToMake() async {
    let account = Account.healthy {
      $0.workflowFiles?["deploy.yml"] = Self.good["deploy.yml"]?.replacing(
        "permissions: {id-token: write, contents: read}", with: "permissions: read-all")
    }
    #expect(await keys(account) == [])
    #expect(
      await words(account, "WF-03").contains("onramp leaves it to its author: deploy.yml: the file says read-all"))
  }

  // MARK: What stands of it

  @Test func whatCannotBeSeenIsNotWritten() async {
    let cut = Account.healthy { ($0.workflowFiles, $0.isTruncated) = ([:], true) }
    #expect(await keys(cut) == [])
    #expect(await words(cut).contains("is not known: "))
    for place in ["pulls", "git/trees/{tree_sha}"] {
      let account = Account.healthy {
        $0.workflowFiles = [:]
        $0.obstacles["GET /repos/{owner}/{repo}/\(place)"] = .throttled("slow down")
      }
      #expect(await keys(account) == [], "\(place)")
      #expect(await words(account).hasPrefix("waiting: no build.yml"), "\(place)")
    }
  }

  @Test func eachCallIsMadeOnceWhereverARunEnded() async throws {
    for made in 0...3 {
      let account = Account.healthy { $0.workflowFiles = [:] }
      for change in await account.seen("workflows", Account.context()).changes.prefix(made) {
        _ = try account.write(try #require(change.call))
      }
      #expect(await keys(account) == Array(Self.calls.dropFirst(made)), "\(made)")
    }
  }

  @Test func aBranchThatFellBehindMovesForwardOnlyIfItIsOnramps() async throws {
    let old = GitHubRepository.Commit(parents: [], message: "Begin", files: [:])
    let account = Account.healthy {
      $0.workflowFiles = [:]
      $0.commits[Self.old] = old
      $0.sideBranches["onramp/churn"] = Self.old
    }
    #expect(await keys(account) == [])
    #expect(await words(account).contains("branch onramp/churn holds other commits"))
    let resource = "octo-org/sagemaker-churn branch onramp/churn"
    let ledger = Ledger([
      JournalEntry(
        DeliveryKey.branch, resource, .intent(kind: .create, previous: .null, wanted: .string(Self.old)), time: 0)
    ])
    let changes = await account.seen("workflows", Account.context(ledger: ledger)).changes
    #expect(changes.map(\.key) == Self.calls)
    #expect(changes.first?.call?.operation == "PATCH /repos/{owner}/{repo}/git/refs/{path}")
    #expect(changes.first?.call?.input["force"] == false)
  }

  @Test func aPullRequestOfOthersFromTheBranchIsLeftAlone() async {
    let account = Account.healthy {
      $0.workflowFiles = [:]
      $0.commits[Self.other] = GitHubRepository.Commit(
        parents: [GitHubRepository.head], message: "Ours", files: ["a": ""])
      $0.sideBranches["onramp/churn"] = Self.other
      $0.pulls = [GitHubRepository.Pull(branch: "onramp/churn", head: Self.other, body: "Please")]
    }
    #expect(await keys(account) == [])
    #expect(await words(account).contains("pull request #1 from branch onramp/churn is not onramp's"))
    let teardown = Account.context(purpose: .teardown)
    #expect(await account.seen("workflows", teardown).holdings.filter { $0.action != .keep } == [])
  }

  @Test func whatWaitsIsJudgedByTheFilesThatAMergeLeaves() async throws {
    let account = Account.healthy {
      $0.workflowFiles?["deploy.yml"] = Self.good["deploy.yml"]?.replacing("concurrency: {group: deploy}\n", with: "")
    }
    _ = try await make(account)
    let words = await words(account, "WF-13")
    #expect(words.hasPrefix("waiting: deploy.yml:") && words.contains("pull request #1 waits for a person"), "\(words)")
    #expect(await keys(account) == [])
  }

  // MARK: Taking it back

  private func going(_ account: Account, _ ledger: Ledger) async -> [Holding] {
    await account.seen("workflows", Account.context(purpose: .teardown, ledger: ledger)).holdings
  }

  @Test func theBranchAndItsPullRequestGoWithOrWithoutTheJournal() async throws {
    let account = Account.healthy {
      $0.workflowFiles = [:]
      $0.roles["GitHubActionsRole"]?.tags["onramp:setup"] = "churn"
      $0.roles["GitHubActionsRole"]?.created = 1_790_000_000
    }
    let ledger = try await make(account)
    for (ledger, isKnown) in [(ledger, true), (Ledger(), false)] {
      let held = await going(account, ledger)
      #expect(held.map(\.key) == [DeliveryKey.pull, DeliveryKey.branch])
      #expect(held.allSatisfy { $0.action == .remove && $0.isUnproven != isKnown })
    }
    for call in await going(account, ledger).flatMap(\.calls) { _ = try account.write(call) }
    #expect(account.now.sideBranches == [:] && account.now.pulls.allSatisfy { !$0.isOpen })
    #expect(await going(account, ledger).filter { $0.action != .keep } == [])
  }

  @Test func withoutTheJournalARoleOfOthersProvesNothing() async throws {
    let account = Account.healthy { $0.workflowFiles = [:] }
    _ = try await make(account)
    let held = await going(account, Ledger())
    #expect(held.count == 2 && held.allSatisfy { $0.action == .keep && $0.ownership == .foreign })
  }

  @Test func whatOthersPushedStays() async throws {
    let account = Account.healthy { $0.workflowFiles = [:] }
    let ledger = try await make(account)
    let tip = try #require(account.now.sideBranches["onramp/churn"])
    account.change {
      $0.commits[Self.other] = GitHubRepository.Commit(parents: [tip], message: "More", files: ["a": ""])
      $0.sideBranches["onramp/churn"] = Self.other
      $0.pulls[0].head = Self.other
    }
    let held = await going(account, ledger)
    #expect(held.map(\.key) == [DeliveryKey.pull, DeliveryKey.branch])
    #expect(held.allSatisfy { $0.action == .keep && $0.ownership == .shared })
  }

  @Test func whatWasMergedIsTheRepositorys() async throws {
    let account = Account.healthy { $0.workflowFiles = [:] }
    let ledger = try await make(account)
    account.change {
      $0.workflowFiles = Self.good
      ($0.pulls[0].isOpen, $0.pulls[0].isMerged, $0.sideBranches) = (false, true, [:])
    }
    let held = await going(account, ledger)
    #expect(held.map(\.action) == [.keep, .keep] && held.allSatisfy { $0.ownership == .foreign })
    #expect(held.first?.reason == "stays: merged, so they are the repository's now")
  }
}
