"""What README shows and says is so."""

import re

import readme
from world import ROOT


def test_the_screen_in_readme_is_the_program_s(world):
    assert readme.shown() == readme.picture(world), "make screen puts a fresh one into README"


def test_every_make_target_that_readme_names_exists():
    text = (ROOT / "README.md").read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`", text))
    assert named and named <= targets
