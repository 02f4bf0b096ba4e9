"""README's pictures: screens of the program on the sandbox, drawn by `make pictures` and compared by a test.

A folder, a duration and a moment that differ from run to run are written over with fixed ones of the same
width; nothing else is touched.
"""

import argparse
import atexit
import pathlib
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import drawing  # noqa: E402
from support.breaks.rows import trusting  # noqa: E402
from support.screen import Screen  # noqa: E402
from support.world import ACCOUNT, ROLE, ROOT, World  # noqa: E402

FOLDER = ROOT / "pictures"
# Durations such as "in 0.4 s" and "in 2 s", and moments such as 2026-11-21T09:00:00Z.
CHANGING = re.compile(
    r"(?<=/tmp/onramp-)\w{8}|\b\d+\.\d+(?= s\b)|(?<= in )\d+(?= s\b)|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\b\d\d:\d\d:\d\d\b"
)


@dataclass(frozen=True)
class Shot:
    """What a screen showed at one moment."""

    columns: int
    rows: list
    caption: str


def fixed(text):
    """A text that changes from run to run, as the same text in every run."""
    if len(text) == 8 and ":" not in text:
        return "pictures"
    if ":" in text:
        return "2026-11-21T09:00:00Z" if "T" in text else "09:00:00"
    return "0.41"[: len(text)] if "." in text else "1".rjust(len(text))


def shot(screen, caption=""):
    """Takes the screen as it stands, once it stands still."""
    screen.read(quiet=0.3)
    for row in range(screen.screen.lines):
        line = screen.screen.display[row]
        for match in CHANGING.finditer(line):
            for column, letter in zip(range(match.start(), match.end()), fixed(match.group()), strict=True):
                cell = screen.screen.buffer[row][column]
                screen.screen.buffer[row][column] = cell._replace(data=letter)
    return Shot(screen.screen.columns, drawing.cells(screen.screen), caption)


def started(world, seed, columns, rows):
    """The program on a seed, in a folder of its own whose name is as long everywhere."""
    world.reset(seed)
    home = tempfile.mkdtemp(prefix="onramp-", dir="/tmp")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    here = {"ONRAMP_SETUP": "onramp.yaml", "XDG_STATE_HOME": f"{home}/state", "HOME": home}
    return Screen(world, columns=columns, rows=rows, env=here).wait("Set up", ACCOUNT)


def welcome(world):
    """The first page."""
    screen = started(world, "domain", 100, 28)
    yield "welcome", shot(screen), "onramp's first page: health check, set up, tear down"
    screen.child.close(force=True)


def checks(world):
    """The checks of an account that was set up exactly as the guides say, and the plan that mends it."""
    screen = started(world, "documents", 110, 32).press("1", "\r").looked()
    yield "checks", shot(screen), "The checks of an account that was set up exactly as the guides say"
    screen.press("p").wait("Trust policy of role", "apply")
    yield "plan", shot(screen), "The plan: every change with its difference, before anything is made"
    screen.child.close(force=True)


def failure(world):
    """One failing check with everything that is known about it."""
    screen = started(world, "healthy", 110, 22)
    # As the guides write it: the names, and no numbers.
    trusting(*(f"repo:octo-org/sagemaker-churn:{job}" for job in ("ref:refs/heads/main", "environment:production")))(world)
    screen.press("1", "\r").looked().press("n").wait("TRUST-13").press("\r").wait("TRUST-13", "Needed")
    yield "failure", shot(screen), f"TRUST-13: role {ROLE} does not accept the subject this repository sends"
    screen.child.close(force=True)


def report(world):
    """The report after a setup, and the setup itself as a moving picture."""
    screen, shots = started(world, "domain", 100, 28), []

    def take(caption):
        shots.append(shot(screen, caption))

    take("onramp")
    screen.press("2", "\r").wait("Repository", "octo-org")
    take("2: set up. The answers, taken from the setup file and the account")
    screen.press("r").looked()
    take("r: look. What is there and what is missing")
    screen.press("p").wait("Identity provider", "apply")
    take("p: the plan. Every change, before it is made")
    screen.press("a").wait("Cancel")
    take("a: apply, after one more question")
    screen.press("\t", "\r").wait("Done. Nothing required is wrong now.")
    take("Every step is looked at again: only looking makes it green")
    screen.press("b").wait("OIDC-01")
    take("b: the checks")
    yield "report", shots[5], "The report after a setup: what was made and what a second look found"
    yield "setup", shots, "A setup by keys: the answers, the checks, the plan, the changes, the checks again"
    screen.child.close(force=True)


def drawn(world):
    """Every picture by the name of its file."""
    found = {}
    for scene in (welcome, checks, failure, report):
        for name, seen, title in scene(world):
            found[f"{name}.svg"] = drawing.moving(seen, title) if isinstance(seen, list) else drawing.still(seen, title)
    return found


def main():
    """Draws all pictures anew."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--into", type=pathlib.Path, default=FOLDER, help="the folder (default: pictures)")
    folder = parser.parse_args().into
    world = World(tempfile.mkdtemp(prefix="onramp-pictures-"))
    try:
        folder.mkdir(exist_ok=True)
        for name, text in drawn(world).items():
            (folder / name).write_text(text)
            print(f"{folder / name}: {len(text) // 1024} KB")
    finally:
        world.stop()


if __name__ == "__main__":
    main()
