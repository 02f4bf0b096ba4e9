"""The published JSON Schemas, and what a schema alone cannot say about a report."""

import json

import jsonschema

from support.world import ROOT

SCHEMAS = ROOT / "Tests" / "Schemas"


def valid(name, document):
    """Asserts that a document follows a schema of Tests/Schemas."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)


def valid_check(report):
    """A check report follows its schema, counts right, and every blocker it names is itself not right."""
    valid("onramp.check-1", report)
    findings = [finding for step in report["steps"] for finding in step["checks"]]
    for status, count in report["counts"].items():
        assert count == sum(finding["status"] == status for finding in findings), status
    statuses = {}
    for finding in findings:
        statuses.setdefault(finding["id"], set()).add(finding["status"])
    for finding in findings:
        if finding["status"] == "blocked":
            blocker = finding["blocked_by"]
            assert statuses[blocker] - {"pass", "skipped", "accepted"}, f"{finding['id']} waits for {blocker}, which holds"
            assert blocker != finding["id"]
    worst = ("crash", "fail", "unknown", "blocked", "warn", "not-yet", "accepted", "pass", "skipped")
    for step in report["steps"]:
        assert step["status"] == min((c["status"] for c in step["checks"]), key=worst.index), step["id"]


def valid_plan(plan):
    """A plan follows its schema, and every change waits only for earlier ones."""
    valid("onramp.plan-1", plan)
    for place, change in enumerate(plan["changes"], 1):
        assert change["id"] == place
        assert all(earlier < place for earlier in change["after"]), change
