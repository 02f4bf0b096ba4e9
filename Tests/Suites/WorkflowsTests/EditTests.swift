import JSONDocument
import Testing
import Workflows

/// The files in `files`, in whatever shape people write them, each changed in each way.
@Suite("Workflow files are edited by bytes") struct EditTests {
  static let files = WorkflowFiles(folder: WorkflowFiles.suite + "/files")
  static let commit = "0123456789abcdef0123456789abcdef01234567"

  /// A change, how the oracle knows it, and how many lines of the file it may touch.
  struct Wanted {
    let change: WorkflowChange
    let json: JSON
    let lines: Int
  }

  /// Every change that has a meaning for a file and is not there yet.
  static func changes(_ workflow: Workflow) -> [Wanted] {
    var wanted: [Wanted] = []
    let scopes: [String: Permissions.Access] = ["id-token": .write, "contents": .read]
    let words = JSON.object(JSONObject([("id-token", "write"), ("contents", "read")]))
    func permissions(_ job: String?) {
      let json: JSON = ["kind": "permissions", "job": job.map { .string($0) } ?? .null, "scopes": words]
      wanted.append(Wanted(change: .permissions(scopes, job: job), json: json, lines: 2))
    }
    permissions(nil)
    if workflow.concurrency == nil {
      wanted.append(
        Wanted(
          change: .concurrency(group: "deploy-${{ github.ref }}", cancelInProgress: false, job: nil),
          json: ["kind": "concurrency", "group": "deploy-${{ github.ref }}"], lines: 2))
    }
    for job in workflow.jobs {
      let id = JSON.string(job.id)
      permissions(job.id)
      if job.uses == nil {
        wanted.append(
          Wanted(
            change: .environment("on", job: job.id), json: ["kind": "environment", "job": id, "name": "on"], lines: 1))
      }
      if job.uses?.isPinned == false {
        wanted.append(
          Wanted(
            change: .pin(commit: commit, version: "v9.8.7", job: job.id, step: nil),
            json: ["kind": "pin", "job": id, "step": .null, "commit": .string(commit)], lines: 1))
      }
      for step in job.steps { wanted += changes(of: step, id, job.id) }
    }
    return wanted
  }

  private static func changes(of step: Step, _ id: JSON, _ job: String) -> [Wanted] {
    guard let uses = step.uses, uses.repository != nil else { return [] }
    let number = JSON.number(String(step.number))
    var wanted: [Wanted] = []
    if uses.isPinned == false {
      wanted.append(
        Wanted(
          change: .pin(commit: commit, version: "v9.8.7", job: job, step: step.number),
          json: ["kind": "pin", "job": id, "step": number, "commit": .string(commit)], lines: 1))
    }
    guard uses.repository == "aws-actions/configure-aws-credentials" else { return wanted }
    for (name, value) in [
      ("role-to-assume", "${{ vars.AWS_ROLE_ARN }}"), ("aws-region", "eu-central-1"),
      ("role-session-name", "a: 'b',#c"),
    ] {
      wanted.append(
        Wanted(
          change: .input(name, value, job: job, step: step.number),
          json: ["kind": "input", "job": id, "step": number, "name": .string(name), "value": .string(value)], lines: 2))
    }
    if step.with.input("aws-access-key-id") != nil {
      wanted.append(
        Wanted(
          change: .input("aws-access-key-id", nil, job: job, step: step.number),
          json: ["kind": "input", "job": id, "step": number, "name": "aws-access-key-id", "value": .null], lines: 3))
    }
    return wanted
  }

  /// The refusals of all files; any other is a shape that could be edited and is not.
  static let refused: Set<String> = [
    "anchored-steps.yml: pin: it is written in a way that only its author can edit",
    "anchored-steps.yml: input: it is written in a way that only its author can edit",
    "anchored-steps.yml: pin: steps is what stands at &steps, which other places use, too",
    "anchored-steps.yml: input: steps is what stands at &steps, which other places use, too",
    "read-all.yml: permissions: the file says read-all: a block for one job would take the rest from it",
    "read-all.yml: permissions: it says read-all: what it needs has to be listed by who knows it",
  ]

