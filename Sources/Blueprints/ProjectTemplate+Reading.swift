extension ProjectTemplate {
  /// The parameters that SageMaker fills in when it makes a project.
  public static let requiredParameters = ["SageMakerProjectName", "SageMakerProjectId"]

  /// CloudFormation's limit for a template read from S3, in bytes.
  public static let limit = 1_000_000

  /// What a template tells its trigger about the repository: the setting as it stands there, when it names the
  /// repository without its owner. Templates did so before 21 April 2026; the trigger of today wants both.
  public static func repositoryWithoutOwner(in text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0.isWhitespace } }
    let names = ["DeployRepoName:", "\"DeployRepoName\":"]
    guard let place = lines.firstIndex(where: { line in names.contains { line.hasPrefix($0) } }) else { return nil }
    var setting = String(lines[place])
    // A function may stand on the lines below its key.
    let value = setting.drop { $0 != ":" }.dropFirst().filter { !$0.isWhitespace }
    if value.isEmpty || value == "{" { setting += lines[(place + 1)...].prefix(2).map { " " + $0 }.joined() }
    return setting.contains("/") ? nil : setting
  }
}
