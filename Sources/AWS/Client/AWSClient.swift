import Checklist
import JSONDocument
import Transport

/// Sends calls to AWS and brings their answers.
///
/// A call is checked against AWS's model, written in its service's protocol, signed, sent, tried again
/// where that is safe, and its answer read back to JSON by member names. Whatever goes wrong becomes an
/// `Obstacle` in one place. The client never decides what an answer means for a prerequisite, and knows no
/// operation by name: rows of the table and of `Consistency` say what is special about one.
///
/// A write that carries no idempotency token goes out on a fresh connection and is not repeated when it
/// may have been carried out: `Obstacle.ambiguous` tells the caller to look first.
public final class AWSClient: Sendable {
  public typealias Observer = @Sendable (RequestEvent) -> Void

  let configuration: AWSConfiguration
  let transport: any HTTPSending
  let surroundings: Surroundings
  let observer: Observer?
  let quota: RetryQuota
  let wallet: Wallet
  let clock = ServerClock()
  /// Seconds allowed to one attempt.
  let deadline: Double
  /// Whether something follows from the answers, so that only the service's own count. Else they are shown as they came.
  let isProving: Bool

  /// `wallet` holds credentials that others use too; without one they are looked for by the configuration.
  public convenience init(
    _ configuration: AWSConfiguration, transport: any HTTPSending, credentials: CredentialChain? = nil,
    wallet: Wallet? = nil, deadline: Double = 60, surroundings: Surroundings = .system, observer: Observer? = nil,
    isProving: Bool = true, askCode: @escaping CredentialDoors.CodePrompt = { _, _ in nil }
  ) {
    let doors = CredentialDoors(
      transport: transport, surroundings: surroundings, observer: observer, askCode: askCode)
    self.init(
      configuration, transport: transport, credentials: credentials ?? configuration.credentialChain(doors),
      wallet: wallet, deadline: deadline, surroundings: surroundings, quota: RetryQuota(), observer: observer,
      isProving: isProving)
  }

  /// With a quota of a test's own.
  init(
    _ configuration: AWSConfiguration, transport: any HTTPSending, credentials: CredentialChain,
    wallet: Wallet? = nil, deadline: Double = 60, surroundings: Surroundings, quota: RetryQuota,
    observer: Observer? = nil, isProving: Bool = true
  ) {
    self.isProving = isProving
    self.configuration = configuration
    self.transport = transport
    self.surroundings = surroundings
    self.observer = observer
    self.quota = quota
    self.deadline = deadline
    self.wallet = wallet ?? Wallet(credentials, surroundings: surroundings)
  }

  /// The same for whoever an answer of STS has credentials for; nil where it has none.
  public func acting(by answer: JSON) -> AWSClient? {
    guard let credentials = Credentials(in: answer, origin: "STS") else { return nil }
    return AWSClient(
      configuration, transport: transport, credentials: CredentialChain([FixedSource(credentials)]),
      deadline: deadline, surroundings: surroundings, quota: quota, observer: observer, isProving: isProving)
  }

  /// One call without blanks, one answer by the output's member names; an operation without output gives `{}`.
  public func send(_ call: Call) async throws(Obstacle) -> JSON { try await send(try Filled(call)) }

  /// One call with everything in it.
  public func send(_ filled: consuming Filled) async throws(Obstacle) -> JSON {
    let call = filled.call
    do throws(Obstacle) {
      return .object(try await perform(try Exchange(filled, uuid: surroundings.uuid)))
    } catch { throw error.met(by: call) }
  }

  /// Where the credentials in use came from and when they end, or the trail of what every source said.
  public func credentials() async throws(CredentialChain.Nothing) -> Credentials {
    try await wallet.current().credentials
  }

  /// The credentials that calls were signed with so far, without looking for any.
  public func held() async -> Credentials? { await wallet.held }

  /// Looks for credentials anew at the next call, whatever was found.
  public func forgetCredentials() async { await wallet.forget() }

  /// The credentials in use and the sources that were asked before theirs.
  public func search() async throws(CredentialChain.Nothing) -> CredentialChain.Found { try await wallet.current() }

  /// Seconds by which AWS's clock is ahead of the machine's, by the latest answer; nil before the first answer
  /// that names its time. AWS refuses signatures that are off by more than 300.
  public var clockSkew: Double? { clock.skew }
}
