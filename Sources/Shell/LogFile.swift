import AWS
import Basics
import Checklist
import Files
import Glibc
import JSONDocument
import Transport

/// The log: one JSON line a request, with its request id, and never a header, a body or a credential.
///
/// What is not handed in cannot leak: the log is given events, not requests. It is opened with the first line,
/// so that a mistyped command leaves no file behind.
public final class LogFile: Sendable {
  public let path: String
  private let state = Locked(State.unopened)

  private enum State {
    case unopened
    case open(Int32)
    case refused
  }

  init(_ path: String) { self.path = path }

  func write(_ event: RequestEvent) {
    var json: JSON = [
      "time": .string(Clock.timestamp(Clock.now())), "service": .string(event.service),
      "operation": .string(event.operation), "attempt": .number(String(event.attempt)),
      "milliseconds": .number(String(Int(bounding: event.duration * 1000))),
    ]
    if let status = event.status { json["status"] = .number(String(status)) }
    if let fault = event.fault { json["error"] = .string(fault) }
    if let id = event.requestID { json["request_id"] = .string(id) }
    write(line: json)
  }

  func write(line: JSON) {
    let text = Hiding.hidden(line.compact) + "\n"
    state.withLock { state in
      if case .unopened = state { state = opened() }
      // A log that cannot be written stops nobody's work.
      if case .open(let descriptor) = state { try? PlainFile.append(text.utf8, to: descriptor, path) }
    }
  }

  private func opened() -> State {
    do throws(FileProblem) { return .open(try LogFile.open(path)) } catch {
      Output.message("onramp: the log \(error.path) is not written: \(error.reason)")
      return .refused
    }
  }

  /// A descriptor at the end of a log, which is made where it is not there; for its owner alone.
  static func open(_ path: String) throws(FileProblem) -> Int32 {
    try Folder.make(Folder.above(path))
    let descriptor = try PlainFile.opened(path, O_RDWR | O_CREAT | O_APPEND, .ours)
    _ = fchmod(descriptor, 0o600)
    return descriptor
  }

  /// The last lines of a log, at most 64 KiB of it.
  static func end(of path: String) -> [String] {
    guard let (bytes, isCut) = try? PlainFile.end(path, limit: 65_536, .ours) else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return isCut ? Array(lines.dropFirst()) : lines
  }
}
