"""README's lists of what is changed, undone and permitted: made from what `onramp explain` says of every step.

`make pictures` writes them.
"""

import pathlib
import re
import subprocess
import sys
import textwrap

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from support.world import ONRAMP, ROOT  # noqa: E402

README = ROOT / "README.md"
# What each part is for, as explain calls it, and what README says of it: each adds to those before.
LABELS = {
    "to look": "To look",
    "to set up": "To set up, besides those to look",
    "to take back": "To take back, besides those to look and those to set up, by which what was changed is put back",
}


def explained(*words):
    """What explain says to somebody who has nothing."""
    return subprocess.run(
        [str(ONRAMP), "explain", *words], env={"PATH": "/usr/bin:/bin"}, cwd="/", capture_output=True, text=True, check=True
    ).stdout


def needed():
    """The permissions of all steps, by what they are for."""
    found = {}
    for step in re.findall(r"^([a-z][a-z0-9-]+)  ", explained(), re.MULTILINE):
        part = explained(step).partition("\n\nPermissions\n")[2].partition("\n\n")[0]
        text = re.sub(r"\n +(?! |to (?:look|set up|take back)[:,])", " ", part)
        for label, github, names in re.findall(r"^ +(to [a-z ]+?)(, GitHub)?: (.+)$", text, re.MULTILINE):
            parts = re.split(r"; " if github else r", ", names)
            found.setdefault((label, bool(github)), set()).update(parts)
    return found


def block():
    """The permissions as README shows them: a service's name once, then its actions."""
    found, lines, told = needed(), [], set()
    for label, words_for in LABELS.items():
        actions = sorted(found.get((label, False), set()) - told)
        told.update(actions)
        services = {}
        for action in actions:
            service, _, name = action.partition(":")
            services.setdefault(service, []).append(name)
        words = "; ".join(f"`{service}:{names[0]}`" + "".join(f", `{name}`" for name in names[1:]) for service, names in services.items())
        github = "; ".join(sorted(found.get((label, True), set())))
        text = f"*{words_for}:* {words}" + (f"; on GitHub {github}" if github else "") + "."
        lines += [textwrap.fill(text, 118, break_on_hyphens=False, break_long_words=False), ""]
    return "\n".join(lines)


def part(text, title):
    """One part of an explanation, as a paragraph."""
    return " ".join(text.partition(f"\n\n{title}\n")[2].partition("\n\n")[0].split())


def changes():
    """A row for each step that changes anything: what, and what teardown does with it."""
    rows = ["| prerequisite | what onramp may make or change | what teardown does |", "|---|---|---|"]
    for step, title in re.findall(r"^([a-z][a-z0-9-]+)  (.+)$", explained(), re.MULTILINE):
        text = explained(step)
        if made := part(text, "What it may make or change"):
            rows.append(f"| {title} | {made} | {part(text, 'Teardown')} |")
    return "\n".join(rows) + "\n"


# The blocks of README, by the mark that opens each.
BLOCKS = {"permissions": block, "changes": changes}


def shown(name):
    """What README shows now."""
    return README.read_text().partition(f"<!-- {name} -->\n")[2].partition(f"<!-- /{name} -->")[0]


if __name__ == "__main__":
    for name, make in BLOCKS.items():
        before, opening, rest = README.read_text().partition(f"<!-- {name} -->\n")
        _, closing, after = rest.partition(f"<!-- /{name} -->")
        README.write_text(before + opening + make() + closing + after)
