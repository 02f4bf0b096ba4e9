import Checklist
import Prerequisites
import ScreenForm
import Screens

/// What there is to know about a step or a check without looking at an account: the screen's own words.
struct Explanation {
  let screen: Screen
  /// The check that was asked for; nil for the whole step.
  let check: CheckText?
  let context: Context
}
