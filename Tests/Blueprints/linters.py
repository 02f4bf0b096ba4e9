"""The tools that others judge workflow files by, each as one function of some files. None of them asks the network."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
from collections.abc import Iterable
from typing import NamedTuple

PROGRAMS = pathlib.Path(sys.executable).parent


class Remark(NamedTuple):
    """What a tool says of a file: the rule it goes by, and how bad it finds it."""

    file: str
    rule: str
    severity: str
    words: str


def _run(program: str, *words: str | pathlib.Path, codes: Iterable[int] = (0, 1)) -> str:
    """What a tool prints; one that did not come to judge says so by its exit code."""
    done = subprocess.run([PROGRAMS / program, *words], capture_output=True, text=True, timeout=120)
    assert done.returncode in codes, f"{program} ended with {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout


def actionlint(files: Iterable[pathlib.Path]) -> list[Remark]:
    # What else is installed on a machine does not decide.
    found = json.loads(_run("actionlint", "-shellcheck=", "-pyflakes=", "-format", "{{json .}}", *files))
    return [Remark(one["filepath"], one["kind"], "high", one["message"]) for one in found]


def schema(files: Iterable[pathlib.Path]) -> list[Remark]:
    """By the JSON Schema that SchemaStore has for workflow files, as check-jsonschema carries it."""
    found = json.loads(_run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", "-o", "json", *files))
    remarks = [Remark(one["filename"], "schema", "high", f"{one['path']}: {one['message']}") for one in found.get("errors", [])]
    return remarks + [Remark(one["filename"], "parse", "high", one["message"]) for one in found.get("parse_errors", [])]


def zizmor(files: Iterable[pathlib.Path], persona: str = "pedantic") -> list[Remark]:
    options = ["--offline", "--no-config", "--no-progress", "--strict-collection", "--no-exit-codes", "--format", "json-v1"]
    found = json.loads(_run("zizmor", *options, "--persona", persona, *files, codes=[0]))
    return [
        Remark(
            one["locations"][0]["symbolic"]["key"]["Local"]["verbatim_path"],
            one["ident"],
            one["determinations"]["severity"].lower(),
            one["desc"],
        )
        for one in found
    ]
