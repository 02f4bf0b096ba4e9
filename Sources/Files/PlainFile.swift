import Glibc

/// The one way to a file: it is plain, it is not larger than its reader can use, and nobody waits for it.
///
/// A pipe, a socket, a device or a folder in a file's place is refused before it is opened: opening a pipe waits for
/// whoever writes into it, for ever if need be, and opening a device may already do something.
public enum PlainFile {
  /// What a file must be beside that.
  public struct Demands: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Nobody but its owner may open it.
    public static let closed = Demands(rawValue: 1)
    /// It is one that this program keeps: the caller's own, under this one name. A link of either kind would let
    /// somebody choose what is read here, or what is written over.
    public static let ours = Demands(rawValue: 2)
  }

  /// Bytes beyond which a file is refused where its reader names no other number.
  public static let usualLimit = 8 << 20

  /// The whole of a file of at most so many bytes.
  public static func bytes(
    _ path: String, limit: Int = usualLimit, _ demands: Demands = []
  ) throws(FileProblem) -> [UInt8] {
    let descriptor = try opened(path, O_RDONLY, demands)
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw FileProblem(path: path) }
    // Room for all of it at once, so that no second copy of a secret is left behind; one more byte finds the end.
    var content = [UInt8](repeating: 0, count: min(max(Int(facts.st_size), 4096), limit) + 1)
    var count = 0
    while true {
      if count == content.count { content += [UInt8](repeating: 0, count: min(count, limit + 1 - count)) }
      let read = content.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else { throw FileProblem(path: path) }
      if read == 0 { break }
      count += read
      guard count <= limit else { throw FileProblem(path: path, reason: "it is larger than \(inWords(limit))") }
    }
    content.removeLast(content.count - count)
    return content
  }

  /// The whole of a UTF-8 file.
  public static func text(
    _ path: String, limit: Int = usualLimit, _ demands: Demands = []
  ) throws(FileProblem) -> String {
    guard let text = String(validating: try bytes(path, limit: limit, demands), as: UTF8.self) else {
      throw FileProblem(path: path, reason: "it is not UTF-8 text")
    }
    return text
  }

  /// The last bytes of a file, at most so many, and whether there are others before them.
  public static func end(
    _ path: String, limit: Int, _ demands: Demands = []
  ) throws(FileProblem) -> (bytes: [UInt8], isCut: Bool) {
    let descriptor = try opened(path, O_RDONLY, demands)
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    let start = max(0, size - off_t(limit))
    var content = [UInt8](repeating: 0, count: Int(max(0, size - start)))
    let count = content.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, start) }
    guard count >= 0 else { throw FileProblem(path: path) }
    return (Array(content.prefix(count)), start > 0)
  }

  /// A descriptor of a file, by flags of `open(2)`, for who keeps it open; a new file is its owner's only.
  public static func opened(_ path: String, _ flags: Int32, _ demands: Demands = []) throws(FileProblem) -> Int32 {
    var facts = stat()
    if stat(path, &facts) == 0 { try check(facts, path, demands.subtracting(.ours)) }
    let link = demands.contains(.ours) ? O_NOFOLLOW : 0
    let descriptor = open(path, flags | link | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
    guard descriptor >= 0 else { throw FileProblem(path: path) }
    do throws(FileProblem) {
      guard fstat(descriptor, &facts) == 0 else { throw FileProblem(path: path) }
      try check(facts, path, demands)
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// `/dev/null` of Linux: major 1, minor 3.
  private static let nullDevice: dev_t = 1 << 8 | 3

  private static func check(_ facts: stat, _ path: String, _ demands: Demands) throws(FileProblem) {
    func problem(_ reason: String) -> FileProblem { FileProblem(path: path, reason: reason) }
    // What is always empty, and takes all: many name it in place of a file that they do not want.
    if facts.st_mode & S_IFMT == S_IFCHR, facts.st_rdev == nullDevice { return }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw problem("it is a folder")
    case S_IFIFO: throw problem("it is a pipe, not a file")
    case S_IFSOCK: throw problem("it is a socket, not a file")
    default: throw problem("it is a device, not a file")
    }
    if demands.contains(.closed), facts.st_mode & 0o077 != 0 {
      throw problem("others on this machine may open it (mode \(String(facts.st_mode & 0o777, radix: 8))): chmod 600")
    }
    guard demands.contains(.ours) else { return }
    guard facts.st_uid == geteuid() || geteuid() == 0 else { throw problem("it belongs to somebody else") }
    guard facts.st_nlink <= 1 else { throw problem("it has \(facts.st_nlink) names: one of them is a hard link") }
  }

  private static func inWords(_ bytes: Int) -> String {
    bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
  }
}
