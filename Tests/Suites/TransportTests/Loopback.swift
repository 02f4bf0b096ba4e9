import Glibc

/// The misbehaving server of `loopback.py`, alive as long as this value.
final class Loopback: Sendable {
  let base: String
  let closedPort = "http://127.0.0.1:1"
  private let input: Int32

  struct Failure: Error {}

  init() throws {
    let script = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/loopback.py"
    var (toChild, fromChild): ([Int32], [Int32]) = ([0, 0], [0, 0])
    guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw Failure() }
    for end in toChild + fromChild { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
    let words: [UnsafeMutablePointer<CChar>?] = ["python3", script].map { (word: String) in strdup(word) } + [nil]
    defer {
      for word in words { free(word) }
      posix_spawn_file_actions_destroy(&actions)
    }
    var child = pid_t()
    guard posix_spawnp(&child, "python3", &actions, nil, words, environ) == 0 else { throw Failure() }
    close(toChild[0])
    close(fromChild[1])
    input = toChild[1]
    var text = [UInt8](repeating: 0, count: 32)
    let count = read(fromChild[0], &text, text.count)
    close(fromChild[0])
    guard count > 0, let port = Int(String(decoding: text[..<count], as: UTF8.self).filter(\.isNumber)) else {
      throw Failure()
    }
    base = "http://127.0.0.1:\(port)"
  }

  deinit { close(input) }
}
