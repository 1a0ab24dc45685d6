"""The row of links on top of the pages that follow up, and of those that their comparison of costs stands on."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Actor, Deed
from samdrift.members.views.form_page import Crumbs

Part = dict[str, str | Promise | bool | None]
PARTS: tuple[tuple[str | Promise, str, Deed], ...] = (
    # By name: some are pages of the stage after this one. The first that one may open is what the menu's item opens.
    (_("Did it pay?"), "pay", Deed.READ_BILLS),
    (_("Is being spread out an advantage?"), "spread", Deed.READ_REPORTS),
    (_("Baselines"), "baselines", Deed.READ_BILLS),
    (_("What was expected"), "expectations", Deed.READ_BILLS),
    (_("Price index"), "price_index", Deed.READ_REPORTS),
    (_("When does the clock stop?"), "targets", Deed.READ_REPORTS),
)


def parts(actor: Actor, current: str) -> list[Part]:
    """This function will return the pages that the reader may open as views, with the one that is open marked."""
    return [
        {"label": label, "url": reverse(name), "current": name == current, "count": None} for label, name, deed in PARTS if actor.may(deed)
    ]


def to_follow_up() -> Crumbs:
    """This function will return the way to a page that follows up: the menu's item, which opens the first of them."""
    return [(_("Follow-up"), reverse("follow_up"))]
