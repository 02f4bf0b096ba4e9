import AWS
import Checklist
import JSONDocument
import Prerequisites
import TestAccount

extension Samples {
  /// A role that trusts the repository by its name alone and may do too much, in an account that has nothing else of
  /// the setup; GitHub does not show everything.
  static func start() -> Account {
    Account.bare { state in
      state.roles["GitHubActionsRole"] = Account.Role(
        trust: trust, inline: ["Everything": permissions], path: "/")
      state.obstacles["GET /repos/{owner}/{repo}/actions/permissions"] = .denied(
        permission: "Administration: read", message: "Resource not accessible by personal access token")
    }
  }

  private static let trust =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"\#(Account.providerARN)"},"#
    + #""Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":"#
    + #"{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":"#
    + #"{"token.actions.githubusercontent.com:sub":"repo:octo-org/sagemaker-churn:*"}}}]}"#
  private static let permissions =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#

  /// The looks that were asked for, each made once.
  private actor Looks {
    private var reports: [Set<ItemKey>: Task<[StepReport], Never>] = [:]

    func reports(made: Set<ItemKey>) async -> [StepReport] {
      if let task = reports[made] { return await task.value }
      let task = Task { await Samples.look(made) }
      reports[made] = task
      return await task.value
    }
  }

  private static let looks = Looks()

  /// What a look at the steps says; `made` holds the changes that were made since.
  public static func reports(made: Set<ItemKey> = []) async -> [StepReport] { await looks.reports(made: made) }

  /// Some of the changes, in the order of the plan; all where none is named.
  public static func plan(_ keys: ItemKey...) async -> Plan {
    let plan = Plan(await reports().flatMap(\.changes))
    return keys.isEmpty ? plan : Plan(plan.changes.filter { keys.contains($0.key) })
  }

  private static func look(_ made: Set<ItemKey>) async -> [StepReport] {
    let account = start()
    if !made.isEmpty { make(await plan().changes.filter { made.contains($0.key) }, in: account) }
    let checkup = Checkup(
      Prerequisites(), wanted: Set(wanted),
      world: World(offer: { account.offer }, door: { call throws(Obstacle) in try account.read(call) }),
      context: Account.context(), barrier: nil
    ) { calls in
      (try? AWSCommand.render(calls)).map { ($0.commands, $0.files) }
    }
    return await checkup.all().filter { wanted.contains($0.step) }
  }

  private static func make(_ changes: [Change], in account: Account) {
    for change in changes {
      for call in change.calls { _ = try? account.write(call) }
    }
  }

  /// What a teardown finds once everything was made, some of it by onramp.
  public static func inventory() async -> Inventory {
    let (account, changes) = (start(), await plan().changes)
    make(changes, in: account)
    // Others use the provider by now.
    account.change { $0.roles["deploy-web"] = Account.Role(trust: trust) }
    let ledger = Ledger(
      changes.flatMap { change in
        [
          JournalEntry(
            change.key, change.resource, .intent(kind: change.kind, previous: change.previous, wanted: change.wanted),
            time: Account.now),
          JournalEntry(change.key, change.resource, .done, time: Account.now),
        ]
      })
    return await Prerequisites().inventory(
      World(offer: { account.offer }, door: { call throws(Obstacle) in try account.read(call) }),
      Account.context(purpose: .teardown, ledger: ledger))
  }
}
