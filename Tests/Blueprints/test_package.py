"""The trigger's package, written here as the program writes it: the same bytes twice, and code that Lambda can load."""

import hashlib
import io
import re
import zipfile

from templates import BLUEPRINTS

CODE = BLUEPRINTS / "trigger" / "lambda_function.py"


def package() -> bytes:
    """One stored entry of 1 January 1980."""
    entry = zipfile.ZipInfo("lambda_function.py", (1980, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(entry, CODE.read_bytes())
    return into.getvalue()


def test_the_package_is_the_last_of_the_generations_that_the_program_knows():
    # A Swift test says that the program's own bytes have this hash: so both writers write the same.
    source = (BLUEPRINTS / "TriggerPackage.swift").read_text()
    listed = re.findall(r'^ {4}"([0-9a-f]{64})"', source, re.MULTILINE)
    assert listed[-1] == hashlib.sha256(package()).hexdigest() and len(set(listed)) == len(listed)
    assert package() == package()


def test_the_package_holds_one_file_that_lambda_may_read():
    with zipfile.ZipFile(io.BytesIO(package())) as archive:
        (entry,) = archive.infolist()
        assert archive.testzip() is None and archive.read(entry) == CODE.read_bytes()
    assert (entry.filename, entry.compress_type, entry.external_attr >> 16) == ("lambda_function.py", 0, 0o100644)


def test_the_code_is_pythons_of_lambda_and_needs_nothing_but_boto3():
    tree = compile(CODE.read_text(), CODE.name, "exec", flags=0x400)
    imported = {alias.name.split(".")[0] for node in tree.body if type(node).__name__ == "Import" for alias in node.names}
    imported |= {node.module.split(".")[0] for node in tree.body if type(node).__name__ == "ImportFrom"}
    assert imported == {"__future__", "boto3", "botocore", "http", "json", "os", "re", "time", "urllib"}
    template = (BLUEPRINTS / "mlops-github-actions.yaml").read_text()
    assert "Handler: lambda_function.lambda_handler" in template and "def lambda_handler(" in CODE.read_text()
    # What the code reads of its environment, the template gives it.
    for name in re.findall(r'environ(?:\["|\.get\(")(\w+)', CODE.read_text()):
        assert f"          {name}: " in template, name
