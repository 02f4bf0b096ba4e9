import Basics
import Checklist
import TextUI

/// Everything that can happen to the wizard.
public enum Event: Sendable {
  case key(Key)
  /// Keys that were there at once: typed ahead, or pasted by a terminal that does not say so.
  case burst([Key])
  /// Text that was pasted as a whole; its line breaks press nothing.
  case paste(String)
  case mouse(Mouse)
  case resize(Size)
  /// The time, in milliseconds since the start. Comes before every other event of a turn.
  case tick(milliseconds: Int)

  case facts(Facts)
  /// A check of these steps has begun.
  case checking([StepID])
  case report(StepReport)
  /// A look is over; `code` is the exit code it means, where strictness counts, and `next` what is left to do.
  case checked(seconds: Double, requests: Int, code: Int32? = nil, next: [Todo] = [])
  case progress(Progress)
  case ended(Ending)
  /// What a teardown would take away, and what could not be looked at for it, a sentence each.
  case inventory(Inventory, unseen: [String] = [])
  /// What became of the token that was offered.
  case opinion(TokenOpinion)
  case problem(Problem)
  case message(String)
  /// A text to read: the log, or a script.
  case document(Document)
  /// Files that were written, and what they are.
  case written([String])
  /// The answers are in the file now.
  case saved(path: String)
  /// Ctrl-C.
  case interrupt
}

/// A click or a turn of the wheel, at a cell.
public enum Mouse: Equatable, Sendable {
  case press(row: Int, column: Int)
  case wheel(Int)
}

/// What the wizard asks of the world. Plain values, so that a test can say which key asked for what.
public enum Effect: Equatable, Sendable {
  /// Look again at these steps; nil means all.
  case check(steps: [StepID]?)
  /// Make these changes as they were shown, after writing the answers they rest on where no file has them.
  case apply(Plan, saving: [String: String]? = nil)
  /// Ask GitHub about a token, and keep it for the change that stores it.
  case offer(Secret)
  /// Find what a teardown would take away.
  case survey
  /// Delete and restore these things as they were shown.
  case tearDown(Inventory, account: String)
  /// Use these answers from now on, without writing them: key path to text, empty where not answered.
  case adopt(values: [String: String])
  /// Use these answers and write them to the setup file.
  case save(values: [String: String])
  /// Write into the setup file that a warning is accepted, and look again.
  case accept(CheckID, reason: String)
  /// Send text to the terminal's clipboard.
  case copy(String)
  /// Open a page in a browser, if there is a display.
  case open(url: String)
  case writeReport
  /// Write these files into a folder of the place the program was started in.
  case keep(FileBundle)
  /// Show the calls that would be made as a script, or write it into a folder.
  case script(Proposal, writing: Bool)
  /// Show the end of the log.
  case showLog
  /// Take clicks, or leave them to the terminal.
  case mouse(Bool)
  /// Stop after the call that is under way.
  case stop
  case suspend
  case redraw
  case quit(code: Int32)
}

/// What was shown and may be agreed to.
public enum Proposal: Equatable, Sendable {
  case changes(Plan)
  case removal(Inventory)
}

/// Something went wrong outside the checks, or a run stopped, and the operator should know why.
public struct Problem: Equatable, Sendable {
  public let title: String
  /// What happened, in the order of cause before symptom.
  public let lines: [String]
  /// What can be done about it.
  public let advice: String
  /// The exit code it means where nothing else was done; nil when it means none.
  public let code: Int32?

  public init(title: String, lines: [String], advice: String = "", code: Int32? = nil) {
    self.code = code
    self.title = title
    self.lines = lines
    self.advice = advice
  }
}

/// A text that was asked for, on a page of its own.
public struct Document: Equatable, Sendable {
  public let title: String
  public let lines: [String]
  /// What can be kept of it.
  public let files: FileBundle?
  /// Whether it is read from its end, as a log is.
  public let startsAtEnd: Bool

  public init(title: String, lines: [String], files: FileBundle? = nil, startsAtEnd: Bool = false) {
    self.title = title
    self.lines = lines
    self.files = files
    self.startsAtEnd = startsAtEnd
  }
}

/// Files that the operator can keep, by their names, and the folder they go into.
public struct FileBundle: Equatable, Sendable {
  public let folder: String
  public let files: [String: String]

  public init(folder: String, files: [String: String]) {
    self.folder = folder
    self.files = files
  }
}
