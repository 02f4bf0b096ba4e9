"""Random policies and requests of which a part is not known, and what can be said of them.

    python3 request_oracle.py SEED COUNT     one JSON line a case: {"documents", "request", "allowed"}

Written from the IAM User Guide in the plainest way and sharing nothing with the program. What is not known is tried out:
a test of such a key is evaluated in one world for each value the key might have, and is true, false or, where the worlds
differ, None. Statements are joined as in `oracle.py`. Each answer that is sure is tried in further worlds, in which
every key has some value at once: there must be none in which it is wrong.
"""

import json
import random
import re
import sys

from oracle import agrees, all_of, decided, filled, glob, listed, one_of, principals

ACCOUNT, ROLE = "111122223333", "arn:aws:iam::111122223333:role/service-role/Studio"
SESSION = "arn:aws:sts::111122223333:assumed-role/Studio/SageMaker"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
ID = "AROAEXAMPLE"

# Keys with the values policies and requests have for them, and with the forms requests may be known by.
KEYS = {
    "aws:PrincipalOrgID": ["o-abc", "o-def"],
    "aws:userId": [f"{ID}:*", f"{ID}:SageMaker", "AROAOTHER:*", f"{ID}*", "AIDA?", "*"],
    "aws:PrincipalArn": [ROLE, "arn:aws:iam::*:role/service-role/*", "arn:aws:iam::999999999999:role/*"],
    "aws:SourceArn": ["arn:aws:sagemaker:us-east-1:111122223333:*", "arn:aws:sagemaker:*:*:domain/d-1", ROLE],
    "aws:RequestedRegion": ["us-east-1", "eu-west-1", "us-*"],
    "aws:SecureTransport": ["true", "false"],
    "aws:PrincipalTag/team": ["ml", "ML", "web", "m*", "${aws:username}"],
    "aws:SourceIp": ["10.0.0.0/8", "203.0.113.7", "198.51.100.0/24"],
    "aws:CurrentTime": ["2026-11-21T00:00:00Z", "2030-01-01"],
    "s3:TlsVersion": ["1.2", "1.1", "1.3"],
    "aws:CalledVia": ["cloudformation.amazonaws.com", "athena.amazonaws.com"],
}
FORMS = {
    "aws:userId": [f"{ID}:*"],
    "aws:SourceArn": ["arn:aws:sagemaker:us-east-1:111122223333:*"],
    "s3:TlsVersion": ["1.2", "1.3"],
}
ANSWERS = {
    "aws:PrincipalOrgID": [["o-abc"], ["o-other"]],
    "aws:userId": [[f"{ID}:SageMaker"], ["AIDA1"]],
    "aws:PrincipalArn": [[ROLE]],
    "aws:SourceArn": [["arn:aws:sagemaker:us-east-1:111122223333:domain/d-1"]],
    "aws:RequestedRegion": [["us-east-1"]],
    "aws:SecureTransport": [["true"], ["false"]],
    "aws:PrincipalTag/team": [["ml"], ["web"]],
    "aws:SourceIp": [["10.1.2.3"], ["192.0.2.1"]],
    "aws:CurrentTime": [["2026-11-28T06:00:00Z"]],
    "s3:TlsVersion": [["1.3"]],
    "aws:CalledVia": [["athena.amazonaws.com"], ["cloudformation.amazonaws.com", "athena.amazonaws.com"]],
}


# One world: every key has its values, or none.


def octets(address):
    parts = [int(part) for part in address.split(".")]
    return sum(part << shift for part, shift in zip(parts, (24, 16, 8, 0), strict=True))


def agreement(name, presented, parts):
    if "IpAddress" not in name:
        return agrees(name, presented, parts)
    network, _, length = "".join(part for part, _ in parts).partition("/")
    if not re.fullmatch(r"\d+\.\d+\.\d+\.\d+", presented):
        return False
    shift = 32 - int(length or 32)
    return octets(presented) >> shift == octets(network) >> shift


def outcome(operator, key, values, world, modern):
    """A test in a world: True, False, or None for a variable that nothing fills."""
    quantifier, _, name = operator.rpartition(":")
    optional, name = name.endswith("IfExists"), name.removesuffix("IfExists")
    presented = world.get(key.lower(), [])
    if name == "Null":
        return any((value == "true") == (not presented) for value in values)
    negated = "Not" in name
    if not presented:
        return optional or quantifier == "ForAllValues" or (negated and quantifier != "ForAnyValue")
    single = {name: found[0] for name, found in world.items() if len(found) == 1}
    known = [filled(value, single, modern) for value in values]

    def one(value):
        agreed = one_of([None if parts is None else agreement(name, value, parts) for parts in known])
        return agreed if agreed is None else agreed != negated

    every = quantifier == "ForAllValues" or (not quantifier and negated)
    return (all_of if every else one_of)([one(value) for value in presented])


# What is not known: the values a key might have.


