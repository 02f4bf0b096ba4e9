/// What the names and the texts of a block may look like, and how many there may be.
public struct MapRule: Hashable, Sendable {
  public let name: TextRule
  public let value: TextRule
  /// How many there may be.
  public let most: Int
  /// The rule in words.
  public let words: String

  /// What is wrong with one of them, as the end of a sentence about it; nil when nothing is.
  public func problem(with name: String, _ text: String) -> String? {
    self.name.problem(with: name).map { "is not \($0)" }
      ?? value.problem(with: text).map { "is \"\(text)\"; it is \($0)" }
  }
}

extension MapRule {
  static let any = MapRule(name: .line, value: .line, most: 1000, words: "names and values")
  /// What the workflows read: GitHub's secret, and the word for what it holds.
  static let secret = MapRule(name: .settingName, value: .secretMeaning, most: 100, words: "at most 100 secrets")
  static let variable = MapRule(name: .settingName, value: .variableMeaning, most: 500, words: "at most 500 variables")
  /// Of the ten tags that an object of S3 takes, the template needs one for Studio, one that says who made it, and one
  /// for each further setup that uses it (Amazon S3 User Guide, "Categorizing your objects using tags").
  static let tag = MapRule(name: .tagKey, value: .tagValue, most: 6, words: "at most 6 tags")
}

extension TextRule {
  /// What every service takes, S3 and IAM being the narrowest (AWS General Reference, "Tagging AWS resources").
  private static func isTaggable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || " _.:/=+-@".unicodeScalars.contains(scalar)
    }
  }

  /// (GitHub Docs, "Using secrets in GitHub Actions", naming your secrets; variables have the same names.)
  static let settingName = TextRule(
    "a name for GitHub: letters, digits and _, no digit first, not one that begins GITHUB_",
    pattern: "^(?![Gg][Ii][Tt][Hh][Uu][Bb]_)[A-Za-z_][A-Za-z0-9_]{0,254}$"
  ) { text in
    (1...255).contains(text.utf8.count) && !text.uppercased().hasPrefix("GITHUB_")
      && text.utf8.allSatisfy { $0 == 0x5F || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || isASCIILetter($0) }
      && text.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) } == true
  }
  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
  }
  static let secretMeaning = TextRule("role or execution-role", pattern: "^(role|execution-role)$") {
    ["role", "execution-role"].contains($0)
  }
  static let variableMeaning = TextRule(
    "region, role, project-name, or the text itself in one line of at most 1000 letters",
    pattern: "^[^\\u0000-\\u001f\\u007f]{1,1000}$"
  ) { !$0.isEmpty && $0.isOneLine && $0.count <= 1000 }

  // The patterns are of the plain kind that every editor's schema reader knows: of what is not ASCII they refuse nothing.
  static let tagKey = TextRule(
    "a tag's key: at most 128 letters, digits, blanks and _.:/=+-@, not one that begins aws:, onramp: or sagemaker:",
    pattern: "^(?!([Aa][Ww][Ss]|[Oo]nramp|[Ss]age[Mm]aker):)[^\\u0000-\\u001f!-*,;<>?\\[-^`{-\\u009f]{1,128}$"
  ) { text in
    let start = text.lowercased()
    return !text.isEmpty && text.unicodeScalars.count <= 128 && isTaggable(text)
      && !["aws:", "onramp:", "sagemaker:"].contains { start.hasPrefix($0) }
  }
  static let tagValue = TextRule(
    "a tag's value: at most 256 letters, digits, blanks and _.:/=+-@",
    pattern: "^[^\\u0000-\\u001f!-*,;<>?\\[-^`{-\\u009f]{0,256}$"
  ) { $0.unicodeScalars.count <= 256 && isTaggable($0) }
  /// (IAM API Reference, CreateRole, Path.)
  static let rolePath = TextRule(
    "a path such as /team/: a slash at either end, at most 512 characters", pattern: "^/([!-~]{1,510}/)?$"
  ) { text in
    (text == "/" || (3...512).contains(text.utf8.count)) && text.hasPrefix("/") && text.hasSuffix("/")
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
  static let policyARN = TextRule(
    "the ARN of a managed policy, such as arn:aws:iam::111122223333:policy/boundary",
    pattern: "^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/[!-~]+$"
  ) { text in
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[3].isEmpty else { return false }
    let isAccount =
      parts[4] == "aws" || (parts[4].utf8.count == 12 && parts[4].utf8.allSatisfy { (0x30...0x39).contains($0) })
    return parts[1].hasPrefix("aws") && isAccount && parts[5].hasPrefix("policy/") && parts[5].utf8.count > 7
      && parts[5].utf8.allSatisfy { (0x21...0x7E).contains($0) } && text.utf8.count <= 2048
  }
}
