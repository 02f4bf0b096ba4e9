import Glibc
import Transport

/// The `gh` command, used for nothing but its token.
public enum GitHubCommand {
  /// What `gh auth token` prints for a host, or nil when it is absent, signed out or silent for so many seconds. Its
  /// messages are not shown; its output is never logged. It is asked for what it keeps itself: a variable's token, which
  /// it would give for any host, is not handed on to it.
  public static func token(host: String, environment: Environment, seconds: Int = 10) -> String? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let tokens: Set = ["GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]
    let words = pointers(["gh", "auth", "token", "--hostname", host])
    let variables = pointers(environment.entries(without: tokens))
    defer { for text in words + variables { free(text) } }
    var child = pid_t()
    let isStarted = posix_spawnp(&child, "gh", &actions, nil, words, variables) == 0
    close(ends[1])
    guard isStarted else { return nil }
    let output = read(ends[0], seconds: seconds)
    if output == nil { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status == 0 ? output.map { String(decoding: $0, as: UTF8.self) } : nil
  }

  /// Texts as C takes a list of them: copies to be freed, and an end.
  private static func pointers(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }

  private static func read(_ descriptor: Int32, seconds: Int) -> [UInt8]? {
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let end = now.tv_sec + seconds
    while true {
      clock_gettime(CLOCK_MONOTONIC, &now)
      var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&watched, 1, Int32(clamping: max(0, end - now.tv_sec) * 1000))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return nil }
      let count = Glibc.read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return content }
      content += part[..<count]
      guard content.count < 64 << 10 else { return nil }
    }
  }
}
