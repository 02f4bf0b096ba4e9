"""What the services themselves do to a setup (S of the fault list): late to be seen, in the way, gone, in great numbers.

Somebody stands between the program and the sandbox and answers for it where a row says so; all else is the sandbox's.
"""

import json
import urllib.parse

import pytest

from support.faulty import Between, answer, json_error, operation, query_error
from support.world import BUCKET, ROLE


def xml_error(status, code, message="m", headers=()):
    """An error as S3 words it."""
    return answer(
        status, f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>r-17</RequestId></Error>", headers
    )


def between(world, **plays):
    return Between(world.exports["AWS_ENDPOINT_URL"], plays)


def setup(world, door, code=0, *arguments):
    ran = world.onramp("setup", "--yes", *arguments, env={"AWS_ENDPOINT_URL": door.url})
    assert ran.code == code, ran
    return ran


def asked(door, name, word=b""):
    """The requests for an operation whose body holds a word."""
    return [request for request in door.requests if operation(request) == name and word in request[3]]


ABSENT = query_error(404, "NoSuchEntity", f"The role with name {ROLE} cannot be found.")


def late(world, made, looked, answers):
    """A setup during which `looked`, asked for after `made`, is answered by `answers` first; None is the sandbox's."""
    left = list(answers)

    def act(peer, pass_on):
        first = left.pop(0) if left and any(operation(request) == made for request in door.requests) else None
        peer.send(first or pass_on())

    with between(world) as door:
        door.default = lambda request: act if operation(request) == looked else None
        setup(world, door)
    assert left == [], "it was never asked for"
    return door


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([ABSENT] * 3, id="S01 not seen three times"),
        pytest.param([None, ABSENT, None, ABSENT, None], id="S02 seen now and then"),
    ],
)
def test_a_role_just_made_is_not_made_again(domain, answers):
    door = late(domain, "CreateRole", "GetRole", answers)
    assert len(asked(door, "CreateRole", ROLE.encode())) == 1
    assert domain.check().troubled == {}


@pytest.mark.parametrize(
    "name, error",
    [
        pytest.param("CreateRole", query_error(400, "MalformedPolicyDocument", 'Invalid principal in policy: "AWS":"arn"'), id="S03"),
        pytest.param("PutRolePolicy", query_error(404, "NoSuchEntity", "The role cannot be found."), id="S01"),
        pytest.param("PutRolePolicy", query_error(409, "ConcurrentModification", "by another"), id="S08"),
        pytest.param("PUT", xml_error(409, "OperationAborted", "A conflicting conditional operation is in progress"), id="S18"),
        pytest.param("PUT cors", xml_error(404, "NoSuchBucket"), id="S21"),
    ],
)
def test_what_passes_by_itself_is_waited_for(domain, name, error):
    with between(domain, **{name: [error, error]}) as door:
        setup(domain, door)
    assert domain.check().troubled == {}


@pytest.mark.parametrize(
    "name, error, words",
    [
        pytest.param(
            "CreateRole", query_error(400, "MalformedPolicyDocument", "This policy contains invalid Json"), "invalid Json", id="S04"
        ),
        pytest.param("CreateRole", query_error(409, "LimitExceeded", "Cannot exceed quota for RolesPerAccount: 1000"), "quota", id="S07"),
        pytest.param("PutRolePolicy", query_error(400, "UnmodifiableEntity", "This role is protected"), "protected", id="S08"),
        pytest.param(
            "PUT", xml_error(409, "BucketAlreadyExists", "The requested bucket name is not available."), "not available", id="S17"
        ),
        pytest.param(
            "CreateOpenIDConnectProvider",
            query_error(409, "LimitExceeded", "Cannot exceed quota for OpenIdConnectProviders"),
            "quota",
            id="S07",
        ),
    ],
)
def test_what_stays_is_asked_once_and_said_and_the_same_command_goes_on(domain, name, error, words):
    with between(domain, **{name: [error] * 50}) as door:
        ran = setup(domain, door, 5)
        bodies = [request[1] + request[3].decode() for request in asked(door, name)]
        assert len(bodies) == len(set(bodies)), "none was sent twice"
        assert words in ran.out + ran.err and "request r-17" in ran.out + ran.err, ran
        assert "run the same command again" in ran.err, ran
    domain.setup()
    assert domain.check().troubled == {}


