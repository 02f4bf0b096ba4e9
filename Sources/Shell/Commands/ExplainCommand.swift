import Basics
import Checklist
import JSONDocument
import ScreenForm
import Screens
import TextUI

/// `onramp explain`: what a step or a check is, why it matters, what it needs and how to repair it by hand.
///
/// It asks nobody: it works without credentials, without a setup file and without a network.
public enum ExplainCommand {
  /// - Parameter subject: the id of a step or a check, in upper or lower case; nil for the list of all.
  public static func run(_ options: Options, subject: String?) async throws(Failure) {
    let width = Output.width
    guard let subject else { return Output.lines(index.flatMap { wrapped($0, width: width) }) }
    let variables = Variables.current
    let context = Context.unseen(try SetupLoader(options) { variables[$0] }.setup, region: options.region)
    if let screen = Screens.screen(subject.lowercased()) {
      return Output.lines(Explanation(screen: screen, check: nil, context: context).lines(width: width))
    }
    let id = subject.uppercased()
    for screen in Screens.all {
      guard let check = screen.checks.first(where: { $0.id == id }) else { continue }
      return Output.lines(Explanation(screen: screen, check: check, context: context).lines(width: width))
    }
    guard let family = Catalogue.family(of: id) else { throw unknown(subject) }
    let others = Screens.all.flatMap(\.checks).map(\.id).filter { $0.hasPrefix(family.name + "-") }
    let words =
      "\(id) is an id of the catalogue (\(family.subject)) that waits: this build does not look at it, because no test "
      + "turns it red yet. Its meaning is fixed."
    let known = others.isEmpty ? [] : ["Of \(family.name), this build has: \(others.joined(separator: ", "))"]
    Output.lines(([words] + known).flatMap { wrapped($0, width: width) })
  }

  /// The ids of the steps, in the order an operator meets them.
  public static var steps: [String] { Screens.all.map(\.id) }

  /// The ids that can be asked for.
  public static var subjects: [String] { Screens.all.flatMap { [$0.id] + $0.checks.map(\.id) } }

  private static var index: [String] {
    ["onramp explain STEP or CHECK; these are known:"]
      + Screens.all.flatMap { screen in
        ["", "\(screen.id)  \(screen.title)"] + screen.checks.map { "  \($0.id)  \($0.title)" }
      }
  }

  private static func unknown(_ subject: String) -> Failure {
    let word = subject.uppercased()
    let nearest =
      subjects.first { $0.uppercased().contains(word) }
      ?? subjects.nearest(to: word) { $0.uppercased() } ?? ""
    return .usage("onramp: explain \(subject): no such step or check; the nearest is \(nearest)")
  }
}
