import Glibc

/// How the shared files are read; a double in tests.
public struct FileDoor: Sendable {
  public enum Answer: Sendable {
    case text([UInt8])
    case absent
    case unreadable(String)
  }

  public let read: @Sendable (_ path: String) -> Answer

  public init(read: @escaping @Sendable (_ path: String) -> Answer) { self.read = read }

  /// The file system; files beyond 4 MiB are refused.
  public static let system = FileDoor { path in
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      return errno == ENOENT || errno == ENOTDIR ? .absent : .unreadable(String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &part, part.count)
      if count == 0 { return .text(content) }
      if count < 0 {
        if errno == EINTR { continue }
        return .unreadable(String(cString: strerror(errno)))
      }
      content += part[..<count]
      if content.count > 4 << 20 { return .unreadable("it is larger than 4 MiB") }
    }
  }
}
