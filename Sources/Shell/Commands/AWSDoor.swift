import AWS
import Basics
import Checklist
import JSONDocument
import Transport

/// AWS for the commands that show nothing but it: they need neither a complete setup file nor GitHub.
struct AWSDoor: Sendable {
  let configuration: AWSConfiguration
  let client: AWSClient
  let transport: HTTPTransport
  let log: LogFile
  /// What the setup file says; nil when there is none.
  let setup: Setup?
  /// The account the setup file names, and where: no other is written to.
  private let guarded: (account: String, path: String)?

  init(_ options: Options, environment: Environment = .current()) throws(Failure) {
    let setup = try SetupLoader(options) { environment[$0] }
    self.setup = setup.setup
    guarded = setup.setup?.account.map { ($0, setup.path) }
    var chosen = AWSConfiguration.Options(
      profile: options.profile, region: options.region, endpointURL: options.endpointURL)
    if chosen.region == nil, let region = setup.setup?.region {
      chosen.region = region
      chosen.regionOrigin = "setup file \(setup.path)"
    }
    do throws(ConfigurationError) { configuration = try AWSConfiguration(chosen, environment: environment) } catch {
      throw .usage("onramp: \(error)")
    }
    do throws(TransportError) { transport = try HTTPTransport(caBundle: configuration.caBundle?.value) } catch {
      throw .usage("onramp: \(error.inWords)")
    }
    log = LogFile(options.logPath ?? Session.stateFolder(environment) + "/onramp.log")
    client = AWSClient(
      configuration, transport: transport, deadline: options.timeout, observer: { [log] in log.write($0) },
      // What comes is shown, and nothing follows from it.
      isProving: false, askCode: CodePrompt.ask)
  }

  /// Refuses a write to another account than the setup file's.
  func requireAccount() async throws(Failure) {
    guard let guarded else { return }
    let found: String?
    do throws(Obstacle) { found = try await client.send(Call(.sts, "GetCallerIdentity"))["Account"]?.string } catch {
      throw Failure(
        ["onramp: it cannot be seen whose account this is, so nothing is changed: \(error.inWords)"], code: 4)
    }
    guard found == guarded.account else {
      throw Failure(
        [
          "onramp: \(guarded.path): account is \(guarded.account), but this is account \(found ?? "?"): nothing is changed"
        ], code: 4)
    }
  }

  /// Says by how much this machine's clock is off, where AWS would soon refuse its signatures.
  func remarkOnClock() {
    guard let skew = client.clockSkew, abs(skew) > 240 else { return }
    let minutes = Int(bounding: (abs(skew) / 60).rounded())
    Output.message(
      "onramp: this machine's clock is \(minutes) min \(skew > 0 ? "behind" : "ahead of") AWS's: set it right")
  }

  /// The obstacle without anything secret of this run.
  func cleaned(_ obstacle: Obstacle) -> Obstacle { obstacle.mapTexts { Hiding.hidden($0) } }
}
