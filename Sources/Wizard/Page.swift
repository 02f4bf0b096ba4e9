import Checklist
import TextUI

/// The pages, one of which is open at any time.
public enum Page: String, Hashable, Sendable, CaseIterable {
  case welcome, inputs, checks, plan, apply, report, inventory

  var title: String {
    switch self {
    case .welcome: "Welcome"
    case .inputs: "Inputs"
    case .checks: "Checks"
    case .plan: "Plan"
    case .apply: "Apply"
    case .report: "Report"
    case .inventory: "Inventory"
    }
  }
}

/// Which way the operator goes; it decides the pages in the steps row.
public enum Journey: Equatable, Sendable {
  case setUp, tearDown

  var pages: [Page] {
    switch self {
    case .setUp: [.welcome, .inputs, .checks, .plan, .apply, .report]
    case .tearDown: [.welcome, .inventory, .apply, .report]
    }
  }

  func title(of page: Page) -> String { self == .tearDown && page == .apply ? "Delete" : page.title }
}

/// Where a key arrives: the page, or what lies over it. A key means one thing in one place.
public enum Place: String, Hashable, Sendable, CaseIterable {
  case welcome, inputs, checks, plan, apply, report, inventory
  /// A field of the form has the focus.
  case field
  /// The filter of the checks, or the search of a text, is being typed.
  case filter, search
  case help, messages, sheet, detail, confirm, typed, problem
  /// A token is asked for.
  case secret
  case tooSmall

  /// Whether letters type here.
  var types: Bool { [.field, .filter, .search, .typed, .secret].contains(self) }

  var title: String {
    switch self {
    case .field: "Field"
    case .filter: "Filter"
    case .search: "Search"
    case .help: "Help"
    case .messages: "Messages"
    case .sheet: "Text"
    case .detail: "Detail"
    case .confirm: "Question"
    case .typed: "Typed confirmation"
    case .problem: "Problem"
    case .secret: "Token"
    case .tooSmall: "Small window"
    case .welcome, .inputs, .checks, .plan, .apply, .report, .inventory: Page(rawValue: rawValue)?.title ?? ""
    }
  }
}

/// What lies over a page. The topmost takes the keys, and Esc closes it.
enum Layer: Equatable {
  case help(Help)
  case messages(Reader)
  case sheet(Sheet)
  /// The selected finding or change, on a page of its own.
  case detail(Reader)
  case confirm(Confirm)
  case typed(TypedConfirm)
  case problem(Problem)
  case secret(SecretEntry)
}

/// How far a text is scrolled, and the words its lines are searched for.
struct Reader: Equatable {
  var top = 0
  var search = TextField()
  var searching = false
}

/// The help of a place.
struct Help: Equatable {
  let place: Place
  var reader = Reader()
}

/// Text on a page of its own, in lines as they are, so that it can be selected and copied.
struct Sheet: Equatable {
  let title: String
  let lines: [String]
  /// Sentences, which are broken between words; what is copied is broken at the edge.
  var isProse = false
  /// What `s` writes into a folder of this name; nil when there is nothing to keep.
  var files: FileBundle?
  var reader = Reader()
}

extension Layer {
  /// The scroll and the search of a text; nil for what is not read.
  var reader: Reader? {
    get {
      switch self {
      case .help(let help): help.reader
      case .messages(let reader), .detail(let reader): reader
      case .sheet(let sheet): sheet.reader
      default: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .help(var help):
        help.reader = newValue
        self = .help(help)
      case .messages: self = .messages(newValue)
      case .detail: self = .detail(newValue)
      case .sheet(var sheet):
        sheet.reader = newValue
        self = .sheet(sheet)
      default: break
      }
    }
  }
}

/// A question of the moderate tier: buttons, with the focus on Cancel.
struct Confirm: Equatable {
  enum Purpose: Equatable {
    case apply(Plan)
    case quit
  }
  let purpose: Purpose
  let title: String
  let lines: [String]
  /// What the buttons after Cancel do.
  let answers: [String]
  /// The button that has the focus; the first is Cancel.
  var focus = 0

  var buttons: [String] { ["Cancel"] + answers }
}

/// A question of the severe tier: a word is typed, not pressed.
struct TypedConfirm: Equatable {
  enum Purpose: Equatable {
    /// The word is the account id.
    case tearDown(Inventory)
    case apply(Plan)
    /// What is typed is the reason.
    case accept(CheckID)
  }
  let purpose: Purpose
  let title: String
  let lines: [String]
  /// What must be typed; nil where any words will do.
  let word: String?
  var field = TextField()
  var refused = false

  var isAboutChanges: Bool { if case .accept = purpose { false } else { true } }

  /// What Enter does, and what Esc does.
  var hint: String {
    switch purpose {
    case .tearDown: "Enter deletes, Esc leaves everything as it is."
    case .apply: "Enter makes the changes, Esc makes none."
    case .accept: "Enter accepts the warning, Esc leaves it."
    }
  }

  /// What is wrong with what was typed.
  var refusal: String {
    switch purpose {
    case .tearDown: "That is not this account's id."
    case .apply: "That is not the word \(word ?? "")."
    case .accept: "A reason is needed."
    }
  }
}
