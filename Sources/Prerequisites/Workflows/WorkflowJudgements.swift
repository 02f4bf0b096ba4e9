import Basics
import Checklist
import JSONDocument
import Workflows

/// What is said of the workflow files and of their runs.
struct WorkflowJudgements {
  let seen: WorkflowsStep.Observation
  let context: Context

  private let counting: [WorkflowFiles.File]
  private let remarks: [WorkflowRemark]

  init(seen: WorkflowsStep.Observation, context: Context) {
    (self.seen, self.context) = (seen, context)
    counting = seen.files.value?.counting(context.setup) ?? []
    remarks = seen.files.value?.remarks(context) ?? []
  }

  private var setup: Setup { context.setup }
  private var names: String { counting.map(\.name).joined(separator: ", ") }

  var all: [Judgement] {
    [present]
      + WorkflowRule.all.map { rule in
        judge(rule.check, seen.files) { _ in
          // Without a right to the contents a public repository can still be checked out.
          let isPublic = rule.check == "WF-04" && seen.repository.value?.isPrivate == false
          return rule.verdict(remarks, names: names, severity: isPublic ? .medium : nil)
        }
      } + [startedByHand, active, variables, runs, runners]
  }

  /// A check of the files that count. Without any there is nothing to judge.
  /// - Parameter reads: whether it rests on what stands in the files, so that nothing is said of one that cannot be read.
  private func judge<Value>(
    _ check: CheckID, _ look: Look<Value>, reads: Bool = true, _ verdict: (Value) -> Verdict
  ) -> Judgement {
    seen.files.and(look).judge(check, on: setup.fullName, absent: .blocked(by: "GH-01")) { both in
      guard !counting.isEmpty else { return .skipped("no workflow file of this setup yet") }
      let found = verdict(both.second)
      guard reads, case .holds = found, counting.contains(where: { $0.workflow == nil }) else { return found }
      return .blocked(by: "WF-01")
    }
  }

  /// WF-01: what is missing waits for a push; what GitHub would refuse is wrong.
  private var present: Judgement {
    seen.files.judge("WF-01", on: setup.fullName, absent: .blocked(by: "GH-01")) { files in
      let refused = counting.filter { $0.problem != nil }
      if let first = refused.first {
        return .broken(
          found: refused.map { "\($0.path):\($0.problem ?? "")" }.map { Display.clean($0) }.joined(separator: "; "),
          needed: "\(first.path) that GitHub can read")
      }
      let missing = WorkflowFiles.wanted(setup).filter { name in !files.files.contains { $0.name == name } }
      let others = missing.compactMap { name in
        files.files.first { WorkflowFiles.isAlmost($0.name, name) }.map { ($0, name) }
      }
      if !others.isEmpty {
        return .broken(
          found: others.map(\.0.path).joined(separator: ", "),
          needed: others.map { "\(WorkflowFiles.folder)/\($0.1)" }.joined(separator: ", "))
      }
      guard files.head != nil else {
        return .waiting(found: "the repository is empty", needed: "a first push with the workflow files")
      }
      guard missing.isEmpty else {
        return .waiting(
          found: "no \(missing.joined(separator: ", ")) on \(Display.clean(files.branch))",
          needed: missing.map { "\(WorkflowFiles.folder)/\($0)" }.joined(separator: ", "))
      }
      return counting.isEmpty
        ? .waiting(found: "no workflow that signs in to AWS", needed: "one in \(WorkflowFiles.folder)")
        : .holds(found: names)
    }
  }

  /// WF-09: the trigger starts it by a call.
  private var startedByHand: Judgement {
    judge("WF-09", seen.files) { files in
      guard WorkflowFiles.wanted(setup).contains(setup.workflow) else { return .skipped("no project is wanted") }
      guard let file = files.files.first(where: { $0.name == setup.workflow }) else {
        return .skipped("no \(setup.workflow) yet")
      }
      guard let workflow = file.workflow else { return .blocked(by: "WF-01") }
      let events = workflow.triggers.map(\.event)
      return .judged(
        "\(file.name): \(Display.clean(events.listed(else: "no event")))",
        isRight: events.contains("workflow_dispatch"), needed: "workflow_dispatch among the events of \(file.name)")
    }
  }

