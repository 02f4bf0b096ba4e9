"""What README shows and says is so."""

import re

import pytest

import permissions
import pictures
from support.world import ROOT

README = (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def drawn(running):
    """The pictures as the program draws them now."""
    found = pictures.drawn(running)
    assert running.violations() == []
    return found


def test_the_pictures_are_the_program_s(drawn):
    kept = {path.name: path.read_text() for path in pictures.FOLDER.glob("*.svg")}
    assert set(kept) == set(drawn)
    assert {name for name in kept if kept[name] != drawn[name]} == set(), "make pictures draws them anew"


def test_the_pictures_are_drawn_the_same_every_time(drawn, running):
    assert {f"{name}.svg" for name, _, _ in pictures.welcome(running)} == {"welcome.svg"}
    [(_, shot, title)] = pictures.welcome(running)
    assert pictures.drawing.still(shot, title) == drawn["welcome.svg"]


def test_readme_shows_every_picture_with_words_for_those_who_cannot_see_it():
    shown = dict(re.findall(r"^!\[([^\]]+)\]\(pictures/([a-z]+\.svg)\)$", README, re.MULTILINE))
    assert set(shown.values()) == {path.name for path in pictures.FOLDER.glob("*.svg")}
    assert all(len(words) > 20 for words in shown)


@pytest.mark.parametrize("name", permissions.BLOCKS)
def test_the_lists_in_readme_are_those_of_the_screens(name):
    assert permissions.shown(name) == permissions.BLOCKS[name](), "make pictures writes them anew"


def test_every_make_target_that_readme_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`", README))
    assert named and named <= targets
