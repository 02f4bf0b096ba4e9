/// The workflow files that onramp brings. A project's repository gets `build.yml` and `deploy.yml`, which call the code of
/// `ProjectRepository`; where only access is set up, `sign-in.yml` shows that a job gets in.
///
/// They are written by hand in the folder `workflows`, where `<NAME>` at the end of a line stands for a whole scalar of
/// YAML, and a line that ends with `<NAME?>` goes where there is no value. Each action is run at a full commit. What is
/// filled in was looked at before: a text comes out with every value as it is meant, or not at all.
public enum WorkflowTemplates {
  /// Where GitHub looks for them, from the repository's root.
  static let folder = ".github/workflows/"

  /// The two files of a project's repository, by path.
  /// - Parameter deployment: the name of the file that the trigger starts, `deploy.yml`.
  /// - Throws: what cannot be filled in, and the project's name or the environment where they are missing.
  public static func project(
    _ values: WorkflowValues, deployment: String = "deploy.yml"
  ) throws(WorkflowValueRefusal) -> [String: String] {
    try WorkflowValues.check(fileName: deployment)
    return [
      folder + "build.yml": try filled("build.yml", values), folder + deployment: try filled("deploy.yml", values),
    ]
  }

  /// The one file for a repository that only signs in, by path.
  public static func signIn(_ values: WorkflowValues) throws(WorkflowValueRefusal) -> [String: String] {
    [folder + "sign-in.yml": try filled("sign-in.yml", values)]
  }

  /// The actions that the files run, each at a full commit, with the version that it is.
  public static let actions: [(repository: String, commit: String, version: String)] = {
    var actions: [(repository: String, commit: String, version: String)] = []
    for text in files.values {
      for match in text.matches(of: /uses: ([A-Za-z0-9.\-]+\/[A-Za-z0-9.\-]+)@([0-9a-f]{40}) # (v[0-9.]+)/)
      where !actions.contains(where: { $0.repository == match.1 }) {
        actions.append((String(match.1), String(match.2), String(match.3)))
      }
    }
    return actions.sorted { $0.repository < $1.repository }
  }()

  private static func filled(_ name: String, _ values: WorkflowValues) throws(WorkflowValueRefusal) -> String {
    let scalars = try values.scalars
    var lines: [String] = []
    for line in (files[name] ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
      guard let place = line.firstMatch(of: /<([A-Z_]+)(\??)>$/) else {
        lines.append(String(line))
        continue
      }
      if let scalar = scalars[String(place.1)] {
        lines.append(line[..<place.range.lowerBound] + scalar)
      } else if place.2.isEmpty {
        throw WorkflowValueRefusal(WorkflowValues.key(String(place.1)), "", "\(name) cannot be written without it")
      }
    }
    return lines.joined(separator: "\n")
  }
}
