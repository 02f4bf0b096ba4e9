import Transport

/// Finds one setting in the environment or else in the profile, and says where it was.
struct Lookup: Sendable {
  let profile: String
  let environment: Environment
  let files: SharedFiles

  /// The first variable that is set, else the profile's key.
  func find(_ variables: String..., key: String?) -> Setting<String>? {
    for variable in variables { if let value = environment[variable] { return Setting(value, from: variable) } }
    guard let key, let found = files.settings(of: profile)?[key] else { return nil }
    return Setting(found.value, from: "profile \(profile) in \(found.origin)")
  }

  /// Whether a switch is on; anything but `true` is off.
  func flag(_ variable: String, key: String?) -> Setting<Bool> {
    guard let found = find(variable, key: key) else { return Setting(false, from: "default") }
    return Setting(found.value.lowercased() == "true", from: found.origin)
  }

  func word(
    _ variable: String, key: String, among words: [String], otherwise: String
  ) throws(ConfigurationError) -> Setting<String> {
    guard let found = find(variable, key: key) else { return Setting(otherwise, from: "default") }
    let word = found.value.lowercased()
    guard words.contains(word) else {
      throw .badValue(name: key, setting: found, reason: "none of \(words.joined(separator: ", "))")
    }
    return Setting(word, from: found.origin)
  }

  func number(
    _ variable: String, key: String, in range: ClosedRange<Int>, otherwise: Int
  ) throws(ConfigurationError) -> Setting<Int> {
    guard let found = find(variable, key: key) else { return Setting(otherwise, from: "default") }
    guard let number = Int(found.value), range.contains(number) else {
      throw .badValue(
        name: key, setting: found, reason: "not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Setting(number, from: found.origin)
  }
}