@pytest.mark.parametrize(
    "name, error",
    [
        pytest.param("CreateRole", query_error(409, "EntityAlreadyExists", f"Role with name {ROLE} already exists."), id="S06"),
        pytest.param("CreateOpenIDConnectProvider", query_error(409, "EntityAlreadyExists", "Provider with url already exists."), id="S11"),
        pytest.param("PUT", xml_error(409, "BucketAlreadyOwnedByYou", "Your previous request to create it succeeded"), id="S16"),
    ],
)
def test_what_exists_already_is_looked_at_and_not_made_again(domain, name, error):
    """It is made, and the answer says that it was there before: as after a repetition that nobody knows of."""

    def made_before(peer, pass_on):
        pass_on()
        peer.send(error)

    with between(domain, **{name: [made_before]}) as door:
        ran = domain.onramp("setup", "--yes", env={"AWS_ENDPOINT_URL": door.url})
        assert ran.code in (0, 5), ran
        assert "crash" not in ran.out
    domain.mark()
    domain.setup()
    assert {"CreateRole": "CreateRole", "CreateOpenIDConnectProvider": "CreateOpenIDConnectProvider"}.get(
        name, "CreateBucket"
    ) not in domain.writes()
    assert domain.check().troubled == {}


def test_S05_a_policy_written_in_another_way_is_not_changed(ours):
    """Keys in another order, one value in place of a list, the letters of IAM's own encoding."""
    iam = ours.boto("iam")
    document = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    for statement in document["Statement"]:
        for key, value in list(statement.items()):
            if isinstance(value, str) and key == "Action":
                statement[key] = [value]
        for tests in statement.get("Condition", {}).values():
            for key, value in tests.items():
                tests[key] = value[::-1] if isinstance(value, list) and len(value) > 1 else value[0] if isinstance(value, list) else [value]
    turned = json.dumps({key: document[key] for key in reversed(document)}, indent=4)
    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=turned)
    ours.mark()
    assert ours.check().troubled == {}
    ours.setup()
    assert ours.writes() == []


@pytest.mark.parametrize("spelling", ["Token.Actions.GitHubUserContent.com", None], ids=["S10 other letters", "S10 other audience"])
def test_a_provider_in_another_form_is_recognised(domain, spelling):
    iam = domain.boto("iam")
    arn = iam.create_open_id_connect_provider(
        Url="https://token.actions.githubusercontent.com", ClientIDList=["https://github.com/octo-org"]
    )["OpenIDConnectProviderArn"]

    def respelt(peer, pass_on):
        raw = pass_on()
        peer.send(raw.replace(b"<Url>token.actions.githubusercontent.com<", b"<Url>%s<" % spelling.encode()) if spelling else raw)

    domain.mark()
    with between(domain) as door:
        door.default = lambda request: respelt if operation(request) == "GetOpenIDConnectProvider" else None
        setup(domain, door)
        assert door.count("CreateOpenIDConnectProvider") == 0 and len(asked(door, "AddClientIDToOpenIDConnectProvider")) == 1
    assert set(iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["ClientIDList"]) == {
        "https://github.com/octo-org",
        "sts.amazonaws.com",
    }


def test_S08_a_role_that_cannot_be_deleted_yet_is_waited_for(ours):
    with between(ours, DeleteRole=[query_error(409, "DeleteConflict", "must delete policies first")] * 2) as door:
        ran = ours.onramp("teardown", "--confirm", "123456789012", env={"AWS_ENDPOINT_URL": door.url})
        assert ran.code == 0, ran
        assert len(asked(door, "DeleteRole")) == len({request[3] for request in asked(door, "DeleteRole")}) + 2


