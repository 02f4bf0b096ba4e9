"""SageMaker: domains and who works in them, projects, what they make, and what of all the rest the dump shows."""

from __future__ import annotations

from typing import Any

from moto.sagemaker.models import sagemaker_backends

from ...service import Service, by_region
from ...tags import plain
from . import domains, packages, profiles, projects, repositories, running, shelf, spaces


def _install() -> None:
    for part in (domains, profiles, packages):
        part.install()


def _state(backend: Any) -> dict[str, Any]:
    return {
        "domains": {domain.id: _domain(domain) for domain in backend.domains.values()},
        "user_profiles": {
            f"{domain}/{name}": {"status": profile["Status"], "settings": profile["UserSettings"]}
            for (domain, name), profile in getattr(backend, "_user_profiles", {}).items()
        },
        **{f"{kind.replace('-', '_')}s": _shelf(backend, kind) for kind in ("project", "space", "code-repository")},
        "pipelines": {p.pipeline_name: {"role": p.role_arn, "tags": plain(p.tags)} for p in backend.pipelines.values()},
        "endpoints": {name: {"tags": plain(e.tags)} for name, e in backend.endpoints.items()},
        "endpoint_configs": {name: {"tags": plain(e.tags)} for name, e in backend.endpoint_configs.items()},
        "models": {name: {"tags": plain(m.tags)} for name, m in backend._models.items()},
        "model_packages": {arn: {"approval": p.model_approval_status} for arn, p in backend.model_packages.items()},
        "model_package_groups": {name: {"tags": plain(g.tags)} for name, g in backend.model_package_groups.items()},
    }


def _shelf(backend: Any, kind: str) -> dict[str, Any]:
    """Things of a kind without their dates, and without whom they are from."""
    left_out = ("CreationTime", "LastModifiedTime", "CreatedBy", "LastModifiedBy")
    return {
        name: {**{field: value for field, value in item.shown.items() if field not in left_out}, "tags": plain(item.tags)}
        for name, item in shelf.of(backend.account_id, backend.region_name, kind).items()
    }


def _domain(domain: Any) -> dict[str, Any]:
    left_out = ("CreationTime", "LastModifiedTime", "SingleSignOnManagedApplicationInstanceId", "SingleSignOnApplicationArn")
    shown = {name: value for name, value in domain.describe().items() if name not in left_out}
    return {**shown, "tags": plain(domain.tags)}


SERVICE = Service(
    filled=domains.FILLED | profiles.FILLED,
    answers={**repositories.ANSWERS, **spaces.ANSWERS, **projects.ANSWERS, **packages.ANSWERS, **running.ANSWERS},
    install=_install,
    dump=by_region(sagemaker_backends, _state),
    refusals={**packages.RULES, **running.RULES},
    controls={"domain": domains.put, "running": running.put},
)
