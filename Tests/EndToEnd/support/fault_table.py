"""The table of the injected faults, in .build/reports: the fault, what was seen, the verdict.

Each test that proves a row leaves a file of its own, so that tests of several processes come together; what Swift
tests prove is read from their report. The table is made anew whenever a run ends.
"""

import hashlib
import json
import re
import xml.etree.ElementTree as ElementTree

from support import faulty, world
from support.fault_list import FAULTS, NOT_USED, SWIFT
from support.red_table_file import REPORTS, cell, replace

ROWS = REPORTS / "fault-rows"
TABLE = REPORTS / "fault-table.md"
NAMED = re.compile(r"(?<![A-Za-z0-9])([THCS][0-9]{2})(?![0-9])")


def begin():
    """Forgets the runs of the test before."""
    world.RUNS.clear()
    faulty.SERVERS.clear()


def rows(item):
    """The rows a test proves: those its name says, and those of its marker."""
    return {*NAMED.findall(item.name), *(row for mark in item.iter_markers("proves") for row in mark.args)}


def note(item, report):
    """Keeps how a test of the list ended."""
    if report.when != "call" and report.passed:
        return
    for row in rows(item) & FAULTS.keys():
        file = hashlib.sha256(f"{row} {item.nodeid}".encode()).hexdigest()[:16]
        replace(
            ROWS / f"{file}.json",
            json.dumps({"row": row, "test": item.nodeid.rpartition("/")[2], "verdict": report.outcome, "seen": seen()}),
        )


def seen():
    """How the last run of the program ended, and how often it asked a server of the test's."""
    requests = sum(len(server.requests) for server in faulty.SERVERS)
    asked = f", {requests} request{'s' * (requests != 1)}" if faulty.SERVERS else ""
    if not world.RUNS:
        return "as the test says" + asked
    last = world.RUNS[-1]
    # What ended it stands last; before it there may be remarks.
    said = next((line for line in reversed(last.err.splitlines()) if line.startswith("onramp: ")), "")
    return f"exit {last.code}{asked}" + (f": {said}" if said else "")


def by_swift():
    """What the last run of the Swift tests says of those that prove a row."""
    ended = {}
    for report in REPORTS.glob("swift*.xml"):
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            name = f"{(case.get('classname') or '').rpartition('.')[2]}.{(case.get('name') or '').partition('(')[0]}"
            ended[name] = "skipped" if case.find("skipped") is not None else "failed" if len(case) else "passed"
    return [
        {"row": row, "test": name, "verdict": ended[name], "seen": "as the test says"}
        for row, names in SWIFT.items()
        for name in names
        if name in ended
    ]


def written():
    """Writes the table of all that was run so far, and returns its path; None when nothing was."""
    kept = [json.loads(path.read_text()) for path in ROWS.glob("*.json")]
    if not kept:
        return None
    kept = sorted(kept + by_swift(), key=lambda each: ("THCS".index(each["row"][0]), each["row"], each["test"]))
    proved = {each["row"] for each in kept}
    bad = {each["row"] for each in kept if each["verdict"] != "passed"}
    lines = [
        "# Every fault, what was seen and the verdict",
        "",
        f"{len(proved)} of {len(FAULTS)} faults were played by {len(kept)} tests; {len(proved - bad)} went as they should.",
        "",
        "| row | fault | test | what was seen | verdict |",
        "|---|---|---|---|---|",
    ]
    for each in kept:
        cells = [each["row"], FAULTS[each["row"]], each["test"], each["seen"], each["verdict"]]
        lines.append("| " + " | ".join(cell(text) for text in cells) + " |")
    if missing := [row for row in FAULTS if row not in proved]:
        lines += ["", f"Not run: {', '.join(missing)}"]
    lines += ["", "Of services that onramp changes nothing in: " + ", ".join(f"{row} ({service})" for row, service in NOT_USED.items())]
    replace(TABLE, "\n".join(lines) + "\n")
    return TABLE.relative_to(world.ROOT)
