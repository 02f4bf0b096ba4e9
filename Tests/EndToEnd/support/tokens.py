"""Whether AWS would let a GitHub token in: a small evaluator of trust policies that shares nothing with the program."""

import re

from support.world import ISSUER, PROVIDER

ACTION = "sts:assumerolewithwebidentity"


def _listed(value):
    return value if isinstance(value, list) else [value]


def _like(pattern, text):
    parts = re.split(r"([*?])", pattern)
    expression = "".join({"*": ".*", "?": "."}.get(part, re.escape(part)) for part in parts)
    return re.fullmatch(expression, text, re.DOTALL) is not None


COMPARE = {
    "StringEquals": lambda value, claim: value == claim,
    "StringEqualsIgnoreCase": lambda value, claim: value.lower() == claim.lower(),
    "StringLike": _like,
}


def _holds(operator, values, claim):
    """One test of one key. An operator that is not known here fails the test run rather than pass by chance."""
    operator = operator.removeprefix("ForAnyValue:")
    if operator.startswith("ForAllValues:"):
        operator = operator.removeprefix("ForAllValues:")
        if claim is None:
            return True
    if operator.endswith("IfExists"):
        operator = operator.removesuffix("IfExists")
        if claim is None:
            return True
    negated = operator.startswith("StringNot")
    compare = COMPARE[operator.replace("StringNot", "String")]
    if claim is None:
        return negated
    return any(compare(value, claim) for value in values) != negated


def _applies(statement, claims):
    principal = statement.get("Principal", {})
    federated = ["*"] if principal == "*" else _listed(principal.get("Federated", []))
    if not {PROVIDER, "*"} & set(federated):
        return False
    if not any(_like(action.lower(), ACTION) for action in _listed(statement["Action"])):
        return False
    return all(
        _holds(operator, _listed(values), claims.get(key.lower()))
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def lets_in(document, subject, audience="sts.amazonaws.com"):
    """Whether a trust policy allows AssumeRoleWithWebIdentity for such a token, and no statement denies it."""
    claims = {f"{ISSUER}:sub": subject, f"{ISSUER}:aud": audience}
    effects = {statement["Effect"] for statement in document["Statement"] if _applies(statement, claims)}
    return effects == {"Allow"}
