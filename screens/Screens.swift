import ScreenForm

/// The texts of all steps, in the order in which an operator meets them. The build makes `all` from the
/// `.yaml` files beside this one.
public enum Screens {
  /// The screen of a step.
  public static func screen(_ id: String) -> Screen? { all.first { $0.id == id } }
}
