"""Whatever is wrong with what the operator gives, it is said exactly, with the right exit code, and nothing is written."""

import json

import jsonschema
import pexpect
import pytest
import yaml

from support.world import ONRAMP

COMMANDS = (["check"], ["setup", "--yes"], ["plan"], ["teardown", "--confirm", "123456789012"])
each_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])


def refused(world, code, *words, command=("setup", "--yes"), **how):
    """Runs it, and asserts how it ends, what it says, that stdout stays empty and nothing is sent that writes."""
    ran = world.onramp(*command, **how)
    assert ran.code == code, ran
    for word in words:
        assert word in ran.err, (word, ran)
    assert ran.out == "", ran
    assert world.writes() == []
    return ran


@each_command
@pytest.mark.parametrize(
    "line, words",
    [
        ("acount: '123456789012'", ("unknown key acount", "nearest known key is account")),
        ("github:\n  repositry: x", ("unknown key github.repositry", "github.repository")),
        ("region: [us-east-1]", ("region",)),
        ("region: us-east-1a", ('region is "us-east-1a"', "a Region such as us-east-1")),
        ("region: 'us east 1'", ("region",)),
        ("account: 12345", ("account", "12 digits")),
        ("tracks: access", ("tracks is a list",)),
        ("tracks: [acess]", ('tracks holds "acess"',)),
        ("access:\n  max_session: 99", ("access.max_session", "3600")),
        ("access:\n  method: password", ("access.method", "oidc")),
        ("project:\n  create: maybe", ("project.create is true or false",)),
        ("name: Not_A_Name", ("name is",)),
        ("version: 2", ("version",)),
        ("accepted:\n  - {check: GH-02}", ("needs reason",)),
        ("github: just text", ("github is a block",)),
    ],
)
def test_a_wrong_key_is_named_with_file_line_and_column(domain, command, line, words):
    domain.setup_file.write_text(f"# a comment\n{line}\n")
    key = line.split("\n")[-1]
    ran = refused(domain, 2, *words, command=command)
    assert f"{domain.setup_file}:{2 + line.count(chr(10))}:" in ran.err, (key, ran.err)
    assert domain.records() == [], "nothing is asked before the setup file is understood"


def test_the_column_is_the_one_of_the_word(domain):
    domain.setup_file.write_text("github:\n    ownr: octo-org\n")
    ran = refused(domain, 2, "github.ownr")
    assert f"{domain.setup_file}:2:5:" in ran.err


def test_all_mistakes_are_named_at_once(domain):
    domain.setup_file.write_text("acount: '1'\nregon: x\nnme: y\n")
    ran = refused(domain, 2, "acount", "regon", "nme")
    assert len(ran.err.strip().splitlines()) == 3


