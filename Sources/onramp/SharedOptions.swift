import ArgumentParser
import Checklist
import Shell

/// The options that every command takes.
struct SharedOptions: ParsableArguments {
  @Option(help: "The setup file (default: $ONRAMP_SETUP, else ./onramp.yaml).", completion: .file()) var setup: String?
  @Option(help: "The AWS profile.", completion: .shellCommand("aws configure list-profiles 2>/dev/null"))
  var profile: String?
  @Option(help: "The AWS Region.") var region: String?
  @Option(name: .customLong("endpoint-url"), help: "One endpoint for all AWS services.") var endpointURL: String?
  @Option(name: .customLong("github-api-url"), help: "The address of GitHub's API.") var githubAPI: String?
  @Option(help: "A file with GitHub's token, or - for standard input.", completion: .file())
  var githubTokenFile: String?
  @Option(
    help: "Only this step and what it needs (taken back: only what this step made); may be given several times.",
    completion: .list(ExplainCommand.steps))
  var step: [String] = []
  @Option(
    help: "Only this track (access, project, images); may be given several times.",
    completion: .list(["access", "project"]))
  var track: [String] = []
  @Flag(help: "Warnings count as failures in the exit code.") var strict = false
  @Flag(help: "Plain lines instead of a screen.") var plain = false
  @Option(help: "auto, always or never.", completion: .list(["auto", "always", "never"])) var color = "auto"
  @Option(help: "auto, unicode or ascii.", completion: .list(["auto", "unicode", "ascii"])) var glyphs = "auto"
  @Option(help: "The log file.", completion: .file()) var log: String?
  @Option(
    help: """
      Seconds allowed to one request. A look around ends after twice as long, setup and teardown after ten times, but \
      not before 30 and 300 s.
      """)
  var timeout: Double = 60
  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.") var noMouse = false

  func validate() throws {
    guard ["auto", "always", "never"].contains(color) else {
      throw ValidationError("--color is auto, always or never, not \(color).")
    }
    guard ["auto", "unicode", "ascii"].contains(glyphs) else {
      throw ValidationError("--glyphs is auto, unicode or ascii, not \(glyphs).")
    }
    for word in track {
      if let objection = SetupKey.at("tracks")?.objection(to: word) {
        throw ValidationError("--track \(word): it \(objection).")
      }
    }
    guard timeout > 0, timeout <= 3600 else { throw ValidationError("--timeout is a number of seconds up to 3600.") }
  }

  var options: Options {
    var options = Options()
    options.setupPath = setup
    options.profile = profile
    options.region = region
    options.endpointURL = endpointURL
    options.githubAPI = githubAPI
    options.githubTokenFile = githubTokenFile
    options.steps = step
    options.tracks = track
    options.isStrict = strict
    options.isPlain = plain
    options.color = color
    options.glyphs = glyphs
    options.logPath = log
    options.timeout = timeout
    options.usesMouse = !noMouse
    return options
  }
}
