import Checklist
import TextUI

/// The wizard as a function.
///
/// A `Model` takes an `Event` and answers with `Effect`s; `view()` draws it. Everything the wizard decides is
/// here, and nothing here acts: this module has no clock, no terminal, no network and no file, so a test can
/// play a whole session in microseconds. Keys, key bar and help come from one table, `Command.table`.
public struct Model: Sendable {
  public let form: [FormField]
  public let steps: [StepOutline]
  let glyphs: Glyphs

  public internal(set) var size = Size(columns: 80, rows: 24)
  /// Milliseconds since the start.
  var now = 0
  var shownSince: Int?
  public internal(set) var page = Page.welcome
  var journey = Journey.setUp
  var visited: Set<Page> = []
  var layers: [Layer] = []
  var interruptedAt: Int?
  /// The operator wants to leave as soon as the call under way is over, or the answers are written.
  var isLeaving = false
  /// The code that the last trouble outside the checks would end with.
  var troubleCode: Int32?
  /// Whether clicks act here; nil where the terminal tells of none.
  public var mouse: Bool?
  var facts: Facts
  /// When the facts were told.
  var factsAt = 0
  var messages: [String] = []
  /// The message that belongs to the view it was said in; another page starts without one.
  var notice: String?
  /// How many layers lay over the page when it was said: with its layer it goes.
  private var noticeDepth = 0

  var menu = ListCursor()
  var inputs: Inputs
  var checks = Checks()
  var plan = PlanPage()
  /// A person gave the token; it waits outside until it is stored.
  var holdsToken = false
  var run: Run?
  /// What is left of a run that stopped, while it is looked for.
  var resumed: Set<ItemKey>?
  var inventory = InventoryPage()
  var reportCursor = ListCursor()
  var files: [String] = []

  /// - Parameter values: the answers of the setup file by key path, as they would be typed.
  public init(
    form: [FormField], values: [String: String], steps: [StepOutline], facts: Facts, glyphs: Glyphs = .unicode
  ) {
    self.form = form
    self.steps = steps
    self.facts = facts
    self.glyphs = glyphs
    inputs = Inputs(values)
  }

  /// Whether something runs that the screen should show moving.
  public var isBusy: Bool { !checks.running.isEmpty || run?.isActive == true || inventory.surveying }

  /// The code with which the program would end now.
  public var exitCode: Int32 {
    if run?.ending != nil, run?.ending != .complete { return 5 }
    if let code = checks.code { return code == 0 && plan.declined && run == nil ? 6 : code }
    if checks.reports.isEmpty, let code = troubleCode { return code }
    let statuses = checks.reports.values.map(\.status)
    if statuses.contains(.crash) { return 1 }
    if statuses.contains(where: { [.fail, .unknown, .blocked].contains($0) }) { return 3 }
    return plan.declined && run == nil ? 6 : 0
  }

  /// Where the next key arrives.
  var place: Place {
    if isTooSmall { return .tooSmall }
    if layers.last?.reader?.searching == true { return .search }
    switch layers.last {
    case .help: return .help
    case .messages: return .messages
    case .sheet: return .sheet
    case .detail: return .detail
    case .confirm: return .confirm
    case .typed: return .typed
    case .problem: return .problem
    case .secret: return .secret
    case nil: break
    }
    if page == .inputs, inputs.editing != nil { return .field }
    if page == .checks, checks.filtering { return .filter }
    return Place(rawValue: page.rawValue) ?? .welcome
  }

  var isTooSmall: Bool { size.columns < 60 || size.rows < 16 }
  /// Whether list and detail stand side by side.
  var isWide: Bool { size.columns >= 100 }

  mutating func open(_ next: Page) {
    guard next != page else { return }
    visited.insert(page)
    page = next
    notice = nil
    layers = []
    inputs.editing = nil
    checks.filtering = false
    shownSince = now
    // What still has to be answered is what the page is opened for.
    if next == .inputs, let first = form.firstIndex(where: { problem(with: $0) != nil }) {
      inputs.cursor.selected = first
    }
  }

  /// The message as it stands below the view it was said in; what lies over that view has other keys.
  var noticeHere: String? { noticeDepth == layers.count ? notice : nil }

  /// Closes what lies on top, and takes away what was said there.
  @discardableResult mutating func closeLayer() -> Layer? {
    let closed = layers.popLast()
    if noticeDepth > layers.count { notice = nil }
    return closed
  }

  mutating func say(_ text: String) {
    messages.append(text)
    notice = text
    noticeDepth = layers.count
    if messages.count > 500 { messages.removeFirst() }
  }
}

/// The form and what was typed into it.
struct Inputs: Equatable, Sendable {
  var values: [String: String]
  var saved: [String: String]
  var adopted: [String: String]
  var cursor = ListCursor()
  var editing: TextField?

  init(_ values: [String: String]) {
    self.values = values
    saved = values
    adopted = values
  }

  func text(_ path: String) -> String { values[path] ?? "" }
  /// Whether what was looked at differs from what the file says.
  var isAdoptedUnsaved: Bool { adopted.filter { !$0.value.isEmpty } != saved.filter { !$0.value.isEmpty } }
  var isUnsaved: Bool { values.filter { !$0.value.isEmpty } != saved.filter { !$0.value.isEmpty } }
}
