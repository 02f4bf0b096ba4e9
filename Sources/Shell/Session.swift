import AWS
import Basics
import Blueprints
import Checklist
import Files
import GitHub
import Glibc
import JSONDocument
import Prerequisites
import Runs
import Transport

/// One run of the program against one account: the doors that are open, and what is known about the caller.
///
/// Everything that acts starts here: the reader that checks look through, the hand that applies what was
/// agreed to, the files. What any of it means is decided elsewhere.
public final class Session: Sendable {
  public let options: Options
  public let setup: Setup
  public let prerequisites = Prerequisites()
  public let log: LogFile
  let region: String
  let doors: Doors
  /// What all that is asked for may take in all.
  let limit: TimeLimit
  /// What to know before credentials are used: where they go that is not usual.
  let remarks: [String]
  let environment: Environment
  let configuration: AWSConfiguration
  private let regions: [RegionSource]
  private let template: String
  private let requests = Counter()

  /// - Parameters:
  ///   - wallet: credentials found before, for all sessions of a run.
  ///   - askCode: asks for the code of an MFA device; while a screen is up nobody can be asked.
  ///   - typedToken: the Lambda's token, when a person typed it.
  ///   - limit: what a command may take in all.
  public init(
    _ options: Options, _ setup: Setup, environment: Environment = .current(),
    wallet: Wallet? = nil, askCode: @escaping CredentialDoors.CodePrompt = { _, _ in nil },
    typedToken: Locked<Secret?> = Locked(nil), limit: TimeLimit = TimeLimit(nil)
  ) throws(Failure) {
    self.limit = limit
    self.options = options
    self.setup = setup
    self.environment = environment
    _ = try options.steps(of: prerequisites)
    log = LogFile(options.logPath ?? Session.stateFolder(environment) + "/onramp.log")
    let configuration = try Session.configuration(options, region: options.region ?? setup.region, environment)
    guard let region = configuration.region?.value else {
      throw .usage("onramp: region: missing; write it in the setup file or give --region")
    }
    self.region = region
    self.configuration = configuration
    regions = Session.regionSources(
      setup, try? Session.configuration(options, region: nil, environment), environment)
    let transport = limit.bounding(try Session.transport(configuration))
    let surroundings = limit.bounding()
    let (log, requests) = (log, requests)
    let observer: AWSClient.Observer = { event in
      requests.add()
      log.write(event)
    }
    let client = AWSClient(
      configuration, transport: transport, wallet: wallet, deadline: options.timeout, surroundings: surroundings,
      observer: observer,
      askCode: askCode)
    let place = GitHubPlace.chosen(option: options.githubAPI, setup: setup.githubAPI, environment: environment)
    remarks = configuration.remarks + place.remarks
    let token = TokenDoor(
      file: setup.tokenFile.map { TokenFile.path($0, home: environment["HOME"]) }, typed: typedToken
    ) { secret throws(Obstacle) in
      if let objection = place.objection(environment) { throw objection }
      return GitHubClient(
        base: place.base, token: secret, transport: transport, deadline: options.timeout, surroundings: surroundings,
        observer: observer)
    }
    let github = GitHubAccess(
      place, tokenFile: options.githubTokenFile, environment: environment, transport: transport,
      deadline: options.timeout, surroundings: surroundings, observer: observer)
    doors = Doors(aws: client, github: github, token: token)
    template = try Session.template(setup)
  }

  static func configuration(
    _ options: Options, region: String?, _ environment: Environment
  ) throws(Failure) -> AWSConfiguration {
    let chosen = AWSConfiguration.Options(
      profile: options.profile, region: region, regionOrigin: options.region == nil ? "setup file" : "--region",
      endpointURL: options.endpointURL)
    do throws(ConfigurationError) { return try AWSConfiguration(chosen, environment: environment) } catch {
      throw Failure(["onramp: \(error)"], code: 2)
    }
  }

  static func transport(_ configuration: AWSConfiguration) throws(Failure) -> HTTPTransport {
    do throws(TransportError) { return try HTTPTransport(caBundle: configuration.caBundle?.value) } catch {
      throw .usage("onramp: \(error.inWords)")
    }
  }

