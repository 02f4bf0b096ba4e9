import Checklist

/// The beginning, and the form.
extension Dialogue {
  static let menu = Question(
    prompt: "1 check, 2 set up, 3 tear down, q leave [1]: ",
    explanation: [
      "1 looks at the account and changes nothing. 2 looks, shows a plan and makes what is agreed to.",
      "3 finds what onramp made, and takes it back after the account id was typed.",
    ]
  ) { dialogue, text in
    switch text {
    case "", "1": dialogue.look()
    case "2": dialogue.openForm()
    case "3":
      dialogue.question = nil
      dialogue.ask(dialogue.model.begin(.tearDown))
    default: dialogue.say("1, 2, 3 or q.")
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
      question = Self.menu
    case .check: look()
    case .setUp: openForm()
    case .tearDown: break
    }
  }

  private mutating func openForm() {
    _ = model.begin(.setUp)
    askForAnswers()
  }

  /// Asks for the first answer that is missing, else whether one is to be another.
  mutating func askForAnswers() {
    if let missing = shared.openFields.first { return ask(for: missing) }
    say()
    say("Answers (\(shared.facts.setupFile ?? "not in a file yet")):")
    var section = ""
    for (index, field) in shared.form.enumerated() {
      if field.section != section { say("  \(field.section)") }
      section = field.section
      let text = shared.answers.standing(field)
      let isDefault = shared.answers.text(field.key.path).isEmpty
      let words = text.isEmpty ? "no answer" : isDefault ? "\(text) (default)" : text
      say("    \(index < 9 ? " " : "")\(index + 1)  \(field.label): \(words)")
    }
    question = Self.answers
  }

  static let answers = Question(
    prompt: "A number changes that answer, s saves, Enter looks at the account: ",
    explanation: ["These answers say what is wanted. They are used at once, and written to the file only by s."]
  ) { dialogue, text in
    let form = dialogue.shared.form
    switch text {
    case "": dialogue.look()
    case "s":
      let effects = dialogue.model.act { $0.save() }
      if effects.isEmpty { dialogue.say(dialogue.model.notice ?? "") }
      dialogue.ask(effects)
    default:
      guard let number = Int(text), form.indices.contains(number - 1) else {
        return dialogue.say("A number from 1 to \(form.count), s or Enter.")
      }
      dialogue.ask(for: form[number - 1])
    }
  }

  mutating func ask(for field: FormField) {
    question = Question(
      prompt: "\(field.label) [\(shared.answers.standing(field))]: ", isField: true,
      explanation: [
        field.help, "It is \(field.key.path) in the setup file: \(field.key.words).",
        "Enter keeps what stands in brackets; a single - takes the answer back; Ctrl-D leaves.",
      ]
    ) { $0.fill(field, $1) }
  }

  private mutating func fill(_ field: FormField, _ text: String) {
    let before = shared.answers.values[field.key.path]
    if !text.isEmpty { shared.answers.values[field.key.path] = text == "-" ? "" : text }
    if let problem = shared.answers.problem(with: field) {
      say("\(field.label) \(problem).")
      if !text.isEmpty { shared.answers.values[field.key.path] = before }
      return
    }
    // `check` asks for nothing but what is missing.
    question = nil
    opening == .check ? look() : askForAnswers()
  }
}
