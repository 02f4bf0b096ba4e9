import ScreenForm

/// Swift source text for the screens and for the list of steps.
///
/// Every screen is a constant of its own with its type written out, which compiles in no time however many
/// there are.
enum SwiftSource {
  static func screens(_ screens: [Screen]) -> String {
    let constants = screens.map { screen in
      "private let \(identifier(screen.id)) = \(literal(screen))\n"
    }
    return """
      // Made from the screens folder at build time.
      import ScreenForm

      extension Screens {
        public static let all: [Screen] = [\(screens.map { identifier($0.id) }.joined(separator: ", "))]
      }

      """ + constants.joined(separator: "\n")
  }

  /// A step type that is not there, or is no step, is an error at the line of its screen.
  static func steps(_ screens: [(screen: Screen, step: Place)]) -> String {
    let entries = screens.map { "    \(text($0.screen.id)): \(identifier($0.screen.id)),\n" }
    let constants = screens.map { screen, place in
      """
      #sourceLocation(file: \(text(place.path)), line: \(place.line))
      private let \(identifier(screen.id)): any Step = \(screen.step)()
      #sourceLocation()

      """
    }
    return """
      // Made from the screens folder at build time.
      import Checklist

      extension Prerequisites {
        static let steps: KeyValuePairs<StepID, any Step> = [
      \(entries.joined())  ]
      }

      """ + constants.joined()
  }

  private static func literal(_ screen: Screen) -> String {
    """
    Screen(
      id: \(text(screen.id)), order: \(screen.order), step: \(text(screen.step)), title: \(text(screen.title)),
      track: \(text(screen.track)), needs: \(list(screen.needs)), about: \(text(screen.about)),
      fields: [\(screen.fields.map(literal).joined(separator: ", "))],
      shows: \(list(screen.shows)),
      checks: [\(screen.checks.map(literal).joined(separator: ",\n    "))],
      permissions: \(literal(screen.permissions)), changes: \(screen.changes.map(text) ?? "nil"), teardown: \(text(screen.teardown)), cost: \(text(screen.cost)), sources: \(list(screen.sources)))
    """
  }

  private static func literal(_ field: FieldText) -> String {
    "FieldText(key: \(text(field.key)), label: \(text(field.label)), help: \(text(field.help)))"
  }

  private static func literal(_ permissions: PermissionText) -> String {
    let (look, change, remove) = (list(permissions.look), list(permissions.change), list(permissions.remove))
    return "PermissionText(look: \(look), change: \(change), remove: \(remove))"
  }

  private static func literal(_ check: CheckText) -> String {
    let console = check.console.map { "ConsoleHint(url: \(text($0.url)), steps: \(list($0.steps)))" } ?? "nil"
    return """
      CheckText(
        id: \(text(check.id)), title: \(text(check.title)), severity: \(text(check.severity)),
        uncertain: \(check.uncertain), why: \(text(check.why)), console: \(console),
        terraform: \(check.terraform.map(text) ?? "nil"))
      """
  }

  private static func list(_ items: [String]) -> String { "[" + items.map(text).joined(separator: ", ") + "]" }

  private static func text(_ string: String) -> String { string.debugDescription }

  private static func identifier(_ id: String) -> String { "screen_" + id.map { $0 == "-" ? "_" : $0 } }
}
