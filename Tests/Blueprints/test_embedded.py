"""What travels inside the program is what stands beside it."""

import hashlib
import re
import subprocess
import sys

from templates import BLUEPRINTS, PROJECT, load


def test_the_swift_texts_are_those_of_the_files():
    done = subprocess.run([sys.executable, BLUEPRINTS / "embed", "--check"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_every_generation_of_the_project_template_is_known_by_its_text():
    source = (BLUEPRINTS / "ProjectTemplate.swift").read_text()
    listed = re.findall(r'^ {4}"([0-9a-f]{64})",$', source, re.MULTILINE)
    # Who changes the text gives it a new number and appends to the list; who changed it since the last release, replaces.
    assert listed[-1] == hashlib.sha256(PROJECT.read_bytes()).hexdigest()
    assert load(PROJECT)["Outputs"]["Generation"]["Value"] == str(len(listed)) and len(set(listed)) == len(listed)
