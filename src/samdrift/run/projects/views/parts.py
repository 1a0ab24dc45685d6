"""The row of links on top of every part's page, and the way to each."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Actor
from samdrift.members.models import Organization
from samdrift.members.views.form_page import Crumbs

Part = dict[str, str | Promise | bool | None]
PARTS: tuple[tuple[str | Promise, str], ...] = (
    (_("Projects"), "projects"),
    (_("Proposals"), "proposals"),
    (_("Bookings"), "bookings"),
    (_("Maintenance of systems"), "maintenance_plans"),
)


def parts(current: str) -> list[Part]:
    """This function will return the parts of projects as views, with the one that is open marked."""
    return [{"label": label, "url": reverse(name), "current": name == current, "count": None} for label, name in PARTS]


def way_to(name: str) -> Crumbs:
    """This function will return the way to a part's page."""
    return [(label, reverse(part)) for label, part in PARTS if part in ("projects", name)]


def unit_of(actor: Actor) -> Organization:
    """The unit that the actor works in."""
    return get_object_or_404(Organization, pk=actor.owner_id, kind=Organization.Kind.UNIT)


def member_of(actor: Actor) -> Organization | None:
    """The member that the actor acts for, if it is one."""
    return Organization.objects.filter(pk=actor.owner_id, kind=Organization.Kind.MEMBER).first()
