import Blueprints
import Checklist
import JSONDocument
import TestAccount

@testable import Prerequisites

enum TriggerPackageSituations: SituationGroup {
  static func furnish(_ state: inout Account.State) {
    for key in [TriggerPackage.documentedKey, TriggerPackage.key] {
      state.buckets[Account.bucket, default: Account.Bucket()].objects[key] = Account.Object(
        bytes: TriggerPackage.bytes)
    }
  }

  private static func waiting(for check: CheckID) -> [CheckID: String] {
    Dictionary(uniqueKeysWithValues: PackageJudgements.checks.map { ($0, "blocked \(check)") })
  }
  private static let contents: [CheckID: String] = [
    "LAM-03": "blocked LAM-01", "LAM-04": "blocked LAM-01", "LAM-19": "blocked LAM-01",
  ]

  /// An archive of others under the documented key.
  private static func archive(_ names: [String]) -> @Sendable (inout Account.State) -> Void {
    let bytes = Archives.archive(names.map { ($0, Array("x".utf8)) })
    return { $0.buckets[Account.bucket]?.objects[TriggerPackage.documentedKey] = Account.Object(bytes: bytes) }
  }

  private static func moved(_ key: String) -> @Sendable (inout Account.State) -> Void {
    { state in
      let object = state.buckets[Account.bucket]?.objects.removeValue(forKey: TriggerPackage.documentedKey)
      state.buckets[Account.bucket]?.objects[key] = object
    }
  }

  static let situations = places + archives

  private static let places = [
    Situation(
      "neither key", "trigger-package", judged: contents.merging(["LAM-01": "broken"]) { $1 },
      plan: [TriggerPackageStep.documentedKey, TriggerPackageStep.projectKey]
    ) { state in
      for key in [TriggerPackage.documentedKey, TriggerPackage.key] {
        state.buckets[Account.bucket]?.objects[key] = nil
      }
    },
    Situation(
      "the key with the hash is lacking", "trigger-package", judged: ["LAM-01": "broken"],
      plan: [TriggerPackageStep.projectKey]
    ) { $0.buckets[Account.bucket]?.objects[TriggerPackage.key] = nil },
    Situation(
      "another archive under the key with the hash", "trigger-package", judged: ["LAM-01": "broken"],
      plan: [TriggerPackageStep.projectKey]
    ) { state in
      // Even of the same file: the key names the bytes.
      let bytes = Archives.archive([(TriggerPackage.entry, Archives.content)])
      state.buckets[Account.bucket]?.objects[TriggerPackage.key] = Account.Object(bytes: bytes)
    },
    Situation(
      "in a folder", "trigger-package",
      judged: contents.merging(["LAM-01": "blocked LAM-02", "LAM-02": "broken"]) { $1 },
      plan: [TriggerPackageStep.documentedKey], moved("lambda/\(TriggerPackage.documentedKey)")),
    Situation(
      "one key for both", "trigger-package",
      context: Account.context(["project.lambda_key": .string(TriggerPackage.key)])
    ) { $0.buckets[Account.bucket]?.objects[TriggerPackage.documentedKey] = nil },
    Situation(
      "no bucket", "trigger-package", judged: waiting(for: "S3-01"),
      plan: [TriggerPackageStep.documentedKey, TriggerPackageStep.projectKey],
      // Its step alone cannot be done: the bucket has to be made first.
      left: waiting(for: "S3-01")
    ) { $0.buckets = [:] },
    Situation(
      "a stranger's bucket", "trigger-package", judged: waiting(for: "S3-02"), left: waiting(for: "S3-02"),
      Situations.strangersBucket),
    Situation("another setup of onramp uploaded it", "trigger-package", plan: [TriggerPackageStep.documentedMarkKey]) {
      $0.buckets[Account.bucket]?.objects[TriggerPackage.documentedKey]?.tags["onramp:setup"] = "fraud"
    },
    Situation("another setup of onramp uploaded it, and its tag is gone", "trigger-package") {
      $0.buckets[Account.bucket]?.objects[TriggerPackage.documentedKey]?.tags = ["onramp:used-by:churn": "true"]
    },
  ]

  private static let archives = [
    Situation("another function", "trigger-package", archive(["lambda_function.py", "helpers.py"])),
    Situation(
      "the sample's function", "trigger-package",
      archive(["lambda_function.py", "github/__init__.py", "jwt/__init__.py", "PyGithub-2.8.1.dist-info/METADATA"])),
    broken("no archive", "LAM-03", also: ["LAM-04": "blocked LAM-03", "LAM-19": "blocked LAM-03"]) {
      $0.buckets[Account.bucket]?.objects[TriggerPackage.documentedKey] = Account.Object(body: "PK, but no archive")
    },
    broken("nothing", "LAM-03", also: ["LAM-04": "blocked LAM-03", "LAM-19": "blocked LAM-03"]) {
      $0.buckets[Account.bucket]?.objects[TriggerPackage.documentedKey] = Account.Object()
    },
    broken("in a folder of the archive", "LAM-03", archive(["package/lambda_function.py"])),
    broken("PyGithub is lacking", "LAM-03", archive(["lambda_function.py", "jwt/__init__.py"])),
    broken(
      "another processor", "LAM-04",
      archive([
        "lambda_function.py", "_cffi_backend.cpython-312-aarch64-linux-gnu.so", "nacl/_sodium.abi3.so",
        "github/__init__.py", "pygithub-2.0.dist-info/METADATA",
      ])),
    broken("another Python", "LAM-04", archive(["lambda_function.py", "_cffi.cpython-311-x86_64-linux-gnu.so"])),
    Situation(
      "modules that do not say for what", "trigger-package", judged: ["LAM-04": unclear], left: ["LAM-04": unclear],
      archive(["lambda_function.py", "_rust.abi3.so"])),
    broken(
      "a new PyGithub", "LAM-19",
      archive(["lambda_function.py", "github/__init__.py", "PyGithub-3.0.0.dist-info/METADATA"])),
  ]

  private static let unclear =
    "hidden cannot be told from here: _rust.abi3.so does not say for which Python and processor it is"

  /// Somebody's archive is theirs to mend.
  private static func broken(
    _ name: String, _ check: CheckID, also: [CheckID: String] = [:],
    _ change: @escaping @Sendable (inout Account.State) -> Void
  ) -> Situation {
    let judged = also.merging([check: "broken"]) { $1 }
    return Situation(name, "trigger-package", judged: judged, left: judged, change)
  }
}
