"""What travels inside the program is what stands beside it."""

import subprocess
import sys

from templates import BLUEPRINTS


def test_the_swift_texts_are_those_of_the_files():
    done = subprocess.run([sys.executable, BLUEPRINTS / "embed", "--check"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
