extension StringProtocol {
  /// Without the white space around it.
  public var trimmed: String {
    var rest = Substring(self)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  /// Without control characters (Unicode's category Cc), so that no key and no paste steers a terminal.
  public var withoutControls: String {
    let kept = unicodeScalars.filter { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
    return String(String.UnicodeScalarView(kept))
  }
}
