/// A text that must not be seen. Printing, dumping or interpolating it gives dots; only `exposed` gives
/// the text, and every use of that word can be searched for.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public let exposed: String
  public init(_ text: String) { exposed = text }
  public var description: String { "••••••" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