@each_command
@pytest.mark.parametrize(
    "content, words",
    [
        (b"github: [unclosed\n", "no YAML"),
        (b"\tgithub: x\n", "no YAML"),
        (b"name: a\nname: b\n", "name"),
        (b"- just\n- a list\n", "block of keys"),
        (bytes(range(256)) * 16, "UTF-8"),
        (b"name: " + b"x" * (9 << 20), "larger than"),
        (b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nname: *c\n", "unknown key a"),
    ],
    ids=["unclosed", "tab", "twice", "list", "binary", "huge", "bomb"],
)
def test_an_unreadable_file_is_refused(domain, command, content, words):
    domain.setup_file.write_bytes(content)
    refused(domain, 2, words, str(domain.setup_file), command=command)


@each_command
def test_a_missing_setup_file_is_named(domain, command):
    gone = domain.home / "nowhere.yaml"
    refused(domain, 2, str(gone), command=[*command, "--setup", str(gone)])


@each_command
def test_a_folder_is_no_setup_file(domain, command):
    refused(domain, 2, str(domain.home), command=[*command, "--setup", str(domain.home)])


@each_command
def test_each_missing_answer_has_a_line_with_its_key(domain, command):
    domain.setup_file.write_text("version: 1\nregion: us-east-1\n")
    refused(domain, 2, "github.owner", "github.repository", command=command)


def test_no_setup_file_anywhere_is_said(domain):
    (domain.home / "empty").mkdir()
    refused(domain, 2, "onramp.yaml", "github.owner", env={"ONRAMP_SETUP": None}, cwd=domain.home / "empty")


def test_a_missing_region_names_key_and_option(domain):
    domain.edit(region=None)
    env = {"AWS_REGION": None, "AWS_DEFAULT_REGION": None}
    refused(domain, 2, "region", "--region", env=env)


@each_command
def test_another_account_is_refused_before_anything_is_written(domain, command):
    domain.edit(account="210987654321")
    ran = domain.onramp(*command)
    assert ran.code == 4, ran
    assert "123456789012" in ran.out + ran.err
    assert "210987654321" in ran.out + ran.err
    assert domain.writes() == []


@pytest.mark.parametrize("command", [[], ["setup"], ["teardown"]], ids=["wizard", "setup", "teardown"])
def test_without_a_terminal_nobody_is_asked(domain, command):
    refused(domain, 2, "there is no terminal", command=command)
    assert domain.records() == []


@pytest.mark.parametrize("command", [[], ["setup"], ["teardown"]], ids=["wizard", "setup", "teardown"])
def test_without_a_terminal_each_missing_answer_has_a_line(domain, command):
    domain.setup_file.write_text("version: 1\n")
    refused(domain, 2, "github.owner", "github.repository", command=command)


@pytest.mark.parametrize(
    "arguments, word",
    [
        (["chekc"], "chekc"),
        (["check", "--jsn"], "--jsn"),
        (["check", "--step", "nope"], "nope"),
        (["setup", "--yes", "--step", "github-rol"], "github-role"),
        (["check", "--track", "acces"], "acces"),
        (["check", "--color", "pink"], "pink"),
        (["check", "--timeout", "0"], "timeout"),
        (["check", "--timeout", "soon"], "soon"),
        (["plan", "--format", "yaml"], "yaml"),
        (["check", "extra"], "extra"),
        (["check", "--setup"], "--setup"),
        (["teardown", "--confirm"], "--confirm"),
    ],
)
def test_a_mistyped_command_line_ends_with_2_and_names_the_word(domain, arguments, word):
    refused(domain, 2, word, command=arguments)
    assert domain.records() == []


def test_a_wrong_confirmation_removes_nothing(ours):
    before = ours.state()
    ran = ours.onramp("teardown", "--confirm", "123456789013")
    assert ran.code == 4, ran
    assert "123456789013" in ran.err
    assert ours.writes() == []
    assert ours.state() == before


NO_CREDENTIALS = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None}


@each_command
@pytest.mark.parametrize(
    "env, violation",
    [
        (NO_CREDENTIALS, False),
        ({"AWS_SECRET_ACCESS_KEY": "sandbox/not/the/operators/key/0123456789"}, True),
        ({"AWS_SESSION_TOKEN": "an-expired-session-token"}, True),
        ({"AWS_ACCESS_KEY_ID": "ASIASANDBOXNOBODYATALL"}, True),
    ],
    ids=["none", "wrong-secret", "wrong-token", "unknown-key"],
)
def test_credentials_that_aws_does_not_accept_end_with_4(domain, command, env, violation):
    ran = domain.onramp(*command, env=env)
    assert ran.code == 4, ran
    assert "ENV-01" in ran.out + ran.err
    assert domain.writes() == []
    if violation:
        assert domain.violations()
        domain.forgive()


def test_a_github_token_that_is_not_accepted_is_not_a_missing_repository(domain):
    checked = domain.check(env={"GH_TOKEN": "ghp_aTokenThatNobodyKnows0000000000000000"})
    assert checked["GH-01"]["status"] == "unknown", checked["GH-01"]
    assert "TRUST-13" not in checked.red


