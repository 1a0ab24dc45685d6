"""Every read of the catalog, named by what comes back."""

from __future__ import annotations

from samdrift.catalog.models import Service


def desk_service() -> Service | None:
    """This will return the service that a new ticket starts at, until somebody has read it; None before the catalog names one."""
    return Service.objects.filter(is_desk=True).first()
