"""Domains with ids, tags and updates as AWS has them."""

from __future__ import annotations

import hashlib
import string
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.sagemaker.exceptions import ResourceInUseException, ResourceNotFound, ValidationError
from moto.sagemaker.models import Domain, SageMakerModelBackend, sagemaker_backends
from moto.sagemaker.responses import SageMakerResponse
from moto.sagemaker.utils import arn_formatter

from ...aws.credentials import OPERATOR
from ...service import Unknown
from . import shelf

FILLED = {
    "CreateDomain", "DescribeDomain", "UpdateDomain", "DeleteDomain", "AddTags", "ListTags", "DeleteTags",
}  # fmt: skip
STATUSES = ("Deleting", "Failed", "InService", "Pending", "Updating", "Update_Failed", "Delete_Failed")
ALPHABET = string.ascii_lowercase + string.digits
SHELVED = ("project", "space", "code-repository")
SSO_ONLY = ("SingleSignOnManagedApplicationInstanceId", "SingleSignOnApplicationArn")
UPDATABLE = {
    "DefaultUserSettings": "default_user_settings",
    "DefaultSpaceSettings": "default_space_settings",
    "DomainSettings": "domain_settings",
    "AppNetworkAccessType": "app_network_access_type",
    "AppSecurityGroupManagement": "app_security_group_management",
    "SubnetIds": "subnet_ids",
    "VpcId": "vpc_id",
}


def short_id(seed: str, length: int = 12) -> str:
    """Looks random, and is the same for the same seed: so seeds can be replayed."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big")
    return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(length))


def missing(domain_id: str) -> ResourceNotFound:
    """How SageMaker says that there is no such domain."""
    return ResourceNotFound(message=f"Domain Id [{domain_id}] does not exist in the account.")


def _patch_domain_creation() -> None:
    create = Domain.__init__

    def with_id(self: Domain, *args: Any, **kwargs: Any) -> None:
        create(self, *args, **kwargs)
        backend = sagemaker_backends[self.account_id][self.region_name]
        made = backend.__dict__.setdefault("_domains_made", [])
        made.append(self.domain_name)
        self.id = "d-" + short_id(f"{self.account_id}/{self.region_name}/{self.domain_name}/{made.count(self.domain_name)}")
        self.arn = arn_formatter("domain", self.id, self.account_id, self.region_name)
        self.home_efs_file_system_id = "fs-" + short_id(self.id, 8)
        self.url = f"https://{self.id}.studio.{self.region_name}.sagemaker.aws"
        self.tags = _merged([], self.tags or [])

    Domain.__init__ = with_id  # type: ignore[method-assign]


def _create_domain(self: SageMakerModelBackend, domain_name: str, **settings: Any) -> dict[str, Any]:
    if any(domain.domain_name == domain_name for domain in self.domains.values()):
        raise ResourceInUseException(message=f"Domain [{domain_name}] already exists.")
    domain = Domain(domain_name=domain_name, region_name=self.region_name, account_id=self.account_id, **settings)
    self.domains[domain.id] = domain
    return {"DomainArn": domain.arn, "Url": domain.url, "DomainId": domain.id}


def _describe_domain(self: SageMakerModelBackend, domain_id: str) -> dict[str, Any]:
    if domain_id not in self.domains:
        raise missing(domain_id)
    domain = self.domains[domain_id]
    left_out = SSO_ONLY if domain.auth_mode == "IAM" else ()
    return {name: value for name, value in domain.describe().items() if value not in (None, "") and name not in left_out}


def _delete_domain(self: SageMakerModelBackend, domain_id: str, retention_policy: Any = None) -> None:
    if domain_id not in self.domains:
        raise missing(domain_id)
    if any(name.startswith(f"{domain_id}/") for name in shelf.of(self.account_id, self.region_name, "space")):
        raise ResourceInUseException(message=f"Unable to delete Domain [{domain_id}] because Space(s) are associated with it.")
    if any(owner == domain_id for owner, _ in self.__dict__.get("_user_profiles", {})):
        raise ResourceInUseException(message=f"Unable to delete Domain [{domain_id}] because UserProfile(s) are associated with it.")
    del self.domains[domain_id]


def _update_domain(self: SageMakerResponse) -> ActionResult:
    backend = self.sagemaker_backend
    domain_id = self._get_param("DomainId")
    if domain_id not in backend.domains:
        raise missing(domain_id)
    domain = backend.domains[domain_id]
    for name, attribute in UPDATABLE.items():
        value = self._get_param(name)
        if value is None:
            continue
        old = getattr(domain, attribute)
        setattr(domain, attribute, {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value)
    domain.last_modified_time = utcnow()
    return ActionResult({"DomainArn": domain.arn})


def _tagged(backend: SageMakerModelBackend, arn: str) -> Any:
    """What an ARN names, whatever moto's own lookup thinks of it."""
    kind, _, name = arn.rpartition(":")[2].partition("/")
    if kind == "domain":
        found: Any = backend.domains.get(name)
    elif kind in SHELVED:
        found = shelf.by_arn(backend.account_id, backend.region_name, arn)
    else:
        try:
            found = backend._get_resource_from_arn(arn)
        except (AttributeError, ValueError):
            found = None
    if found is None:
        raise ValidationError(message=f"Could not find resource {arn}")
    return found


