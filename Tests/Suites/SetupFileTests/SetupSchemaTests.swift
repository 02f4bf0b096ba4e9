import Checklist
import JSONDocument
import SetupFile
import Testing

@Suite struct SetupSchemaTests {
  private let schema = SetupFile.schema

  private func node(_ path: String) -> JSON? {
    path.split(separator: ".").reduce(schema as JSON?) { $0?["properties"]?[String($1)] }
  }

  @Test func everyKeyIsInTheSchemaAndNothingElse() {
    var found: Set<String> = []
    func walk(_ node: JSON, _ path: String) {
      guard let properties = node["properties"]?.object else {
        found.insert(path)
        return
      }
      #expect(node["additionalProperties"] == false && node["type"] == "object", "\(path)")
      for (name, value) in properties.members { walk(value, path.isEmpty ? name : path + "." + name) }
    }
    walk(schema, "")
    #expect(found == Set(SetupKey.all.map(\.path)))
  }

  @Test func aDefaultFitsItsOwnKindAndIsTheOneThatHolds() {
    for key in SetupKey.all {
      guard let fallback = node(key.path)?["default"] else {
        #expect(key.standing == nil)
        continue
      }
      #expect(Setup()[key.path] == fallback, "\(key.path)")
      if let words = node(key.path)?["enum"]?.array {
        #expect(words.contains(fallback), "\(key.path)")
        continue
      }
      switch node(key.path)?["type"] {
      case "string": #expect(fallback.string != nil)
      case "boolean": #expect(fallback.bool != nil)
      case "integer": #expect(fallback.integer != nil)
      case "array": #expect(fallback.array != nil)
      default: Issue.record("\(key.path) has a default and no kind")
      }
    }
  }

  @Test func theSchemaSaysWhatIsNotInThisVersion() {
    for key in SetupKey.all {
      let says = node(key.path)?["description"]?.string?.contains("in this version") == true
      #expect(says == (key.reach != .whole), "\(key.path)")
    }
    #expect(node("access.method")?["enum"] == ["oidc"] && node("access.method")?["default"] == "oidc")
    #expect(node("project.create")?["enum"] == [false] && node("project.create")?["default"] == nil)
    #expect(node("tracks")?["items"]?["enum"] == ["access", "project"])
    #expect(node("access.workflows")?["maxItems"] == 0 && node("images.secrets")?["maxProperties"] == 0)
    #expect(node("access.user")?["not"] == [:])
  }

  @Test func theSchemaIsADocumentWithItsDialectAndReadablePatterns() throws {
    #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
    #expect(try JSON(parsing: schema.pretty) == schema)
    func patterns(_ node: JSON) -> [String] {
      (node["pattern"]?.string).map { [$0] } ?? (node.object?.members.flatMap { patterns($0.value) } ?? [])
    }
    let all = patterns(schema)
    #expect(all.count > 20)
    for pattern in all { #expect(throws: Never.self, "\(pattern)") { _ = try Regex(pattern) } }
  }
}
