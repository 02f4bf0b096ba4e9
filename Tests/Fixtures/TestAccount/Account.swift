import Checklist
import JSONDocument
import Synchronization

/// A tiny account and repository in memory: what the steps read, and what their calls change.
///
/// It fails by default: a call that nobody wrote an answer for is remembered in `unscripted` and answered with
/// `.unexpected`, which no step takes for an absence.
public final class Account: Sendable {
  public struct Provider: Hashable, Sendable {
    public var audiences: [String]
    public var tags: [String: String]
    public var thumbprints: [String] = []

    public init(audiences: [String] = ["sts.amazonaws.com"], tags: [String: String] = [:]) {
      (self.audiences, self.tags) = (audiences, tags)
    }
  }

  public struct Role: Hashable, Sendable {
    public var trust: String
    public var tags: [String: String]
    public var inline: [String: String]
    public var attached: [String]
    /// Begins and ends with a slash.
    public var path: String
    /// The ARN of the policy that bounds the role.
    public var boundary: String?
    /// Seconds.
    public var maxSession = 3600
    public var description: String?

    public init(
      trust: String, tags: [String: String] = [:], inline: [String: String] = [:], attached: [String] = [],
      path: String = "/", boundary: String? = nil
    ) {
      (self.trust, self.tags, self.inline, self.attached) = (trust, tags, inline, attached)
      (self.path, self.boundary) = (path, boundary)
    }
  }

  /// What CloudFormation says of an object.
  public struct Summary: Hashable, Sendable {
    public var mistake: String?
    public var parameters = ["SageMakerProjectName", "SageMakerProjectId"]
    public var capabilities: [String] = []
    public var description: String?

    public init(_ change: (inout Summary) -> Void = { _ in }) { change(&self) }
  }

  public struct Object: Hashable, Sendable {
    public var body: String
    public var tags: [String: String]
    /// Version ids, the newest first.
    public var versions: [String]
    /// The tags of older versions by their id.
    public var olderTags: [String: [String: String]] = [:]

    public init(body: String = "", tags: [String: String] = [:], versions: [String] = ["null"]) {
      (self.body, self.tags, self.versions) = (body, tags, versions)
    }
  }

  public struct Bucket: Hashable, Sendable {
    public var tags: [String: String] = [:]
    public var cors: JSON?
    public var publicAccess: JSON?
    public var encryption: JSON?
    public var policy: String?
    /// `Enabled`, `Suspended`, or nil for a bucket that never kept versions.
    public var versioning: String?
    public var objectOwnership: String?
    /// The Region, when it is not the account's.
    public var region: String?
    public var objects: [String: Object] = [:]

    public init() {}
  }

  public struct Domain: Hashable, Sendable {
    public var status: String
    public var tags: [String: String]
    public var executionRole: String?
    public var studioPortal: String?
    public var hiddenTools: [String] = []
    /// What is hidden from each user, by the profile's name.
    public var profiles: [String: [String]] = [:]

    public init(status: String = "InService", tags: [String: String] = [:], executionRole: String? = nil) {
      (self.status, self.tags, self.executionRole) = (status, tags, executionRole)
    }
  }

  public struct Secret: Hashable, Sendable {
    /// The values by version id; a text, or nil for bytes.
    public var values: [String: String?]
    public var current: String?
    public var previous: String?
    public var tags: [String: String]
    public var deletion: Int?
    public var key: String?
    public var policy: String?
    public var replicas: [String] = []
    /// The Region it is a replica of.
    public var primaryRegion: String?
    /// Seconds since 1970.
    public var stored = 1_795_000_000

    public init(_ value: String? = nil, tags: [String: String] = [:]) {
      (values, current, self.tags) = ([Account.version: value], Account.version, tags)
    }
  }

