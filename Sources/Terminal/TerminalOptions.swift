/// What the command line and the environment say about the screen.
public struct TerminalOptions: Sendable {
  public enum GlyphChoice: String, Sendable { case auto, unicode, ascii }

  public var glyphs: GlyphChoice
  /// Colours, where the terminal has them. Callers put NO_COLOR and `--color never` in here.
  public var colour: Bool
  public var mouse: Bool
  /// The descriptor that takes stderr while the screen is up: the log. It must be open for reading too.
  public var errors: Int32

  public init(glyphs: GlyphChoice = .auto, colour: Bool = true, mouse: Bool = true, errors: Int32 = -1) {
    self.glyphs = glyphs
    self.colour = colour
    self.mouse = mouse
    self.errors = errors
  }
}

/// Why there is no screen. The caller goes on in plain mode, or ends with a message.
public enum TerminalRefusal: Error, Equatable, Sendable {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// No terminal description fits TERM.
  case unknownType(String)
  /// The terminal cannot address its cursor, as TERM=dumb says.
  case cannotMove(String)
  case failed
}
