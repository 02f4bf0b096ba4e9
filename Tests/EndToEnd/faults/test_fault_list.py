"""Every row of the fault list has a test, and every name in the list is one."""

import re

from support.fault_list import FAULTS, NOT_USED, SWIFT
from support.fault_table import NAMED
from support.world import ROOT


def proved():
    """The rows that the tests end to end say they prove."""
    rows = set()
    for path in (ROOT / "Tests" / "EndToEnd").rglob("test_*.py"):
        text = path.read_text()
        for named in re.findall(
            r"^def (test_\w+)|id=\"([^\"]+)\"|^ +\(?\"([THCS][0-9]{2} [^\"]+)\",|ids=\[([^\]]+)\]|proves\(([^)]+)\)", text, re.MULTILINE
        ):
            rows.update(NAMED.findall(" ".join(named)))
    return rows


def test_every_row_has_a_test():
    assert sorted(FAULTS.keys() - proved() - SWIFT.keys()) == []
    assert FAULTS.keys() & NOT_USED.keys() == set()
    numbers = {kind: sorted(int(row[1:]) for row in {**FAULTS, **NOT_USED} if row[0] == kind) for kind in "THCS"}
    assert numbers == {kind: list(range(1, last + 1)) for kind, last in {"T": 35, "H": 28, "C": 14, "S": 43}.items()}


def test_every_swift_test_of_the_list_is_there():
    texts = "\n".join(path.read_text() for path in (ROOT / "Tests").rglob("*.swift"))
    for names in SWIFT.values():
        for name in names:
            suite, function = name.split(".")
            assert re.search(rf"struct {suite}\b", texts) and re.search(rf"func {function}\(", texts), name