  public struct State: Hashable, Sendable {
    public var id = "111122223333"
    public var caller = "arn:aws:sts::111122223333:assumed-role/MLOpsAdmin/ana"
    public var region = "us-east-1"
    public var providers: [String: Provider] = [:]
    public var roles: [String: Role] = [:]
    /// The texts of managed policies by ARN.
    public var policies: [String: String] = [:]
    public var buckets: [String: Bucket] = [:]
    /// The names that other accounts took.
    public var strangersBuckets: Set<String> = []
    public var domains: [String: Domain] = [:]
    /// What CloudFormation says of texts that are not simply a template for SageMaker.
    public var summaries: [String: Summary] = [:]
    public var secrets: [String: Secret] = [:]
    /// The states of KMS keys by id or ARN.
    public var keys: [String: String] = [:]
    /// The policy of every key: the account's own policies decide, as KMS writes it.
    public var keyPolicy =
      #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}"#
    /// The token to be stored, and what GitHub says to a token by operation; to others it says 401.
    public var offered: String?
    public var offeredProblem: String?
    public var tokens: [String: [String: JSON]] = [:]
    /// What GitHub says about the operator's own token.
    public var ownToken: JSON = ["status": 200, "login": "ana", "scopes": ["repo", "workflow"]]
    public var repository: JSON?
    public var subject: JSON?
    /// The template of the organisation; nil when it has none.
    public var organisationTemplate: [String]?
    public var variables: [String: String] = [:]
    /// The environments by name, and whether a rule protects them.
    public var environments: [String: Bool] = ["production": true]
    public var branches: Set<String> = ["main"]
    /// Owners besides the repository's.
    public var users: Set<String> = []
    /// How many versions a managed policy has, where it is not one.
    public var versions: [String: Int] = [:]
    /// The setting of GitHub Actions, and what it selects.
    public var actions: JSON?
    public var selectedActions: JSON?
    /// What the repository's owner pays for.
    public var plan = "team"
    /// What the caller may not do, by action: `policy`, `organization` or `boundary` refuses it.
    public var refusals: [String: String] = [:]
    /// What stands in the way of a call, by `service:Operation` or, for GitHub, the operation.
    public var obstacles: [String: Obstacle] = [:]

    public init() {}
  }

  private let state: Mutex<State>
  private let log = Mutex<[Call]>([])
  private let strange = Mutex<[Call]>([])

  public init(_ change: (inout State) -> Void = { _ in }) {
    var start = State()
    change(&start)
    state = Mutex(start)
  }

  public var now: State { state.withLock { $0 } }
  public func change(_ body: (inout State) -> Void) {
    state.withLock { value in
      var copy = value
      body(&copy)
      value = copy
    }
  }

  /// Every call that came, in order.
  public var calls: [Call] { log.withLock { $0 } }
  /// Those for which there is no answer here: a test that finds one fails.
  public var unscripted: [Call] { strange.withLock { $0 } }

  static func key(_ call: Call) -> String {
    call.service == .github ? call.operation : "\(call.service):\(call.operation)"
  }

  /// Answers one reading call.
  public func read(_ call: Call) throws(Obstacle) -> JSON {
    try pass(call)
    let answer = state.withLock { $0.answer(to: call) }
    return try unwrapped(answer, call)
  }

  /// Carries out one writing call.
  public func write(_ call: Call) throws(Obstacle) {
    try pass(call)
    let answer = state.withLock { state -> Result<JSON, Obstacle>? in
      var copy = state
      let answer = copy.carryOut(call)
      state = copy
      return answer
    }
    _ = try unwrapped(answer, call)
  }

  private func pass(_ call: Call) throws(Obstacle) {
    log.withLock { $0.append(call) }
    let key = Account.key(call)
    if let obstacle = state.withLock({ $0.obstacles[key] }) { throw obstacle }
  }

  private func unwrapped(_ answer: Result<JSON, Obstacle>?, _ call: Call) throws(Obstacle) -> JSON {
    guard let answer else {
      strange.withLock { $0.append(call) }
      throw .unexpected("the test has no answer for \(Account.key(call))")
    }
    return try answer.get()
  }
}

extension Result where Success == JSON, Failure == Obstacle {
  static func missing(_ code: String) -> Self { .failure(.refused(code: code, message: "not there", status: 404)) }
  static var done: Self { .success([:]) }
}

extension [String: String] {
  /// As AWS lists tags.
  var tagList: JSON {
    .array(sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
  }
}

extension JSON {
  /// The tags of such a list.
  var tagged: [String: String] {
    var tags: [String: String] = [:]
    for tag in array ?? [] { tags[tag["Key"]?.string ?? ""] = tag["Value"]?.string }
    return tags
  }
}

extension Call {
  func text(_ member: String) -> String { input[member]?.string ?? "" }
}
