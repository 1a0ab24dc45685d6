"""What the pages of the architecture have in common: their views, the way to them, and what stops with what."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Component, Service, Thing, part_of
from samdrift.catalog.queries import dependencies_of, offered_by, used_by, what_stops
from samdrift.catalog.standing import NoSuchPart, part_named
from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest
from samdrift.members.views.form_page import Crumbs
from samdrift.ui.names import named_text

VIEWS = (
    (_("What stands on what"), "architecture", Deed.READ_CATALOG),
    (_("Interfaces"), "interfaces", Deed.READ_CATALOG),
    (_("Capabilities"), "capabilities", Deed.READ_REPORTS),
    (_("Candidates for sharing"), "candidates", Deed.READ_REPORTS),
)


def views_of(request: SeatedRequest, here: str) -> list[dict[str, Any]]:
    """This will return the architecture's pages for `ui/views.html`, those that the reader may see."""
    return [{"label": label, "url": reverse(name), "current": name == here} for label, name, deed in VIEWS if request.actor.may(deed)]


def to_architecture(view: str = "architecture") -> Crumbs:
    """This will return the way to one of the architecture's pages."""
    way: list[tuple[Any, str]] = [(_("Catalog"), reverse("catalog")), (_("Architecture"), reverse("architecture"))]
    if view != "architecture":
        way.append((next(label for label, name, _deed in VIEWS if name == view), reverse(view)))
    return way


def to_thing(thing: Thing) -> Crumbs:
    """This will return the way to a service or a component."""
    if isinstance(thing, Service):
        return [(_("Catalog"), reverse("catalog")), (named_text(thing).words, page_of(thing))]
    return [*to_architecture(), (named_text(thing).words, page_of(thing))]


def page_of(thing: Thing) -> str:
    """This will return the address of a service's or a component's page."""
    return reverse("service" if isinstance(thing, Service) else "component", args=[thing.pk])


def thing_or_404(text: str) -> Thing:
    """This will find the service or component that an address names."""
    try:
        part = part_named(text)
    except NoSuchPart as no:
        raise Http404 from no
    return get_object_or_404(Service, pk=part.pk) if part.kind == "service" else get_object_or_404(Component, pk=part.pk)


def standing_of(request: SeatedRequest, thing: Thing) -> dict[str, Any]:
    """This will return what a page shows of how a service or component stands: on what, what stops with it, and its interfaces."""
    part, for_all = part_of(thing), request.actor.role in READS_ALL
    return {
        "part": part,
        "for_all": for_all,
        "thing": thing,
        "stands_on": dependencies_of(part),
        "stops": what_stops(part, on=timezone.localdate(), owner_id=None if for_all else request.actor.owner_id),
        "offers": offered_by(part),
        "uses": used_by(part),
    }
