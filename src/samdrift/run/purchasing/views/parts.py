"""The row of links on top of every part's page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Part = dict[str, str | Promise | bool | None]
PARTS: tuple[tuple[str | Promise, str], ...] = (
    (_("Purchasing"), "purchasing"),
    (_("Licences"), "licences"),
    (_("Contracts"), "contracts"),
    (_("Needs"), "needs"),
    (_("Procurements"), "procurements"),
    (_("Bought one by one"), "bought_apart"),
    (_("Investments"), "investments"),
)


def parts(current: str) -> list[Part]:
    """This function will return the parts of purchasing as views, with the one that is open marked."""
    return [{"label": label, "url": reverse(name), "current": name == current, "count": None} for label, name in PARTS]


def way_to_purchasing() -> list[tuple[str, str]]:
    """This function will return the way to a part's page."""
    return [(gettext("Purchasing"), reverse("purchasing"))]
