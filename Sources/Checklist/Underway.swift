import JSONDocument

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
  /// The ARN, or where there is none the name, of the thing.
  public let resource: String
  /// The thing in a few words: `Stack sagemaker-projects-roles`.
  public let title: String
  /// How far it is, in the service's own words: `12 of 19 resources; AmazonSageMakerProjectsUseRole`.
  public let words: String
  /// Seconds until the next look.
  public let pause: Double

  public init(
    _ key: ItemKey, of resource: String = "", _ title: String = "", by worker: Worker = .service, words: String,
    pause: Double = 5
  ) {
    self.key = key
    self.resource = resource
    self.title = title.isEmpty ? key.rawValue : title
    self.worker = worker
    self.words = words
    self.pause = pause
  }
}

extension Change {
  /// A change that sends nothing: what was begun has to be over before what comes after it.
  public init(waitingFor work: Underway) {
    self.init(
      key: work.key, step: work.key.step, kind: .update, resource: work.resource, title: work.title,
      summary: work.words, call: nil, wanted: "over", undo: .never(because: "nothing is sent"), repairs: [])
  }
}

extension Holding {
  /// A holding that is going already.
  public init(waitingFor work: Underway) {
    self.init(
      key: work.key, step: work.key.step, resource: work.resource, title: work.title, ownership: .ours,
      reason: work.words, action: .remove)
  }
}