def test_no_github_token_at_all_is_unknown_and_says_where_it_was_looked_for(domain):
    checked = domain.check(env={"GH_TOKEN": None, "GITHUB_TOKEN": None, "GH_CONFIG_DIR": str(domain.home)})
    assert checked["GH-01"]["status"] == "unknown", checked["GH-01"]
    assert "GH_TOKEN" in checked["GH-01"]["found"] + checked["GH-01"]["needed"]


def test_a_token_file_gives_the_token_and_standard_input_too(domain):
    file = domain.home / "token"
    file.write_text(domain.env["GH_TOKEN"] + "\n")
    nothing = {"GH_TOKEN": None, "GH_CONFIG_DIR": str(domain.home)}
    assert domain.check("--github-token-file", str(file), env=nothing)["GH-01"]["status"] == "pass"
    ran = domain.onramp("check", "--github-token-file", "-", env=nothing, stdin=domain.env["GH_TOKEN"] + "\n")
    assert "pass  GH-01" in ran.out, ran
    file.write_text("two words\n")
    assert domain.check("--github-token-file", str(file))["GH-01"]["status"] == "unknown"


# What the build does not act on, with the place it is named at.
NOT_YET = [
    ("tracks: [access, images]", '2:18: tracks is "images", which is not in this version'),
    ("access: {method: keys}", '2:18: access.method is "keys", which is not in this version'),
    ("access: {workflows: [deploy.yml]}", "2:10: access.workflows is not in this version"),
    ("access: {permissions: policy.json}", '2:23: access.permissions is "policy.json", which is not in this version'),
    ("access: {user: somebody}", "2:10: access.user is not in this version"),
    ("project: {roles_stack: stack}", "2:11: project.roles_stack is not in this version"),
    ("project: {create: true}", '2:19: project.create is "true", which is not in this version'),
    ("project: {project_name: churn}", "2:11: project.project_name is not in this version"),
    ("images: {public: false}", "2:10: images.public is not in this version"),
    ("images: {secrets: {AWS_ROLE: image-role}}", "2:10: images.secrets is not in this version"),
]


@each_command
def test_what_is_not_in_this_version_is_refused_at_its_place(domain, command):
    for line, words in NOT_YET:
        domain.setup_file.write_text(f"# a comment\n{line}\n")
        refused(domain, 2, f"{domain.setup_file}:{words}", command=command)
    assert domain.records() == []


def test_the_wizard_refuses_it_before_its_first_page(domain):
    domain.edit(access__method="keys")
    child = pexpect.spawn(str(ONRAMP), env=domain.env, cwd=domain.home, timeout=30)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert b'access.method is "keys", which is not in this version' in child.before
    assert domain.records() == []


def test_the_command_line_cannot_ask_for_it_either(domain):
    refused(domain, 2, "--track images", "not in this version", command=["check", "--track", "images"])
    assert domain.records() == []


def test_editors_are_told_by_the_schema_what_onramp_refuses(domain):
    schema = json.loads(domain.onramp("help", "setup-file", "--schema").out)
    validator = jsonschema.Draft202012Validator(schema)
    harmless = [
        "access: {method: oidc, permissions: scoped, workflows: [], secrets: {}, variables: {}}",
        "access: {secrets: {AWS_ROLE: role}, variables: {AWS_REGION: region, TEAM: ml}}",
        "github: {reviewers: [ana, octo-org/ml-leads]}",
        "project: {create: false}",
        "github: {reviewers: []}",
        "tracks: [access, project]",
        "tags: {}",
        "images: {}",
    ]
    for line, code in [(line, 2) for line, _ in NOT_YET] + [(line, 0) for line in harmless]:
        domain.setup_file.write_text(line + "\n")
        assert domain.onramp("explain", "identity").code == code, line
        assert validator.is_valid(yaml.safe_load(line)) == (code == 0), line
