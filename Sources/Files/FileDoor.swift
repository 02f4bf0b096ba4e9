/// How files are read, as a value: a double in tests.
public struct FileDoor: Sendable {
  public enum Answer: Sendable {
    case text([UInt8])
    case absent
    case unreadable(String)
  }

  public let read: @Sendable (_ path: String) -> Answer

  public init(read: @escaping @Sendable (_ path: String) -> Answer) { self.read = read }

  /// Plain files of at most 4 MiB.
  public static let system = FileDoor { path in
    answer { () throws(FileProblem) in try PlainFile.bytes(path, limit: 4 << 20) }
  }

  /// Standard input, whatever the path; a minute of silence ends it.
  public static let standardInput = FileDoor { _ in
    answer { () throws(FileProblem) in try StandardInput.bytes(limit: 64 << 10, patience: 60) }
  }

  private static func answer(_ read: () throws(FileProblem) -> [UInt8]) -> Answer {
    do throws(FileProblem) { return .text(try read()) } catch {
      return error.isAbsent ? .absent : .unreadable(error.reason)
    }
  }
}
