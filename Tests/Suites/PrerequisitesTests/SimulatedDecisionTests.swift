import JSONDocument
import Testing

@testable import Prerequisites

/// What IAM's simulation says, in every form in which it says it.
@Suite struct SimulatedDecisionTests {
  private static func result(
    _ decision: JSON, on resource: JSON = .null, _ more: [String: JSON] = [:], specific: [(String, JSON)] = []
  ) -> JSON {
    var json: JSON = ["EvalActionName": "iam:PutRolePolicy", "EvalDecision": decision]
    if !resource.isNull { json["EvalResourceName"] = resource }
    for (name, value) in more { json[name] = value }
    if !specific.isEmpty {
      json["ResourceSpecificResults"] = .array(
        specific.map { ["EvalResourceName": .string($0.0), "EvalResourceDecision": $0.1] })
    }
    return json
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let results: [JSON]
    let decision: SimulatedDecision
    init(_ name: String, _ results: [JSON], _ decision: SimulatedDecision) {
      (testDescription, self.results, self.decision) = (name, results, decision)
    }
  }

  static let rows: [Row] = [
    Row("one resource", [result("allowed", on: "r")], .allowed),
    Row("one resource, refused", [result("explicitDeny", on: "r")], .refused(nil)),
    Row("a result a resource", [result("implicitDeny", on: "other"), result("allowed", on: "r")], .allowed),
    Row(
      "several: the resource's own decision counts, not the one on top",
      [result("implicitDeny", on: "*", specific: [("other", "implicitDeny"), ("r", "allowed")])], .allowed),
    Row(
      "several: allowed on another one",
      [result("implicitDeny", on: "*", specific: [("other", "allowed"), ("r", "implicitDeny")])], .refused(nil)),
    Row("the specific results are left out, and all is allowed", [result("allowed")], .allowed),
    Row("the specific results are left out, and not all is allowed", [result("implicitDeny")], .untold(missing: [])),
    Row("asked about everything", [result("implicitDeny", on: "*")], .refused(nil)),
    Row(
      "ours is not among the specific results",
      [result("implicitDeny", on: "*", specific: [("other", "implicitDeny")])],
      .untold(missing: [])),
    Row("no result", [], .untold(missing: [])),
    Row("another action's", [["EvalActionName": "iam:GetRole", "EvalDecision": "allowed"]], .untold(missing: [])),
    Row(
      "a key was missing",
      [result("explicitDeny", on: "r", ["MissingContextValues": ["aws:SourceVpce"]])],
      .untold(missing: ["aws:SourceVpce"])),
    Row(
      "a boundary has to come along",
      [result("implicitDeny", on: "r", ["MissingContextValues": ["iam:PermissionsBoundary"]])],
      .refused(nil, asksFor: ["iam:PermissionsBoundary"])),
    Row(
      "allowed whatever the key", [result("allowed", on: "r", ["MissingContextValues": ["aws:SourceVpce"]])], .allowed),
    Row(
      "an organization",
      [result("implicitDeny", on: "r", ["OrganizationsDecisionDetail": ["AllowedByOrganizations": false]])],
      .refused(.organization)),
    Row(
      "an organization, of several",
      [
        result(
          "implicitDeny", on: "*", ["OrganizationsDecisionDetail": ["AllowedByOrganizations": false]],
          specific: [("r", "implicitDeny"), ("other", "implicitDeny")])
      ], .refused(.organization)),
    Row(
      "a boundary",
      [result("implicitDeny", on: "r", ["PermissionsBoundaryDecisionDetail": ["AllowedByPermissionsBoundary": false]])],
      .refused(.boundary)),
  ]

  @Test(arguments: rows) func itIsReadAsItIsMeant(_ row: Row) {
    #expect(SimulatedDecision(of: "iam:putrolepolicy", on: "r", in: row.results) == row.decision)
  }
}
