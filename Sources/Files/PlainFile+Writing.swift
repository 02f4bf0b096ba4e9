import Glibc

extension PlainFile {
  /// Puts a file in its place as one step, whole or not at all: written beside it, onto the disk, then renamed.
  public static func write(
    _ content: some Sequence<UInt8>, to path: String, mode: mode_t = 0o600
  ) throws(FileProblem) {
    var template = Array("\(path).\(String(repeating: "X", count: 6))".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw FileProblem(path: path) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    defer { close(descriptor) }
    do throws(FileProblem) {
      try append(content, to: descriptor, path)
      guard fchmod(descriptor, mode & ~mask) == 0, fsync(descriptor) == 0, rename(template, path) == 0 else {
        throw FileProblem(path: path)
      }
    } catch {
      unlink(template)
      throw error
    }
  }

  /// What the caller takes away from the mode of new files.
  private static let mask: mode_t = {
    let mask = umask(0o077)
    umask(mask)
    return mask
  }()

  /// Writes all of it at the place a descriptor stands at.
  public static func append(
    _ content: some Sequence<UInt8>, to descriptor: Int32, _ path: String
  ) throws(FileProblem) {
    var rest = Array(content)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileProblem(path: path) }
      rest = rest.dropFirst(count)
    }
  }
}

extension String {
  /// As `PlainFile.write`, in UTF-8.
  public func write(toFile path: String, mode: mode_t) throws(FileProblem) {
    try PlainFile.write(utf8, to: path, mode: mode)
  }
}
