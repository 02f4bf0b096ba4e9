import Checklist
import Files
import Glibc
import JSONDocument
import SetupFile

/// Finds and reads the setup file, and lays the command line's answers over it.
public struct SetupLoader: Sendable {
  /// Where the setup is, or would be written.
  public let path: String
  /// What the file says; nil when there is none.
  public let setup: Setup?

  public init(_ options: Options, variable: (String) -> String?) throws(Failure) {
    let named = options.setupPath ?? variable("ONRAMP_SETUP").flatMap { $0.isEmpty ? nil : $0 }
    path = named ?? "onramp.yaml"
    guard access(path, F_OK) == 0 else {
      if let named { throw .usage("onramp: no setup file at \(named): write it, or name another with --setup FILE") }
      setup = nil
      return
    }
    let text: String
    do throws(FileProblem) { text = try PlainFile.text(path) } catch {
      throw .usage("onramp: \(error.path): \(error.reason)")
    }
    KnownSecrets.learn(from: text)
    do throws(SetupFile.Problems) {
      let written = try SetupFile.parse(text, path: path)
      let undated = Acceptance.problems(written, text, path: path, now: Clock.now())
      guard undated.isEmpty else { throw SetupFile.Problems(all: undated) }
      setup = try SetupLoader.checked(written, options, path)
    } catch {
      throw Failure(error.all.map { "onramp: \($0)" }, code: 2)
    }
  }

  private static func checked(_ setup: Setup, _ options: Options, _ path: String) throws(SetupFile.Problems) -> Setup {
    var setup = setup
    if let contradiction = setup.contradiction {
      throw SetupFile.Problems(all: [SetupFile.Problem(path: path, line: 1, column: 1, message: contradiction)])
    }
    if let api = options.githubAPI { setup["github.api"] = .string(api) }
    if !options.tracks.isEmpty { setup["tracks"] = JSON(options.tracks) }
    return setup
  }

  /// The setup, when every answer that is needed without an operator is there; else one line for each that
  /// is not.
  public func complete() throws(Failure) -> Setup {
    let missing = (setup ?? Setup()).missing
    guard missing.isEmpty else {
      throw Failure(
        [
          "onramp: \(setup == nil ? "there is no setup file (\(path))" : "\(path) is not complete"), and nobody can be asked here:"
        ]
          + missing.map {
            "  \($0.path): missing; write it in the setup file" + ($0.option.map { " or give \($0)" } ?? "")
          },
        code: 2)
    }
    return setup ?? Setup()
  }
}
