"""IAM: audiences of an identity provider, encoded policy versions, simulation."""

from __future__ import annotations

import copy
import json
import string
from typing import Any
from urllib.parse import quote

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.exceptions import NotFoundException
from moto.iam.models import IAMBackend
from moto.iam.responses import IamResponse

from . import simulate

FILLED = {
    "AddClientIDToOpenIDConnectProvider",
    "RemoveClientIDFromOpenIDConnectProvider",
    "GetPolicyVersion",
    "ListPolicyVersions",
    "SimulatePrincipalPolicy",
}
# AWS fills in a thumbprint of the issuer's authority when none is given.
OBTAINED_THUMBPRINT = "ffffffffffffffffffffffffffffffffffffffff"


def _add_client_id(self: IamResponse) -> EmptyResult:
    provider = self.backend.get_open_id_connect_provider(self._get_param("OpenIDConnectProviderArn"))
    client_id = self._get_param("ClientID")
    if client_id not in provider.client_id_list:
        provider.client_id_list.append(client_id)
    return EmptyResult()


def _remove_client_id(self: IamResponse) -> EmptyResult:
    # Like AWS: removing what is not there succeeds.
    provider = self.backend.get_open_id_connect_provider(self._get_param("OpenIDConnectProviderArn"))
    client_id = self._get_param("ClientID")
    provider.client_id_list = [known for known in provider.client_id_list if known != client_id]
    return EmptyResult()


def _get_policy_version(self: IamResponse) -> ActionResult:
    version = self.backend.get_policy_version(self._get_param("PolicyArn"), self._get_param("VersionId"))
    shown = {
        "Document": quote(version.document, safe=string.ascii_letters + string.digits + "-_.~"),
        "VersionId": version.version_id,
        "IsDefaultVersion": version.is_default,
        "CreateDate": version.create_date,
    }
    return ActionResult({"PolicyVersion": shown})


def _list_policy_versions(self: IamResponse) -> ActionResult:
    # AWS lists versions without their documents.
    versions = self.backend.list_policy_versions(self._get_param("PolicyArn"))
    shown = [{"VersionId": v.version_id, "IsDefaultVersion": v.is_default, "CreateDate": v.create_date} for v in versions]
    return ActionResult({"Versions": shown, "IsTruncated": False})


def _simulate_principal_policy(self: IamResponse) -> ActionResult:
    arn = self._get_param("PolicySourceArn")
    documents = simulate.documents_of(self.backend, arn)
    if documents is None:
        raise NotFoundException(f"The entity {arn} cannot be found.")
    actions = self._get_param("ActionNames", [])
    resources = self._get_param("ResourceArns", []) or ["*"]
    context = simulate.context(self._get_param("ContextEntries", []))
    results = [simulate.evaluate_all(documents, action, resources, context) for action in actions]
    return ActionResult({"EvaluationResults": results, "IsTruncated": False})


def _patch_provider_creation() -> None:
    create = IAMBackend.create_open_id_connect_provider

    def with_thumbprint(self: IAMBackend, url: str, thumbprint_list: Any, client_id_list: Any, tags: Any) -> Any:
        return create(self, url, thumbprint_list or [OBTAINED_THUMBPRINT], client_id_list, tags)

    IAMBackend.create_open_id_connect_provider = with_thumbprint  # type: ignore[method-assign]


def _patch_managed_policies() -> None:
    """Reads AWS's managed policies once an account, not at each reset and for each partition."""
    load = IAMBackend._init_aws_policies
    loaded: dict[str, list[Any]] = {}

    def once(self: IAMBackend) -> list[Any]:
        if self.region_name != "aws":
            return []
        if self.account_id not in loaded:
            loaded[self.account_id] = load(self)
        return [copy.copy(policy) for policy in loaded[self.account_id]]

    IAMBackend._init_aws_policies = once  # type: ignore[method-assign]


def _patch_trust_policies() -> None:
    """Takes two forms that IAM takes too: the older version, and wildcards in actions of STS."""
    update = IAMBackend.update_assume_role_policy

    def judged(statement: Any) -> Any:
        actions = statement.get("Action", [])
        actions = actions if isinstance(actions, list) else [actions]
        return {**statement, "Action": ["sts:AssumeRole" if _is_sts_wildcard(name) else name for name in actions]}

    def tolerant(self: IAMBackend, role_name: str, policy_document: str) -> None:
        document = json.loads(policy_document)
        statements = document["Statement"]
        statements = statements if isinstance(statements, list) else [statements]
        version = "2012-10-17" if document.get("Version", "2008-10-17") == "2008-10-17" else document["Version"]
        known = {**document, "Version": version, "Statement": [judged(statement) for statement in statements]}
        update(self, role_name, json.dumps(known))
        self.get_role(role_name).assume_role_policy_document = policy_document

    IAMBackend.update_assume_role_policy = tolerant  # type: ignore[method-assign]


def _is_sts_wildcard(action: Any) -> bool:
    return isinstance(action, str) and action.startswith("sts:") and ("*" in action or "?" in action)


def install() -> None:
    """Adds the operations; moto's dispatcher finds them by name."""
    IamResponse.add_client_id_to_open_id_connect_provider = _add_client_id  # type: ignore[attr-defined]
    IamResponse.remove_client_id_from_open_id_connect_provider = _remove_client_id  # type: ignore[attr-defined]
    IamResponse.get_policy_version = _get_policy_version  # type: ignore[method-assign]
    IamResponse.list_policy_versions = _list_policy_versions  # type: ignore[method-assign]
    IamResponse.simulate_principal_policy = _simulate_principal_policy  # type: ignore[attr-defined]
    _patch_provider_creation()
    _patch_managed_policies()
    _patch_trust_policies()
