import Checklist
import JSONDocument
import Policy
import Synchronization

/// The account and the repository as they can be looked at.
///
/// It lives for one look around: equal calls are made once, and whoever asks while one is in flight waits for
/// the same answer. It is given a door that can only read. The value of a secret goes no further than this:
/// steps see facts about it, and it is read only in the account that is meant.
public actor World {
  /// Sends one reading call and returns all pages of its answer.
  public typealias Reader = @Sendable (Call) async throws(Obstacle) -> JSON

  private let door: Reader
  private let offer: @Sendable () -> TokenOffer?
  private let account: String?
  private var answers: [Call: Task<Result<JSON, Obstacle>, Never>] = [:]
  private var hidden: [Call: Obstacle] = [:]
  private var isClosed = false
  private let policies = Mutex<[String: StoredPolicy]>([:])

  /// - Parameters:
  ///   - account: the one that is meant; nil for whichever the caller is in.
  ///   - offer: tells of the GitHub token that would be stored.
  public init(account: String? = nil, offer: @escaping @Sendable () -> TokenOffer? = { nil }, door: @escaping Reader) {
    self.offer = offer
    self.door = door
    self.account = account
  }

  func answer(to call: Call) async -> Result<JSON, Obstacle> {
    if let task = answers[call] { return await task.value }
    if isClosed { return .failure(Obstacle.cancelled.met(by: call)) }
    let door = door
    let task = Task { () async -> Result<JSON, Obstacle> in
      if call.opensSecret, await isElsewhere() { return .failure(Obstacle.cancelled.met(by: call)) }
      do throws(Obstacle) { return .success(StoredValue.reduced(try await door(call), call)) } catch {
        return .failure(error)
      }
    }
    answers[call] = task
    return await task.value
  }

  /// Ends the looks that are under way, and takes no others: nobody wants to know any more. All have ended by then.
  public func close() async {
    isClosed = true
    for task in answers.values { task.cancel() }
    for task in answers.values { _ = await task.value }
  }

  /// Whether the caller is known to be in another account than the one that is meant.
  private func isElsewhere() async -> Bool {
    guard let account, case .success(let caller) = await answer(to: IdentityStep.call) else { return false }
    return caller["Account"]?.string != account
  }

  /// What can be told of the GitHub token that would be stored; absent when nobody named or typed one.
  nonisolated func offeredToken() -> Look<TokenOffer> {
    Look(["the token to be stored"], offer().map { .seen($0) } ?? .absent)
  }

  /// The answer to one call, or why there is none.
  public func read(_ call: Call) async throws(Obstacle) -> JSON { try await answer(to: call).get() }

  /// Looks at one thing. `absent` are the error codes by which the service says that it is not there.
  func look(_ call: Call, absent codes: Set<String> = []) async -> Look<JSON> {
    let source = [call.inWords]
    switch await answer(to: call) {
    case .success(let json): return Look(source, .seen(json))
    case .failure(let obstacle) where obstacle.kind == .refused && codes.contains(obstacle.code ?? ""):
      return Look(source, .absent)
    case .failure(let obstacle):
      note(obstacle, at: call)
      return Look(source, .hidden(obstacle))
    }
  }

  /// Looks at several things at once; the answers stand in the order of the names.
  nonisolated func each<Answer: Sendable>(
    _ names: [String], _ look: @escaping @Sendable (String) async -> Answer
  ) async -> [(String, Answer)] {
    await withTaskGroup(of: (Int, Answer).self) { group in
      for (place, name) in names.enumerated() { group.addTask { (place, await look(name)) } }
      let answers = await group.reduce(into: [Int: Answer]()) { $0[$1.0] = $1.1 }
      return names.enumerated().compactMap { place, name in answers[place].map { (name, $0) } }
    }
  }

  /// Looks at several things at once, and at all of them as one: hidden if one of them is. What is gone by then is
  /// left out.
  nonisolated func all<Value>(
    of names: Look<[String]>, _ look: @escaping @Sendable (String) async -> Look<Value>
  ) async -> Look<[String: Value]> {
    guard let known = names.value else { return names.none() }
    var (source, found) = (names.source, [String: Value]())
    for (name, seen) in await each(known, look) {
      source += seen.source.filter { !source.contains($0) }
      if let obstacle = seen.obstacle { return Look(source, .hidden(obstacle)) }
      found[name] = seen.value
    }
    return Look(source, .seen(found))
  }

  /// A policy in an answer. Several steps come upon the same one; equal texts are read once.
  nonisolated func policy(_ text: String) -> StoredPolicy {
    policies.withLock { known in
      if let policy = known[text] { return policy }
      let policy = StoredPolicy(text)
      known[text] = policy
      return policy
    }
  }

  private func note(_ obstacle: Obstacle, at call: Call) { hidden[call] = obstacle }

  /// The looks that were not to be had, in the order of their words, and why.
  public func obstacles() -> [(call: Call, obstacle: Obstacle)] {
    hidden.sorted { $0.key.inWords < $1.key.inWords }.map { ($0.key, $0.value) }
  }
}

extension Call {
  /// Whether its answer holds the value of a secret, or it is sent with one.
  var opensSecret: Bool {
    switch door {
    case .aws(let service): service == .secretsManager && operation == "GetSecretValue"
    case .token(let bearer): bearer != .caller
    case .github: false
    }
  }

  /// The call as an operator would name it: `iam:GetRole GitHubActionsRole`, `GET /repos/octo-org/churn`.
  public var inWords: String {
    if case .token(let bearer) = door { return Call(.github, operation, input).inWords + " with " + bearer.inWords }
    guard door != .github else {
      return operation.split(separator: "/", omittingEmptySubsequences: false).map { part in
        guard part.first == "{", let value = input[String(part.dropFirst().dropLast())]?.string else {
          return String(part)
        }
        return value
      }.joined(separator: "/")
    }
    let subjects = input.members.prefix(2).compactMap {
      ["ExpectedBucketOwner", "ClientRequestToken"].contains($0.name) ? nil : $0.value.string
    }
    return (["\(door.name):\(operation)"] + subjects.filter { $0.count <= 200 && !$0.contains("\n") }).joined(
      separator: " ")
  }
}

extension Look<JSON> {
  /// Reads the answer into a value; an answer of another shape tells nothing, and no absence.
  func reading<Answer>(_ read: (JSON) -> Answer?) -> Look<Answer> {
    reading { json in
      Look<Answer>(source, read(json).map { .seen($0) } ?? .hidden(.misshapen(source)))
    }
  }
}

extension Obstacle {
  /// An answer to some calls that is not what their operation answers.
  static func misshapen(_ source: [String]) -> Obstacle {
    .unreadable("the answer of \(source.joined(separator: ", ")) has another shape")
  }
}
