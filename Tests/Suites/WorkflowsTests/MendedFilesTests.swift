import JSONDocument
import Testing
import Workflows

/// Files as people publish them, in `Tests/Fixtures/Workflows`: each changed in each way, and each with all that is wrong
/// with its sign-ins mended at once.
@Suite("Workflow files as people write them") struct MendedFilesTests {
  static let files = WorkflowFiles(folder: WorkflowFiles.suite + "/../../Fixtures/Workflows")
  /// What mending takes away.
  static let mended: Set = ["WF-03", "WF-04", "WF-05", "WF-06", "WF-07", "WF-08", "WF-11", "WF-13"]

  /// What mends a remark: each change and how the judges know it.
  static func changes(_ remark: WorkflowRemark) -> [EditTests.Wanted] {
    var wanted: [EditTests.Wanted] = []
    let (job, id) = (remark.job ?? "", JSON.string(remark.job ?? ""))
    let number = remark.step.map { JSON.number(String($0)) } ?? .null
    func add(_ change: WorkflowChange, _ json: JSON) {
      wanted.append(EditTests.Wanted(change: change, json: json, lines: 0))
    }
    func input(_ name: String, _ value: String?) {
      let json: JSON = [
        "kind": "input", "job": id, "step": number, "name": .string(name), "value": value.map { .string($0) } ?? .null,
      ]
      add(.input(name, value, job: job, step: remark.step ?? 0), json)
    }
    switch remark.check {
    case "WF-03":
      add(
        .permissions(["id-token": .write, "contents": .read], job: job),
        ["kind": "permissions", "job": id, "scopes": ["id-token": "write", "contents": "read"]])
    case "WF-04":
      add(
        .permissions(["contents": .read], job: job),
        ["kind": "permissions", "job": id, "scopes": ["contents": "read"]])
    case "WF-05":
      if !remark.needed.isEmpty { input("role-to-assume", "${{ secrets.AWS_ROLE_ARN }}") }
      for name in remark.found { input(name, nil) }
    case "WF-06": input("aws-region", "eu-central-1")
    case "WF-07", "WF-08":
      add(
        .pin(commit: EditTests.commit, version: "v9.8.7", job: job, step: remark.step),
        ["kind": "pin", "job": id, "step": number, "commit": .string(EditTests.commit)])
    case "WF-11": input("role-session-name", "onramp-${{ github.run_id }}")
    case "WF-13":
      add(
        .concurrency(group: "deploy-${{ github.ref }}", cancelInProgress: false, job: nil),
        ["kind": "concurrency", "group": "deploy-${{ github.ref }}"])
    default: break
    }
    return wanted
  }

  /// What is left of some files: what cannot be edited, and an image, which has no commit.
  static let refused: [String: Set<String>] = [
    "anchors-shared-steps.yml": [
      "pin: item 1 is what stands at &checkout, which other places use, too",
      "pin: it is written in a way that only its author can edit",
    ],
    "composite-and-docker.yml": ["pin: it names no action of a repository"],
    "permissions-read-all.yml": [
      "permissions: the file says read-all: a block for one job would take the rest from it"
    ],
  ]

  private static func remarks(_ text: String, _ name: String) throws -> [WorkflowRemark] {
    let workflow = try Workflow.read(text, path: ".github/workflows/" + name)
    let set = WorkflowSet(repository: "octo-org/app", defaultBranch: "main", workflows: [workflow])
    return set.remarks(WorkflowIntent()).filter { mended.contains($0.check) }
  }

  private struct Mended {
    let name: String
    let before: String
    var after: String
    var changes: [JSON] = []
    var refusals: Set<String> = []
  }

  /// Every file, mended until nothing that can be is remarked: a role in the place of keys needs a token, for example.
  private static func edited() throws -> [Mended] {
    try files.texts().map { name, before in
      var file = Mended(name: name, before: before, after: before)
      var isOther = true
      while isOther {
        isOther = false
        for wanted in try remarks(file.after, name).flatMap(changes) {
          do throws(WorkflowRefusal) {
            let text = try Workflow.edited(file.after, path: name, [wanted.change])
            if text != file.after { file.changes.append(wanted.json) }
            (isOther, file.after) = (isOther || text != file.after, text)
          } catch { file.refusals.insert("\(wanted.json["kind"]?.string ?? ""): \(error.words)") }
        }
      }
      return file
    }
  }

  @Test("what is wrong with the sign-ins is mended in every file, or refused with a reason")
  func mending() throws {
    let files = try Self.edited()
    #expect(files.count >= 40)
    var checks: Set<String> = []
    for file in files {
      #expect(try Workflow.read(file.before, path: file.name).problems == [], "\(file.name)")
      checks.formUnion(try Self.remarks(file.before, file.name).map(\.check))
      #expect(file.refusals == Self.refused[file.name, default: []], "\(file.name)")
      let left = try Self.remarks(file.after, file.name)
      #expect(left.isEmpty == file.refusals.isEmpty, "\(file.name): \(left)\n\(file.after)")
    }
    #expect(checks == Self.mended)
    #expect(files.count { $0.before != $0.after } >= 40)
  }

  @Test("a file that is JSON stays JSON")
  func json() throws {
    var count = 0
    for file in try Self.edited() where (try? JSON(parsing: Array(file.before.utf8))) != nil {
      count += 1
      let after = try JSON(parsing: Array(file.after.utf8))
      #expect(after["concurrency"]?["cancel-in-progress"] == .bool(false), "\(file.name)")
    }
    #expect(count > 0)
  }

  @Test(
    "each change alone is all that another reader of YAML finds, and every comment stays",
    .enabled(if: WorkflowFiles.python != nil, "ONRAMP_TEST_PYTHON names no Python that has PyYAML"))
  func oracle() throws {
    let questions = try EditTests.questions(Self.files.texts())
    #expect(questions.count > 300)
    try Self.files.hold(against: "oracle.py", questions)
  }

  @Test(
    "two readers of YAML find what was wanted, and no linter remarks what it did not before",
    .enabled(if: WorkflowFiles.python != nil, "ONRAMP_TEST_PYTHON names no Python that has the tools"))
  func tools() throws {
    let questions = try Self.edited().map { file -> JSON in
      [
        "file": .string(file.name), "before": .string(file.before), "after": .string(file.after),
        "changes": .array(file.changes),
      ]
    }
    try Self.files.hold(against: "tools.py", questions)
  }
}