def test_S09_a_policy_that_is_not_listed_yet_is_not_written_as_another(domain):
    """The list and the policy itself are late; nothing is doubled, and the second look finds all."""
    door = late(domain, "PutRolePolicy", "GetRolePolicy", [query_error(404, "NoSuchEntity", "The role policy cannot be found.")] * 3)
    policies = domain.boto("iam").list_role_policies(RoleName=ROLE)["PolicyNames"]
    assert len(policies) == len(set(policies)) and door.count("CreateRole") >= 1
    assert domain.check().troubled == {}
    domain.mark()
    domain.setup()
    assert domain.writes() == []


def test_S19_a_bucket_elsewhere_is_asked_there_once(domain):
    moved = answer(301, "", [("x-amz-bucket-region", "us-west-2")])
    with between(domain, HEAD=[moved] * 9) as door:
        ran = domain.onramp("aws-call", "s3", "HeadBucket", "--input", json.dumps({"Bucket": BUCKET}), env={"AWS_ENDPOINT_URL": door.url})
        assert ran.code == 3 and "us-west-2" in ran.err and len(door.requests) == 2, ran
        assert "/us-west-2/s3/" in door.requests[1][2]["authorization"]
    lost = xml_error(400, "AuthorizationHeaderMalformed", "the region 'us-east-1' is wrong; expecting 'us-west-2'").replace(
        b"<RequestId>", b"<Region>us-west-2</Region><RequestId>"
    )
    lost = answer(400, lost.partition(b"\r\n\r\n")[2])
    with between(domain, **{"GET cors": [lost] * 9}) as door:
        ran = domain.onramp(
            "aws-call", "s3", "GetBucketCors", "--input", json.dumps({"Bucket": BUCKET}), env={"AWS_ENDPOINT_URL": door.url}
        )
        assert ran.code == 3 and "us-west-2" in ran.err and len(door.requests) == 2, ran


def test_S20_a_bucket_that_may_not_be_looked_at_is_not_missing(healthy):
    with between(healthy, HEAD=[answer(403)] * 99) as door:
        checked = healthy.check(env={"AWS_ENDPOINT_URL": door.url})
        assert not {check for check in checked.red if check.startswith("S3-")}, checked.troubled


def test_S22_a_setting_that_is_not_there_is_not_set_and_the_check_goes_on(healthy):
    healthy.boto("s3").delete_bucket_cors(Bucket=BUCKET)
    checked = healthy.check()
    assert checked["S3-05"]["status"] == "fail" and checked.ids("unknown", "crash") == set(), checked.troubled


@pytest.mark.parametrize("region, constraint", [("us-east-1", None), ("eu-west-1", "eu-west-1")])
def test_S23_where_a_bucket_is_made_is_said_everywhere_but_in_the_first_region(domain, region, constraint):
    ran = domain.onramp("plan", "--json", "--region", region)
    assert ran.code == 0, ran
    calls = [call for change in json.loads(ran.out)["changes"] for call in change["calls"] if call["operation"] == "CreateBucket"]
    assert [call["input"].get("CreateBucketConfiguration", {}).get("LocationConstraint") for call in calls] == [constraint], calls


def test_S35_a_tag_that_is_not_seen_yet_is_not_added_again(domain):
    empty = json_error(200, '{"Tags":[]}')
    door = late(domain, "AddTags", "ListTags", [empty] * 3)
    bodies = [request[3] for request in asked(door, "AddTags")]
    assert bodies and len(bodies) <= len(set(bodies)) * 2
    assert domain.check().troubled == {}


@pytest.mark.parametrize(
    "error",
    [
        json_error(400, '{"__type":"AccessDeniedException","message":"not authorized to perform: sagemaker:ListTags"}'),
        json_error(400, '{"__type":"ValidationException","message":"no"}'),
    ],
    ids=["denied", "refused"],
)
def test_S35_tags_that_cannot_be_looked_at_are_unknown(healthy, error):
    with between(healthy, ListTags=[error] * 99) as door:
        checked = healthy.check(env={"AWS_ENDPOINT_URL": door.url})
        assert checked.red == set() and checked.ids("crash") == set() and checked.ids("unknown"), checked.troubled


