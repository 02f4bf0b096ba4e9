import Transport

/// How the metadata service of an EC2 instance is asked.
public struct InstanceMetadata: Hashable, Sendable {
  public let isDisabled: Setting<Bool>
  /// Whether the older way without a token is off.
  public let isOldWayDisabled: Setting<Bool>
  public let endpoint: Setting<String>
  /// Seconds for one request.
  public let timeout: Setting<Int>
  /// How often the service is asked in all when nothing answers.
  public let attempts: Setting<Int>

  init(_ lookup: Lookup) throws(ConfigurationError) {
    isDisabled = lookup.flag("AWS_EC2_METADATA_DISABLED", key: nil)
    isOldWayDisabled = lookup.flag("AWS_EC2_METADATA_V1_DISABLED", key: "ec2_metadata_v1_disabled")
    timeout = try lookup.number(
      "AWS_METADATA_SERVICE_TIMEOUT", key: "metadata_service_timeout", in: 1...60, otherwise: 1)
    attempts = try lookup.number(
      "AWS_METADATA_SERVICE_NUM_ATTEMPTS", key: "metadata_service_num_attempts", in: 1...10, otherwise: 1)
    let mode = try lookup.word(
      "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", key: "ec2_metadata_service_endpoint_mode", among: ["ipv4", "ipv6"],
      otherwise: "ipv4")
    if let own = lookup.find("AWS_EC2_METADATA_SERVICE_ENDPOINT", key: "ec2_metadata_service_endpoint") {
      guard let endpoint = Endpoint(url: own.value) else {
        throw .badValue(name: "ec2_metadata_service_endpoint", setting: own, reason: "not a URL")
      }
      self.endpoint = Setting(endpoint.url, from: own.origin)
    } else {
      endpoint = Setting(
        mode.value == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254", from: mode.origin)
    }
  }
}
