import AWS
import Checklist
import Glibc
import JSONDocument
import Transport

/// The log: one JSON line a request, with its request id, and never a header, a body or a credential.
///
/// What is not handed in cannot leak: the log is given events, not requests. It is opened with the first line,
/// so that a mistyped command leaves no file behind.
public final class LogFile: Sendable {
  public let path: String
  private let descriptor = Locked<Int32?>(nil)

  init(_ path: String) { self.path = path }

  func write(_ event: RequestEvent) {
    var json: JSON = [
      "time": .string(Clock.timestamp(Clock.now())), "service": .string(event.service),
      "operation": .string(event.operation), "attempt": .number(String(event.attempt)),
      "milliseconds": .number(String(Int(event.duration * 1000))),
    ]
    if let status = event.status { json["status"] = .number(String(status)) }
    if let fault = event.fault { json["error"] = .string(fault) }
    if let id = event.requestID { json["request_id"] = .string(id) }
    write(line: json)
  }

  func write(line: JSON) {
    let text = line.compact + "\n"
    descriptor.withLock { descriptor in
      if descriptor == nil {
        try? JournalFile.makeFolder(
          path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
        let opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { return }
        _ = fchmod(opened, 0o600)
        descriptor = opened
      }
      // A log that cannot be written stops nobody's work.
      if let descriptor { _ = text.withCString { Glibc.write(descriptor, $0, strlen($0)) } }
    }
  }
}