def samples(values):
    """Values that agree with each of a policy's values, and some that agree with none."""
    found = ["", "zz-none", "2019-01-01", "2040-01-01", "0", "99"]
    for value in values:
        plain = re.sub(r"\$\{.*?\}", "ml", value)
        plain = plain.partition("/")[0] if re.fullmatch(r"[\d./]+", plain) else plain
        found += [plain, plain.replace("*", "").replace("?", "x"), plain.replace("*", "zz").replace("?", "x")]
        found += [part for part in re.split(r"[*?]", plain) if part]
    return found


def might_have(key, values, request):
    """The lists of values a key of a request might have."""
    for known, given in request["known"].items():
        if known.lower() == key.lower():
            return [given]
    for known, forms in request["forms"].items():
        if known.lower() == key.lower():
            fills = [text[start:] for text in samples(values) for start in range(len(text) + 1)]
            return [[form.replace("*", fill)] for form in forms for fill in fills]
    if not any(glob([(pattern.lower(), True)], key.lower()) for pattern in request["unknown"]):
        return [[]]
    return [[]] + [[value] for value in samples(values)]


def test(operator, key, values, request, modern):
    """A test of a request: the same in every world, or None."""
    fixed = {name.lower(): given for name, given in request["known"].items()}
    outcomes = {outcome(operator, key, values, fixed | {key.lower(): given}, modern) for given in might_have(key, values, request)}
    return outcomes.pop() if len(outcomes) == 1 else None


def named(who, found, deny, exception):
    """Whether one principal is who asks."""
    kind, one = found
    everybody = kind == "AWS" and one == "*"
    account = re.fullmatch(r"(?:arn:aws:iam::)?(\d{12})(?::root)?", one) if kind == "AWS" else None
    if who["kind"] == "provider":
        return everybody or found == ("Federated", "*") or found == ("Federated", PROVIDER)
    if who["kind"] == "service":
        return found == ("Service", who["id"]) or (deny and everybody)
    if everybody:
        return True
    if who["kind"] == "role":
        if account and not exception:
            return account[1] == ACCOUNT
        return None if found == ("AWS", SESSION) else found == ("AWS", ROLE)
    if account and account[1] == ACCOUNT:
        return None if exception else True
    return None if kind == "AWS" and f":{ACCOUNT}:" in one else False


def reached(patterns, request, deny, modern, inverted):
    """Whether resources named are those asked for. A form here ends with its only star, as do the patterns beside it."""
    wanted = request["resource"]
    single = {key.lower(): values[0] for key, values in request["known"].items() if len(values) == 1}
    answers = []
    for pattern in patterns:
        parts = filled(pattern, single, modern)
        sure = parts is not None
        parts = parts if sure else [(re.sub(r"\$\{.*?\}", "*", pattern), True)]
        if wanted.endswith("*"):
            text, prefix = "".join(part for part, _ in parts), wanted[:-1]
            stem, _, star = text.partition("*")
            covers = prefix.startswith(stem) and bool(text != stem) and not star
            meets = covers or stem.startswith(prefix)
            every = (deny or request["every"]) != inverted
            answer = covers if every else meets
        else:
            answer = glob(parts, wanted)
        answers.append(answer if sure or not answer else None)
    return one_of(answers)


def negation(answer):
    return answer if answer is None else not answer


def applies(statement, request, modern, judge):
    action, deny = request["action"].lower(), statement["Effect"] == "Deny"
    excluded = "NotAction" in statement
    patterns = listed(statement["NotAction" if excluded else "Action"])
    if any(glob([(pattern.lower(), True)], action) for pattern in patterns) == excluded:
        return False
    found = []
    if request["who"]:
        exception = "NotPrincipal" in statement
        answer = one_of(
            [named(request["who"], one, deny, exception) for one in principals(statement["NotPrincipal" if exception else "Principal"])]
        )
        found.append(negation(answer) if exception else answer)
    if request["resource"]:
        inverted = "NotResource" in statement
        answer = reached(listed(statement["NotResource" if inverted else "Resource"]), request, deny, modern, inverted)
        found.append(negation(answer) if inverted else answer)
    for operator, keys in statement.get("Condition", {}).items():
        found += [judge(operator, key, listed(values)) for key, values in keys.items()]
    return all_of(found)


def allowed(documents, request, world=None):
    verdicts = {"Allow": False, "Deny": False}
    for document in documents:
        modern = document["Version"] == "2012-10-17"

        def judge(operator, key, values, modern=modern):
            if world is None:
                return test(operator, key, values, request, modern)
            return outcome(operator, key, values, world, modern)

        for statement in document["Statement"]:
            effect = statement["Effect"]
            verdicts[effect] = one_of([verdicts[effect], applies(statement, request, modern, judge)])
    return decided(verdicts)


def a_world(rng, documents, request):
    """Some value for every key that the documents test, as the request allows it."""
    world = {key.lower(): values for key, values in request["known"].items()}
    for document in documents:
        for statement in document["Statement"]:
            for keys in statement.get("Condition", {}).values():
                for key, values in keys.items():
                    world[key.lower()] = rng.choice(might_have(key, listed(values), request))
    return world


