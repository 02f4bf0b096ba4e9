import Basics
import Glibc

/// What is handed in on standard input, where a file could be named instead.
public enum StandardInput {
  /// All of it, at most so many bytes. Whoever sits at a terminal is waited for; another program may be silent for so
  /// many seconds.
  public static func bytes(limit: Int, patience seconds: Double) throws(FileProblem) -> [UInt8] {
    func problem(_ reason: String) -> FileProblem { FileProblem(path: "standard input", reason: reason) }
    let wait = isatty(STDIN_FILENO) == 1 ? -1 : Int32(clamping: max(1, Duration.bounded(seconds: seconds).milliseconds))
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    while true {
      var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let ready = poll(&watched, 1, wait)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { throw problem("nothing came") }
      let count = read(STDIN_FILENO, &part, part.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count >= 0 else { throw FileProblem(path: "standard input") }
      if count == 0 { return content }
      content += part[..<count]
      guard content.count <= limit else { throw problem("it is longer than \(limit >> 10) KiB") }
    }
  }
}
