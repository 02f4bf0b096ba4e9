import Basics
import Checklist
import JSONDocument
import Workflows

/// What the checks of the files say while a pull request is to mend them.
extension WorkflowJudgements {
  /// All checks. What holds once an open pull request of onramp's is merged waits for the person who merges it.
  var withDelivery: [Judgement] {
    let before = Dictionary(all.map { ($0.check, $0.verdict) }) { first, _ in first }
    // What is said of a delivery rests on the looks at it.
    return delivered.map { $0.verdict == before[$0.check] ? $0 : $0.lookedAt(also: seen.delivery.source) }
  }

  private var delivered: [Judgement] {
    guard let facts = seen.delivery.value else { return all.map(unknown) }
    switch facts.state(context) {
    case .none, .open: return all.map { left(awaiting($0, facts), facts) }
    case .waiting(let pull): return waiting(for: pull, facts)
    case .closed(let pull):
      return all.map { judgement in
        guard facts.delivery.mends.contains(judgement.check) else { return judgement }
        return judgement.adding("\(pull.title) was closed without a merge", isBroken: true).mended(
          by: reopening(pull, facts)
        ).mended(on: Judgement.Page(link: pull.link, steps: ["Reopen \(pull.title), and merge it."]))
      }
    case .taken(let words):
      return all.map { facts.delivery.mends.contains($0.check) ? $0.adding(words) : $0 }
    }
  }

  /// The checks as they are judged by the files that a merge leaves: those of the pull request where it has others.
  private func waiting(for pull: DeliveryPullRequest, _ facts: DeliveryFacts) -> [Judgement] {
    guard let commit = facts.commit, let changed = commit.changed, let files = seen.files.value else { return all }
    let merged = files.with(
      files.files.filter { !changed.contains($0.path) } + commit.files.files.filter { changed.contains($0.path) })
    var then = seen
    then.files = seen.files.map { _ in merged }
    let verdicts = Dictionary(
      WorkflowJudgements(seen: then, context: context).all.map { ($0.check, $0.verdict) }
    ) { first, _ in first }
    let page = Judgement.Page(link: pull.link, steps: ["Review \(pull.title), and merge it."])
    return all.map { judgement in
      guard judgement.isAboutFiles, case .holds? = verdicts[judgement.check],
        let (found, needed) = judgement.verdict.lacking
      else { return judgement }
      return judgement.with(
        .waiting(found: "\(found); \(pull.title) waits for a person", needed: "\(pull.title) merged: \(needed)")
      ).mended(on: page)
    }
  }

  /// What keeps onramp from opening a pull request.
  private func awaiting(_ judgement: Judgement, _ facts: DeliveryFacts) -> Judgement {
    guard judgement.check == "WF-01", let awaited = facts.delivery.awaited else { return judgement }
    return judgement.adding("onramp cannot write it without \(Display.clean(awaited))")
  }

  /// Why onramp edits nothing where an edit is what is needed.
  private func left(_ judgement: Judgement, _ facts: DeliveryFacts) -> Judgement {
    let refused = facts.delivery.refusals.filter { $0.check == judgement.check.rawValue }
    guard !refused.isEmpty else { return judgement }
    let words = refused.map { "\($0.path.split(separator: "/").last ?? ""): \($0.words)" }.joined(separator: "; ")
    return judgement.adding(Display.clean("onramp leaves it to its author: \(words)"))
  }

  /// Whether a pull request waits was not to be seen.
  private func unknown(_ judgement: Judgement) -> Judgement {
    guard judgement.check == "WF-01", let obstacle = seen.delivery.obstacle else { return judgement }
    return judgement.adding("whether a pull request brings it is not known: \(obstacle.inWords)")
  }

  /// What a person sends to have it open again, as long as its branch stands.
  private func reopening(_ pull: DeliveryPullRequest, _ facts: DeliveryFacts) -> [Call] {
    guard facts.commit != nil, let repository = seen.repository.value else { return [] }
    return [
      Call(
        .github, "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
        context.setup.repositoryPath.adding(["pull_number": .string(String(pull.number)), "state": "open"]),
        of: repository.identity)
    ]
  }
}

extension Judgement {
  /// Whether it rests on what the files say, and not on runs, states and settings.
  fileprivate var isAboutFiles: Bool { !["WF-10", "WF-15", "WF-16", "WF-18"].contains(check) }

  /// The same with more words about what was found, where it does not hold.
  /// - Parameter isBroken: whether it waits for nothing any more.
  fileprivate func adding(_ words: String, isBroken: Bool = false) -> Judgement {
    switch verdict {
    case .waiting(let found, let needed):
      with(
        isBroken
          ? .broken(found: "\(found); \(words)", needed: needed) : .waiting(found: "\(found); \(words)", needed: needed)
      )
    case .broken(let found, let needed, let severity):
      with(.broken(found: "\(found); \(words)", needed: needed, severity: severity))
    default: self
    }
  }
}

extension Verdict {
  /// What was found and needed, where it does not hold.
  fileprivate var lacking: (found: String, needed: String)? {
    switch self {
    case .waiting(let found, let needed), .broken(let found, let needed, _): (found, needed)
    default: nil
    }
  }
}
