"""AWS CodeConnections, in the layout moto expects of a service."""

from .models import codeconnections_backends

__all__ = ["codeconnections_backends"]
