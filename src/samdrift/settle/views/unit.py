"""Whose costs a page is about, and the way to it."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samdrift.core.access import Actor
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.settle.queries import unit_of

Crumb = tuple[str, str]


def unit_or_404(actor: Actor) -> Organization:
    unit = unit_of(actor)
    if unit is None:
        raise Http404
    return unit


def month_text(month: Month) -> str:
    return date_format(month.starts_on, "F Y")


def way_to_settlements() -> list[Crumb]:
    return [(_("Settlement"), reverse("settlements"))]


def way_to_month(month: Month) -> list[Crumb]:
    return [*way_to_settlements(), (month_text(month), reverse("settlement_month", args=[month]))]
