import JSONDocument
import Synchronization

/// A defect in a model's text.
struct ModelError: Error, Hashable {
  let reason: String
}

/// What AWS publishes about one service, condensed to the operations in use.
///
/// The text comes from `models/condense.py` in botocore's own form, so that the same reader takes the
/// published protocol test suites. It is parsed when a service is first used and kept.
final class ServiceModel: Sendable {
  enum Wire: String, Sendable {
    case query
    case json
    case restJSON = "rest-json"
    case restXML = "rest-xml"
  }

  let name: String
  let wire: Wire
  let version: String
  let endpointPrefix: String
  let signingName: String
  let targetPrefix: String
  let jsonVersion: String
  let serviceID: String
  let operations: [String: Operation]
  let shapes: [String: Shape]
  let waiters: [String: Waiter]
  let endpointRules: EndpointRules

  init(
    name: String, metadata: JSON, operations: JSON, shapes: JSON, waiters: JSON = .null, rules: JSON = .null
  ) throws(ModelError) {
    guard let wire = metadata["protocol"]?.string.flatMap(Wire.init) else {
      throw ModelError(reason: "\(name) speaks no known protocol")
    }
    self.name = name
    self.wire = wire
    version = metadata["apiVersion"]?.string ?? ""
    endpointPrefix = metadata["endpointPrefix"]?.string ?? name
    signingName = metadata["signingName"]?.string ?? endpointPrefix
    targetPrefix = metadata["targetPrefix"]?.string ?? ""
    jsonVersion = metadata["jsonVersion"]?.string ?? "1.0"
    serviceID = metadata["serviceId"]?.string ?? name
    self.operations = (operations.object?.members ?? []).reduce(into: [:]) {
      $0[$1.name] = Operation(name: $1.name, service: name, $1.value)
    }
    var read: [String: Shape] = [:]
    for (name, json) in shapes.object?.members ?? [] { read[name] = try Shape(name: name, json) }
    self.shapes = read
    self.waiters = (waiters.object?.members ?? []).reduce(into: [:]) { $0[$1.name] = Waiter(name: $1.name, $1.value) }
    endpointRules = EndpointRules(rules)
  }

  func shape(_ name: String) throws(ModelError) -> Shape {
    guard let shape = shapes[name] else { throw ModelError(reason: "\(self.name) has no shape \(name)") }
    return shape
  }

  /// The names of all services in the table.
  static var all: [String] { ModelText.services }

  private static let loaded = Mutex<[String: ServiceModel]>([:])

  /// The model of a service in the table, or nil when the table has no such service.
  static func named(_ name: String) throws(ModelError) -> ServiceModel? {
    if let model = loaded.withLock({ $0[name] }) { return model }
    guard let text = ModelText.text(of: name) else { return nil }
    let model: ServiceModel
    do {
      let json = try JSON(parsing: text.model)
      model = try ServiceModel(
        name: name, metadata: json["metadata"] ?? .null, operations: json["operations"] ?? .null,
        shapes: json["shapes"] ?? .null, waiters: json["waiters"] ?? .null, rules: try JSON(parsing: text.rules))
    } catch let error as JSONError {
      throw ModelError(reason: "the table of \(name): \(error)")
    } catch let error as ModelError {
      throw error
    } catch {
      throw ModelError(reason: "the table of \(name) cannot be read")
    }
    loaded.withLock { $0[name] = model }
    return model
  }
}
