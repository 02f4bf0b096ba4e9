import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from screen import Screen, demo  # noqa: E402


def pytest_sessionstart(session):
    if not demo():
        pytest.exit("there is no wizard-demo: build it first, or name it with WIZARD_DEMO", 2)


@pytest.fixture
def terminal():
    """Starts the demo at a terminal; whatever is left of it ends with the test."""
    started = []

    def start(*arguments, **options):
        screen = Screen(*arguments, **options)
        started.append(screen)
        return screen

    yield start
    for screen in started:
        screen.close()
