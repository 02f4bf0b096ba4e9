import Basics
import JSONDocument

/// What is wanted, and in which account: all that a judge may know besides what was seen.
public struct Context: Hashable, Sendable {
  public enum Purpose: Hashable, Sendable {
    case checkup
    /// Teardown looks further: at every version in a bucket, at who else uses a thing.
    case teardown
  }

  public let setup: Setup
  /// The account that is looked at: 12 digits.
  public let account: String
  /// `aws`, `aws-cn`, `aws-us-gov` …
  public let partition: String
  public let region: String
  public let purpose: Purpose
  public private(set) var ledger: Ledger
  /// Every place that names a Region, and the Region it names: the setup file, the environment, the profile.
  public let regions: [RegionSource]
  /// The text of the project template that would be uploaded.
  public let template: String
  /// The time of the look, in seconds since 1970.
  public let now: Double

  /// What is known of the sign-in besides who it is.
  public var signIn = SignIn()
  /// What the wanted steps would do, so that the caller's rights can be compared with it.
  public var planned: [PlannedAction] = []
  /// Whether what happened lately is of interest; a change is judged by what stands.
  public var looksBack = true

  public init(
    setup: Setup, account: String, partition: String = "aws", region: String, purpose: Purpose = .checkup,
    ledger: Ledger = Ledger(), regions: [RegionSource] = [], template: String = "", now: Double = 0
  ) {
    self.setup = setup
    self.account = account
    self.partition = partition
    self.region = region
    self.purpose = purpose
    self.ledger = ledger
    self.regions = regions
    self.template = template
    self.now = now
  }

  /// The same with another memory of what was done.
  public func with(ledger: Ledger) -> Context {
    var copy = self
    copy.ledger = ledger
    return copy
  }

  public var providerARN: String { "arn:\(partition):iam::\(account):oidc-provider/\(setup.issuerHost)" }
  public var roleARN: String { roleARN(setup.role) }
  /// The ARN of a role of this name that onramp would make.
  public func roleARN(_ name: String) -> String { "arn:\(partition):iam::\(account):role\(setup.rolePath)\(name)" }
  public var bucket: String { setup.bucket ?? "sagemaker-projects-templates-\(account)-\(region)" }
  public var bucketARN: String { "arn:\(partition):s3:::\(bucket)" }
  public var templateARN: String { bucketARN + "/" + setup.templateKey }
  /// The token secret without the six characters that Secrets Manager adds to its ARN.
  public var tokenSecretARN: String {
    "arn:\(partition):secretsmanager:\(region):\(account):secret:\(setup.tokenSecret)"
  }
  /// The value of the domain's location tag.
  public var templatesLocation: String { "s3://\(bucket)/\(setup.prefix)" }
  public func domainARN(_ id: String) -> String { "arn:\(partition):sagemaker:\(region):\(account):domain/\(id)" }

  /// The tag that says what onramp made, wherever the service has tags.
  public var ownership: (key: String, value: String) { ("onramp:setup", setup.name) }

  /// What a thing is tagged with that onramp makes.
  public var tags: [String: String] { setup.tags.merging([ownership.key: ownership.value]) { $1 } }

  /// Whether the setup file accepts a check's warning, today still: what it warns of is meant, and left as it is.
  public func accepts(_ check: CheckID) -> Bool {
    setup.acceptance(of: check, on: Moment(seconds: now).day) != nil
  }

  /// Whether a set of tags, by key, says that onramp made the thing for this setup.
  public func owns(_ tags: [String: String]) -> Bool { tags[ownership.key] == ownership.value }
}

/// A sign-in as its credentials and AWS's answers describe it.
public struct SignIn: Hashable, Sendable {
  /// Where the credentials came from: `environment`, `profile dev in ~/.aws/credentials`.
  public let origin: String
  /// Seconds until the credentials end; nil where no end is known.
  public let secondsLeft: Double?
  /// Seconds by which AWS's clock is ahead of this machine's; nil where no answer named a time.
  public let clockSkew: Double?

  public init(origin: String = "", secondsLeft: Double? = nil, clockSkew: Double? = nil) {
    self.origin = origin
    self.secondsLeft = secondsLeft
    self.clockSkew = clockSkew
  }
}

/// A right that a planned change needs: an IAM action on the ARN of what it changes (`*` where that has none), or a
/// permission in the words of GitHub's settings page on a repository's full name.
public struct PlannedAction: Hashable, Sendable {
  public let action: String
  public let resource: String
  /// Whether it is GitHub that grants it, to the operator's token.
  public let isGitHubs: Bool

  public init(_ action: String, on resource: String, isGitHubs: Bool = false) {
    self.action = action
    self.resource = resource
    self.isGitHubs = isGitHubs
  }
}

/// A place that names a Region.
public struct RegionSource: Hashable, Sendable {
  public let place: String
  public let region: String

  public init(place: String, region: String) {
    self.place = place
    self.region = region
  }
}