# Cases.


def a_test(rng):
    key = rng.choice(list(KEYS))
    values = rng.sample(KEYS[key], rng.randint(1, min(2, len(KEYS[key]))))
    kinds = {"aws:SourceIp": ["IpAddress", "NotIpAddress"], "aws:SecureTransport": ["Bool"]}
    kinds |= {"aws:SourceArn": ["ArnLike", "ArnNotLike", "StringLike"], "aws:CurrentTime": ["DateLessThan", "DateGreaterThan"]}
    kinds |= {"s3:TlsVersion": ["NumericLessThan", "NumericEquals", "NumericGreaterThanEquals"]}
    text = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]
    operator = rng.choice(kinds.get(key, text)) + rng.choice(["", "", "", "IfExists"])
    operator = rng.choice([""] * 7 + ["ForAllValues:", "ForAnyValue:"]) + operator
    if rng.random() < 0.1:
        operator, values = "Null", [rng.choice(["true", "false"])]
    return operator, rng.choice([key, key, key.lower()]), values if len(values) > 1 or rng.random() < 0.5 else values[0]


def a_statement(rng, request, resources):
    statement = {"Effect": rng.choice(["Allow", "Allow", "Deny"])}
    if request["who"]:
        who = [{"AWS": ROLE}, {"AWS": ACCOUNT}, {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "*", {"AWS": "*"}, {"AWS": SESSION}]
        who += [{"AWS": "999999999999"}, {"Service": "sagemaker.amazonaws.com"}, {"Federated": PROVIDER}, {"AWS": [ROLE, "999999999999"]}]
        own = {"service": {"Service": request["who"]["id"]}, "provider": {"Federated": PROVIDER}}.get(request["who"]["kind"], "*")
        statement["NotPrincipal" if rng.random() < 0.1 else "Principal"] = rng.choice(who + [own] * 10)
    statement["NotAction" if rng.random() < 0.15 else "Action"] = rng.choice(
        [request["action"], request["action"].upper(), "*", "s3:*", "sts:*", ["kms:Decrypt", "s3:Get*"]]
    )
    if request["resource"]:
        statement["NotResource" if rng.random() < 0.15 else "Resource"] = rng.choice(resources)
    condition = {}
    for _ in range(rng.choice([0, 1, 1, 2])):
        operator, key, values = a_test(rng)
        condition.setdefault(operator, {})[key] = values
    if condition:
        statement["Condition"] = condition
    return statement


def a_request(rng):
    request = {"known": {}, "forms": {}, "unknown": rng.choice([["*"], ["*"], ["aws:Principal*", "s3:*"], []])}
    request["known"]["aws:username"] = rng.choice([[], ["ml"], []])
    for key in KEYS:
        chance = rng.random()
        if chance < 0.25:
            request["known"][key] = rng.choice(ANSWERS[key])
        elif chance < 0.35:
            request["known"][key] = []
        elif chance < 0.7 and key in FORMS:
            request["forms"][key] = FORMS[key]
    if rng.random() < 0.3:
        del request["known"]["aws:username"]
    kind, one = rng.choice(
        [("role", ROLE), ("role", ROLE), ("service", "sagemaker.amazonaws.com"), ("provider", PROVIDER), ("somebody", ACCOUNT), (None, "")]
    )
    request["who"] = {"kind": kind, "id": one} if kind else None
    trust = kind in ("service", "provider")
    request["action"] = "sts:AssumeRole" if trust else rng.choice(["s3:GetObject", "kms:Decrypt", "cloudformation:CreateStack"])
    request["resource"] = (
        None if trust else rng.choice(["arn:aws:s3:::b/templates/x.yaml", "arn:aws:cloudformation:us-east-1:1:stack/SP-*"])
    )
    request["every"] = rng.random() < 0.5
    return request


def main():
    rng = random.Random(sys.argv[1])
    resources = [
        "*",
        "arn:aws:s3:::b/*",
        "arn:aws:cloudformation:us-east-1:1:stack/*",
        "arn:aws:cloudformation:us-east-1:1:stack/SP-churn-*",
    ]
    for _ in range(int(sys.argv[2])):
        request = a_request(rng)
        own = resources + (
            [] if (request["resource"] or "").endswith("*") else ["arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/t*/?.yaml"]
        )
        documents = [
            {
                "Version": rng.choice(["2012-10-17"] * 5 + ["2008-10-17"]),
                "Statement": [a_statement(rng, request, own) for _ in range(rng.randint(1, 3))],
            }
            for _ in range(1 if request["who"] else rng.randint(1, 2))
        ]
        answer = allowed(documents, request)
        for _ in range(4 if answer is not None else 0):
            assert allowed(documents, request, a_world(rng, documents, request)) in (answer, None), (documents, request, answer)
        print(json.dumps({"documents": documents, "request": request, "allowed": answer}))


main()
