import Basics
import Checklist
import Files
import Glibc
import JSONDocument

/// A note of what a run is to do, beside the journal, from its first look to its end.
///
/// It goes when the run is complete. One that is found later says that a run stopped part way, and what was left;
/// how far it came is in the journal. It decides nothing: what has to be done is always looked up in the account.
public struct RunNote: Equatable, Sendable {
  public let isRemoval: Bool
  public let keys: [ItemKey]
  /// Seconds since 1970.
  public let started: Double

  private static func path(beside journal: String) -> String {
    Folder.above(journal) + "/run.json"
  }

  public func write(beside journal: String) throws(JournalFile.Problem) {
    let json: JSON = [
      "removal": .bool(isRemoval), "keys": JSON(keys.map(\.rawValue)), "started": .number(String(started)),
    ]
    do throws(FileProblem) {
      try (json.compact + "\n").write(toFile: RunNote.path(beside: journal), mode: 0o600)
    } catch { throw JournalFile.Problem(writing: error) }
  }

  public static func remove(beside journal: String) { unlink(path(beside: journal)) }

  /// The note of a run that did not come to its end; nil where there is none that can be read.
  public static func read(beside journal: String) -> RunNote? {
    guard let text = try? PlainFile.text(path(beside: journal), .ours), let json = try? JSON(parsing: text),
      let keys = json["keys"]?.strings, let started = json["started"]?.double
    else { return nil }
    return RunNote(
      isRemoval: json["removal"] == true, keys: keys.map { ItemKey(rawValue: $0) }, started: started)
  }

  /// How far it came, by the journal: `stopped after 1 of 5 changes, 08:46 UTC`.
  public func summary(_ entries: [JournalEntry], now: Double) -> String {
    let own = entries.filter { keys.contains($0.key) && $0.time >= started }
    let done = Set(own.filter { $0.event == (isRemoval ? .removed : .done) }.map(\.key)).count
    let thing = isRemoval ? "thing" : "change"
    let time = Moment(seconds: own.map(\.time).max() ?? started).inWords(now: Moment(seconds: now))
    return "stopped after \(done) of \(keys.count) \(thing)\(keys.count == 1 ? "" : "s"), \(time)"
  }
}
