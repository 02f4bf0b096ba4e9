import Checklist

/// What became of one item.
enum Outcome: Hashable, Sendable {
  case done
  /// It stands as it should; nothing was sent.
  case alreadyDone
  /// It is another by now than the one that was shown.
  case changed(Divergence)
  case failed(Obstacle)
  /// A person has to act, and nobody waits for it.
  case waiting(Underway)
  /// The operator stopped the run while the service, or a person, was still at it.
  case stopped

  func progress(of key: ItemKey) -> Progress {
    switch self {
    case .done: .done(key)
    case .alreadyDone: .alreadyDone(key)
    case .changed(let divergence): .left(key, because: divergence.inWords)
    case .failed(let obstacle): .failed(key, obstacle)
    case .waiting(let work): .underway(work)
    case .stopped: .failed(key, .cancelled)
    }
  }

  /// Why what comes after it cannot begin; nil when it can.
  var whyNot: String? {
    switch self {
    case .done, .alreadyDone: nil
    case .changed(let divergence): divergence.inWords
    case .failed(let obstacle): obstacle.inWords
    case .waiting(let work): work.words
    case .stopped: Obstacle.cancelled.inWords
    }
  }

  /// Whether the run did not come to its end because of it. Waiting for a person is no failure by itself.
  var isFailure: Bool {
    switch self {
    case .done, .alreadyDone, .waiting: false
    case .changed, .failed, .stopped: true
    }
  }
}

extension Obstacle {
  /// Whether it is certain that the call changed nothing.
  var isCertain: Bool {
    switch kind {
    case .denied, .notSignedIn, .throttled, .refused, .unreadable, .unexpected: true
    case .timedOut, .unreachable, .cancelled, .ambiguous: false
    }
  }
}
