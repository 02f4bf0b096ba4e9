"""The table of every check turned red, in .build/reports: how, what was said, what was offered.

Each row is a file of its own, so that rows that ran in several processes, or in several runs, come together;
the table is made anew whenever one of them ends.
"""

import hashlib
import json
import os

from support.world import ROOT

REPORTS = ROOT / ".build" / "reports"
ROWS = REPORTS / "red-rows"
TABLE = REPORTS / "red-table.md"


def note(row, finding, ways):
    """Keeps one row that was seen red."""
    name = hashlib.sha256(str(row).encode()).hexdigest()[:16]
    replace(
        ROWS / f"{name}.json",
        json.dumps(
            {
                "check": row.check,
                "how": row.how,
                "status": finding["status"],
                "title": finding["title"],
                "found": finding["found"],
                "needed": finding["needed"],
                "ways": ways,
            }
        ),
    )


def written():
    """Writes the table of all rows kept so far, and returns its path; None when there are none."""
    kept = sorted((json.loads(path.read_text()) for path in ROWS.glob("*.json")), key=lambda row: (row["check"], row["how"]))
    if not kept:
        return None
    checks = {row["check"] for row in kept}
    lines = [
        "# Every check, turned red",
        "",
        f"{len(kept)} ways to break {len(checks)} checks. Each row was broken by a change of the account or of GitHub, "
        "seen red, and made right by each way that is offered.",
        "",
        "| check | what holds no more | how it was broken | status | found | needed | ways offered |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in kept:
        cells = [row["check"], row["title"], row["how"], row["status"], row["found"], row["needed"], ", ".join(row["ways"])]
        lines.append("| " + " | ".join(cell(text) for text in cells) + " |")
    if missing := sorted(declared() - checks):
        lines += ["", f"Not run: {', '.join(missing)}"]
    replace(TABLE, "\n".join(lines) + "\n")
    return TABLE.relative_to(ROOT)


def declared():
    """The ids of all screens."""
    import yaml

    return {check for path in (ROOT / "screens").glob("*.yaml") for check in yaml.safe_load(path.read_text())["checks"]}


def cell(text):
    """A text fit for a cell; what is long is cut, and says so."""
    text = text.replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= 200 else text[:199] + "…"


def replace(path, text):
    """Writes a file in one step: others may write it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(text)
    part.rename(path)
