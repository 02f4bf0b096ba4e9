/// The door for numbers from outside: what no whole number can hold ends no program.
extension Int {
  /// A number with a fraction as a whole one, cut off towards nought. One that is too large is the largest there is,
  /// one that is too small the smallest, and what is no number is nought.
  public init(bounding value: Double) {
    let edge = 9.2e18
    self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value, -edge), edge))
  }
}

extension Duration {
  /// Whole milliseconds.
  public var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(bounding: Double(seconds) * 1000) + Int(attoseconds / 1_000_000_000_000_000)
  }

  /// So many seconds; at most a day, and none for what is no number or less than nothing.
  public static func bounded(seconds: Double) -> Duration {
    .milliseconds(Swift.min(Swift.max(Int(bounding: seconds * 1000), 0), 86_400_000))
  }
}
