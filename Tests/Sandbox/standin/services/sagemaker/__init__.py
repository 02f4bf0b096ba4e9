"""SageMaker: domains, their user profiles, and what of all the rest the dump shows."""

from __future__ import annotations

from typing import Any

from moto.sagemaker.models import sagemaker_backends

from ...service import Service, by_region
from ...tags import plain
from . import domains, profiles


def _install() -> None:
    for part in (domains, profiles):
        part.install()


def _state(backend: Any) -> dict[str, Any]:
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


SERVICE = Service(
    filled=domains.FILLED | profiles.FILLED,
    install=_install,
    dump=by_region(sagemaker_backends, _state),
    controls={"domain": domains.put},
)
