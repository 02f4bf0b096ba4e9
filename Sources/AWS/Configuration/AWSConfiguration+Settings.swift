import Basics
import Transport

extension AWSConfiguration {
  /// Everything that decides how AWS is called, by the names of AWS's shared settings, each with its origin. No value
  /// holds a secret: of a proxy neither user nor password is shown.
  public var settings: [(name: String, setting: Setting<String>)] {
    var found: [(String, Setting<String>?)] = [
      ("config_file", file("AWS_CONFIG_FILE", files.configPath)),
      ("credentials_file", file("AWS_SHARED_CREDENTIALS_FILE", files.credentialsPath)),
      ("ca_bundle", caBundle), ("retry_mode", retryMode), ("max_attempts", shown(maximumAttempts)),
      ("new_retries_2026", lookup.find("AWS_NEW_RETRIES_2026", key: nil)),
      ("use_fips_endpoint", shown(usesFIPS)), ("use_dualstack_endpoint", shown(usesDualStack)),
      ("ignore_configured_endpoint_urls", shown(ignoresEndpoints)), ("sts_regional_endpoints", stsEndpoints),
    ]
    if let style = nested("s3", "addressing_style") {
      found.append(("s3.addressing_style", Setting(style, from: "profile \(profile.value) in \(files.configPath)")))
    }
    found += [
      ("ec2_metadata_disabled", shown(instanceMetadata.isDisabled)),
      ("ec2_metadata_v1_disabled", shown(instanceMetadata.isOldWayDisabled)),
      ("ec2_metadata_service_endpoint", instanceMetadata.endpoint),
      ("metadata_service_timeout", shown(instanceMetadata.timeout)),
      ("metadata_service_num_attempts", shown(instanceMetadata.attempts)),
      ("https_proxy", proxy(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])),
      ("http_proxy", proxy(["http_proxy", "all_proxy", "ALL_PROXY"])), ("no_proxy", proxy(["no_proxy", "NO_PROXY"])),
    ]
    return found.compactMap { name, setting in setting.map { (name, $0) } }
  }

  /// Files, in the operator's words.
  private func file(_ variable: String, _ path: String) -> Setting<String> {
    Setting(path, from: environment[variable] == nil ? "default" : variable)
  }

  private func proxy(_ variables: [String]) -> Setting<String>? {
    for variable in variables {
      if let value = environment[variable] { return Setting(Hiding.withoutUser(value), from: variable) }
    }
    return nil
  }

  private func shown<Value>(_ setting: Setting<Value>) -> Setting<String> {
    Setting("\(setting.value)", from: setting.origin)
  }
}
