"""Splits the rows into train, validation and test; runs in the container, on Python's library alone.

The first column is the label, as SageMaker's XGBoost wants it, and the files that come out have no header.
"""

from __future__ import annotations

import csv
import hashlib
import pathlib
import sys

BASE = pathlib.Path("/opt/ml/processing")
# Of a hundred parts, what ends where: 70, 15 and 15.
PARTS = [("train", 70), ("validation", 85), ("test", 100)]


def part(row):
    """Where a row belongs. The same row is always in the same part, whatever stands around it."""
    number = int.from_bytes(hashlib.sha256(",".join(row).encode()).digest()[:4], "big") % 100
    return next(name for name, end in PARTS if number < end)


def split(rows):
    """The rows by part. A row that is not all numbers is an error: a model would learn from the gap."""
    parts = {name: [] for name, _ in PARTS}
    for number, row in enumerate(rows, 2):
        try:
            [float(value) for value in row]
        except ValueError:
            raise SystemExit(f"row {number} is not all numbers: {row}") from None
        parts[part(row)].append(row)
    empty = [name for name, rows in parts.items() if not rows]
    if empty:
        raise SystemExit(f"no row is left for {', '.join(empty)}")
    return parts


def main(base=BASE):
    rows = []
    for path in sorted((base / "input" / "data").glob("*.csv")):
        with path.open(newline="") as file:
            rows += list(csv.reader(file))[1:]
    for name, kept in split(rows).items():
        folder = base / "output" / name
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(kept)
        print(f"{name}: {len(kept)} rows")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else BASE)
