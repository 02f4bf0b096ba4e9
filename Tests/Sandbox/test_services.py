"""What is found in the folder of services holds together: names are AWS's, and nothing is said twice."""

import os
import re
from pathlib import Path

import botocore.session
import pytest

from conftest import HERE

# Before moto is imported: it reads these once.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

from standin import record, service, services  # noqa: E402
from standin.message import Request  # noqa: E402

MODELS = botocore.session.Session()
FILES = {path.stem for path in (HERE / "standin" / "services").iterdir()} - {"__init__", "__pycache__"}


def test_every_file_is_found():
    assert set(services.ALL) == {name.rstrip("_").replace("_", "-") for name in FILES}
    assert len(services.ALL) >= 10


@pytest.mark.parametrize("name", services.ALL)
def test_a_service_and_its_operations_are_aws_names(name):
    found = services.ALL[name]
    known = set(MODELS.get_service_model(name).operation_names)
    assert {*found.filled, *found.answers, *found.refusals, *found.unseen} <= known
    assert not any(operation.startswith(services.READS) for operation in found.unseen)


def test_no_two_services_answer_one_control_or_switch():
    assert len(services.CONTROLS) == sum(len(found.controls) for found in services.ALL.values())
    assert len(set(services.SWITCHES)) == len(services.SWITCHES)


@pytest.mark.parametrize("name", services.ALL)
def test_readme_owns_up_to_what_we_filled(name):
    told = (HERE / "README.md").read_text().partition("## Filled by us")[2].partition("\n## ")[0]
    operations = set(re.findall(r"\w+", told))
    missing = {*services.ALL[name].filled, *services.ALL[name].answers} - operations
    assert not missing, f"README does not list {sorted(missing)} of {name}"


def test_a_misspelt_part_of_a_service_is_an_error():
    with pytest.raises(TypeError):
        service.Service(refusal={})  # type: ignore[call-arg]


def _write_calls() -> int:
    """How many write calls this thread has made, as Linux counts them."""
    told = Path("/proc/thread-self/io").read_text()
    return int(re.search(r"^syscw: (\d+)$", told, re.MULTILINE)[1])


@pytest.mark.parametrize("length", [1, 100_000])
def test_a_line_of_the_record_is_written_by_one_call(tmp_path: Path, length):
    kept = record.Record(tmp_path / "record")
    request = Request("GET", "/" + "x" * length, [])
    before = _write_calls()
    kept.write(record.Entry("s3", "GetObject", False), request, 200)
    assert _write_calls() - before == 1
    text = (tmp_path / "record").read_text()
    assert text.count("\n") == 1 and text.endswith("}\n") and len(text) > length
