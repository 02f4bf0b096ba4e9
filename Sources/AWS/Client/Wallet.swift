import Basics
import Transport

/// The credentials of one client, or of several of one run: looked up once, renewed before they end, and shared by all calls that wait for the
/// same look (botocore `credentials.py`: 15 minutes before the end it is tried, 10 minutes before it must succeed).
public actor Wallet {
  /// Seconds before the end.
  static let advisory = 900.0
  static let mandatory = 600.0

  typealias Outcome = Result<CredentialChain.Found, CredentialChain.Nothing>

  private let chain: CredentialChain
  private let surroundings: Surroundings
  private var found: CredentialChain.Found?
  private var looking: Task<Outcome, Never>?
  /// Not before this time, on the clock that only goes forward, is a renewal tried that may fail.
  private var nextTry = 0.0

  public init(_ chain: CredentialChain, surroundings: Surroundings = .system) {
    self.chain = chain
    self.surroundings = surroundings
  }

  /// What was found last, whether it still lasts or not.
  var held: Credentials? { found?.credentials }

  /// Credentials good for the time being.
  public func current() async throws(CredentialChain.Nothing) -> CredentialChain.Found {
    guard let held = found else { return try await look() }
    guard let end = held.credentials.expiration else { return held }
    let left = end.seconds - surroundings.now().seconds
    if left > Self.advisory || surroundings.monotonic() < nextTry { return held }
    nextTry = surroundings.monotonic() + 30
    do throws(CredentialChain.Nothing) { return try await look() } catch {
      // While they last, or where their source may be late, what is held is better than nothing.
      if left > Self.mandatory || held.credentials.outlivesItsEnd { return held }
      throw error
    }
  }

  /// Looks again after a service refused `old`; whether there are others now.
  func renew(after old: Credentials) async throws(CredentialChain.Nothing) -> Bool {
    if let found, found.credentials != old { return true }
    return try await look().credentials != old
  }

  /// Drops what was found, so that the next call looks for credentials anew.
  func forget() { found = nil }

  /// One look for all who ask at the same time.
  private func look() async throws(CredentialChain.Nothing) -> CredentialChain.Found {
    let chain = chain
    let task =
      looking
      ?? Task {
        do throws(CredentialChain.Nothing) { return Outcome.success(try await chain.search()) } catch {
          return Outcome.failure(error)
        }
      }
    looking = task
    let outcome = await task.value
    looking = nil
    let result = try outcome.get()
    found = result
    return result
  }
}
