import Basics
import Glibc

/// Runs another program for what it prints; a double in tests.
public struct CommandRun: Sendable {
  public struct Outcome: Hashable, Sendable {
    /// The exit code, or 128 and the signal that ended it.
    public let status: Int
    public let output: [UInt8]
    public let messages: [UInt8]

    public init(status: Int, output: [UInt8], messages: [UInt8]) {
      self.status = status
      self.output = output
      self.messages = messages
    }
  }

  public enum Fault: Error, Hashable, Sendable {
    case unstartable(String)
    case timedOut
    /// It printed more than is allowed.
    case tooMuch
  }

  /// The words of the command line, the program first; seconds it may take.
  public let run: @Sendable (_ words: [String], _ seconds: Double) async -> Result<Outcome, Fault>

  public init(run: @escaping @Sendable (_ words: [String], _ seconds: Double) async -> Result<Outcome, Fault>) {
    self.run = run
  }

  /// Programs of the machine, found along `PATH`. What they print is kept to 64 KiB. One that needs the terminal has
  /// it, if there is one.
  public static let system = CommandRun { words, seconds in await run(words, seconds, isApart: false) }

  /// As `system`, without the terminal: the keys are somebody else's.
  public static let apart = CommandRun { words, seconds in await run(words, seconds, isApart: true) }

  private static func run(_ words: [String], _ seconds: Double, isApart: Bool) async -> Result<Outcome, Fault> {
    await withCheckedContinuation { waiting in
      let work = Work { waiting.resume(returning: Child.run(words, seconds: seconds, isApart: isApart)) }
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { context in
          guard let context else { return nil }
          Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
          return nil
        }, Unmanaged.passRetained(work).toOpaque())
      guard code == 0 else {
        Unmanaged.passUnretained(work).release()
        return waiting.resume(returning: .failure(.unstartable("no thread is left")))
      }
      pthread_detach(thread)
    }
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// One program run to its end on the calling thread.
private struct Child {
  static let limit = 64 << 10

  static func run(
    _ words: [String], seconds: Double, isApart: Bool
  ) -> Result<CommandRun.Outcome, CommandRun.Fault> {
    guard let output = Pipe(), let messages = Pipe() else { return .failure(.unstartable("no descriptor is left")) }
    defer {
      output.closeReading()
      messages.closeReading()
    }
    let started = start(words, output, messages, isApart: isApart)
    output.closeWriting()
    messages.closeWriting()
    guard case .success(let child) = started else {
      return started.map { _ in CommandRun.Outcome(status: 0, output: [], messages: []) }
    }
    let read = collect([output.reading, messages.reading], seconds: seconds)
    if case .failure = read {
      // A group of its own dies whole; with a terminal there is none, so that the program may ask something.
      if getpgid(child) == child { kill(-child, SIGKILL) }
      kill(child, SIGKILL)
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = Int(status & 0x7F)
    let code = signal == 0 ? Int(status >> 8 & 0xFF) : 128 + signal
    return read.map { CommandRun.Outcome(status: code, output: $0[0], messages: $0[1]) }
  }

  private static func start(
    _ words: [String], _ output: Pipe, _ messages: Pipe, isApart: Bool
  ) -> Result<pid_t, CommandRun.Fault> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let hasTerminal = !isApart && isatty(STDIN_FILENO) == 1
    if !hasTerminal { posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) }
    posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
    posix_spawn_file_actions_adddup2(&actions, messages.writing, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    // A session of its own has no terminal, and is a group of its own too.
    let own = isApart ? setSession : POSIX_SPAWN_SETPGROUP
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (hasTerminal ? 0 : own)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let pointers: [UnsafeMutablePointer<CChar>?] = words.map { (word: String) in strdup(word) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var child = pid_t()
    let code = posix_spawnp(&child, words.first ?? "", &actions, &attributes, pointers, environ)
    return code == 0 ? .success(child) : .failure(.unstartable(String(cString: strerror(code))))
  }

  /// `POSIX_SPAWN_SETSID`, which glibc keeps for those who ask for its extensions.
  private static let setSession: Int32 = 0x80

  /// Reads both until they are closed, in so many seconds.
  private static func collect(_ descriptors: [Int32], seconds: Double) -> Result<[[UInt8]], CommandRun.Fault> {
    var contents: [[UInt8]] = [[], []]
    var open = [true, true]
    var part = [UInt8](repeating: 0, count: 4096)
    let end = now() + seconds
    while open.contains(true) {
      var watched = zip(descriptors, open).map { pollfd(fd: $1 ? $0 : -1, events: Int16(POLLIN), revents: 0) }
      let ready = poll(&watched, 2, Int32(clamping: Int(bounding: max(0, end - now()) * 1000)))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return .failure(.timedOut) }
      for index in 0..<2 where watched[index].revents != 0 {
        let count = read(descriptors[index], &part, part.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { open[index] = false } else { contents[index] += part[..<count] }
        if contents[index].count > limit { return .failure(.tooMuch) }
      }
    }
    return .success(contents)
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private struct Pipe {
    let reading: Int32
    let writing: Int32

    init?() {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (reading, writing) = (ends[0], ends[1])
    }

    func closeReading() { close(reading) }
    func closeWriting() { close(writing) }
  }
}
