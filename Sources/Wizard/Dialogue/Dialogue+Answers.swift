import Checklist
import TextUI

extension Dialogue {
  func prompt(of question: Question) -> String {
    switch question {
    case .menu: "1 check, 2 set up, 3 tear down, q leave [1]: "
    case .answers: "A number changes that answer, s saves, Enter looks at the account: "
    case .field(let index): "\(shared.form[index].label) [\(standing(shared.form[index]))]: "
    case .next: nextPrompt
    case .done: "Enter leaves, 2 says everything again: "
    case .group(let index): "\(groups[index].count == 1 ? "Make this change" : "Make these changes")? yes or no [no]: "
    case .token: "Token, not shown as it is typed or pasted [none]: "
    case .sure: "Type \(wantedWord) to go ahead [no]: "
    case .spare: "Numbers that stay, parted by commas [none]: "
    case .account: "Type the account id \(shared.facts.account ?? "") to go ahead [no]: "
    }
  }

  private var nextPrompt: String {
    let rest = "2 everything again in words, 3 look again, 4 answers, q leave"
    return shared.allChanges.isEmpty ? "\(rest) [q]: " : "1 go through the plan, \(rest) [1]: "
  }

  private var explanation: [String] {
    switch question {
    case .menu:
      [
        "1 looks at the account and changes nothing. 2 looks, shows a plan and makes what is agreed to.",
        "3 finds what onramp made, and takes it back after the account id was typed.",
      ]
    case .answers:
      ["These answers say what is wanted. They are used at once, and written to the file only by s."]
    case .field(let index):
      [
        shared.form[index].help,
        "It is \(shared.form[index].key.path) in the setup file: \(shared.form[index].key.words).",
        "Enter keeps what stands in brackets; a single - takes the answer back; Ctrl-D leaves.",
      ]
    case .next: ["The plan is shown group by group; nothing is changed before the last question is answered."]
    case .group: ["yes puts this group into what will be made; no leaves it out, and with it what needs it."]
    case .token: ["It is put into the secret and nowhere else. Enter alone changes nothing."]
    case .sure: ["This is the last question before the first change."]
    case .spare: ["What stays keeps standing, and so does what can only go after it. Enter takes all of it back."]
    case .account: ["The account id proves that this is the account that is meant. Enter leaves everything as it is."]
    case .done: ["The report was written to the folder of this setup."]
    case nil: []
    }
  }

  /// Takes a line as the answer to what is asked.
  mutating func reply(_ text: String) {
    guard let question else { return }
    if text == "?" { return say(explanation) }
    if ["q", "quit"].contains(text.lowercased()), !isTyping { return leave() }
    switch question {
    case .menu: choose(text.isEmpty ? "1" : text)
    case .answers: changeAnswers(text)
    case .field(let index): fill(index, text)
    case .done: text == "2" ? sayEverything() : leave()
    case .next: goOn(text.isEmpty ? (shared.allChanges.isEmpty ? "q" : "1") : text)
    case .group(let index): agree(index, text.lowercased())
    case .token: break
    case .sure: goAhead(text)
    case .spare: spare(text)
    case .account: confirmAccount(text)
    }
  }

  /// A field may hold the letter q.
  private var isTyping: Bool { if case .field = question { true } else { false } }

  private mutating func choose(_ text: String) {
    switch text {
    case "1": look()
    case "2":
      _ = model.begin(.setUp)
      askForAnswers()
    case "3":
      question = nil
      turn.effects += model.begin(.tearDown)
    default: say("1, 2, 3 or q.")
    }
  }

  /// Who is calling, and then the first question.
  mutating func introduce(_ facts: Facts) {
    let place = "Account \(facts.account ?? "not known"), Region \(facts.region ?? "not known")"
    say("\(place), as \(facts.caller ?? "nobody").")
    say("GitHub: \(facts.github ?? "no token found").")
    if !isIntroduced { open() }
  }

  mutating func open() {
    isIntroduced = true
    guard question == nil, !shared.isBusy else { return }
    switch opening {
    case .welcome:
      say()
      if let unfinished = shared.facts.unfinished {
        let words = unfinished.isRemoval ? "The last teardown" : "The last set-up"
        say("\(words) \(unfinished.summary): \(unfinished.isRemoval ? 3 : 2) goes on from there.")
      }
      question = .menu
    case .check: look()
    case .setUp:
      _ = model.begin(.setUp)
      askForAnswers()
    case .tearDown: break
    }
  }

  // MARK: The form

  /// What stands for an answer, or what holds without one.
  private func standing(_ field: FormField) -> String {
    let text = shared.answers.text(field.key.path)
    return text.isEmpty ? field.key.fallback ?? "" : text
  }

  mutating func askForAnswers() {
    if let missing = shared.form.firstIndex(where: { shared.answers.problem(with: $0) != nil }) {
      question = .field(missing)
      return
    }
    say()
    say("Answers (\(shared.facts.setupFile ?? "not in a file yet")):")
    var section = ""
    for (index, field) in shared.form.enumerated() {
      if field.section != section {
        section = field.section
        say("  \(section)")
      }
      let number = String(repeating: " ", count: index < 9 ? 1 : 0) + String(index + 1)
      let text = standing(field)
      let isDefault = shared.answers.text(field.key.path).isEmpty
      let words = text.isEmpty ? "no answer" : isDefault ? "\(text) (default)" : text
      say("    \(number)  \(field.label): \(words)")
    }
    question = .answers
  }

  private mutating func changeAnswers(_ text: String) {
    switch text {
    case "": look()
    case "s":
      let effects = model.act { $0.save() }
      if effects.isEmpty { say(model.notice ?? "") }
      turn.effects += effects
    default:
      guard let number = Int(text), shared.form.indices.contains(number - 1) else {
        return say("A number from 1 to \(shared.form.count), s or Enter.")
      }
      question = .field(number - 1)
    }
  }

  private mutating func fill(_ index: Int, _ text: String) {
    let field = shared.form[index]
    let before = shared.answers.values[field.key.path]
    if !text.isEmpty { shared.answers.values[field.key.path] = text == "-" ? "" : text }
    if let problem = shared.answers.problem(with: field) {
      say("\(field.label) \(problem).")
      if !text.isEmpty { shared.answers.values[field.key.path] = before }
      return
    }
    // `check` asks for nothing but what is missing.
    if opening == .check {
      question = nil
      look()
    } else {
      askForAnswers()
    }
  }
}
