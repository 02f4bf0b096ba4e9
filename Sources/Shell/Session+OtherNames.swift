import Checklist
import Files
import Prerequisites
import Runs

extension Session {
  /// What the journals of other setups of the same repository tell of in this account, in lines; none where there are
  /// no such journals. Most often it is this setup, under the name that it had before its file was edited. A journal
  /// without a role tells of no repository: there what it changed tells, when this setup names the same things.
  func madeUnderOtherNames(_ context: Context) -> [String] {
    let (repository, account) = (setup.fullName, context.account)
    let named = [context.bucketARN, context.templateARN, context.tokenSecretARN, context.providerARN]
    return Folder.names("\(stateFolder)/\(account)").filter { $0 != setup.name }.flatMap { name -> [String] in
      let path = journalPath(account, name: name)
      // A journal that cannot be read proves nothing; it stops its own setup, not this one.
      guard let ledger = (try? JournalFile.entries(at: path)).map({ Ledger($0) }),
        case let repositories = GitHubRoleStep.repositories(in: ledger),
        repositories.contains(repository.lowercased())
          || repositories.isEmpty
            && ledger.all.contains(where: { item in named.contains { item.resource.hasPrefix($0) } })
      else { return [] }
      let whose = repositories.isEmpty ? "of what this setup names" : "for \(repository)"
      let place = setupPath + (setupLine("name").map { ":\($0)" } ?? "")
      return [
        "onramp: \(place): name is \(setup.name), but under the name \(name) \(ledger.all.count) things were made or"
          + " changed \(whose) in account \(account), and stay: \(path)",
        "  should the setup have been called so before: with name: \(name) in \(setupPath) they are taken back",
      ]
    }
  }

  /// Whether nothing was ever made, in this account and from this machine, under the setup's present name.
  func isNew(in account: String) -> Bool {
    (try? JournalFile.entries(at: journalPath(account)))?.isEmpty == true
  }
}
