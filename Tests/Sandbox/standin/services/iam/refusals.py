"""IAM: what must not be deleted yet, and policies that are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.iam.models import iam_backends

from ...aws.call import Call
from ...aws.credentials import PARTITION, caller
from ...aws.refused import Refused, Switches, policy, statements

# A switch: what IAM announced for trust policies of issuers that everybody shares.
NEEDS_SUBJECT = "trust-policy-needs-sub"


def _iam(call: Call) -> Any:
    return iam_backends[caller(call.key)[0]][PARTITION]


def _policy_not_attached(call: Call, _: Switches) -> None:
    policy = _iam(call).managed_policies.get(call.input["PolicyArn"])
    if policy is None:
        return
    iam = _iam(call)
    holders = [*iam.roles.values(), *iam.users.values(), *iam.groups.values()]
    if any(policy.arn in holder.managed_policies for holder in holders):
        raise Refused("DeleteConflict", 409, "Cannot delete a policy attached to entities.")
    if len(policy.versions) > 1:
        raise Refused("DeleteConflict", 409, "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.")  # fmt: skip


def _user_is_bare(call: Call, _: Switches) -> None:
    user = _iam(call).users.get(call.input["UserName"])
    if user is not None and user.access_keys:
        raise Refused("DeleteConflict", 409, "Cannot delete entity, must delete access keys first.")
    if user is not None and user.policies:
        raise Refused("DeleteConflict", 409, "Cannot delete entity, must delete policies first.")


def _provider_exists(call: Call, _: Switches) -> None:
    arn = call.input["OpenIDConnectProviderArn"]
    if arn not in _iam(call).open_id_providers:
        raise Refused("NoSuchEntity", 404, f"OpenIDConnect Provider not found for arn {arn}")


def _provider_is_new(call: Call, _: Switches) -> None:
    url = call.input["Url"]
    if not url.startswith("https://"):
        raise Refused("InvalidInput", 400, "Invalid Open ID Connect Provider URL")
    if any(provider.url == url.removeprefix("https://") for provider in _iam(call).open_id_providers.values()):
        raise Refused("EntityAlreadyExists", 409, f"Provider with url {url} already exists.")


def _audiences_fit(call: Call, _: Switches) -> None:
    provider = _iam(call).open_id_providers.get(call.input["OpenIDConnectProviderArn"])
    if provider and len({*provider.client_id_list, call.input["ClientID"]}) > 100:
        raise Refused("LimitExceeded", 409, "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100")


def _trust_policy(member: str) -> Callable[[Call, Switches], None]:
    def rule(call: Call, switches: Switches) -> None:
        document = policy(call.input[member])
        if len(call.input[member]) > 2048:
            raise Refused("LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048")
        for statement in statements(document):
            if not statement.get("Principal") and not statement.get("NotPrincipal"):
                raise Refused("MalformedPolicyDocument", 400, "Missing required field Principal")
            if "Resource" in statement or "NotResource" in statement:
                raise Refused("MalformedPolicyDocument", 400, "Has prohibited field Resource")
            if NEEDS_SUBJECT in switches.on:
                _needs_subject(statement)

    return rule


def _needs_subject(statement: dict[str, Any]) -> None:
    """GitHub's issuer is shared by everyone; IAM wants to know which tenant is meant."""
    principal = statement.get("Principal", {})
    federated = principal.get("Federated", []) if isinstance(principal, dict) else []
    providers = [federated] if isinstance(federated, str) else federated
    if statement.get("Effect") != "Allow" or not any("token.actions.githubusercontent.com" in arn for arn in providers):
        return
    tested = {key.lower() for block in statement.get("Condition", {}).values() for key in block}
    if not any(key.endswith((":sub", ":job_workflow_ref")) for key in tested):
        raise Refused("MalformedPolicyDocument", 400, "The trust policy must evaluate the sub or job_workflow_ref condition key of the provider token.actions.githubusercontent.com.")  # fmt: skip


RULES = {
    "DeletePolicy": _policy_not_attached,
    "DeleteUser": _user_is_bare,
    "DeleteOpenIDConnectProvider": _provider_exists,
    "CreateOpenIDConnectProvider": _provider_is_new,
    "AddClientIDToOpenIDConnectProvider": _audiences_fit,
    "CreateRole": _trust_policy("AssumeRolePolicyDocument"),
    "UpdateAssumeRolePolicy": _trust_policy("PolicyDocument"),
}
