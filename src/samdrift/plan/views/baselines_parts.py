"""The row of links on top of the pages that a comparison of costs stands on."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Part = dict[str, str | Promise | bool | None]
PARTS: tuple[tuple[str | Promise, str], ...] = (
    (_("Baselines"), "baselines"),
    (_("What was expected"), "expectations"),
    (_("Price index"), "price_index"),
)


def parts(current: str) -> list[Part]:
    """This function will return the pages as views, with the one that is open marked."""
    return [{"label": label, "url": reverse(name), "current": name == current, "count": None} for label, name in PARTS]
