"""The catalog's parts as a row of links, for those who may read them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest

PARTS = (
    (_("Catalog"), "catalog", Deed.READ_CATALOG),
    (_("Who carries what"), "level_coverage", Deed.READ_REPORTS),
    (_("Variants"), "variants", Deed.READ_REPORTS),
    (_("Reviews"), "reviews", Deed.READ_REPORTS),
    (_("Cover"), "service_cover", Deed.READ_COVER),
    (_("Architecture"), "architecture", Deed.READ_CATALOG),
    (_("Methods"), "methods", Deed.READ_CATALOG),
)


def parts(request: SeatedRequest, here: str) -> list[dict[str, Any]]:
    """This will return the catalog's parts for `ui/views.html`; `here` is the address's name of the one that is shown."""
    return [{"label": label, "url": reverse(name), "current": name == here} for label, name, deed in PARTS if request.actor.may(deed)]
