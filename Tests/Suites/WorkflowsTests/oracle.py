"""What a changed workflow file says, by a reader of YAML that shares nothing with the program: PyYAML.

    python3 oracle.py < QUESTIONS     a JSON line a case: {"file", "before", "after", "change"}; answers with one line each

A change is applied to what PyYAML reads of the text before; what it reads of the text after has to be the same. Every
comment stays, but for the version behind a `uses`, and so do the line ends. The answer is empty where all of that holds.
"""

import difflib
import json
import re
import sys

import yaml

LEVELS = {"none": 0, "read": 1, "write": 2}


def read(text):
    # Every scalar is a text: what a program makes of it is its own business.
    return yaml.load(text, yaml.BaseLoader)


def block(tree, path):
    for part in path:
        tree = tree[part]
    return tree


def grant(tree, change):
    place = block(tree, ["jobs", change["job"]]) if change["job"] else tree
    own = place.get("permissions")
    if own is None:
        inherited = tree.get("permissions") or {}
        own = {scope: access for scope, access in inherited.items() if access != "none"} if change["job"] else {}
    for scope, access in change["scopes"].items():
        if LEVELS[own.get(scope, "none")] < LEVELS[access]:
            own[scope] = access
    place["permissions"] = own


def apply(tree, change):
    kind = change["kind"]
    if kind == "permissions":
        grant(tree, change)
    elif kind == "input":
        step = block(tree, ["jobs", change["job"], "steps", change["step"]])
        if change["value"] is None:
            del step["with"][change["name"]]
            if not step["with"]:
                del step["with"]
        else:
            step["with"] = {**(step.get("with") or {}), change["name"]: change["value"]}
    elif kind == "pin":
        place = block(tree, ["jobs", change["job"]])
        if change["step"] is not None:
            place = place["steps"][change["step"]]
        place["uses"] = place["uses"].split("@")[0] + "@" + change["commit"]
    elif kind == "concurrency":
        tree["concurrency"] = {"group": change["group"], "cancel-in-progress": "false"}
    elif kind == "environment":
        job = block(tree, ["jobs", change["job"]])
        if isinstance(job.get("environment"), dict):
            job["environment"]["name"] = change["name"]
        else:
            job["environment"] = change["name"]


def comments(text, change):
    """Every comment as it stands; a version that a pin replaces is cut out on both sides."""
    found = []
    for line in text.splitlines():
        if match := re.search(r"(?:^|\s)(#.*)$", line):
            comment = match.group(1).rstrip()
            if change["kind"] == "pin" and "@" in line:
                comment = re.sub(r"^# *(tag=)?v?[0-9][0-9.]*", "", comment).replace("#", "").strip()
            elif change["kind"] == "input" and change["value"] is None and re.match(r"\s*(- )?[\"']?" + re.escape(change["name"]), line):
                # What a line says of itself goes with it.
                comment = ""
            if comment:
                found.append(comment)
    return found


def judged(question):
    before, after, change = question["before"], question["after"], question["change"]
    wanted = read(before)
    apply(wanted, change)
    if read(after) != wanted:
        return f"says {json.dumps(read(after))}, not {json.dumps(wanted)}"
    if comments(before, change) != comments(after, change):
        return f"comments are {comments(after, change)}, not {comments(before, change)}"
    if ("\r\n" in before) != ("\r\n" in after) or after.count("\r\n") not in (0, after.count("\n")):
        return "line ends are mixed"
    if before.endswith("\n") != after.endswith("\n"):
        return "the last line's end is another"
    old, new = before.splitlines(), after.splitlines()
    parts = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = [line for kind, start, end, *_ in parts if kind in ("delete", "replace") for line in old[start:end]]
    if len(gone) > question["lines"]:
        return f"{len(gone)} lines are gone: {gone}"
    return ""


def main():
    for line in sys.stdin:
        print(json.dumps(judged(json.loads(line))))


if __name__ == "__main__":
    main()
