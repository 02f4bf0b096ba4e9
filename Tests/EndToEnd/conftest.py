"""What the end-to-end tests share: one sandbox for all, reset before each test, and a report of the red table."""

import pytest

from support import fault_table, red_table_file
from support.world import ONRAMP, World


def pytest_addoption(parser):
    parser.addoption("--every-request", action="store_true", help="kill at every request, not only at every write")
    parser.addoption("--every-answer", action="store_true", help="falsify each answer in each way, not only some")
    parser.addoption("--every-lag", action="store_true", help="let reads lag behind in each service, for each length")
    parser.addoption("--every-run", action="store_true", help="end a thousand runs, not only some")


def pytest_runtest_setup(item):
    fault_table.begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    fault_table.note(item, report)
    return report


def pytest_sessionstart(session):
    if not ONRAMP.exists():
        pytest.exit(f"there is no {ONRAMP}: build it first (make build), or name another with ONRAMP_BIN", 2)


def pytest_terminal_summary(terminalreporter):
    if table := red_table_file.written():
        terminalreporter.write_line(f"every check, turned red: {table}")
    if table := fault_table.written():
        terminalreporter.write_line(f"every fault, what was seen and the verdict: {table}")


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    """One sandbox for the whole run: starting one takes seconds, a reset does not."""
    world = World(tmp_path_factory.mktemp("world"))
    yield world
    world.stop()


@pytest.fixture
def world(running):
    """That sandbox, freshly reset to seed `domain`; afterwards nothing may have broken a published model."""
    running.reset("domain")
    yield running
    assert running.violations() == []


@pytest.fixture
def domain(world):
    """An account with a SageMaker domain and nothing of ours."""
    return world


@pytest.fixture
def healthy(world):
    """A complete setup that somebody made by hand."""
    return world.reset("healthy")


@pytest.fixture
def ours(world):
    """A complete setup that onramp made."""
    world.setup()
    world.mark()
    return world


@pytest.fixture
def red_table():
    """Where a test writes down how it turned a check red; see red_table_file."""
    return red_table_file.note
