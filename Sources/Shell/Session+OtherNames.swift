import Checklist
import Files
import Prerequisites
import Runs

extension Session {
  /// What the journals of other setups of the same repository tell of in this account, in lines; none where there are
  /// no such journals. Most often it is this setup, under the name that it had before its file was edited.
  func madeUnderOtherNames(_ account: String) -> [String] {
    let repository = setup.fullName
    return Folder.names("\(stateFolder)/\(account)").filter { $0 != setup.name }.flatMap { name -> [String] in
      let path = journalPath(account, name: name)
      // A journal that cannot be read proves nothing; it stops its own setup, not this one.
      guard let ledger = (try? JournalFile.entries(at: path)).map({ Ledger($0) }),
        GitHubRoleStep.repositories(in: ledger).contains(repository.lowercased())
      else { return [] }
      let place = setupPath + (setupLine("name").map { ":\($0)" } ?? "")
      return [
        "onramp: \(place): name is \(setup.name), but under the name \(name) \(ledger.all.count) things were made or"
          + " changed for \(repository) in account \(account), and stay: \(path)",
        "  should the setup have been called so before: with name: \(name) in \(setupPath) they are taken back",
      ]
    }
  }

  /// Whether nothing was ever made, in this account and from this machine, under the setup's present name.
  func isNew(in account: String) -> Bool {
    (try? JournalFile.entries(at: journalPath(account)))?.isEmpty == true
  }
}
