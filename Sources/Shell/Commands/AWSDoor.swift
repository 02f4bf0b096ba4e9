import AWS
import Checklist
import Transport

/// AWS for the two commands that show nothing but it: they need neither a complete setup file nor GitHub.
struct AWSDoor: Sendable {
  let configuration: AWSConfiguration
  let client: AWSClient
  /// The id of the latest answer that named one.
  private let latest = Locked<String?>(nil)

  init(_ options: Options, environment: Environment = .current()) throws(Failure) {
    let setup = try SetupLoader(options) { environment[$0] }
    var chosen = AWSConfiguration.Options(
      profile: options.profile, region: options.region, endpointURL: options.endpointURL)
    if chosen.region == nil, let region = setup.setup?.region {
      chosen.region = region
      chosen.regionOrigin = "setup file \(setup.path)"
    }
    do throws(ConfigurationError) { configuration = try AWSConfiguration(chosen, environment: environment) } catch {
      throw .usage("onramp: \(error)")
    }
    let transport: HTTPTransport
    do throws(TransportError) { transport = try HTTPTransport(caBundle: configuration.caBundle?.value) } catch {
      throw .usage("onramp: \(error.inWords)")
    }
    let log = LogFile(options.logPath ?? Session.stateFolder(environment) + "/onramp.log")
    let latest = latest
    client = AWSClient(
      configuration, transport: transport, deadline: options.timeout,
      observer: { event in
        log.write(event)
        if let id = event.requestID { latest.withLock { $0 = id } }
      }, askCode: CodePrompt.ask)
  }

  /// Says by how much this machine's clock is off, where AWS would soon refuse its signatures.
  func remarkOnClock() {
    guard let skew = client.clockSkew, abs(skew) > 240 else { return }
    let minutes = Int((abs(skew) / 60).rounded())
    Output.message(
      "onramp: this machine's clock is \(minutes) min \(skew > 0 ? "behind" : "ahead of") AWS's: set it right")
  }

  var requestID: String? { latest.withLock { $0 } }

  /// The obstacle without anything secret of this run.
  func cleaned(_ obstacle: Obstacle) async -> Obstacle {
    guard let credentials = try? await client.credentials() else { return obstacle }
    return Redaction([credentials.secretAccessKey] + (credentials.sessionToken.map { [$0] } ?? [])).cleaned(obstacle)
  }
}
