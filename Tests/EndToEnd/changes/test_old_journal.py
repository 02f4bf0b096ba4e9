"""A journal that an older build wrote, in its own letters: what it tells of is gone on with and taken back."""

import json
import urllib.parse

from support.world import ACCOUNT, BUCKET, KEY, ROOT

# Written by `setup --yes` of the build of commit f62560a on the sandbox's seed `domain`.
OLD = ROOT / "Tests" / "Fixtures" / "Journals" / "f62560a.jsonl"
# The template that this build brought and uploaded: an older generation than ours.
TEMPLATE = OLD.with_suffix("") / "mlops-github-actions.yaml"
BUNDLED = ROOT / "Sources" / "Blueprints" / "mlops-github-actions.yaml"


def made_by_the_old_build(world):
    """The account as a setup leaves it, with the journal of the older build instead of ours."""
    before = world.state()
    world.edit(project__template=str(TEMPLATE))
    world.setup()
    world.edit(project__template=None)
    ours = {(line["key"], line["resource"]) for line in map(json.loads, world.journal.read_text().splitlines())}
    # These steps came later: what they made stands as if the older journal had been cut before them.
    later = ("github-settings/", "workflows/", "connection/", "trigger-package/")
    ours = {(key, resource) for key, resource in ours if not key.startswith(later)}
    theirs = {(line["key"], line["resource"]) for line in map(json.loads, OLD.read_text().splitlines())}
    assert theirs == ours, "both builds make the same things"
    world.journal.write_text(OLD.read_text())
    world.journal.chmod(0o600)
    return before


def upload(world, text):
    """Puts a text in the template's place; its tags stay."""
    s3 = world.boto("s3")
    tags = s3.get_object_tagging(Bucket=BUCKET, Key=KEY)["TagSet"]
    tagging = urllib.parse.urlencode({tag["Key"]: tag["Value"] for tag in tags})
    s3.put_object(Bucket=BUCKET, Key=KEY, Body=text.encode(), ContentType="application/yaml", Tagging=tagging)


def test_what_an_older_build_made_is_taken_back(domain):
    before = made_by_the_old_build(domain)
    assert json.loads(domain.onramp("plan", "--json").out)["changes"] == []
    ran = domain.teardown()
    assert "Nothing of this setup is in the account." in ran.out
    assert domain.state() == before


def test_a_template_of_an_older_build_stands_and_so_does_one_of_a_newer(domain):
    made_by_the_old_build(domain)
    assert TEMPLATE.read_text() != BUNDLED.read_text()

    def verdict():
        return domain.check()["TPL-13"]["status"]

    assert verdict() == "pass"
    # Another machine's onramp, newer than the journal here, uploaded what is ours today.
    upload(domain, BUNDLED.read_text())
    assert verdict() == "pass"
    upload(domain, TEMPLATE.read_text().replace("deploy.yml", "evil.yml"))
    assert verdict() == "fail"


def test_an_older_journal_that_ends_in_the_middle_is_gone_on_from(domain):
    before = made_by_the_old_build(domain)
    lines = OLD.read_text().splitlines(keepends=True)
    # The last thing was announced, and the build was killed before it heard of the outcome.
    domain.journal.write_text("".join(lines[:-1]))
    assert domain.onramp("check").code == 0
    ran = domain.onramp("teardown", "--confirm", ACCOUNT)
    assert ran.code == 0, ran
    assert domain.state() == before
