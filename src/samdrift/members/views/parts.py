"""The row of links on top of the pages of members, and the way to each."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Actor, Deed
from samdrift.members.views.form_page import Crumbs

Part = dict[str, str | Promise | bool | None]
PARTS: tuple[tuple[str | Promise, str, Deed], ...] = (
    (_("Members"), "organizations", Deed.READ_ORGANIZATIONS),
    (_("Meetings and decisions"), "decisions", Deed.READ_ORGANIZATIONS),
    (_("Joining"), "joinings", Deed.READ_JOINING),  # of a higher stage: a link by name, like a slot
)


def parts(current: str, by: Actor) -> list[Part]:
    """This function will return the parts that the actor may read as views, with the one that is open marked."""
    return [
        {"label": label, "url": reverse(name), "current": name == current, "count": None} for label, name, deed in PARTS if by.may(deed)
    ]


def way_to(name: str) -> Crumbs:
    """This function will return the way to a part's page."""
    return [(label, reverse(part)) for label, part, _deed in PARTS if part in ("organizations", name)]
