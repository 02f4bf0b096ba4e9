"""ECR: moto's, and what of it the dump shows."""

from __future__ import annotations

from typing import Any

from moto.ecr.models import ecr_backends

from ..service import Service, by_region
from ..tags import plain


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


SERVICE = Service(dump=by_region(ecr_backends, _repositories))
