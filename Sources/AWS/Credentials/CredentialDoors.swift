import Basics
import Checklist
import Files
import JSONDocument
import Transport

/// What the sources of credentials act through: the network, files, other programs, and the operator.
public struct CredentialDoors: Sendable {
  /// Asks the operator for the six digits of a device; nil when nobody can be asked or the operator gave up.
  public typealias CodePrompt = @Sendable (_ device: String, _ profile: String) async -> String?

  let transport: any HTTPSending
  let surroundings: Surroundings
  let files: FileDoor
  let commands: CommandRun
  let store: @Sendable (_ content: [UInt8], _ path: String) -> String?
  let askCode: CodePrompt
  let observer: (@Sendable (RequestEvent) -> Void)?
  /// Sessions made on the way, so that a code is asked for once.
  let sessions = SessionShelf()

  public init(
    transport: any HTTPSending, surroundings: Surroundings = .system, files: FileDoor = .system,
    commands: CommandRun = .system,
    store: @escaping @Sendable ([UInt8], String) -> String? = { CredentialDoors.stored($0, at: $1) },
    observer: (@Sendable (RequestEvent) -> Void)? = nil, askCode: @escaping CodePrompt = { _, _ in nil }
  ) {
    self.transport = transport
    self.surroundings = surroundings
    self.files = files
    self.commands = commands
    self.store = store
    self.observer = observer
    self.askCode = askCode
  }

  /// Keeps a file for its owner alone; the answer is the reason why not.
  public static func stored(_ content: [UInt8], at path: String) -> String? {
    do throws(FileProblem) {
      try Folder.make(Folder.above(path))
      try PlainFile.write(content, to: path)
      return nil
    } catch { return error.reason }
  }
}

/// Credentials made for a step of a chain, kept while they last.
actor SessionShelf {
  private var kept: [String: Credentials] = [:]

  func credentials(_ key: String, at now: Moment) -> Credentials? {
    guard let found = kept[key], let end = found.expiration, end.seconds - now.seconds > Wallet.mandatory else {
      return nil
    }
    return found
  }

  func keep(_ credentials: Credentials, as key: String) { kept[key] = credentials }
}

/// What a source uses: the configuration and the doors together.
struct Errand: Sendable {
  let configuration: AWSConfiguration
  let doors: CredentialDoors

  /// Why a source gives nothing, in a sentence.
  struct Failure: Error, Hashable {
    let reason: String
    /// Nothing was there to begin with, so the next source may be asked.
    var isAbsence = false
  }

  /// Sends a call of the sign-in services; only the reason of a failure comes back.
  func send(_ call: Call, as credentials: Credentials? = nil, region: String? = nil) async throws(Obstacle) -> JSON {
    let place = region.map { configuration.at($0, from: "sign-in") } ?? configuration
    let client = AWSClient(
      place, transport: doors.transport, credentials: CredentialChain(credentials.map { [FixedSource($0)] } ?? []),
      deadline: 20, surroundings: doors.surroundings, observer: doors.observer)
    return try await client.send(call)
  }

  func text(_ path: String) throws(Failure) -> String {
    let real = SharedFiles.real(path, configuration.files.home)
    switch doors.files.read(real) {
    case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .absent: throw Failure(reason: "\(path) is not there")
    case .unreadable(let reason): throw Failure(reason: "\(path) cannot be read: \(reason)")
    }
  }

  /// The credentials in an answer of STS.
  func credentials(in answer: JSON, origin: String) throws(Failure) -> Credentials {
    guard let credentials = Credentials(in: answer, origin: origin) else {
      throw Failure(reason: "STS answered without credentials")
    }
    return credentials
  }
}

extension Credentials {
  /// Those in an answer of STS; nil where it holds none.
  init?(in answer: JSON, origin: String) {
    let found = answer["Credentials"]
    guard let key = found?["AccessKeyId"]?.string, let secret = found?["SecretAccessKey"]?.string,
      let token = found?["SessionToken"]?.string
    else { return nil }
    let account = answer["AssumedRoleUser"]?["Arn"]?.string?.split(separator: ":", omittingEmptySubsequences: false)
    self.init(
      accessKeyID: key, secretAccessKey: Secret(secret), sessionToken: Secret(token),
      expiration: found?["Expiration"]?.string.flatMap { Moment($0) },
      account: account.flatMap { $0.count > 4 ? String($0[4]) : nil }, origin: origin)
  }
}

/// Credentials somebody has already.
struct FixedSource: CredentialSource {
  let name = "given"
  let credentials: Credentials
  init(_ credentials: Credentials) { self.credentials = credentials }
  func look() async -> SourceAnswer { .found(credentials) }
}
