import AWS
import Checklist
import Transport

/// What a person may be asked on the way to credentials, asked before the screen is up: from then on the keys are the
/// screen's. What was found serves all sessions of the run, whatever answers change in it.
public final class EarlySignIn: Sendable {
  let wallet: Wallet

  /// Looks for credentials where a person may be asked something; nil where nobody is.
  ///
  /// Whoever was asked for a code and gave none, or only wrong ones, ends here. Any other fault is the first check's to
  /// show, with what to do about it.
  public static func made(_ options: Options, _ setup: Setup?) async throws(Failure) -> EarlySignIn? {
    let environment = Environment.current()
    let configuration: AWSConfiguration
    do throws(Failure) {
      configuration = try Session.configuration(options, region: options.region ?? setup?.region, environment)
    } catch {
      // The first session says the same, where there is room to read it.
      return nil
    }
    guard configuration.mayAsk else { return nil }
    let (isOver, wasAsked) = (Locked(false), Locked(false))
    let commands = CommandRun { words, seconds in
      await (isOver.withLock { $0 } ? CommandRun.apart : CommandRun.system).run(words, seconds)
    }
    let log = LogFile(options.logPath ?? Session.stateFolder(environment) + "/onramp.log")
    let doors = CredentialDoors(
      transport: try Session.transport(configuration), commands: commands, observer: { log.write($0) },
      askCode: { device, profile in
        if isOver.withLock({ $0 }) { return nil }
        wasAsked.withLock { $0 = true }
        return await CodePrompt.ask(device, profile)
      })
    let signIn = EarlySignIn(Wallet(configuration.credentialChain(doors)))
    do throws(CredentialChain.Nothing) { _ = try await signIn.wallet.current() } catch {
      let reason = error.trail.last.map { "\($0.source): \($0.said)" } ?? "no credentials"
      guard !wasAsked.withLock({ $0 }) else { throw Failure(["onramp: \(reason)"], code: 4) }
    }
    isOver.withLock { $0 = true }
    return signIn
  }

  private init(_ wallet: Wallet) { self.wallet = wallet }
}
