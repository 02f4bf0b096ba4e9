import Basics
import Checklist
import Glibc
import JSONDocument

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
  }

  public let path: String
  private let descriptor: Int32

  /// Opens the journal for writing, making it and its folder (0700, the file 0600) if they are not there.
  public init(path: String) throws(Problem) {
    self.path = path
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try JournalFile.makeFolder(folder)
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: lastError) }
    guard fchmod(descriptor, 0o600) == 0 else { throw .cannotOpen(path: path, reason: lastError) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? String(readingFile: path + ".pid")) ?? ""
      throw .inUse(path: path, process: holder.trimmed)
    }
    try? "\(getpid())\n".write(toFile: path + ".pid", mode: 0o600)
    // The file's name has to be on the disk before its lines are: they are in the folder's keeping.
    try JournalFile.synchronise(folder)
    // A torn last line was never said: it goes, or the next one would make it damage in the middle.
    guard ftruncate(descriptor, JournalFile.wholeLines(descriptor)) == 0 else {
      throw .cannotWrite(path: path, reason: lastError)
    }
  }

  deinit { close(descriptor) }

  /// What the journal at `path` says; nothing when there is none.
  public static func entries(at path: String) throws(Problem) -> [JournalEntry] {
    guard access(path, F_OK) == 0 else { return [] }
    let content: [UInt8]
    do throws(FileProblem) { content = try [UInt8](readingFile: path) } catch {
      throw .cannotOpen(path: path, reason: error.reason)
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
  public func record(_ entry: JournalEntry) throws(Problem) {
    var bytes = Array((JournalFile.line(of: entry) + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw .cannotWrite(path: path, reason: lastError) }
      bytes = bytes.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, reason: lastError) }
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

  static func makeFolder(_ path: String) throws(Problem) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += (made.isEmpty && part.isEmpty ? "" : made.hasSuffix("/") || made.isEmpty ? "" : "/") + part
      if made.isEmpty { made = "/" }
      guard access(made, F_OK) != 0 else { continue }
      guard mkdir(made, 0o700) == 0 || errno == EEXIST else { throw .cannotOpen(path: made, reason: lastError) }
      try synchronise(made + "/..")
    }
  }

  /// Waits until the names in a folder are on the disk.
  private static func synchronise(_ folder: String) throws(Problem) {
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder above ours may let us through and not be read.
    guard descriptor >= 0 || errno != EACCES else { return }
    guard descriptor >= 0 else { throw .cannotOpen(path: folder, reason: lastError) }
    defer { close(descriptor) }
    // Some file systems know no such thing for folders, and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw .cannotWrite(path: folder, reason: lastError) }
  }
}

/// The reason of the last system call that failed, in the system's words.
var lastError: String { String(cString: strerror(errno)) }

extension [UInt8] {
  /// The whole of a file.
  init(readingFile path: String) throws(FileProblem) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem(path: path, reason: lastError) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw FileProblem(path: path, reason: lastError) }
      if count == 0 { break }
      content += buffer[..<count]
      guard content.count <= 8 << 20 else { throw FileProblem(path: path, reason: "larger than 8 MiB") }
    }
    self = content
  }
}

extension String {
  /// The whole of a UTF-8 file.
  init(readingFile path: String) throws(FileProblem) {
    guard let text = String(validating: try [UInt8](readingFile: path), as: UTF8.self) else {
      throw FileProblem(path: path, reason: "not UTF-8 text")
    }
    self = text
  }

  /// Replaces a file as one step: a temporary file beside it, synchronised, renamed.
  func write(toFile path: String, mode: mode_t) throws(FileProblem) {
    let temporary = path + ".new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw FileProblem(path: path, reason: lastError) }
    defer { close(descriptor) }
    var bytes = Array(utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw FileProblem(path: path, reason: lastError) }
      bytes = bytes.dropFirst(count)
    }
    guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw FileProblem(path: path, reason: lastError) }
  }
}

/// A file that cannot be read or written, and the system's reason.
public struct FileProblem: Error, Hashable, Sendable {
  public let path: String
  public let reason: String
}
