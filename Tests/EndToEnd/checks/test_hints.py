"""The lint of the hints, over the screens and over what check says on every seed; test_red runs it over every red row."""

import pathlib

import pytest

from support import hints


@pytest.mark.parametrize("path", hints.SCREENS, ids=lambda path: path.stem)
def test_the_words_of_a_screen_keep_the_rules(path):
    assert hints.problems_of_screen(path) == []


@pytest.mark.parametrize("seed", ["empty", "domain", "documents", "healthy"])
def test_every_hint_on_a_seed_can_be_followed(world, seed):
    world.reset(seed)
    checked = world.check()
    problems = [
        problem
        for step in checked.report["steps"]
        for finding in step["checks"]
        for problem in hints.problems_of_finding(finding, world.home / "hints")
    ]
    assert problems == []
    commands = [fix for finding in checked.values() for fix in finding["fixes"] if fix["kind"] == "cli"]
    assert commands or seed == "healthy"


# The lint can fail.


@pytest.mark.parametrize(
    "words, said",
    [
        (["aws", "iam", "get-role", "--role-name", "r"], None),
        (["aws", "iam", "get-rule", "--role-name", "r"], "get-rule"),
        (["aws", "iam", "get-role"], "role-name"),
        (["aws", "iam", "get-role", "--role-name", "r", "--rule", "x"], "--rule"),
        (["aws", "s3api", "put-bucket-cors", "--bucket", "b", "--cors-configuration", '{"CORSRules": [{"Methods": []}]}'], "Methods"),
        (["aws", "s3api", "put-bucket-tagging", "--bucket", "b", "--tagging", "file://absent.json"], "absent.json"),
        (["aws", "sagemaker", "add-tags", "--resource-arn", "a" * 300, "--tags", "Key=a,Value=b"], None),
        (["gh", "api", "-X", "PUT", "/repos/o/r", "--input", "x"], None),
        (["gh", "api", "/repos/o/r", "--inptu", "x"], "--inptu"),
        (["curl", "https://x"], "neither"),
    ],
)
def test_a_command_that_aws_would_not_take_is_found(words, said, tmp_path):
    found = hints.problems_of_commands({"commands": [words], "files": {"x": "{}"}}, tmp_path)
    assert (found == []) if said is None else (said in " ".join(found)), found


@pytest.mark.parametrize(
    "text, said",
    [
        ('resource "aws_s3_bucket" "b" {\n  bucket = "x"\n}', None),
        ('resource "aws_s3_bucket" "b" {\n  bucket = "x"\n  tags = { team = "a" }\n}', None),
        ('resource "aws_s3_bucket" "b" {\n  bucket = "x"', "not closed"),
        ('resource "aws_s3_bucket" "b" {\n  bukket = "x"\n}', "bukket"),
        ('resource "aws_s3_bukket" "b" {\n}', "aws_s3_bukket"),
        ('resource "aws_s3_bucket" "b" {\n  bucket = "x\n}', "not HCL"),
        ('bucket = "x"', "outside"),
        ("# nothing", "no resource"),
    ],
)
def test_terraform_that_is_none_is_found(text, said):
    found = hints.problems_of_terraform(text)
    assert (found == []) if said is None else (said in " ".join(found)), found


@pytest.mark.parametrize(
    "url", ["http://github.com/x", "https://example.com/", "https://github.com.evil.net/", "https://github.com/{owner}"]
)
def test_a_link_that_leads_elsewhere_is_found(url):
    assert hints.problems_of_link(url)


@pytest.mark.parametrize("text", ["Please open it.", "Is it there?", "Now it works!", "It is just a tag.", "x" * 121])
def test_words_that_are_not_ours_are_found(text):
    assert hints.problems_of_words("here", text)


def test_quoted_words_of_others_may_be_theirs():
    assert hints.problems_of_words("here", 'Refused with "Is it there?".') == []


def test_a_screen_without_its_parts_is_found(tmp_path):
    path = pathlib.Path(tmp_path / "x.yaml")
    path.write_text("title: X\nchecks:\n  GH-01: {title: T, severity: huge, why: 'No. Yes.'}\n")
    found = " ".join(hints.problems_of_screen(path))
    assert "severity huge" in found and "not one sentence" in found and "no way by hand" in found


@pytest.mark.parametrize("seed", ["domain", "documents"])
def test_whoever_follows_the_commands_one_by_one_sees_each_check_turn_green(world, seed):
    """No wizard: the first red check with a command, its command as printed, a look, and again to the end."""
    world.reset(seed)
    followed = []
    while True:
        checked = world.check()
        red = [checked[name] for name in checked.troubled if checked[name]["status"] in ("fail", "warn")]
        finding, way = next(((one, fix) for one in red for fix in one["fixes"] if fix["kind"] == "cli"), (None, None))
        if way is None:
            break
        assert finding["id"] not in followed, f"{finding['id']} came back: {followed}"
        world.apply(way)
        after = world.check()[finding["id"]]
        assert after["status"] in ("pass", "not-yet"), (finding, after)
        followed.append(finding["id"])
    assert len(followed) > 5, followed
    # `gh secret set` takes a value in the open or from a prompt: of the secrets it is said what they hold, and no command.
    left = [one["id"] for one in red if any(fix["kind"] == "wizard" for fix in one["fixes"])]
    assert set(left) <= {"GH-05"}, checked.troubled
    world.setup()
    assert not world.check().troubled.keys() & {"GH-05"}
