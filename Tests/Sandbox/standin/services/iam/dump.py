"""IAM: roles, users, providers and the policies somebody here wrote."""

from __future__ import annotations

from typing import Any

from moto.iam.models import iam_backends

from ...tags import plain


def state(account: str) -> dict[str, Any]:
    """Roles, users, groups, providers and customer policies by name or ARN."""
    iam = iam_backends[account]["aws"]
    return {
        "roles": {role.name: _role(role) for role in iam.roles.values()},
        "users": {user.name: _user(user, plain(iam.tagger.get_tag_dict_for_resource(user.arn))) for user in iam.users.values()},
        "groups": {
            name: {"policies": dict(group.policies), "attached": sorted(group.managed_policies)} for name, group in iam.groups.items()
        },
        "instance_profiles": {
            profile.name: {"path": profile.path, "roles": sorted(role.name for role in profile.roles), "tags": plain(profile.tags)}
            for profile in iam.instance_profiles.values()
        },
        "open_id_connect_providers": {
            arn: {"url": p.url, "client_ids": sorted(p.client_id_list), "thumbprints": list(p.thumbprint_list), "tags": plain(p.tags)}
            for arn, p in iam.open_id_providers.items()
        },
        "policies": {arn: _policy(p) for arn, p in iam.managed_policies.items() if f":{account}:" in arn},
        "account_aliases": list(iam.account_aliases),
    }


def _role(role: Any) -> dict[str, Any]:
    return {
        "path": role.path,
        "trust": role.assume_role_policy_document,
        "description": role.description,
        "max_session_duration": int(role.max_session_duration or 3600),
        "permissions_boundary": role.permissions_boundary_arn,
        "policies": dict(role.policies),
        "attached": sorted(role.managed_policies),
        "tags": plain(role.tags),
    }


def _user(user: Any, tags: dict[str, str]) -> dict[str, Any]:
    return {
        "path": user.path,
        "policies": dict(user.policies),
        "attached": sorted(user.managed_policies),
        "access_keys": {key.access_key_id: key.status for key in user.access_keys},
        "tags": tags,
    }


def _policy(policy: Any) -> dict[str, Any]:
    return {
        "description": policy.description,
        "default": policy.default_version_id,
        "versions": {version.version_id: version.document for version in policy.versions},
        "tags": plain(policy.tags),
    }