def _merged(old: list[dict[str, str]], new: list[dict[str, str]]) -> list[dict[str, str]]:
    """Tags by key: a later value takes the place of an earlier one."""
    return [{"Key": key, "Value": value} for key, value in {t["Key"]: t["Value"] for t in [*old, *new]}.items()]


def _add_tags(self: SageMakerModelBackend, arn: str, tags: list[dict[str, str]]) -> list[dict[str, str]]:
    resource = _tagged(self, arn)
    merged = _merged(resource.tags or [], tags)
    if len(merged) > 50:
        raise ValidationError(message=f"The resource {arn} would have more than 50 tags.")
    resource.tags = merged
    return merged


def _list_tags(self: SageMakerResponse) -> ActionResult:
    tags = _tagged(self.sagemaker_backend, self._get_param("ResourceArn")).tags or []
    start = int(self._get_param("NextToken") or 0)
    end = start + int(self._get_param("MaxResults") or 50)
    page: dict[str, Any] = {"Tags": tags[start:end]}
    if end < len(tags):
        page["NextToken"] = str(end)
    return ActionResult(page)


def _delete_tags(self: SageMakerModelBackend, arn: str, tag_keys: list[str]) -> None:
    resource = _tagged(self, arn)
    resource.tags = [tag for tag in resource.tags or [] if tag["Key"] not in tag_keys]


def put(body: Any) -> None:
    """Puts a domain into a status that only AWS's own troubles lead to."""
    ident, status, reason = body["id"], body["status"], body.get("reason", "")
    if status not in STATUSES:
        raise ValueError(f"status is one of {', '.join(STATUSES)}")
    if not isinstance(reason, str) or len(reason) > 1024:
        raise ValueError("reason is text of at most 1024 characters")
    for backend in list(sagemaker_backends[OPERATOR.account].values()):
        domain = backend.domains.get(ident)
        if domain is not None:
            domain.status, domain.failure_reason = status, reason
            return
    raise Unknown(f"no domain '{ident}' in any Region")


def install() -> None:
    """Replaces what moto gets wrong about domains and tags."""
    _patch_domain_creation()
    SageMakerModelBackend.create_domain = _create_domain  # type: ignore[method-assign]
    SageMakerModelBackend.describe_domain = _describe_domain  # type: ignore[method-assign]
    SageMakerModelBackend.delete_domain = _delete_domain  # type: ignore[method-assign]
    SageMakerModelBackend.add_tags = _add_tags  # type: ignore[method-assign]
    SageMakerModelBackend.delete_tags = _delete_tags  # type: ignore[method-assign]
    SageMakerResponse.list_tags = _list_tags  # type: ignore[method-assign]
    SageMakerResponse.update_domain = _update_domain  # type: ignore[attr-defined]
