import JSONDocument

/// A place where a shape is used: the member of a structure, the item of a list, the key or value of a map.
///
/// The traits are those of the place; where it says nothing, `ServiceModel` falls back on the shape's own.
struct Member: Sendable {
  enum Location: String, Sendable {
    case uri, querystring, header, headers, statusCode
  }

  let name: String
  let shape: String
  let location: Location?
  let locationName: String?
  let flattened: Bool
  let attribute: Bool
  let namespace: XMLNamespace?
  let timestampFormat: String?
  let isStreaming: Bool
  let isToken: Bool
  let isJSONText: Bool

  /// Whether an answer's body holds it. An answer has neither path nor query: where one structure serves request and
  /// answer, what the request binds to them stands in the body.
  var standsInBody: Bool { [nil, .uri, .querystring].contains(location) }

  init(name: String, _ json: JSON) {
    self.name = name
    shape = json["shape"]?.string ?? ""
    location = json["location"]?.string.flatMap(Location.init)
    locationName = json["locationName"]?.string
    flattened = json["flattened"]?.bool ?? false
    attribute = json["xmlAttribute"]?.bool ?? false
    namespace = json["xmlNamespace"].flatMap(XMLNamespace.init)
    timestampFormat = json["timestampFormat"]?.string
    isStreaming = json["streaming"]?.bool ?? false
    isToken = json["idempotencyToken"]?.bool ?? false
    isJSONText = json["jsonvalue"]?.bool ?? false
  }

  /// A place made for the protocol itself, such as the whole of an answer.
  init(whole shape: String, locationName: String? = nil, namespace: XMLNamespace? = nil) {
    name = ""
    self.shape = shape
    location = nil
    self.locationName = locationName
    flattened = false
    attribute = false
    self.namespace = namespace
    timestampFormat = nil
    isStreaming = false
    isToken = false
    isJSONText = false
  }
}

/// An XML namespace to declare on an element. The models write it as an object or as the bare URI.
struct XMLNamespace: Sendable {
  let uri: String
  let prefix: String?

  init?(_ json: JSON) {
    guard let uri = json.string ?? json["uri"]?.string else { return nil }
    self.uri = uri
    prefix = json["prefix"]?.string
  }
}
