"""Random trust policies and tokens, and what IAM would say: an evaluator that shares nothing with the program.

    python3 oracle.py SEED COUNT     one JSON line a case: {"document", "token", "allowed"}; null where it cannot be known

Written from the IAM User Guide (condition operators, set operators for multivalued context keys, variables and tags,
evaluation logic), in the plainest way: patterns become regular expressions, a test is true, false or None (not to be
known), an Allow counts only what is true, a Deny whatever is not false.
"""

import json
import random
import re
import sys
from datetime import UTC, datetime

HOST = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::111122223333:oidc-provider/{HOST}"
OTHER = PROVIDER.replace("1111", "9999")
ACTION = "sts:AssumeRoleWithWebIdentity"
NEW, OLD = "repo:octo-org@583231/sagemaker-churn@1296269", "repo:octo-org/sagemaker-churn"

# What tokens carry.
SUBJECTS = [
    f"{NEW}:ref:refs/heads/main",
    f"{NEW}:environment:production",
    f"{NEW}:pull_request",
    f"{NEW}:ref:refs/tags/v1",
    f"{OLD}:ref:refs/heads/main",
    f"{OLD}:environment:production",
    f"{OLD}:pull_request",
    "repo:octo-org-evil/sagemaker-churn:ref:refs/heads/main",
    "repo:Octo-Org/sagemaker-churn:ref:refs/heads/main",
    "repo:evil/x:environment:production",
    f"{OLD}-evil:ref:refs/heads/main",
    "",
    "*",
    "repo:octo-org/*",
    "${x}",
    "$",
]
AUDIENCES = ["sts.amazonaws.com", "https://github.com/octo-org", "STS.amazonaws.com", "sts.amazonaws.com "]
CLAIMS = {
    "actor": ["ana", "ben", "Ana", "arn:aws:iam::1:role/deploy"],
    "actor_id": ["4242", "7"],
    "repository": ["octo-org/sagemaker-churn", "evil/x"],
    "repository_id": ["1296269", "42"],
    "ref": ["refs/heads/main", "refs/heads/x"],
    "workflow": ["deploy", "build"],
    "job_workflow_ref": ["octo-org/sagemaker-churn/.github/workflows/deploy.yml@refs/heads/main"],
    "environment": ["production", "Production"],
    "head_ref": ["x"],
    "run_id": ["17"],
}
EXPOSED = {
    "sub",
    "aud",
    "actor",
    "actor_id",
    "job_workflow_ref",
    "repository",
    "repository_id",
    "workflow",
    "ref",
    "environment",
    "enterprise_id",
    "repository_owner_id",
    "runner_environment",
}
OPERATORS = [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "ArnEquals",
    "ArnLike",
    "ArnNotLike",
    "ArnNotEquals",
    "Bool",
    "Null",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateLessThan",
    "DateGreaterThanEquals",
    "BinaryEquals",
    "StringMatches",
]
VALUES = [
    "*",
    "?",
    "",
    "repo:*",
    "repo:octo-org*",
    "repo:octo-org/*",
    "repo:octo-org/sagemaker-churn*",
    f"{OLD}:*",
    f"{NEW}:*",
    "repo:*/sagemaker-churn:*",
    "repo:octo-org@*/sagemaker-churn@*:ref:refs/heads/main",
    "*:environment:production",
    f"{NEW}:ref:refs/heads/????",
    f"{OLD}:ref:refs/heads/${{*}}",
    "repo:${aws:username}/*",
    "${x}",
    "${aws:username, 'ana'}",
    f"repo:${{{HOST}:repository}}:pull_request",
    f"${{{HOST}:sub}}",
    "${*}",
    "$",
    "4242",
    "42.0",
    "4.2e1",
    "17",
    "true",
    "2026-11-21",
    "2026-11-21T00:00:00Z",
    "2026-11-21T01:00:00+01:00",
    "1795219200",
    "arn:aws:iam::*:role/*",
    "ana",
    "Ana",
]


# What IAM says.


def glob(pieces, text):
    """Whether a pattern, as (text, is it a wildcard pattern) parts, matches all of a text."""
    expression = ""
    for part, open_ in pieces:
        for letter in part:
            expression += {"*": ".*", "?": "."}.get(letter, re.escape(letter)) if open_ else re.escape(letter)
    return re.fullmatch(expression, text, re.DOTALL) is not None


