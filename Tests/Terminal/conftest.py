import pytest

from screen import Screen, demo


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
