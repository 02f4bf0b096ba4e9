import AWS
import Checklist
import JSONDocument
import Prerequisites

/// `onramp policy`: what somebody has to be allowed who runs onramp for this setup file. It asks nobody.
///
/// Exit codes: 0; 2 where the setup file is not complete, or has a mistake.
public enum PolicyCommand {
  /// What it can be for.
  public static var purposes: [String] { OperatorPolicy.Purpose.allCases.map(\.rawValue) }

  public static func run(_ options: Options, for purpose: String) throws(Failure) -> Int32 {
    guard let purpose = OperatorPolicy.Purpose(rawValue: purpose) else {
      throw .usage("onramp: policy is for \(purposes.joined(separator: ", ")), not for \(purpose)")
    }
    let variables = Variables.current
    let setup = try SetupLoader(options) { variables[$0] }.complete()
    let region = options.region ?? setup.region ?? variables["AWS_REGION"] ?? variables["AWS_DEFAULT_REGION"]
    let context = Context(
      setup: setup, account: setup.account ?? "*", partition: AWSConfiguration.partition(of: region ?? ""),
      region: region ?? "*")
    let prerequisites = Prerequisites()
    let steps = prerequisites.wanted(tracks: setup.tracks, steps: try options.steps(of: prerequisites))
    let policy = OperatorPolicy(purpose, steps, context)
    Output.result(policy.document.pretty)
    for opening in policy.openings { Output.message("onramp: wider than it has to be: \(opening)") }
    if !policy.forGitHub.isEmpty {
      let rights = policy.forGitHub.map { $0.replacing("GitHub ", with: "") }
      Output.message("onramp: the token for GitHub needs \(rights.joined(separator: ", "))")
    }
    return 0
  }
}
