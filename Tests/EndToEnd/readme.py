"""README's screen: made by the program, put between the marks by `make screen`, and compared by a test."""

import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from screen import Screen  # noqa: E402
from world import ROOT, World  # noqa: E402

README = ROOT / "README.md"
OPEN, CLOSE = "<!-- screen -->\n```\n", "\n```\n<!-- /screen -->"


def picture(world):
    """The plan page over an account that was set up exactly as the guides say."""
    world.reset("documents")
    screen = Screen(world, columns=104, rows=30).wait("Check").press("1", "\r").wait("requests in")
    screen.press("p").wait("Trust policy of role", "apply")
    text = screen.text.rstrip()
    screen.press("q").end()
    return text


def shown():
    """The screen that README shows now."""
    return README.read_text().partition(OPEN)[2].partition(CLOSE)[0]


def main():
    """Puts a fresh picture into README."""
    world = World(tempfile.mkdtemp(prefix="onramp-readme-"))
    try:
        before, _, rest = README.read_text().partition(OPEN)
        README.write_text(before + OPEN + picture(world) + CLOSE + rest.partition(CLOSE)[2])
    finally:
        world.stop()


if __name__ == "__main__":
    main()
