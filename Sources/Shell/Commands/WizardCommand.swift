import Checklist
import Glibc

/// The wizard: `onramp` alone, or a command that has to ask.
public enum WizardCommand {
  public enum Start: Sendable { case welcome, setup, teardown }

  public static func run(_ options: Options, start: Start) async throws(Failure) -> Int32 {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw noTerminal(options, start) }
    throw Failure(["onramp: the wizard is not here yet"], code: 1)
  }

  /// One line for each answer that is missing, with its key and its option.
  private static func noTerminal(_ options: Options, _ start: Start) -> Failure {
    let environment = Variables.current
    do throws(Failure) {
      _ = try SetupLoader(options) { environment[$0] }.complete()
    } catch { return error }
    return switch start {
    case .welcome: .usage("onramp: there is no terminal; say what to do: onramp check, setup --yes, plan or teardown --confirm ACCOUNT")
    case .setup: .usage("onramp: there is no terminal to agree on the plan: give --yes")
    case .teardown: .usage("onramp: there is no terminal to type the account id: give --confirm ACCOUNT")
    }
  }
}
