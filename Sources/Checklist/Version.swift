/// The version, in its one place: `--version`, the first page, reports, JSON and the name given to services say this.
public enum Version {
  public static let current = "0.1.0"
  /// The name by which services know the program.
  public static let userAgent = "onramp/" + current
}
