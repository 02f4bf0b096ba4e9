import Checklist
import Runs

extension Failure {
  /// A journal that cannot be used stops everything before the first change.
  init(_ problem: JournalFile.Problem) {
    switch problem {
    case .cannotOpen(let path, let reason): self.init(["onramp: \(path) cannot be opened: \(reason)"], code: 2)
    case .cannotWrite(let path, let reason):
      self.init(
        ["onramp: \(path) cannot be written: \(reason)", "  make room, then run the same command again"], code: 5)
    case .inUse(let path, let process):
      let holder = process.isEmpty ? "" : " (process \(process))"
      self.init(["onramp: another onramp works on this setup\(holder): \(path) is locked"], code: 2)
    case .damaged(let path, let line):
      self.init(
        [
          "onramp: \(path):\(line): this line of the journal is damaged",
          "  it may tell of something onramp made; move the file away to go on with the tags alone",
        ], code: 2)
    case .holdsSecret(let path, let item):
      self.init(
        ["onramp: \(path): the line about \(item) would hold a secret: it was not written, and nothing more is sent"],
        code: 1)
    }
  }
}
