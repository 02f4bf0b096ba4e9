/// Something that was begun and is not over: a service's long work, or what only a person can do.
///
/// Whether it is over is judged by the step, from what it sees; nobody keeps a record of it, so a run that was
/// interrupted goes on by looking.
public struct Underway: Hashable, Sendable {
  /// Who is at work.
  public enum Worker: Hashable, Sendable {
    case service
    /// A person, with the page to do it on and what to do there.
    case person(link: String, steps: [String])
  }

  /// The change or holding that it belongs to.
  public let key: ItemKey
  public let worker: Worker
  /// How far it is, in the service's own words: `12 of 19 resources; AmazonSageMakerProjectsUseRole`.
  public let words: String
  /// Seconds until the next look.
  public let pause: Double

  public init(_ key: ItemKey, by worker: Worker = .service, _ words: String, pause: Double = 5) {
    self.key = key
    self.worker = worker
    self.words = words
    self.pause = pause
  }
}
