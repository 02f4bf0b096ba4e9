"""User profiles of a domain: always in service, and nothing but their settings."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.sagemaker.exceptions import ResourceInUseException, ResourceNotFound
from moto.sagemaker.responses import SageMakerResponse
from moto.sagemaker.utils import arn_formatter

from .domains import missing

FILLED = {
    "CreateUserProfile", "DescribeUserProfile", "UpdateUserProfile", "ListUserProfiles", "DeleteUserProfile",
}  # fmt: skip


def _profiles(self: SageMakerResponse) -> dict[tuple[str, str], dict[str, Any]]:
    return self.sagemaker_backend.__dict__.setdefault("_user_profiles", {})


def _profile(self: SageMakerResponse) -> dict[str, Any]:
    domain_id, name = self._get_param("DomainId"), self._get_param("UserProfileName")
    found = _profiles(self).get((domain_id, name))
    if found is None:
        raise ResourceNotFound(message=f"UserProfile with name '{name}' does not exist in domain '{domain_id}'.")
    return found


def _create_user_profile(self: SageMakerResponse) -> ActionResult:
    domain_id, name = self._get_param("DomainId"), self._get_param("UserProfileName")
    if domain_id not in self.sagemaker_backend.domains:
        raise missing(domain_id)
    if (domain_id, name) in _profiles(self):
        raise ResourceInUseException(message=f"UserProfile [{name}] already exists.")
    arn = arn_formatter("user-profile", f"{domain_id}/{name}", self.current_account, self.region)
    _profiles(self)[domain_id, name] = {
        "DomainId": domain_id, "UserProfileName": name, "UserProfileArn": arn, "Status": "InService",
        "UserSettings": self._get_param("UserSettings") or {}, "CreationTime": utcnow(), "LastModifiedTime": utcnow(),
    }  # fmt: skip
    return ActionResult({"UserProfileArn": arn})


def _describe_user_profile(self: SageMakerResponse) -> ActionResult:
    found = _profile(self)
    return ActionResult({name: value for name, value in found.items() if value != {}})


def _update_user_profile(self: SageMakerResponse) -> ActionResult:
    found = _profile(self)
    found["UserSettings"] = {**found["UserSettings"], **(self._get_param("UserSettings") or {})}
    found["LastModifiedTime"] = utcnow()
    return ActionResult({"UserProfileArn": found["UserProfileArn"]})


def _delete_user_profile(self: SageMakerResponse) -> ActionResult:
    found = _profile(self)
    del _profiles(self)[found["DomainId"], found["UserProfileName"]]
    return ActionResult({})


def _list_user_profiles(self: SageMakerResponse) -> ActionResult:
    domain_id, part = self._get_param("DomainIdEquals"), self._get_param("UserProfileNameContains") or ""
    shown = ("DomainId", "UserProfileName", "Status", "CreationTime", "LastModifiedTime")
    found = [
        {field: profile[field] for field in shown}
        for (owner, name), profile in _profiles(self).items()
        if domain_id in (None, owner) and part in name
    ]
    found.sort(key=lambda one: one[self._get_param("SortBy") or "CreationTime"], reverse=self._get_param("SortOrder") == "Descending")
    start = int(self._get_param("NextToken") or 0)
    end = start + int(self._get_param("MaxResults") or 10)
    page: dict[str, Any] = {"UserProfiles": found[start:end]}
    if end < len(found):
        page["NextToken"] = str(end)
    return ActionResult(page)


def install() -> None:
    """Adds what moto has nothing of."""
    for answer in (_create_user_profile, _describe_user_profile, _update_user_profile, _delete_user_profile, _list_user_profiles):
        setattr(SageMakerResponse, answer.__name__.removeprefix("_"), answer)