  /// Every place that names a Region. The profile's counts only where no variable stands before it.
  private static func regionSources(
    _ setup: Setup, _ plain: AWSConfiguration?, _ environment: Environment
  ) -> [RegionSource] {
    var sources: [RegionSource] = []
    if let region = setup.region { sources.append(RegionSource(place: "setup file", region: region)) }
    for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
      if let region = environment[variable] { sources.append(RegionSource(place: variable, region: region)) }
    }
    if let region = plain?.region, !sources.contains(where: { $0.place == region.origin }) {
      sources.append(RegionSource(place: region.origin, region: region.value))
    }
    return sources
  }

  private static func template(_ setup: Setup) throws(Failure) -> String {
    guard setup.template != ProjectTemplate.fileName else { return ProjectTemplate.text }
    do throws(FileProblem) { return try PlainFile.text(setup.template) } catch {
      throw .usage(
        "onramp: project.template: \(error.path): \(error.reason); bundled is \(ProjectTemplate.fileName)")
    }
  }

  /// The number of requests sent so far.
  public var requestCount: Int { requests.value }

  // MARK: Doors

  /// A fresh look at the world: it can only read, and remembers nothing from an earlier one.
  public func world() -> World {
    World(
      account: setup.account, offer: { self.doors.token.told() },
      door: { call throws(Obstacle) in
        try await self.guarded(call) { () throws(Obstacle) in try await self.doors.read(call) }
      })
  }

  /// Seconds until the credentials in use end, nil where their source does not say.
  func credentialsLeft() async -> Int? {
    guard let end = await doors.aws.held()?.expiration else { return nil }
    return Int(bounding: end.seconds - Clock.now())
  }

  /// Where GitHub's token comes from, nil when there is none.
  func githubTokenOrigin() async -> String? { await doors.github.origin() }

  /// Runs a call; what comes back of an error names the call and holds none of the run's secrets.
  func guarded(_ call: Call, _ body: () async throws(Obstacle) -> JSON) async throws(Obstacle) -> JSON {
    do throws(Obstacle) { return try await body() } catch {
      throw error.met(by: call).mapTexts { Hiding.hidden($0) }
    }
  }

  /// The commands that make some calls, for a script of the whole plan.
  var scriptRenderer: Checkup.CommandRenderer {
    { [doors, region] in doors.render($0, region: region, sealing: true) }
  }

  /// The commands that make some calls, for the hints.
  var renderer: Checkup.CommandRenderer {
    { [doors, region] in doors.render($0, region: region) }
  }

  // MARK: Who is calling

  /// The caller, and what keeps everything else from being looked at.
  public struct Caller: Sendable {
    public let arn: String?
    public let account: String?
    let partition: String
    let barrier: CheckID?
    /// Why it cannot be seen who is calling.
    var obstacle: Obstacle?
  }

  /// Asks who is calling. Where that cannot be seen, the setup file's account stands in for looking, never
  /// for writing.
  public func caller(_ world: World) async -> Caller {
    let answer: JSON
    do throws(Obstacle) { answer = try await world.read(IdentityStep.call) } catch {
      let partition = AWSConfiguration.partition(of: region)
      if error.kind == .notSignedIn {
        return Caller(arn: nil, account: setup.account, partition: partition, barrier: "ENV-01", obstacle: error)
      }
      return Caller(
        arn: nil, account: setup.account, partition: partition, barrier: setup.account == nil ? "ENV-01" : nil,
        obstacle: error)
    }
    let arn = answer["Arn"]?.string ?? ""
    let account = IdentityStep.account(in: answer) ?? ""
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    let isOther = setup.account.map { $0 != account } ?? false
    return Caller(
      arn: arn, account: account,
      partition: parts.count > 1 ? String(parts[1]) : AWSConfiguration.partition(of: region),
      barrier: isOther ? "ENV-02" : nil)
  }

  public func context(_ caller: Caller, purpose: Context.Purpose = .checkup) throws(Failure) -> Context {
    let account = caller.account ?? "000000000000"
    try checkFolders(account)
    let entries: [JournalEntry]
    do throws(JournalFile.Problem) { entries = try JournalFile.entries(at: journalPath(account)) } catch {
      throw Failure(error)
    }
    return Context(
      setup: setup, account: account, partition: caller.partition, region: region, purpose: purpose,
      ledger: Ledger(entries), regions: regions, template: template, now: Clock.now())
  }

  /// Opens the journal for a run that changes something.
  func journal(_ account: String) throws(Failure) -> JournalFile {
    do throws(JournalFile.Problem) { return try JournalFile(path: journalPath(account)) } catch { throw Failure(error) }
  }

  // MARK: Files

  var stateFolder: String { Session.stateFolder(environment) }

  func setupFolder(_ account: String, name: String? = nil) -> String {
    "\(stateFolder)/\(account)/\(name ?? setup.name)"
  }

  /// The setup file in use, as it was named.
  var setupPath: String { options.setupPath ?? environment["ONRAMP_SETUP"] ?? "onramp.yaml" }

  /// The line of the setup file on which a key of the first level stands.
  func setupLine(_ key: String) -> Int? {
    let lines = (try? PlainFile.text(setupPath))?.split(separator: "\n", omittingEmptySubsequences: false)
    return lines?.firstIndex { $0.hasPrefix(key + ":") }.map { $0 + 1 }
  }

  /// - Parameter name: of another setup; nil for this one.
  func journalPath(_ account: String, name: String? = nil) -> String {
    setupFolder(account, name: name) + "/journal.jsonl"
  }
}

/// A count that many tasks add to.
final class Counter: Sendable {
  private let count = Locked(0)
  func add() { count.withLock { $0 += 1 } }
  var value: Int { count.withLock { $0 } }
}