  @Test("what is wanted is all that changes; what cannot be done so is refused with a reason")
  func edits() throws {
    var refused: Set<String> = []
    var edited = 0
    for (name, text) in try Self.files.texts() {
      let workflow = try Workflow.read(text, path: ".github/workflows/" + name)
      for wanted in Self.changes(workflow) {
        do throws(WorkflowRefusal) {
          let after = try Workflow.edited(text, path: name, [wanted.change])
          edited += after == text ? 0 : 1
        } catch {
          refused.insert("\(name): \(wanted.json["kind"]?.string ?? ""): \(error.words)")
        }
      }
    }
    #expect(refused == Self.refused)
    #expect(edited > 250)
  }

  @Test("what is new stands where people look for it, parted as the file parts its keys")
  func places() throws {
    let text = "on: push # always\n\njobs:\n  a:\n    runs-on: x\n    steps:\n    - uses: a/b@v1 # v1.2, mine\n"
    let edited = try Workflow.edited(
      text, path: "x",
      [
        .permissions(["contents": .read, "id-token": .write], job: nil),
        .concurrency(group: "g", cancelInProgress: false, job: nil), .environment("prod", job: "a"),
        .pin(commit: Self.commit, version: "v2.0.0", job: "a", step: 0),
        .input("role", "${{ vars.R }}", job: "a", step: 0),
      ])
    let wanted = """
      on: push # always

      permissions:
        id-token: write
        contents: read

      concurrency:
        group: g
        cancel-in-progress: false

      jobs:
        a:
          runs-on: x
          environment: prod
          steps:
          - uses: a/b@\(Self.commit) # v2.0.0, mine
            with:
              role: ${{ vars.R }}

      """
    #expect(edited == wanted)
  }

  @Test("a file that was spoilt is edited rightly or refused, and never ends the program")
  func spoilt() throws {
    var state: UInt64 = 5
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % max(1, bound)
    }
    let letters = Array("-:?,[]{}#&*!|>'\"% \t\n\r0a\u{e9}".utf8)
    let files = try Self.files.texts().map { Array($0.text.utf8) }
    var read = 0
    for round in 0..<800 {
      var bytes = files[round % files.count]
      for _ in 0...random(3) {
        let place = random(bytes.count)
        switch random(3) {
        case 0: bytes[place] = letters[random(letters.count)]
        case 1: bytes.remove(at: place)
        default: bytes.insert(letters[random(letters.count)], at: place)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let workflow = try? Workflow.read(text, path: ".github/workflows/x.yml") else { continue }
      read += 1
      let set = WorkflowSet(repository: "octo-org/app", defaultBranch: "main", workflows: [workflow])
      _ = set.remarks(WorkflowIntent(region: "us-east-1", projectName: "churn", environment: "production"))
      // Whether the text says what was wanted is looked at before it comes out.
      for wanted in Self.changes(workflow).prefix(8) { _ = try? Workflow.edited(text, path: "x", [wanted.change]) }
    }
    #expect(read > 200)
  }

  @Test(
    "another reader of YAML finds what was wanted, and every comment where it was",
    .enabled(if: WorkflowFiles.python != nil, "ONRAMP_TEST_PYTHON names no Python that has PyYAML"))
  func oracle() throws {
    try Self.files.hold(against: "oracle.py", Self.questions(Self.files.texts()))
  }

  /// Every edit that is made of some files, as the oracle is asked about it.
  static func questions(_ files: [(name: String, text: String)]) throws -> [JSON] {
    var questions: [JSON] = []
    for (name, text) in files {
      let workflow = try Workflow.read(text, path: ".github/workflows/" + name)
      for wanted in changes(workflow) {
        guard let after = try? Workflow.edited(text, path: name, [wanted.change]), after != text else { continue }
        questions.append([
          "file": .string(name), "before": .string(text), "after": .string(after), "change": wanted.json,
          "lines": .number(String(wanted.lines)),
        ])
      }
    }
    return questions
  }
}
