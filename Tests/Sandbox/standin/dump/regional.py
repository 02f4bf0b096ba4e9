"""Services that live in a Region. Only Regions that hold something are shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.cloudformation.models import cloudformation_backends
from moto.ecr.models import ecr_backends
from moto.events.models import events_backends
from moto.logs.models import logs_backends
from moto.sagemaker.models import sagemaker_backends
from moto.secretsmanager.models import secretsmanager_backends

from .tags import plain

GONE = ("DELETE_COMPLETE",)


def state(account: str) -> dict[str, Any]:
    """Each service, then each Region, then each resource."""
    from moto.codeconnections.models import codeconnections_backends  # there once the plug-in is installed

    readers: dict[str, tuple[Any, Callable[[Any], dict[str, Any]]]] = {
        "sagemaker": (sagemaker_backends, _sagemaker),
        "secretsmanager": (secretsmanager_backends, _secrets),
        "lambda": (lambda_backends, _functions),
        "events": (events_backends, _rules),
        "ecr": (ecr_backends, _repositories),
        "codeconnections": (codeconnections_backends, _connections),
        "cloudformation": (cloudformation_backends, _stacks),
        "logs": (logs_backends, _log_groups),
    }
    return {
        service: {region: read(backend) for region, backend in list(backends[account].items())}
        for service, (backends, read) in readers.items()
    }


def _sagemaker(backend: Any) -> dict[str, Any]:
    return {
        "domains": {domain.id: _domain(domain) for domain in backend.domains.values()},
        "user_profiles": {
            f"{domain}/{name}": {"status": profile["Status"], "settings": profile["UserSettings"]}
            for (domain, name), profile in getattr(backend, "_user_profiles", {}).items()
        },
        "pipelines": {p.pipeline_name: {"role": p.role_arn, "tags": plain(p.tags)} for p in backend.pipelines.values()},
        "endpoints": {name: {"tags": plain(e.tags)} for name, e in backend.endpoints.items()},
        "endpoint_configs": {name: {"tags": plain(e.tags)} for name, e in backend.endpoint_configs.items()},
        "models": {name: {"tags": plain(m.tags)} for name, m in backend._models.items()},
        "model_package_groups": {name: {"tags": plain(g.tags)} for name, g in backend.model_package_groups.items()},
    }


def _domain(domain: Any) -> dict[str, Any]:
    left_out = ("CreationTime", "LastModifiedTime", "SingleSignOnManagedApplicationInstanceId", "SingleSignOnApplicationArn")
    shown = {name: value for name, value in domain.describe().items() if name not in left_out}
    return {**shown, "tags": plain(domain.tags)}


def _secrets(backend: Any) -> dict[str, Any]:
    return {
        secret.name: {
            "description": secret.description,
            "kms_key": getattr(secret, "kms_key_id", None),
            "policy": getattr(secret, "policy", None),
            "tags": plain(secret.tags),
            "value_sha256": _secret_hash(secret),
        }
        for secret in backend.secrets.values()
        if not secret.is_deleted()
    }


def _secret_hash(secret: Any) -> str | None:
    version = secret.versions.get(secret.default_version_id) or {}
    value = version.get("secret_string") or version.get("secret_binary")
    if value is None:
        return None
    return hashlib.sha256(value if isinstance(value, bytes) else str(value).encode()).hexdigest()


def _functions(backend: Any) -> dict[str, Any]:
    return {
        function.function_name: {
            "role": function.role,
            "handler": function.handler,
            "runtime": function.run_time,
            "timeout": function.timeout,
            "environment": function.environment_vars,
            "code_sha256": function.code_sha_256,
            "policy": sorted(str(s) for s in function.policy.statements) if function.policy else None,
            "tags": plain(function.tags),
        }
        for function in backend.list_functions()
    }


def _rules(backend: Any) -> dict[str, Any]:
    return {
        rule.name: {
            "description": rule.description,
            "pattern": rule.event_pattern.dump(),
            "schedule": rule.scheduled_expression,
            "state": rule.state,
            "role": rule.role_arn,
            "targets": rule.targets,
            "tags": plain(backend.tagger.get_tag_dict_for_resource(rule.arn)),
        }
        for bus in backend.event_buses.values()
        for rule in bus.rules.values()
    }


def _repositories(backend: Any) -> dict[str, Any]:
    return {
        repository.name: {
            "mutability": repository.image_tag_mutability,
            "exclusions": repository.image_tag_mutability_exclusion_filters,
            "scanning": repository.image_scanning_configuration,
            "encryption": repository.encryption_configuration,
            "policy": repository.policy,
            "lifecycle": repository.lifecycle_policy,
            "images": sorted(str(image.image_tags) for image in repository.images),
            "tags": plain(backend.tagger.get_tag_dict_for_resource(repository.arn)),
        }
        for repository in backend.repositories.values()
    }


def _connections(backend: Any) -> dict[str, Any]:
    return {arn: {**connection, "tags": backend.tags[arn]} for arn, connection in backend.connections.items()}


def _stacks(backend: Any) -> dict[str, Any]:
    return {
        stack.name: {
            "status": stack.status,
            "parameters": dict(stack.stack_parameters or {}),
            "template_sha256": hashlib.sha256(str(stack.template).encode()).hexdigest(),
            "tags": plain(stack.tags),
        }
        for stack in backend.stacks.values()
        if stack.status not in GONE
    }


def _log_groups(backend: Any) -> dict[str, Any]:
    return {name: {"retention": group.retention_in_days} for name, group in backend.groups.items()}
