"""What the end-to-end tests share: one sandbox for all, reset before each test, and a report of the red table."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from world import ONRAMP, ROOT, World  # noqa: E402

RED_TABLE = pytest.StashKey[dict]()


def pytest_addoption(parser):
    parser.addoption("--every-request", action="store_true", help="kill at every request, not only at every write")


def pytest_configure(config):
    config.addinivalue_line("markers", "crash: kills the program in the middle of its work")
    config.stash[RED_TABLE] = {}


def pytest_sessionstart(session):
    if not ONRAMP.exists():
        pytest.exit(f"there is no {ONRAMP}: build it first (make build), or name another with ONRAMP_BIN", 2)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """What one of several processes wrote down."""
    node.config.stash[RED_TABLE].update(getattr(node, "workeroutput", {}).get("red_table", {}))


def pytest_sessionfinish(session):
    rows = session.config.stash[RED_TABLE]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["red_table"] = rows
        return
    if not rows:
        return
    lines = ["# Every check, turned red", "", "| check | status | how it was broken | found | needed | made right by |", "|---|---|---|---|---|---|"]
    for check in sorted(rows):
        cells = [str(cell).replace("|", "\\|").replace("\n", " ")[:200] for cell in rows[check]]
        lines.append(f"| {check} | " + " | ".join(cells) + " |")
    report = ROOT / ".build" / "reports" / "red-table.md"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text("\n".join(lines) + "\n")


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
def red_table(request):
    """Where a test writes down how it turned a check red."""
    return request.config.stash[RED_TABLE]
