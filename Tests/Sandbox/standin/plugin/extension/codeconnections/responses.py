"""The operations of CodeConnections, one method each."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, BaseResponse

from .models import CodeConnectionsBackend, codeconnections_backends


class CodeConnectionsResponse(BaseResponse):
    """Reads parameters, asks the backend, and leaves the wire form to moto."""

    def __init__(self) -> None:
        super().__init__(service_name="codeconnections")
        self.automated_parameter_parsing = True

    @property
    def backend(self) -> CodeConnectionsBackend:
        """The connections of the caller's account and Region."""
        return codeconnections_backends[self.current_account][self.region]

    def create_connection(self) -> ActionResult:
        """A host implies the provider's self-managed kind; nothing else does."""
        tags = self._get_param("Tags", [])
        arn = self.backend.create(
            self._get_param("ConnectionName"), self._get_param("ProviderType", "GitHub"), self._get_param("HostArn"), tags
        )
        return ActionResult({"ConnectionArn": arn, "Tags": tags})

    def get_connection(self) -> ActionResult:
        """One connection."""
        return ActionResult({"Connection": self.backend.get(self._get_param("ConnectionArn"))})

    def list_connections(self) -> ActionResult:
        """A page of connections; the token is the place to go on from."""
        wanted = self._get_param("ProviderTypeFilter")
        found = [c for c in self.backend.connections.values() if wanted in (None, c["ProviderType"])]
        start = int(self._get_param("NextToken") or 0)
        end = start + int(self._get_param("MaxResults") or 50)
        page: dict[str, Any] = {"Connections": found[start:end]}
        if end < len(found):
            page["NextToken"] = str(end)
        return ActionResult(page)

    def delete_connection(self) -> ActionResult:
        """Deletes for good: an ARN is never used again."""
        self.backend.delete(self._get_param("ConnectionArn"))
        return ActionResult({})

    def tag_resource(self) -> ActionResult:
        """Adds tags, replacing those with the same key."""
        arn = self.backend.known(self._get_param("ResourceArn"))
        self.backend.tags[arn].update({tag["Key"]: tag["Value"] for tag in self._get_param("Tags", [])})
        return ActionResult({})

    def untag_resource(self) -> ActionResult:
        """Removes tags; one that is not there is no error."""
        arn = self.backend.known(self._get_param("ResourceArn"))
        for key in self._get_param("TagKeys", []):
            self.backend.tags[arn].pop(key, None)
        return ActionResult({})

    def list_tags_for_resource(self) -> ActionResult:
        """The tags of a connection."""
        arn = self.backend.known(self._get_param("ResourceArn"))
        return ActionResult({"Tags": [{"Key": k, "Value": v} for k, v in self.backend.tags[arn].items()]})
