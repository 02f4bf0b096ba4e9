import Basics
import Checklist
import Files
import Glibc
import JSONDocument
import Synchronization

/// The journal of one setup on disk: JSON Lines, each with a checksum, each on the disk before what follows it.
///
/// A line is written and synchronised before the call it announces is sent, and again when its outcome is
/// known, so that a crash at any point leaves either no call or a line that tells of it. A torn last line is
/// a crash while writing and is dropped; damage further up is refused, because a forgotten line may be a
/// resource. The file is locked while it is open: two onramps on one setup would undo each other's work.
public final class JournalFile: Sendable {
  /// Why a journal cannot be used. `path` is the file.
  public enum Problem: Error, Hashable, Sendable {
    case cannotOpen(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    /// Another onramp works on this setup; its process id if it left one.
    case inUse(path: String, process: String)
    case damaged(path: String, line: Int)
    /// A line would have held a secret of the run.
    case holdsSecret(path: String, item: ItemKey)
  }

  public let path: String
  private let descriptor: Int32
  /// Bytes that are to be in it: what it said once it goes on saying.
  private let length: Mutex<off_t>

  /// Opens the journal for writing, making it and its folder (0700, the file 0600) if they are not there.
  public init(path: String) throws(Problem) {
    self.path = path
    let folder = Folder.above(path)
    do throws(FileProblem) {
      try Folder.make(folder)
      descriptor = try PlainFile.opened(path, O_RDWR | O_CREAT | O_APPEND, .ours)
    } catch { throw Problem(opening: error) }
    guard fchmod(descriptor, 0o600) == 0 else { throw Problem(opening: FileProblem(path: path)) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? PlainFile.text(path + ".pid", .ours)) ?? ""
      throw .inUse(path: path, process: holder.trimmed)
    }
    try? "\(getpid())\n".write(toFile: path + ".pid", mode: 0o600)
    // The file's name has to be on the disk before its lines are: they are in the folder's keeping.
    do throws(FileProblem) { try Folder.synchronise(folder) } catch { throw Problem(writing: error) }
    // A torn last line was never said: it goes, or the next one would make it damage in the middle.
    let whole = JournalFile.wholeLines(descriptor)
    length = Mutex(whole)
    guard ftruncate(descriptor, whole) == 0 else { throw Problem(writing: FileProblem(path: path)) }
  }

  deinit { close(descriptor) }

  /// What the journal at `path` says; nothing when there is none.
  public static func entries(at path: String) throws(Problem) -> [JournalEntry] {
    let content: [UInt8]
    do throws(FileProblem) { content = try PlainFile.bytes(path, .ours) } catch {
      if error.isAbsent { return [] }
      throw Problem(opening: error)
    }
    // As bytes: a crash may have torn a line in the middle of a character.
    let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var entries: [JournalEntry] = []
    for (number, line) in lines.enumerated() where !line.isEmpty {
      if let entry = entry(in: line) {
        entries.append(entry)
      } else if number < lines.count - 1 {
        throw .damaged(path: path, line: number + 1)
      }
    }
    return entries
  }

  /// Appends one entry and waits until it is on the disk.
  ///
  /// A journal that was taken away or cut while it is open would forget what was made: then nothing more is.
  public func record(_ entry: JournalEntry) throws(Problem) {
    let text = JournalFile.line(of: entry)
    // The journal is no gate that may blot out: what it says is put back. So nothing is sent that it cannot tell of.
    guard Hiding.hidden(text) == text else { throw .holdsSecret(path: path, item: entry.key) }
    let line = Array((text + "\n").utf8)
    let expected = length.withLock { length in
      defer { length += off_t(line.count) }
      return length
    }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw Problem(writing: FileProblem(path: path)) }
    guard facts.st_nlink > 0 else { throw .cannotWrite(path: path, reason: "it was deleted while onramp is at work") }
    guard facts.st_size == expected else {
      throw .cannotWrite(path: path, reason: "somebody else changed it while onramp is at work")
    }
    do throws(FileProblem) { try PlainFile.append(line, to: descriptor, path) } catch { throw Problem(writing: error) }
    guard fsync(descriptor) == 0 else { throw Problem(writing: FileProblem(path: path)) }
  }

  /// The length of the file up to the end of its last whole line.
  private static func wholeLines(_ descriptor: Int32) -> off_t {
    var size = lseek(descriptor, 0, SEEK_END)
    var last: UInt8 = 0
    while size > 0, pread(descriptor, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") { size -= 1 }
    return max(size, 0)
  }

  static func line(of entry: JournalEntry) -> String {
    var json = entry.json
    json["sum"] = .string(checksum(of: entry.json.canonical))
    return json.compact
  }

  static func entry(in line: some Sequence<UInt8>) -> JournalEntry? {
    guard var json = try? JSON(parsing: line), let sum = json["sum"]?.string else { return nil }
    json["sum"] = nil
    return sum == checksum(of: json.canonical) ? JournalEntry(json) : nil
  }

  /// FNV-1a over 64 bits: it finds torn and flipped bytes, it guards against nobody.
  private static func checksum(of text: String) -> String {
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}

extension JournalFile.Problem {
  init(opening problem: FileProblem) { self = .cannotOpen(path: problem.path, reason: problem.reason) }
  init(writing problem: FileProblem) { self = .cannotWrite(path: problem.path, reason: problem.reason) }
}
