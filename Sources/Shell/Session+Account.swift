import Checklist
import Files
import Runs

extension Session {
  /// Refuses to go on in an account where this setup has no journal, while it has one in another account and its file
  /// names none: another profile than last time is a mistake more often than a second account.
  func requireSameAccount(_ account: String) throws(Failure) {
    guard setup.account == nil, try journal(tellsOf: account) == nil else { return }
    for other in accounts where other != account {
      guard let path = try journal(tellsOf: other) else { continue }
      throw Failure(
        [
          "onramp: this is account \(account), but what was made for the setup \(setup.name) is in account \(other):"
            + " \(path)",
          "  sign in to \(other); or, where a second account is meant, write account: \"\(account)\" in \(setupPath)",
        ], code: 4)
    }
  }

  /// The journal of this setup in an account, where it tells of something that is still there.
  private func journal(tellsOf account: String) throws(Failure) -> String? {
    let path = journalPath(account)
    do throws(JournalFile.Problem) { return Ledger(try JournalFile.entries(at: path)).isEmpty ? nil : path } catch {
      throw Failure(error)
    }
  }

  /// The accounts that the state folder has something of.
  private var accounts: [String] {
    // A folder that is not there, or cannot be listed, holds no journal that could be read either.
    Folder.names(stateFolder).filter { $0.utf8.count == 12 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
