"""Runs every test there is and closes with one line: N passed, N failed, N skipped.

The parts run one after the other and all of them run, whatever an earlier one said; each leaves a JUnit
report, and the counts are added up from those, so that no part can be forgotten.
"""

import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".build" / "reports"
PYTEST = [sys.executable, "-m", "pytest", "-q", "-rs"]
# Each of these processes has a sandbox, or a terminal, of its own; most of their time is waiting.
TOGETHER = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]

PARTS = [
    ("format", ["make", "-s", "lint"], None),
    ("build", ["swift", "build", "-c", "release", "--product", "onramp"], None),
    ("swift", ["swift", "test", "--parallel", "--xunit-output", str(REPORTS / "swift.xml")], "swift*.xml"),
    ("demo", ["swift", "build", "--product", "wizard-demo"], None),
    ("calls", ["swift", "build", "--product", "many-calls"], None),
    ("blueprints", [*PYTEST, "Tests/Blueprints", f"--junitxml={REPORTS / 'blueprints.xml'}"], "blueprints.xml"),
    ("terminal", [*PYTEST, *TOGETHER, "Tests/Terminal", f"--junitxml={REPORTS / 'terminal.xml'}"], "terminal.xml"),
    ("sandbox", [*PYTEST, *TOGETHER, "Tests/Sandbox", f"--junitxml={REPORTS / 'sandbox.xml'}"], "sandbox.xml"),
    ("end to end", [*PYTEST, *TOGETHER, "Tests/EndToEnd", f"--junitxml={REPORTS / 'end-to-end.xml'}"], "end-to-end.xml"),
]


def counts(pattern):
    """Passed, failed and skipped in the reports that match."""
    passed = failed = skipped = 0
    for report in REPORTS.glob(pattern):
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            number = {name: int(suite.get(name) or 0) for name in ("tests", "failures", "errors", "skipped")}
            bad = number["failures"] + number["errors"]
            failed += bad
            skipped += number["skipped"]
            passed += number["tests"] - bad - number["skipped"]
    return passed, failed, skipped


def sandbox():
    """A sandbox for the Swift tests that send real requests, and the environment to reach it."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="onramp-tests-"))
    process = subprocess.Popen([str(ROOT / "Tests" / "Sandbox" / "sandbox"), "--env", str(folder / "env"), "--seed", "domain"])
    while not (folder / "env").exists():
        if process.poll() is not None:
            sys.exit("the sandbox did not start")
        time.sleep(0.1)
    exports = (shlex.split(line)[1].partition("=") for line in (folder / "env").read_text().splitlines())
    return process, {name: value for name, _, value in exports}


def main():
    REPORTS.mkdir(parents=True, exist_ok=True)
    for old in [
        *REPORTS.glob("*.xml"),
        *REPORTS.glob("red-rows/*.json"),
        *REPORTS.glob("red-table.md"),
        *REPORTS.glob("fault-*/*.json"),
        *REPORTS.glob("fault-table.md"),
    ]:
        old.unlink()
    process, exports = sandbox()
    environment = {**os.environ, **exports, "ONRAMP_LIVE_TESTS": "1", "ONRAMP_TEST_PYTHON": sys.executable}
    passed = failed = skipped = 0
    for name, command, pattern in PARTS:
        start = time.monotonic()
        print(f"== {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False, env=environment if name == "swift" else None).returncode
        if pattern:
            good, bad, left = counts(pattern)
            # A runner that fails without a failed test has not run its tests: that counts as one failure.
            bad = max(bad, 1 if code or not good else 0)
        else:
            good, bad, left = (0, 1, 0) if code else (1, 0, 0)
        passed, failed, skipped = passed + good, failed + bad, skipped + left
        print(f"== {name}: {good} passed, {bad} failed, {left} skipped in {time.monotonic() - start:.0f} s", flush=True)
    process.terminate()
    process.wait(60)
    for table in REPORTS.glob("red-table.md"):
        print(f"every check, how it was turned red and what was said: {table.relative_to(ROOT)}")
    for table in REPORTS.glob("fault-table.md"):
        print(f"every fault, what was seen and the verdict: {table.relative_to(ROOT)}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
