import AWS
import Blueprints
import Checklist
import JSONDocument

extension Context {
  /// What can be said before anybody was asked: the setup's own values, and words in capitals for what nobody said.
  static func unseen(_ written: Setup?, region: String?) -> Context {
    var setup =
      written
      ?? Setup([
        "access.role": "ROLE", "github.branch": "BRANCH", "github.environment": "ENVIRONMENT",
        "project.bucket": "BUCKET",
      ])
    for (path, word) in ["github.owner": "OWNER", "github.repository": "REPOSITORY", "project.domain": "DOMAIN"] {
      setup[path] = setup.answers[path] ?? .string(word)
    }
    let region = region ?? setup.region ?? "REGION"
    return Context(
      setup: setup, account: setup.account ?? "ACCOUNT", partition: AWSConfiguration.partition(of: region),
      region: region, template: ProjectTemplate.text)
  }
}
