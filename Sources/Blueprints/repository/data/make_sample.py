"""Makes `sample.csv` anew: rows that are made up, so that no licence and no foreign bucket is needed.

A label and four features. The label is a smooth function of them with noise of standard deviation 1.
"""

from __future__ import annotations

import csv
import pathlib
import random


def rows(count=2000, seed=7):
    """Label first."""
    draw = random.Random(seed)
    for _ in range(count):
        size, age, rate, share = draw.uniform(0, 10), draw.uniform(0, 40), draw.uniform(-1, 1), draw.uniform(0, 1)
        label = 10 + 2 * size - 0.2 * age + 3 * rate * share + draw.gauss(0, 1)
        yield [f"{value:.2f}" for value in (label, size, age, rate, share)]


SAMPLE = pathlib.Path(__file__).with_name("sample.csv")


def main(path=SAMPLE):
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["label", "size", "age", "rate", "share"])
        writer.writerows(rows())


if __name__ == "__main__":
    main()