def filled(value, context, modern):
    """A value's parts with its variables filled; None when a variable stays open."""
    if not modern:
        return [(value, True)]
    parts = []
    for plain, name in re.findall(r"(.*?)(?:\$\{([^}]*)\}|$)", value, re.DOTALL):
        parts.append((plain, True))
        if not name:
            continue
        if name in ("*", "?", "$"):
            parts.append((name, False))
            continue
        default = re.fullmatch(r"(.*?), *'(.*)'", name, re.DOTALL)
        found = context.get((default.group(1) if default else name).lower())
        if found is None and default:
            found = default.group(2)
        if found is None:
            return None
        parts.append((found, False))
    return parts


def number(text):
    return float(text) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text) else None


def moment(text):
    if number(text) is not None:
        return number(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None:
        if "T" in text:
            return None
        found = found.replace(tzinfo=UTC)
    return found.timestamp()


def ordered(operator, left, right):
    if left is None or right is None:
        return False
    return {
        "Equals": left == right,
        "NotEquals": left == right,
        "LessThan": left < right,
        "LessThanEquals": left <= right,
        "GreaterThan": left > right,
        "GreaterThanEquals": left >= right,
    }[operator]


def agrees(operator, presented, parts):
    """Whether one presented value agrees with one value of the policy, negation left aside."""
    text = "".join(part for part, _ in parts)
    if operator in ("StringEquals", "StringNotEquals", "BinaryEquals"):
        return presented == text
    if operator in ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"):
        return presented.lower() == text.lower()
    if operator in ("StringLike", "StringNotLike"):
        return glob(parts, presented)
    if operator.startswith("Arn"):
        # Nothing here fills a variable inside an ARN, so parting the text parts the pattern.
        left, right = presented.split(":", 5), text.split(":", 5)
        return len(left) == len(right) == 6 and all(glob([(pattern, True)], part) for part, pattern in zip(left, right, strict=True))
    if operator == "Bool":
        return presented.lower() == text.lower()
    if operator.startswith("Numeric"):
        return ordered(operator.removeprefix("Numeric"), number(presented), number(text))
    return ordered(operator.removeprefix("Date"), moment(presented), moment(text))


def test(operator, key, values, context, modern):
    """True, False, or None for what cannot be known."""
    quantifier, _, name = operator.rpartition(":")
    optional = name.endswith("IfExists") and name != "IfExists"
    name = name.removesuffix("IfExists")
    if name not in OPERATORS or name == "StringMatches":
        return None
    presented = context.get(key.lower())
    if name == "Null":
        return any((value.lower() == "true") == (presented is None) for value in values)
    negated = "Not" in name
    if presented is None:
        if optional or quantifier == "ForAllValues":
            return True
        return False if quantifier == "ForAnyValue" else negated
    # Every claim has one value: all, any and plain are the same.
    known = [filled(value, context, modern) for value in values]
    if any(parts is not None and agrees(name, presented, parts) for parts in known):
        return not negated
    return None if None in known else negated


def listed(value):
    items = value if isinstance(value, list) else [value]
    return [str(item).lower() if isinstance(item, bool) else str(item) for item in items]


def principals(value):
    if value == "*":
        return [("AWS", "*")]
    return [(kind, one) for kind, ids in value.items() for one in listed(ids)]


def named(found):
    return any(one == "*" and kind in ("AWS", "Federated") or (kind, one) == ("Federated", PROVIDER) for kind, one in found)


def concerns(statement):
    """Whether a statement is about our provider's tokens and this action."""
    if "NotPrincipal" in statement:
        who = not named(principals(statement["NotPrincipal"]))
    else:
        who = named(principals(statement.get("Principal", {})))

    def like(patterns):
        return any(glob([(p.lower(), True)], ACTION.lower()) for p in listed(patterns))

    what = not like(statement["NotAction"]) if "NotAction" in statement else like(statement.get("Action", []))
    return who and what


def all_of(outcomes):
    """True, False or None of a conjunction."""
    return False if False in outcomes else None if None in outcomes else True


def one_of(outcomes):
    return True if True in outcomes else None if None in outcomes else False


def decided(verdicts):
    """Whether it is allowed: a Deny that may hold leaves an Allow in doubt."""
    if verdicts["Deny"] is True or verdicts["Allow"] is False:
        return False
    return None if None in verdicts.values() else True


def allowed(document, token):
    context = {f"{HOST}:{claim}".lower(): value for claim, value in token["claims"].items() if claim in EXPOSED}
    context |= {f"{HOST}:sub": token["sub"], f"{HOST}:aud": token["aud"]}
    modern = document.get("Version") == "2012-10-17"
    statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
    verdicts = {"Allow": False, "Deny": False}
    for statement in statements:
        if not concerns(statement):
            continue
        tests = [
            test(operator, key, listed(values), context, modern)
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        ]
        if statement["Effect"] in verdicts:
            verdicts[statement["Effect"]] = one_of([verdicts[statement["Effect"]], all_of(tests)])
    return decided(verdicts)


# Cases.


def some(rng, items, most=3):
    chosen = rng.sample(items, rng.randint(1, min(most, len(items))))
    return chosen[0] if len(chosen) == 1 and rng.random() < 0.7 else chosen


def a_key(rng):
    claim = rng.choice(["sub"] * 6 + ["aud"] * 3 + list(CLAIMS) + ["iss"])
    host = rng.choice([HOST] * 12 + [HOST.upper(), f"vs{HOST}", f"https://{HOST}", "accounts.google.com"])
    return rng.choice(["aws:SourceIp", "aws:username"]) if rng.random() < 0.03 else f"{host}:{rng.choice([claim, claim, claim.upper()])}"


def a_test(rng):
    operator = rng.choice(["StringEquals"] * 6 + ["StringLike"] * 8 + ["StringNotEquals", "StringNotLike"] + OPERATORS)
    if operator != "Null":
        operator += rng.choice([""] * 8 + ["IfExists"])
    operator = rng.choice([""] * 8 + ["ForAllValues:", "ForAnyValue:"]) + operator
    key = a_key(rng)
    claim = key.rpartition(":")[2].lower()
    pool = {"sub": SUBJECTS * 2 + VALUES, "aud": AUDIENCES * 4 + VALUES}.get(claim, CLAIMS.get(claim, []) * 4 + VALUES)
    values = some(rng, ["true", "false", True, False] if "Null" in operator or "Bool" in operator else pool)
    if rng.random() < 0.04:
        values = rng.choice([17, 42, True, [17, 4242]])
    return operator, key, values


def a_statement(rng):
    statement = {"Effect": rng.choice(["Allow"] * 5 + ["Deny", "allow"])}
    who = rng.choice(
        [{"Federated": PROVIDER}] * 10
        + [
            {"Federated": [OTHER, PROVIDER]},
            {"Federated": OTHER},
            {"Federated": "*"},
            "*",
            {"AWS": "*"},
            {"AWS": "111122223333"},
            {"Service": "ec2.amazonaws.com"},
        ]
    )
    statement["NotPrincipal" if rng.random() < 0.04 else "Principal"] = who
    what = rng.choice([ACTION] * 9 + [ACTION.upper(), "sts:*", "*", "sts:Assume*", "sts:AssumeRole", ["sts:TagSession", ACTION]])
    statement["NotAction" if rng.random() < 0.04 else "Action"] = what
    condition = {}
    for _ in range(rng.choice([0, 1, 1, 2, 2, 2, 3, 4])):
        operator, key, values = a_test(rng)
        condition.setdefault(operator, {})[key] = values
    if condition or rng.random() < 0.5:
        statement["Condition"] = condition
    return statement


def a_document(rng):
    statements = [a_statement(rng) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    document = {"Version": rng.choice(["2012-10-17"] * 6 + ["2008-10-17"]), "Statement": statements}
    if rng.random() < 0.05:
        del document["Version"]
    if len(statements) == 1 and rng.random() < 0.3:
        document["Statement"] = statements[0]
    return document


def a_token(rng):
    claims = {claim: rng.choice(values) for claim, values in CLAIMS.items() if rng.random() < 0.5}
    return {"sub": rng.choice(SUBJECTS), "aud": rng.choice(AUDIENCES[:1] * 4 + AUDIENCES), "claims": claims}


def main():
    rng = random.Random(sys.argv[1])
    count = int(sys.argv[2])
    while count:
        document = a_document(rng)
        tokens = [a_token(rng) for _ in range(6)]
        verdicts = [allowed(document, token) for token in tokens]
        # A document that says the same to everybody tests little; half of those are left out.
        if len(set(verdicts)) == 1 and rng.random() < 0.5:
            continue
        for token, verdict in zip(tokens[:count], verdicts, strict=False):
            print(json.dumps({"document": document, "token": token, "allowed": verdict}))
        count -= min(count, len(tokens))


if __name__ == "__main__":
    main()
