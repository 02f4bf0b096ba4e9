import Basics
import Files
import Transport

/// The config and the credentials file together. Printing or dumping it shows the paths only.
struct SharedFiles: Sendable, CustomStringConvertible, CustomReflectable {
  /// Paths as the operator knows them, for messages.
  let configPath: String
  let credentialsPath: String
  private let profiles: [String: [String: Setting<String>]]
  private let nested: [String: [String: [String: String]]]
  private let services: [String: [String: [String: String]]]
  private let sessions: [String: [String: String]]
  /// The first mistake in each section of either file.
  private let faults: [SharedFile.Target: ConfigurationError]
  /// Sections that are not read for how their name is written: the file, and how it has to be written.
  private let misnamed: [String: (path: String, spelling: String)]
  /// The operator's home, or nil.
  let home: String?

  var description: String { places }
  var customMirror: Mirror { Mirror(self, children: [:]) }
  var places: String { "\(configPath) or \(credentialsPath)" }
  var profileNames: [String] { profiles.keys.sorted() }

  /// Reads both; absent files are empty ones.
  init(environment: Environment, door: FileDoor) throws(ConfigurationError) {
    let home = environment["HOME"]
    self.home = home
    configPath = environment["AWS_CONFIG_FILE"] ?? "~/.aws/config"
    credentialsPath = environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials"
    let config = try Self.read(configPath, .config, home, door)
    let credentials = try Self.read(credentialsPath, .credentials, home, door)
    var profiles: [String: [String: Setting<String>]] = [:]
    var nested: [String: [String: [String: String]]] = [:]
    var misnamed: [String: (path: String, spelling: String)] = [:]
    for (file, path) in [(config, configPath), (credentials, credentialsPath)] {
      file.hideSecrets()
      for (name, spelling) in file.misnamed { misnamed[name] = (path, spelling) }
      for (name, section) in file.profiles.merging(file.spaced, uniquingKeysWith: { one, _ in one }) {
        profiles[name, default: [:]].merge(section.mapValues { Setting($0.text, from: path) }) { $1 }
        nested[name, default: [:]].merge(section.mapValues(\.nested)) { $1 }
      }
    }
    self.profiles = profiles
    self.nested = nested
    self.misnamed = misnamed
    faults = config.faults.merging(credentials.faults) { one, _ in one }
    services = config.services.mapValues { $0.mapValues(\.nested) }
    sessions = config.sessions.mapValues { $0.mapValues(\.text) }
  }

  private static func read(
    _ path: String, _ kind: SharedFile.Kind, _ home: String?, _ door: FileDoor
  ) throws(ConfigurationError) -> SharedFile {
    let isNowhere = home == nil && path.hasPrefix("~/")
    switch isNowhere ? .absent : door.read(Self.real(path, home)) {
    case .absent: return try SharedFile(reading: [], kind: kind, path: path)
    case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
    case .text(let bytes): return try SharedFile(reading: bytes, kind: kind, path: path)
    }
  }

  /// The path with `~` written out.
  static func real(_ path: String, _ home: String?) -> String {
    path.hasPrefix("~/") ? (home ?? "") + path.dropFirst() : path
  }

  /// What is wrong in the section of a profile, nil where nothing is.
  func fault(of profile: String) -> ConfigurationError? { faults[.profile(profile)] ?? faults[.spaced(profile)] }

  func fault(ofSession name: String) -> ConfigurationError? { faults[.session(name)] }

  func fault(ofServices name: String) -> ConfigurationError? { faults[.services(name)] }

  /// How the section of a profile has to be written that stands in a file and is not read, nil where none stands there.
  func spelling(of profile: String) -> String? {
    misnamed[profile].map { "its section in \($0.path) has to be written \($0.spelling)" }
  }

  /// Whether there is a `[services …]` section of a name.
  func hasServices(_ name: String) -> Bool { services[name] != nil }

  /// The keys of an `[sso-session …]` section, or nil when there is none of that name.
  func session(_ name: String) -> [String: String]? { sessions[name]?.filter { !$0.value.isEmpty } }

  /// The settings of a profile, or nil when neither file has it. Empty values count as unset.
  func settings(of profile: String) -> [String: Setting<String>]? {
    profiles[profile]?.filter { !$0.value.value.isEmpty }
  }

  /// A setting below another: `s3 =` and, indented, `addressing_style = path`.
  func nested(_ profile: String, _ name: String, _ inner: String) -> String? { nested[profile]?[name]?[inner] }

  /// The `endpoint_url` of a service in a `[services …]` section.
  func endpointURL(section: String, service: String) -> String? { services[section]?[service]?["endpoint_url"] }
}

extension SharedFile {
  /// Makes known to all gates what stands in the file and must not be seen, whichever profile is used.
  fileprivate func hideSecrets() {
    let values = [profiles, spaced, sessions, services].flatMap { $0.values.flatMap { $0 } }
    for (name, value) in values {
      if ["aws_secret_access_key", "aws_session_token", "aws_security_token"].contains(name) {
        Hiding.add(value.text)
        // Quotation marks around it are the operator's mistake, not the secret.
        if let bare = Quotation.within(value.text) { Hiding.add(bare) }
      }
      for text in [value.text] + value.nested.values where text.contains("://") { _ = Hiding.withoutUser(text) }
    }
  }
}
