import Checklist
import JSONDocument

/// A plan for machines: what `plan --json` prints.
public enum PlanReport {
  public static func json(_ plan: Plan) -> JSON {
    [
      "schema": "onramp.plan/1",
      "changes": .array(
        plan.changes.enumerated().map { index, change in
          [
            "id": .number(String(index + 1)), "step": .string(change.step.rawValue),
            "kind": .string(change.kind.rawValue), "made_by_onramp": .bool(change.madeByOnramp),
            "summary": .string("\(change.title): \(change.summary)"), "calls": .array(change.calls.map(\.json)),
            "undo": .array(change.undo.call.map { [$0.json] } ?? []),
            "after": .array(change.after.compactMap { plan.number(of: $0).map { .number(String($0)) } }),
            "cost": .string(change.cost ?? "none"),
            "confidence": .string(change.confidence == .safe ? "safe" : "check"),
          ]
        }),
    ]
  }

  /// A teardown as the same kind of plan: everything that would go or be put back.
  public static func json(_ inventory: Inventory) -> JSON {
    let going = inventory.going
    return [
      "schema": "onramp.plan/1",
      "changes": .array(
        going.enumerated().map { index, holding in
          [
            "id": .number(String(index + 1)), "step": .string(holding.step.rawValue),
            "kind": holding.action == .remove ? "delete" : "update",
            "made_by_onramp": .bool(holding.ownership == .ours || holding.action == .handOver),
            "summary": .string("\(holding.title): \(holding.reason)"), "calls": .array(holding.calls.map(\.json)),
            "undo": [],
            "after": .array(
              holding.after.compactMap { key in
                going.firstIndex { $0.key == key }.map { .number(String($0 + 1)) }
              }),
            "cost": "none", "confidence": "check",
          ]
        }),
    ]
  }
}
