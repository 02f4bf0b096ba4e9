"""What workflow files say once everything wrong with their sign-ins was mended, by two readers of YAML and three linters.

    python3 tools.py < QUESTIONS     a JSON line a file: {"file", "before", "after", "changes"}; answers with one line each

The changes, applied one after the other to what PyYAML (YAML 1.1) and ruamel.yaml (YAML 1.2) read of the text before, have
to give what they read of the text after. No linter may remark what it did not remark before; where an action was pinned,
zizmor has to find fewer that are not. The answer is empty where all of that holds.
"""

import collections
import json
import pathlib
import sys
import tempfile

import oracle
import ruamel.yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Blueprints"))
import linters  # noqa: E402


def zizmor(files):
    """As most people run it: what it says to the pedantic of other people's files is not onramp's to mend."""
    return linters.zizmor(files, "regular")


TOOLS = [linters.actionlint, linters.schema, zizmor]


def by_newer_rules(text):
    return ruamel.yaml.YAML(typ="base", pure=True).load(text)


def reading(question):
    """What a reader finds that is not what was wanted."""
    for read in (oracle.read, by_newer_rules):
        wanted = read(question["before"])
        for change in question["changes"]:
            oracle.apply(wanted, change)
        found = read(question["after"])
        if found != wanted:
            return f"{read.__name__}: says {json.dumps(found)}, not {json.dumps(wanted)}"
    return ""


def remarks(folder, tool):
    """How often a tool remarks what, by file; where in the file does not count."""
    found = collections.defaultdict(collections.Counter)
    for one in tool(sorted(folder.iterdir())):
        found[pathlib.Path(one.file).name][one.rule, one.words] += 1
    return found


def unpinned(found):
    return sum(number for (rule, _), number in found.items() if rule == "unpinned-uses")


def linting(questions):
    """What tools remark of a file that they did not before, by file."""
    problems = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as place:
        for text in ("before", "after"):
            folder = pathlib.Path(place) / text / ".github" / "workflows"
            folder.mkdir(parents=True)
            for question in questions:
                (folder / question["file"]).write_bytes(question[text].encode())
        for tool in TOOLS:
            before, after = (remarks(pathlib.Path(place) / text / ".github" / "workflows", tool) for text in ("before", "after"))
            assert sum(map(len, before.values())) or tool is linters.schema, f"{tool.__name__} remarks nothing at all"
            for question in questions:
                file, pins = question["file"], any(change["kind"] == "pin" for change in question["changes"])
                problems[file] += [f"{tool.__name__}: {rule}: {words}" for rule, words in after[file] - before[file]]
                if tool is zizmor and pins and not unpinned(after[file]) < unpinned(before[file]):
                    problems[file].append("zizmor: as many actions are unpinned as before")
    return problems


def main():
    questions = [json.loads(line) for line in sys.stdin]
    problems = linting(questions)
    for question in questions:
        print(json.dumps("; ".join(filter(None, [reading(question), *problems[question["file"]]]))))


if __name__ == "__main__":
    main()
