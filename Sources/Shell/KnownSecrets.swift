import Basics
import Transport

/// What must not be seen and is there before the first word is said: of the environment, of the command line and of the
/// setup file. What is read later is known from where it is read.
public enum KnownSecrets {
  /// To be called before anything is printed.
  public static func learn(_ arguments: [String]) {
    _ = Environment.current()
    arguments.forEach(learn(from:))
  }

  /// Users and passwords of the URLs in a text.
  static func learn(from text: String) {
    for word in text.split(whereSeparator: { $0.isWhitespace || "\"'=,".contains($0) }) where word.contains("://") {
      _ = Hiding.withoutUser(String(word))
    }
  }
}