  /// WF-10.
  private var active: Judgement {
    let states = seen.states.value ?? [:]
    let off = counting.filter { states[$0.path].map { $0 != "active" } ?? false }
    let calls = off.map { file in
      Call(
        .github, "PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable",
        setup.repositoryPath.with("workflow_id", .string(file.name)))
    }
    return judge("WF-10", seen.states, reads: false) { states in
      guard off.isEmpty else {
        return .broken(
          found: off.map { "\($0.name): \(Display.clean(states[$0.path] ?? ""))" }.joined(separator: ", "),
          needed: off.map { "\($0.name): active" }.joined(separator: ", "))
      }
      let unlisted = counting.filter { states[$0.path] == nil }
      return unlisted.isEmpty
        ? .holds(found: "active: \(names)")
        : .waiting(
          found: "GitHub does not list \(unlisted.map(\.name).joined(separator: ", ")) yet", needed: "active workflows")
    }.mended(by: calls)
  }

  /// WF-15: it only informs. The upstream page and its workflows call one variable by two names.
  private var variables: Judgement {
    judge("WF-15", seen.variables) { variables in
      let names: [String] = counting.flatMap(\.variables)
      let read = names.distinct.filter { $0.contains("MLFLOW") }
      let lacking = read.filter { !variables.contains($0) }
      guard let first = lacking.first else {
        return .holds(found: read.isEmpty ? "no variable of MLflow is read" : "read and there: \(read.listed())")
      }
      let other = variables.first { $0.contains("MLFLOW") }
      return .holds(
        found: "vars.\(first) is read and not there" + (other.map { "; \(Display.clean($0)) is" } ?? ""))
    }
  }

  /// WF-16.
  private var runs: Judgement {
    judge("WF-16", seen.runs, reads: false) { runs in
      let last = runs.values.sorted { $0.workflow < $1.workflow }
      guard !last.isEmpty else { return .skipped("no run yet") }
      let failed = last.filter(\.isFailed)
      return failed.isEmpty
        ? .holds(found: last.map(\.found).joined(separator: "; "))
        : .broken(
          found: failed.map(\.found).joined(separator: "; "),
          needed: failed.map(\.needed).distinct.joined(separator: "; "))
    }
  }

  /// WF-18.
  private var runners: Judgement {
    judge("WF-18", seen.runners) { runners in
      let asking = remarks.filter { $0.check == "WF-18" }
      guard !asking.isEmpty else { return .holds(found: "no job asks for a runner of one's own: \(names)") }
      // What an expression decides is not known.
      let idle = asking.filter { remark in
        let labels = remark.found.map { $0.lowercased() }
        return !labels.contains { $0.contains("${{") } && !runners.contains { $0.isSuperset(of: labels) }
      }
      func words(_ remark: WorkflowRemark) -> String {
        Display.clean("job \(remark.job ?? ""): \(remark.found.joined(separator: " and "))")
      }
      return idle.isEmpty
        ? .holds(found: asking.map(words).joined(separator: ", "))
        : .broken(
          found: idle.map(words).joined(separator: ", ")
            + "; online are \(runners.count) runners, none with these labels",
          needed: "a runner online with the labels, or one of GitHub's own such as ubuntu-24.04")
    }
  }
}

extension WorkflowFiles.File {
  /// The variables of the repository that its texts read, in the order of their names.
  fileprivate var variables: [String] {
    guard let workflow else { return [] }
    let entries = workflow.env + workflow.jobs.flatMap { job in job.env + job.steps.flatMap { $0.env + $0.with } }
    let texts = entries.map(\.value.text) + workflow.jobs.flatMap { $0.steps.compactMap { $0.run?.text } }
    var names: Set<String> = []
    for text in texts {
      for part in text.split(separator: "vars.").dropFirst() {
        names.insert(part.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }.uppercased())
      }
    }
    return names.sorted()
  }
}
