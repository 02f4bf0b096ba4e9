import Basics
import Checklist
import Prerequisites

/// What was given on the command line; every command takes the same options.
public struct Options: Sendable {
  public var setupPath: String?
  public var profile: String?
  public var region: String?
  public var endpointURL: String?
  public var githubAPI: String?
  public var githubTokenFile: String?
  public var steps: [String] = []
  public var tracks: [String] = []
  public var isStrict = false
  public var isPlain = false
  public var color = "auto"
  public var glyphs = "auto"
  public var logPath: String?
  /// Seconds allowed to one request.
  public var timeout = 60.0
  /// Seconds that a look around may take in all: twice as long as a request, so that one hanging service does not end
  /// it, and not so short that a slow one does.
  var lookLimit: Double { max(2 * timeout, 30) }
  /// Seconds that setup and teardown may take in all.
  var runLimit: Double { max(10 * timeout, 300) }
  public var usesMouse = true

  public init() {}
}

/// Why a command ends before it has done its work, as lines for stderr and the exit code of the contract.
public struct Failure: Error, Hashable, Sendable {
  public let lines: [String]
  public let code: Int32

  public init(_ lines: [String], code: Int32) {
    self.lines = lines
    self.code = code
  }

  static func usage(_ lines: String...) -> Failure { Failure(lines, code: 2) }
}

extension Options {
  /// The steps that `--step` names.
  func steps(of prerequisites: Prerequisites) throws(Failure) -> [StepID] {
    let known = prerequisites.all.map(\.id.rawValue)
    for step in steps where !known.contains(step) {
      throw .usage("onramp: --step \(step): no such step; the nearest is \(known.nearest(to: step) ?? "")")
    }
    return steps.map { StepID(rawValue: $0) }
  }
}
