import Glibc

/// A file that cannot be used, and why: in the system's words or in ours, never with a word of what is in it.
public struct FileProblem: Error, Hashable, Sendable {
  public let path: String
  public let reason: String
  /// Nothing stands there.
  public let isAbsent: Bool

  public init(path: String, reason: String, isAbsent: Bool = false) {
    self.path = path
    self.reason = reason
    self.isAbsent = isAbsent
  }

  /// By the system call that failed last.
  public init(path: String, code: Int32 = errno) {
    let reason = code == ELOOP ? "it is a symbolic link" : String(cString: strerror(code))
    self.init(path: path, reason: reason, isAbsent: code == ENOENT || code == ENOTDIR)
  }
}
