import Checklist
import TextUI

/// What all pages read and change: who is asking, the answers, what was seen, what was picked, the run.
struct Shared: Sendable {
  let form: [FormField]
  let steps: [StepOutline]
  let glyphs: Glyphs

  var size = Size(columns: 80, rows: 24)
  /// Milliseconds since the start.
  var now = 0
  /// The page that is open.
  var page = WelcomePage.place
  var journey = Journey.setUp
  var facts: Facts
  /// When the facts were told.
  var factsAt = 0
  /// Whether clicks act here; nil where the terminal tells of none.
  var mouse: Bool?
  /// What was said so far.
  var messages: [String] = []

  var answers: Answers
  var look: Look
  var picks = Picks()
  var removal = Removal()
  var run: Run?
  /// Files that were written, by what they are.
  var files: [String] = []
  /// Differences are shown whole, not only near what differs.
  var showsWholeDifference = false

  /// A person gave the token; it waits outside until it is stored.
  var holdsToken = false
  /// What is left of a run that stopped, while it is looked for.
  var resumed: Set<ItemKey>?
  /// The operator wants to leave as soon as the call under way is over, or the answers are written.
  var isLeaving = false
  /// The code that the last trouble outside the checks would end with.
  var troubleCode: Int32?

  /// What keeps the plan from being all there is to say, a sentence; nil where everything was looked at.
  var reservation: String? {
    if !look.running.isEmpty { return "The look is not over: the plan follows." }
    if run?.isActive == true { return "Changes are being made: look again when they are over." }
    if look.reports.isEmpty { return "Nothing was looked at yet. Esc goes back to the checks, r looks." }
    if let reservation = look.reports.values.reservation { return reservation + "." }
    return look.hasSeenAll ? nil : "Not every step was looked at: R looks at all."
  }

  init(form: [FormField], values: [String: String], steps: [StepOutline], facts: Facts, glyphs: Glyphs) {
    self.form = form
    self.steps = steps
    self.facts = facts
    self.glyphs = glyphs
    answers = Answers(values)
    look = Look(steps)
  }

  var layout: Layout { Layout(size: size) }
  /// The detail beside or below a list.
  var besideList: Detail { Detail(shared: self, width: layout.detailWidth) }

  /// Whether something runs that the screen should show moving.
  var isBusy: Bool { !look.running.isEmpty || run?.isActive == true || removal.isLooking }

  /// The code with which the program would end now.
  var exitCode: Int32 {
    if run?.ending != nil, run?.ending != .complete { return 5 }
    // A teardown is over when a look showed that nothing is left.
    if run?.kind == .tearDown, run?.ending == .complete { return removal.isClean ? 0 : 5 }
    if let code = look.code { return code == 0 && picks.declined && run == nil ? 6 : code }
    if look.reports.isEmpty, let code = troubleCode { return code }
    let statuses = look.reports.values.map(\.status)
    if statuses.contains(.crash) { return 1 }
    if statuses.contains(where: { [.fail, .unknown, .blocked].contains($0) }) { return 3 }
    return picks.declined && run == nil ? 6 : 0
  }

  /// Every change that the last look proposed, in an order in which each finds what it needs.
  var allChanges: Plan { look.changes }
  /// The changes on the plan page.
  var shownPlan: Plan { picks.shown(of: allChanges) }
  /// The changes that would be made.
  var acceptedPlan: Plan { shownPlan.without(leftOut) }
  /// The changes that are left out by themselves; what comes after them is left out too.
  var leftOut: Set<ItemKey> { picks.left(of: allChanges) }

  /// The fields whose answer is missing or wrong.
  var openFields: [FormField] { form.filter { answers.problem(with: $0) != nil } }

  /// The answers that the plan rests on, where no file has them: they are written before the first change, or
  /// nobody would know tomorrow what was made for whom.
  var answersToSave: [String: String]? {
    facts.setupFile == nil || answers.isAdoptedUnsaved ? answers.adopted : nil
  }

  /// Whether the accepted plan waits for a token that a person has to give.
  var needsToken: Bool {
    acceptedPlan.needsSecret && !holdsToken && answers.text("project.token_file").isEmpty
  }
}
