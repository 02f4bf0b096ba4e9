import Checklist
import JSONDocument

/// The table of operations as a caller sees it: what there is, what only looks, what an input lacks.
public enum OperationTable {
  /// The services, as the `aws` command's models name them.
  public static var services: [String] { ServiceModel.all }

  /// The operations of a service in alphabetical order; none for a service that is not in the table.
  public static func operations(of service: String) -> [String] {
    (model(service)?.operations.keys).map { $0.sorted() } ?? []
  }

  /// What is wrong with a call's input, in a sentence with the path to it; nil when it may be sent.
  public static func fault(_ call: Call) -> String? {
    guard let model = model(call.door.name), let operation = model.operations[call.operation] else {
      return "\(call.door.name) \(call.operation) is not in the table of operations"
    }
    do throws(ModelError) { return try InputCheck(model: model).fault(call.input, operation)?.description } catch {
      return error.reason
    }
  }

  /// Whether a call's input already says which page is wanted.
  public static func namesPage(_ call: Call) -> Bool {
    let tokens = model(call.door.name)?.operations[call.operation]?.pages?.inputTokens ?? []
    return tokens.contains { call.input[$0] != nil }
  }

  /// A call's input without what its model calls sensitive.
  public static func shown(_ call: Call) -> JSON {
    guard let model = model(call.door.name), let part = model.operations[call.operation]?.input else {
      return .object(call.input)
    }
    return shown(.object(call.input), part.shape, model)
  }

  private static func shown(_ value: JSON, _ name: String, _ model: ServiceModel) -> JSON {
    guard let shape = model.shapes[name] else { return value }
    if shape.isSensitive { return "<secret>" }
    switch (shape.kind, value) {
    case (.structure, .object(let object)):
      return .object(
        JSONObject(
          object.members.map { inner in
            (inner.name, shape.member(inner.name).map { shown(inner.value, $0.shape, model) } ?? inner.value)
          }))
    case (.list, .array(let items)):
      return .array(items.map { item in shape.item.map { shown(item, $0.shape, model) } ?? item })
    case (.map, .object(let object)):
      return .object(
        JSONObject(
          object.members.map { entry in
            (entry.name, shape.value.map { shown(entry.value, $0.shape, model) } ?? entry.value)
          }))
    default: return value
    }
  }

  private static func model(_ service: String) -> ServiceModel? {
    do throws(ModelError) { return try ServiceModel.named(service) } catch { return nil }
  }
}
