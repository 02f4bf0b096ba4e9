import CCurl
import Glibc
import Synchronization

/// The queue and the thread behind `HTTPTransport`.
///
/// `@unchecked Sendable`: `pool` and `running` are used by the one thread only, except for
/// `door_pool_wake`, which libcurl allows from any; everything else shared is inside `inbox`.
final class Engine: @unchecked Sendable {
  typealias Outcome = Result<HTTPResponse, TransportError>

  struct Job: Sendable {
    let identity: UInt64
    let request: HTTPRequest
    let lines: [String]
    let waiting: CheckedContinuation<Outcome, Never>
  }

  /// A task may be cancelled before its request is handed in, so identities are known from the start.
  private enum Phase { case announced, cancelledEarly, submitted }

  private struct Inbox {
    var phases: [UInt64: Phase] = [:]
    var jobs: [Job] = []
    var cancelled: [UInt64] = []
    var lastIdentity: UInt64 = 0
    var stopped = false
    /// The thread, until somebody is about to join it.
    var thread: pthread_t?
  }

  private let inbox = Mutex(Inbox())
  private let pool: OpaquePointer
  private let caBundle: String?
  private let noProxy: String?
  private var running: [UInt64: (transfer: OpaquePointer, job: Job)] = [:]

  init(caBundle: String?) throws(TransportError) {
    guard let pool = door_pool_make() else { throw .unusable("libcurl could not start") }
    self.pool = pool
    self.caBundle = caBundle
    noProxy = Self.noProxy()
  }

  deinit { door_pool_free(pool) }

  func announce() -> UInt64 {
    inbox.withLock {
      $0.lastIdentity += 1
      $0.phases[$0.lastIdentity] = .announced
      return $0.lastIdentity
    }
  }

  func submit(_ job: Job) {
    let accepted = inbox.withLock { inbox in
      guard !inbox.stopped, inbox.phases[job.identity] == .announced else {
        inbox.phases[job.identity] = nil
        return false
      }
      inbox.phases[job.identity] = .submitted
      inbox.jobs.append(job)
      return true
    }
    if accepted { door_pool_wake(pool) } else { job.waiting.resume(returning: .failure(.cancelled)) }
  }

  func cancel(_ identity: UInt64) {
    let wake = inbox.withLock { inbox in
      switch inbox.phases[identity] {
      case .announced: inbox.phases[identity] = .cancelledEarly
      case .submitted: inbox.cancelled.append(identity)
      case .cancelledEarly, nil: break
      }
      return inbox.phases[identity] == .submitted
    }
    if wake { door_pool_wake(pool) }
  }

  /// Ends the thread: whoever waits for an answer is told that it is cancelled.
  func stop() {
    inbox.withLock { $0.stopped = true }
    door_pool_wake(pool)
  }

  /// Waits for the end of a thread that was told to stop. One that does not end in time, because libcurl waits for the
  /// resolver, is left to itself. No one joins twice.
  func join(within milliseconds: Int) {
    let thread = inbox.withLock { inbox in
      defer { inbox.thread = nil }
      return inbox.thread
    }
    if let thread, !door_thread_join(thread, Int32(clamping: milliseconds)) { pthread_detach(thread) }
  }

  /// Starts the thread with every signal blocked; it keeps the engine alive until `stop`.
  func start() throws(TransportError) {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Engine>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    guard code == 0 else {
      Unmanaged.passUnretained(self).release()
      throw .unusable("no thread for the network could be started")
    }
    inbox.withLock { $0.thread = thread }
  }

  private func run() {
    var alive = true
    while alive {
      let (jobs, cancelled, stopped) = inbox.withLock { inbox in
        defer { (inbox.jobs, inbox.cancelled) = ([], []) }
        return (inbox.jobs, inbox.cancelled, inbox.stopped)
      }
      for job in jobs { begin(job) }
      for identity in cancelled { finish(identity, .failure(.cancelled)) }
      alive = !stopped && door_pool_turn(pool, 60_000)
      for (identity, entry) in running where door_transfer_is_finished(entry.transfer) {
        finish(identity, Self.result(of: entry.transfer, for: entry.job.request))
      }
    }
    // Whoever still waits, or was queued in the last moment, is not left hanging.
    let late = inbox.withLock { inbox in
      inbox.stopped = true
      defer { inbox.jobs = [] }
      return inbox.jobs
    }
    for job in late { job.waiting.resume(returning: .failure(.cancelled)) }
    for identity in Array(running.keys) { finish(identity, .failure(.cancelled)) }
  }

  private func begin(_ job: Job) {
    let transfer = Self.transfer(job.request, lines: job.lines, pool: pool, caBundle: caBundle, noProxy: noProxy)
    guard let transfer else {
      forget(job.identity)
      return job.waiting.resume(returning: .failure(.unusable("the request cannot be sent")))
    }
    running[job.identity] = (transfer, job)
  }

  private func finish(_ identity: UInt64, _ outcome: Outcome) {
    guard let entry = running.removeValue(forKey: identity) else { return }
    forget(identity)
    door_transfer_free(pool, entry.transfer)
    entry.job.waiting.resume(returning: outcome)
  }

  private func forget(_ identity: UInt64) {
    inbox.withLock { _ = $0.phases.removeValue(forKey: identity) }
  }
}
