import Checklist
import JSONDocument

/// One service of the account, as a value: what it holds, what it answers, and how a call changes it.
///
/// A service is one file in this folder, named as its type, and is found there by the build; a test brings one of its
/// own with `Account.bare(adding:)`. Another service of the account is looked at through `account`:
/// `account[S3.self].buckets`.
public protocol AccountService: Hashable, Sendable {
  /// The services of the calls it answers.
  static var doors: Set<Door> { get }

  /// As it is in an account that nobody ever used.
  init()

  /// Its share of the bare account: what stands there before onramp, and is not onramp's.
  mutating func furnish()

  /// Answers a look; nil for a call that nobody wrote here. It may count looks, for what takes its time.
  mutating func answer(_ call: Call, in account: Account.State) -> Answer?

  /// Changes itself as the service would, and answers with what it made; nil for a call that nobody wrote here.
  mutating func carryOut(_ call: Call, in account: Account.State) -> Answer?

  /// The same without what is no difference: the spelling of a document, a version that was put aside.
  var meaning: Self { get }
}

extension AccountService {
  public mutating func furnish() {}
  public mutating func answer(_ call: Call, in account: Account.State) -> Answer? { nil }
  public mutating func carryOut(_ call: Call, in account: Account.State) -> Answer? { nil }
  public var meaning: Self { self }
}

public typealias Answer = Result<JSON, Obstacle>

extension Answer {
  /// The refusal of a call about what is not there, or stands in the way, by the service's own code.
  public static func missing(_ code: String) -> Self {
    .failure(.refused(code: code, message: "not there", status: 404))
  }
  /// An answer that tells nothing.
  public static var done: Self { .success([:]) }
}

extension [String: String] {
  /// As AWS lists tags.
  public var tagList: JSON {
    .array(sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
  }
}

extension JSON {
  /// The tags of such a list.
  public var tagged: [String: String] {
    var tags: [String: String] = [:]
    for tag in array ?? [] { tags[tag["Key"]?.string ?? ""] = tag["Value"]?.string }
    return tags
  }
}

extension Call {
  /// A text of the input, empty when there is none.
  public func text(_ member: String) -> String { input[member]?.string ?? "" }
}