def test_S40_a_role_that_cannot_be_assumed_is_said_with_its_request(domain):
    config = domain.home / "config"
    keys = "\n".join(f"{name.lower()} = {domain.env[name]}" for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"))
    config.write_text(f"[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n[profile base]\n{keys}\n")
    denied = query_error(403, "AccessDenied", "is not authorized to perform: sts:AssumeRole")
    with between(domain, AssumeRole=[denied] * 99) as door:
        env = {**dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")), "AWS_CONFIG_FILE": str(config)}
        ran = domain.onramp("aws-call", "sts", "GetCallerIdentity", env={**env, "AWS_ENDPOINT_URL": door.url})
        assert ran.code == 4 and "sts:AssumeRole" in ran.err and "request r-17" in ran.err and door.count("AssumeRole") == 1, ran


@pytest.mark.parametrize("what", ["role", "bucket", "tags"])
def test_S41_what_somebody_deleted_is_seen_and_made_again(ours, what):
    """The journal says that it is there; the account says that it is not."""
    wanted = ours.state()
    if what == "role":
        iam = ours.boto("iam")
        for name in iam.list_role_policies(RoleName=ROLE)["PolicyNames"]:
            iam.delete_role_policy(RoleName=ROLE, PolicyName=name)
        iam.delete_role(RoleName=ROLE)
    elif what == "bucket":
        s3 = ours.boto("s3")
        for found in s3.list_object_versions(Bucket=BUCKET).get("Versions", []):
            s3.delete_object(Bucket=BUCKET, Key=found["Key"], VersionId=found["VersionId"])
        s3.delete_bucket(Bucket=BUCKET)
    else:
        sagemaker = ours.boto("sagemaker")
        (domain,) = sagemaker.list_domains()["Domains"]
        tags = sagemaker.list_tags(ResourceArn=domain["DomainArn"])["Tags"]
        sagemaker.delete_tags(ResourceArn=domain["DomainArn"], TagKeys=[tag["Key"] for tag in tags])
    assert ours.check().red
    ours.setup()
    assert ours.check().troubled == {}
    assert ours.state().keys() == wanted.keys()


def test_S41_what_is_deleted_between_the_look_and_the_change_is_said(ours):
    """Somebody deletes the bucket's settings' bucket while its policy is being written."""
    ours.boto("s3").delete_bucket_cors(Bucket=BUCKET)

    def gone(peer, pass_on):
        peer.send(xml_error(404, "NoSuchKey", "it is gone"))

    with between(ours, **{"PUT cors": [gone]}) as door:
        ran = setup(ours, door, 5)
        assert "NoSuchKey" in ran.out + ran.err, ran
    ours.setup()
    assert ours.check().troubled == {}


def test_S43_a_thousand_roles_on_ten_pages(healthy):
    """Others' roles, a thousand of them."""
    trust = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
    ).replace('"', "&quot;")

    def play(peer, pass_on):
        body = peer.raw.partition(b"\r\n\r\n")[2].decode()
        number = int(dict(urllib.parse.parse_qsl(body)).get("Marker", 0))
        more = f"<IsTruncated>true</IsTruncated><Marker>{number + 1}</Marker>" if number < 10 else "<IsTruncated>false</IsTruncated>"
        if number == 0:
            real = pass_on().partition(b"\r\n\r\n")[2].decode()
            return peer.send(answer(200, real.replace("<IsTruncated>false</IsTruncated>", more)))
        members = "".join(
            f"<member><Path>/</Path><RoleName>r{number}-{n}</RoleName><RoleId>AROA{n:016}</RoleId><Arn>arn:aws:iam::123456789012:role/r{number}-{n}</Arn>"
            f"<CreateDate>2024-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>{trust}</AssumeRolePolicyDocument></member>"
            for n in range(100)
        )
        peer.send(answer(200, f"<ListRolesResponse><ListRolesResult><Roles>{members}</Roles>{more}</ListRolesResult></ListRolesResponse>"))

    with between(healthy) as door:
        door.default = lambda request: play if operation(request) == "ListRoles" else None
        checked = healthy.check(env={"AWS_ENDPOINT_URL": door.url}, timeout=60)
        assert checked.ids("crash", "unknown") == set(), checked.troubled
        assert door.count("ListRoles") in (11, 22), "each page once a look"
