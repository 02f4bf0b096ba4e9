import Checklist

/// What was found on this machine and in the journal before anything was asked of the operator.
public struct Facts: Equatable, Sendable {
  /// Whether AWS and GitHub were asked; until then nothing is known of who is calling.
  public var isAsked = false
  /// The account of the caller.
  public var account: String?
  /// The account that the setup file names.
  public var wantedAccount: String?
  /// Who is calling, as an ARN or in short.
  public var caller: String?
  public var region: String?
  public var profile: String?
  public var github: String?
  /// The setup file in use; nil while there is none.
  public var setupFile: String?
  /// Where the setup file is, or would be written.
  public var setupPath = "onramp.yaml"
  /// A run that stopped part way.
  public var unfinished: UnfinishedRun?
  public var lastReport: LastReport?
  public var logFile: String?
  public var version = ""
  /// Seconds until the credentials end, as they were told; nil where their source does not say.
  public var credentialsLeft: Int?

  public init() {}
}

/// A run that stopped before it had done everything.
public struct UnfinishedRun: Equatable, Sendable {
  public let isRemoval: Bool
  /// What it was to do, done or not.
  public let keys: [ItemKey]
  /// How far it came, and when: `stopped after 1 of 5 changes, 08:46 UTC`.
  public let summary: String

  public init(isRemoval: Bool, keys: [ItemKey], summary: String) {
    self.isRemoval = isRemoval
    self.keys = keys
    self.summary = summary
  }
}

/// The report of the last run.
public struct LastReport: Equatable, Sendable {
  /// One line about it: `22 ok, 3 failed, 18 Nov 09:41`.
  public let summary: String
  public let text: [String]

  public init(summary: String, text: [String]) {
    self.summary = summary
    self.text = text
  }
}

/// One field of the form, as its screen describes it.
public struct FormField: Equatable, Sendable {
  public let key: SetupKey
  /// The heading it stands under.
  public let section: String
  public let label: String
  public let help: String
  public let required: Bool

  public init(_ key: SetupKey, section: String, label: String, help: String, required: Bool = false) {
    self.key = key
    self.section = section
    self.label = label
    self.help = help
    self.required = required
  }

  /// The words to choose from, when the field is not typed.
  var choices: [String]? { key.choices }
}

/// One step as the checks page announces it before anything was looked at.
public struct StepOutline: Equatable, Sendable {
  public let id: StepID
  public let title: String
  public let track: Track
  public let about: String

  public init(id: StepID, title: String, track: Track, about: String = "") {
    self.id = id
    self.title = title
    self.track = track
    self.about = about
  }
}
