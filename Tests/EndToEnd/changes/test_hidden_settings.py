"""What GitHub keeps from the token behind a 404 is not taken for absent: teardown says that it could not look."""

import shutil

import pytest

from support.world import ACCOUNT

ROUTE = "/repos/{owner}/{repo}/"


@pytest.mark.parametrize("what", ["actions/secrets", "actions/variables", "environments"])
def test_a_teardown_without_its_journal_says_what_it_could_not_look_at(domain, what):
    domain.setup()
    shutil.rmtree(domain.home / "state")
    domain.faults({"service": "github", "operation": f"GET {ROUTE}{what}", "do": "status", "status": 404, "message": "Not Found", "times": 0})  # fmt: skip
    ran = domain.onramp("teardown", "--confirm", ACCOUNT)
    assert ran.code == 5 and "Nothing of this setup is in the account" not in ran.out, ran
    assert f"could not look at GET /repos/octo-org/sagemaker-churn/{what}" in ran.err, ran
