#!/usr/bin/env python3
"""Runs libFuzzer on the parsers, one after the other, and keeps what it learned: `make fuzz`.

Inputs live in .build/fuzz/corpus while fuzzing. Afterwards the smallest set that reaches the same code goes into
corpus/<target>.txt, one input a line in base64, which every `swift test` replays. A finding ends the run; its input
is in .build/fuzz/findings.
"""

import argparse
import base64
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
BUILD = ROOT / ".build" / "fuzz"
PROGRAM = BUILD / "release" / "fuzz"
TARGETS = ["ini", "xml", "json", "moments", "arns", "policies", "display", "yaml"]
# What is kept of a target: its smallest inputs, up to this many bytes in all.
KEPT = 24 << 10
# An answer of this size is large; a parser that is not linear shows itself long before the limit of time per input.
LIMITS = ["-max_len=8192", "-timeout=5", "-rss_limit_mb=1024", "-malloc_limit_mb=256"]


def build():
    subprocess.run(
        [
            "swift",
            "build",
            "-c",
            "release",
            "--sanitize=fuzzer",
            "--scratch-path",
            str(BUILD),
            "--product",
            "fuzz",
            "-Xswiftc",
            "-enable-testing",
        ],
        cwd=ROOT,
        check=True,
        env={**os.environ, "ONRAMP_FUZZ": "build"},
    )


def drive(target, log, *arguments):
    """Runs libFuzzer with its output in a file."""
    # Swift's own report of a crash would keep libFuzzer from writing the input down.
    env = {**os.environ, "ONRAMP_FUZZ": target, "SWIFT_BACKTRACE": "enable=no"}
    with log.open("wb") as output:
        return subprocess.run([str(PROGRAM), *map(str, arguments)], env=env, stdout=output, stderr=output, check=False).returncode


def unpack(target):
    folder = BUILD / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    kept = HERE / "corpus" / f"{target}.txt"
    for number, line in enumerate(kept.read_text().split() if kept.exists() else []):
        (folder / f"kept-{number:04}").write_bytes(base64.b64decode(line))
    return folder


def pack(target, folder):
    least = BUILD / "least" / target
    shutil.rmtree(least, ignore_errors=True)
    least.mkdir(parents=True)
    drive(target, BUILD / f"{target}-merge.log", "-set_cover_merge=1", *LIMITS, least, folder)
    inputs = sorted((path.read_bytes() for path in least.iterdir()), key=lambda text: (len(text), text))
    kept, size = [], 0
    for text in inputs:
        size += len(text)
        if text and size <= KEPT:
            kept.append(base64.b64encode(text).decode())
    (HERE / "corpus" / f"{target}.txt").write_text("\n".join(kept) + "\n")
    return len(kept), len(inputs)


def run(target, minutes):
    folder, findings, log = unpack(target), BUILD / "findings", BUILD / f"{target}.log"
    findings.mkdir(exist_ok=True)
    code = drive(
        target,
        log,
        folder,
        f"-dict={HERE / 'words' / target}.dict",
        f"-max_total_time={round(minutes * 60)}",
        *LIMITS,
        f"-artifact_prefix={findings}/{target}-",
        "-print_final_stats=1",
    )
    text = log.read_text(errors="replace")
    if code:
        said = [line for line in text.splitlines() if re.search("Fatal error|runtime failure|ERROR|Test unit", line)]
        print(f"{target}: a finding, see {log.relative_to(ROOT)}\n" + "\n".join(said[:5]), flush=True)
        return False
    units, rss = (re.search(rf"stat::{name}:\s+(\d+)", text)[1] for name in ("number_of_executed_units", "peak_rss_mb"))
    cover, features = re.findall(r"DONE\s+cov: (\d+) ft: (\d+)", text)[-1]
    kept, least = pack(target, folder)
    print(
        f"{target}: {minutes:g} min, {int(units):,} executions, {cover} edges, {features} features, peak {rss} MB, "
        f"no finding; {kept} of {least} inputs kept",
        flush=True,
    )
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10, help="for each parser")
    parser.add_argument("targets", nargs="*", metavar="target", help=", ".join(TARGETS))
    options = parser.parse_args()
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no parser is called {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    build()
    results = [run(target, options.minutes) for target in options.targets or TARGETS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
