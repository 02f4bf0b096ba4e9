"""A colleague who changes something between the moment a plan is shown and the first thing that is done of it.

There are three roads to a run: a command that asks nobody, the same in lines, and the keys of the wizard. Each takes
what is to be run ("setup" or "teardown") and what the colleague does, and returns the exit code and all that was said,
without the blanks and lines that breaking a text puts into it.
"""

import re
import subprocess
import threading

from support.killer import Door
from support.lines import Conversation
from support.screen import Screen
from support.world import ACCOUNT, ONRAMP


def squeezed(text):
    """A text without what only lays it out."""
    return re.sub(r"[\s│┌┐└┘─]", "", text)


def by_command(world, command, colleague):
    """The plan is on stdout; the colleague is there before the next request reaches a service."""
    out, err = world.home / "said.out", world.home / "said.err"
    lock, come = threading.Lock(), []

    def may_ask():
        with lock:
            if not come and out.stat().st_size:
                come.append(colleague())
        return True

    agreed = {"setup": ["--yes"], "teardown": ["--confirm", ACCOUNT]}[command]
    with out.open("wb") as stdout, err.open("wb") as stderr:
        doors = [Door(world.exports[name], may_ask=may_ask) for name in ("AWS_ENDPOINT_URL", "GITHUB_API_URL")]
        env = {**world.env, "AWS_ENDPOINT_URL": doors[0].url, "GITHUB_API_URL": doors[1].url}
        done = subprocess.run(
            [str(ONRAMP), command, *agreed], env=env, cwd=world.home, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, timeout=120
        )
        for door in doors:
            door.close()
    return done.returncode, squeezed(out.read_text() + err.read_text())


def by_lines(world, command, colleague):
    """The last question stands there; the colleague comes before it is answered."""
    if command == "setup":
        lines = Conversation(world, "setup", "--plain").answer("looks at the account: ").answer("[1]: ", "1")
        lines.agree(before_the_last_word=colleague)
        lines.answer("leave", "q")
    else:
        lines = Conversation(world, "teardown", "--plain").answer("[none]: ").hear("[no]: ")
        colleague()
        lines.child.send(ACCOUNT + "\n")
        lines.answer("Enter leaves")
    return lines.end(), squeezed(lines.text)


def by_keys(world, command, colleague):
    """The page of the plan, or of what is to be deleted, is open; the colleague comes before the key is pressed."""
    screen = Screen(world, command, columns=120, rows=40)
    if command == "setup":
        screen.wait("Repository", "octo-org").press("r").looked().press("p").wait("a apply")
        colleague()
        screen.press("a")
        keys = [*"apply"] if "Type apply" in screen.wait("Apply 1 change").text else ["\t"]
    else:
        screen.wait("chosen")
        colleague()
        screen.press("x").wait("Type the account id")
        keys = [*ACCOUNT]
    said = screen.press(*keys, "\r").wait("exit code").text
    if "stopped part way" in said:
        screen.press("\x1b")
    # The look after the run comes first: before it is over, leaving is asked about.
    screen.gone("  looking").gone("looking again").gone("finding out").wait("exit code")
    return screen.press("q").end(), squeezed(said + screen.text)
