import Checklist
import JSONDocument

/// One look around, summed up: what `check --json` prints and what decides the exit code.
public struct CheckReport: Sendable {
  public let version: String
  public let setup: Setup
  public let account: String?
  public let partition: String
  public let region: String
  public let caller: String?
  /// Seconds since 1970.
  public let started: Double
  public let seconds: Double
  public let requests: Int
  public let steps: [StepReport]
  /// What the changes of this session leave for a person, a sentence each.
  var afterwards: [String] = []
  /// What is left to do until the first deployment, in its order.
  var todos: [Todo] = []

  /// The same report about other steps: one that was looked at in parts.
  func with(_ steps: [StepReport]) -> CheckReport {
    CheckReport(
      version: version, setup: setup, account: account, partition: partition, region: region, caller: caller,
      started: started, seconds: seconds, requests: requests, steps: steps)
  }

  public var findings: [Finding] { steps.flatMap(\.findings) }

  public func count(_ status: Status) -> Int { findings.count { $0.status == status } }

  /// The exit code of the contract.
  ///
  /// 4 when nothing could be decided because nobody is signed in, nobody is allowed, or the account is
  /// another one; 3 when something is wrong or could not be seen while other things were decided.
  public func exitCode(strict: Bool) -> Int32 {
    if count(.crash) > 0 { return 1 }
    let decided = findings.filter {
      [.pass, .fail, .warn, .notYet, .accepted].contains($0.status) && $0.check != "ENV-04"
    }
    let isBarred = findings.contains { ["ENV-01", "ENV-02"].contains($0.check) && $0.status == .fail }
    let isBlind = decided.isEmpty && count(.unknown) > 0
    if isBarred || isBlind { return 4 }
    if count(.fail) + count(.unknown) + count(.blocked) > 0 { return 3 }
    return strict && count(.warn) > 0 ? 3 : 0
  }

  public var json: JSON {
    var json: JSON = [
      "schema": "onramp.check/1", "onramp": .string(version), "setup": .string(setup.name),
      "account": account.map { .string($0) } ?? .null, "region": .string(region), "partition": .string(partition),
      "caller": caller.map { .string($0) } ?? .null, "started": .string(Clock.timestamp(started)),
      "seconds": .number(Clock.hundredths(seconds)), "requests": .number(String(requests)),
      "counts": .object(JSONObject(Status.allCases.map { ($0.rawValue, .number(String(count($0)))) })),
      "steps": .array(steps.map(\.json)),
    ]
    let left = afterwards + todos.map(\.inWords).filter { !afterwards.contains($0) }
    json["matrix"] = steps.lazy.compactMap(\.signIns).first?.json
    if !left.isEmpty { json["left_for_you"] = JSON(left) }
    return json
  }
}

extension StepReport {
  var json: JSON {
    [
      "id": .string(step.rawValue), "title": .string(title), "track": .string(track.rawValue),
      "status": .string(status.rawValue), "checks": .array(findings.map(\.json)),
    ]
  }
}

extension SignInTable {
  var json: JSON {
    [
      "roles": .array(roles.map { ["arn": .string($0.arn), "own": .bool($0.isOwn), "policy": JSON($0.policy)] }),
      "rows": .array(rows.indices.map(json(ofRow:))), "not_known": JSON(notes),
    ]
  }

  private func json(ofRow index: Int) -> JSON {
    [
      "name": .string(rows[index].name), "stranger": rows[index].stranger.map { .string($0) } ?? .null,
      "check": rows[index].check.map { .string($0.rawValue) } ?? .null,
      "cells": .array(
        zip(roles, cells[index]).map { role, cell in
          [
            "role": .string(role.arn), "verdict": .string(cell.verdict.rawValue), "subject": .string(cell.subject),
            "reason": .string(cell.reason),
            "lines": cell.lines.map { [.number(String($0.lowerBound)), .number(String($0.upperBound))] } ?? .null,
          ]
        }),
    ]
  }
}

extension Finding {
  var json: JSON {
    var json: JSON = [
      "id": .string(check.rawValue), "title": .string(title), "status": .string(status.rawValue),
      "severity": .string(severity.rawValue), "resource": resource.map { .string($0) } ?? .null,
      "looked_at": JSON(lookedAt), "found": .string(found), "needed": .string(needed), "why": .string(why),
      "blocked_by": blockedBy.map { .string($0.rawValue) } ?? .null, "fixes": .array(fixes.map(\.json)),
    ]
    if status == .unknown { json["obstacle"] = obstacle?.json }
    return json
  }
}

extension Obstacle {
  /// The members that apply.
  var json: JSON {
    var json: JSON = ["kind": .string(kind.rawValue)]
    json["service"] = door.map { .string($0.name) }
    json["operation"] = operation.map { .string($0) }
    json["code"] = code.map { .string($0) }
    json["permission"] = permission.map { .string($0) }
    json["message"] = message.isEmpty ? nil : .string(message)
    json["request_id"] = requestID.map { .string($0) }
    return json
  }
}

extension Fix {
  var json: JSON {
    switch self {
    case .wizard(let confidence, _, let changes):
      ["kind": "wizard", "confidence": .string(confidence.rawValue), "changes": JSON(changes)]
    case .commands(let confidence, let commands, let files):
      [
        "kind": "cli", "confidence": .string(confidence.rawValue), "commands": .array(commands.map { JSON($0) }),
        "files": .object(JSONObject(files.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      ]
    case .console(let url, let steps):
      ["kind": "console", "confidence": "manual", "url": .string(url), "steps": JSON(steps)]
    case .terraform(let text): ["kind": "terraform", "confidence": "manual", "text": .string(text)]
    }
  }
}
