/// The families of the check catalogue: every id from 01 up to a number, and whose they are.
///
/// An id that is in a family and in no screen waits: its meaning is fixed, and no test turns it red yet.
enum Catalogue {
  struct Family {
    let name: String
    let count: Int
    let subject: String

    init(_ name: String, _ count: Int, _ subject: String) {
      (self.name, self.count, self.subject) = (name, count, subject)
    }
  }

  static let families = [
    Family("ENV", 13, "caller, account and Region"), Family("OIDC", 16, "GitHub as identity provider"),
    Family("TRUST", 55, "trust policies of roles"), Family("PERM", 18, "permissions of the role for GitHub Actions"),
    Family("SMR", 22, "roles of SageMaker projects"), Family("EXE", 13, "execution role"),
    Family("S3", 20, "bucket for templates"), Family("TPL", 13, "project template"),
    Family("DOM", 14, "SageMaker domain"),
    Family("CON", 12, "connection to GitHub"), Family("SEC", 20, "secret with GitHub's token"),
    Family("LAM", 21, "function that starts the deployment"), Family("EVT", 10, "rule for approved models"),
    Family("PRJ", 16, "SageMaker project"), Family("KEY", 15, "IAM user and access keys"),
    Family("ECR", 15, "image repository"), Family("GH", 17, "GitHub repository"), Family("WF", 18, "workflow files"),
    Family("DEP", 5, "deployed endpoints"), Family("TD", 20, "teardown"),
  ]

  /// The family of an id of the catalogue; nil for what is no such id.
  static func family(of id: String) -> Family? {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 2, let number = Int(parts[1]), number > 0 else { return nil }
    return families.first { $0.name == parts[0] && number <= $0.count }
  }
}
