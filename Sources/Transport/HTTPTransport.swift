import Basics
import CCurl
import Files
import Glibc
import Synchronization

/// HTTP over one libcurl multi handle on one thread.
///
/// Requests from any task go into a queue; the thread takes them up, moves all transfers on together and
/// resumes whoever waits. One handle on one thread keeps connections shared and keeps OpenSSL's
/// certificate store away from every other thread. The thread blocks all signals, so that they reach the
/// program's own. This module knows nothing of AWS or GitHub, decides nothing and never repeats a request.
public final class HTTPTransport: HTTPSending {
  let engine: Engine
  /// The engines at work, for `stopAll`.
  private static let engines = Mutex<[ObjectIdentifier: Engine]>([:])

  /// `caBundle` is the path of a PEM file that replaces the system's certificates.
  public init(caBundle: String? = nil) throws(TransportError) {
    if let caBundle { try Self.check(caBundle) }
    engine = try Engine(caBundle: caBundle)
    try engine.start()
    Self.engines.withLock { $0[ObjectIdentifier(engine)] = engine }
  }

  /// Nobody waits for an answer any more, or the transport would be held: the thread ends at once.
  deinit {
    _ = Self.engines.withLock { $0.removeValue(forKey: ObjectIdentifier(engine)) }
    engine.stop()
    engine.join(within: 5_000)
  }

  /// Ends every transport there is, for the end of the program: requests in flight are cancelled, and the threads
  /// are awaited for so long in all.
  public static func stopAll(within milliseconds: Int) {
    let engines = engines.withLock { engines in
      defer { engines = [:] }
      return Array(engines.values)
    }
    for engine in engines { engine.stop() }
    let end = ContinuousClock.now + .milliseconds(milliseconds)
    for engine in engines {
      engine.join(within: max(0, (end - ContinuousClock.now).milliseconds))
    }
  }

  public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let lines = try Self.lines(request)
    let identity = engine.announce()
    let result: Result<HTTPResponse, TransportError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        engine.submit(Engine.Job(identity: identity, request: request, lines: lines, waiting: continuation))
      }
    } onCancel: {
      engine.cancel(identity)
    }
    return try result.get()
  }

  /// The release of libcurl in use.
  public static var libraryVersion: String { String(cString: door_version()) }

  private static func lines(_ request: HTTPRequest) throws(TransportError) -> [String] {
    func clean(_ text: String) -> Bool { text.utf8.allSatisfy { $0 != 0 && $0 != 0x0A && $0 != 0x0D } }
    guard clean(request.method), clean(request.url) else { throw .unusable("a line break in the method or URL") }
    var lines: [String] = []
    for header in request.headers {
      guard clean(header.name), clean(header.value) else {
        throw .unusable("a line break in the header \(header.name.filter(\.isLetter))")
      }
      lines.append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
    }
    // libcurl adds headers nobody signed or asked for; a name with an empty value takes them back.
    for name in ["Accept", "Content-Type", "Expect"] where request.headers[name] == nil { lines.append("\(name):") }
    return lines
  }

  private static func check(_ path: String) throws(TransportError) {
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size > 0, access(path, R_OK) == 0
    else { throw .tls("the CA bundle \(path) cannot be read, is empty or is no file") }
    guard case .text(let bytes) = FileDoor.system.read(path),
      String(decoding: bytes, as: UTF8.self).contains("-----BEGIN ")
    else { throw .tls("the CA bundle \(path) holds no certificate") }
  }
}
