import Checklist
import Synchronization

/// What a run told, in order.
public final class Told: Sendable {
  private let list = Mutex<[Checklist.Progress]>([])
  public init() {}
  public func tell(_ progress: Checklist.Progress) { list.withLock { $0.append(progress) } }
  public var all: [Checklist.Progress] { list.withLock { $0 } }
  public var failures: [Checklist.Progress] {
    all.filter { progress in
      switch progress {
      case .failed, .left: true
      default: false
      }
    }
  }
}
