import AWS
import Basics
import Checklist
import Files
import Glibc
import JSONDocument
import TextUI

/// `onramp aws-call SERVICE OPERATION`: one operation of the table, its answer as JSON on stdout.
///
/// A read follows all pages unless its input names one. A write is the operator's own and is shown on stderr before
/// it is sent. Exit codes: 2 for a mistake in the call, 3 when the service refuses or cannot be reached, 4 when the
/// caller is not signed in or not allowed, 5 when a write may have happened.
public enum AWSCallCommand {
  public static func run(
    _ options: Options, service: String, operation: String, input: String?
  ) async throws(Failure) -> Int32 {
    let call = try call(service, operation, try parsed(input, patience: options.timeout))
    if let fault = OperationTable.fault(call) { throw .usage("onramp: \(call.door.name) \(call.operation): \(fault)") }
    let door = try AWSDoor(options)
    let destination: Destination
    do throws(ConfigurationError) {
      destination = try door.configuration.destination(of: call.door.name, input: call.input)
    } catch { throw .usage("onramp: \(error)") }
    if destination.isInTheClear {
      Output.message(
        "onramp: \(destination.endpoint.url) (\(destination.origin)) is plain http: all is readable on the way")
    }
    if !AWSReader.allows(call) {
      try await door.requireAccount()
      Output.message("onramp: \(call.door.name) \(call.operation) \(OperationTable.shown(call).compact)")
    }
    defer { door.remarkOnClock() }
    do throws(Obstacle) {
      let answer =
        AWSReader.allows(call) && !OperationTable.namesPage(call)
        ? try await door.client.all(call) : try await door.client.send(call)
      Output.result(answer.pretty)
      return 0
    } catch {
      let obstacle = door.cleaned(error)
      Output.message(
        "onramp: \(obstacle.inWords)" + (obstacle.kind == .ambiguous ? "; look before doing it again" : ""))
      return exitCode(obstacle)
    }
  }

  // MARK: What was asked for

  private static func call(_ service: String, _ operation: String, _ input: JSONObject) throws(Failure) -> Call {
    guard OperationTable.services.contains(service) else {
      throw .usage(
        "onramp: no service \(service) in the table; the nearest is \(OperationTable.services.nearest(to: service) ?? "")",
        "  services: \(OperationTable.services.joined(separator: " "))")
    }
    let known = OperationTable.operations(of: service)
    // The aws command's spelling is understood too.
    guard let name = known.first(where: { plain($0) == plain(operation) }) else {
      throw .usage(
        "onramp: no operation \(operation) of \(service) in the table; the nearest is "
          + (known.nearest(to: operation, spelling: plain) ?? ""))
    }
    return Call(Service(rawValue: service), name, input)
  }

  private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != "-" } }

  private static func parsed(_ input: String?, patience: Double) throws(Failure) -> JSONObject {
    guard let input else { return [:] }
    var text = input
    var place = "--input"
    do throws(FileProblem) {
      if input == "-" {
        place = "standard input"
        let bytes = try StandardInput.bytes(limit: PlainFile.usualLimit, patience: patience)
        text = String(decoding: bytes, as: UTF8.self)
      } else if input.hasPrefix("file://") {
        place = String(input.dropFirst("file://".count))
        text = try PlainFile.text(place)
      }
    } catch { throw .usage("onramp: --input: \(error.path): \(error.reason)") }
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: text) } catch { throw .usage("onramp: \(place): \(error)") }
    guard let object = json.object else { throw .usage("onramp: \(place): no JSON object") }
    return object
  }

  // MARK: What came of it

  private static func exitCode(_ obstacle: Obstacle) -> Int32 {
    switch obstacle.kind {
    case .denied, .notSignedIn: 4
    case .refused, .throttled, .timedOut, .unreachable, .unreadable: 3
    case .ambiguous: 5
    case .cancelled: 130
    case .unexpected: 1
    }
  }
}
