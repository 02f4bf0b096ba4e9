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
  public let ledger: Ledger
  /// Every place that names a Region, and the Region it names: the setup file, the environment, the profile.
  public let regions: [RegionSource]
  /// The text of the project template that would be uploaded.
  public let template: String
  /// The time of the look, in seconds since 1970.
  public let now: Double

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
    Context(
      setup: setup, account: account, partition: partition, region: region, purpose: purpose, ledger: ledger,
      regions: regions, template: template, now: now)
  }

  public var providerARN: String { "arn:\(partition):iam::\(account):oidc-provider/\(setup.issuerHost)" }
  public var roleARN: String { "arn:\(partition):iam::\(account):role/\(setup.role)" }
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

  /// Whether a set of tags, by key, says that onramp made the thing for this setup.
  public func owns(_ tags: [String: String]) -> Bool { tags[ownership.key] == ownership.value }
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
