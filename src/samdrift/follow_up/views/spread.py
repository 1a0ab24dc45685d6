"""Is being spread out an advantage? Measures before and after, site by site for the unit, all sites together for members."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.tables import table_as_file
from samdrift.follow_up.actions import spread as writing
from samdrift.follow_up.forms.spread import IndicatorForm
from samdrift.follow_up.models import Measure
from samdrift.follow_up.queries.spread import AllSpread, indicators_told, published_spread, spreads
from samdrift.follow_up.spread import Both, Side, Spread
from samdrift.follow_up.spread_file import INDICATORS
from samdrift.members.models import Organization
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.members.views.table_page import table_page
from samdrift.plan.views.follow_up_parts import parts
from samdrift.settle.queries import the_unit, unit_of
from samdrift.team.groups import FEWEST
from samdrift.ui.amounts import MINUS
from samdrift.ui.forms import TableForm

SHOWN = ("measure", "site", "side", "from_year", "until_year", "mean", "lowest", "highest", "of_how_many")


@door(Deed.READ_REPORTS)
def spread(request: SeatedRequest) -> HttpResponse:
    """Every measure with its sites to the unit and auditors; what is published of all sites together to members."""
    sees_all = request.actor.role in READS_ALL
    unit = the_unit()
    found = spreads(unit) if sees_all and unit else AllSpread((), {})
    published = published_spread()
    context = {
        "views": parts(request.actor, "spread"),
        "sees_all": sees_all,
        "measures": [_shown(one, found) for one in found.measures],
        "published": [(Measure(row.measure).label, row) for row in published],
        "published_at": max((row.published_at for row in published), default=None),
        "fewest": FEWEST,
        "records": request.actor.may(Deed.FOLLOW_UP),
    }
    return render(request, "follow_up/spread.html", context)


def _shown(one: Spread, found: AllSpread) -> dict[str, Any]:
    sites = [(site, one.sites[pk]) for pk, site in found.sites.items() if pk in one.sites]
    return {
        "key": one.measure,
        "label": Measure(one.measure).label,
        "together": _words(one.together),
        "sites": [(site, _words(both)) for site, both in sites],
        "waits": [site.name for pk, site in found.sites.items() if pk in one.waits],
    }


def _words(both: Both) -> dict[str, Any]:
    return {
        "before": _side(both.before),
        "after": _side(both.after),
        "change": None if both.change is None else _number(both.change, signed=True),
        "apart": both.apart,
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    figures = {"value": side.value, "low": side.low, "high": side.high}
    return {
        **{name: _number(figure) for name, figure in figures.items()},
        "count": side.count,
        "from_year": side.from_year,
        "until_year": side.until_year,
        "has_range": side.has_range,
    }


def _number(figure: Fraction, *, signed: bool = False) -> str:
    """A mean with one decimal as the reader writes it; a difference with its sign."""
    words = number_format(Decimal(str(float(abs(round(figure, 1))))), decimal_pos=1)
    sign = MINUS if round(figure, 1) < 0 else "+" if signed and round(figure, 1) else ""
    return f"{sign}{words}"


@door(Deed.FOLLOW_UP)
def record_indicator(request: SeatedRequest) -> HttpResponse:
    unit = _unit(request)
    form = IndicatorForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
    if form.is_valid():
        with answered_on(form, request):
            writing.record_indicator(unit, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("spread")
    lede = _("A value for the same site, year and measure counts instead of the one before. It shows once it is of enough.")
    return form_page(request, form, heading=_("Record a measure"), button=_("Record it"), crumbs=_way(), lede=lede)


@door(Deed.FOLLOW_UP)
def import_indicators(request: SeatedRequest) -> HttpResponse:
    unit = _unit(request)
    return table_page(
        request,
        TableForm(request.POST or None, request.FILES or None, columns=INDICATORS),
        lambda content: writing.import_indicators(unit, content, by=request.actor, at=timezone.now()),
        heading=_("Measures from a file"),
        lede=_("All rows are recorded, or none when one is wrong. Measures: applicants, days_to_hire, turnover, travel, hands, cover."),
        crumbs=_way(),
        back=reverse("spread"),
        table=lambda kind: reverse("indicators_table", args=[kind]),
    )


@door(Deed.FOLLOW_UP)
def indicators_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The indicators as the import reads them, those of enough people; the rest is not given out by itself."""
    rows = [
        (f"{one.site.organization.short_name}: {one.site.name}", one.year, one.measure, one.value, one.count, one.source)
        for one in indicators_told(_unit(request))
    ]
    return table_as_file("indicators", INDICATORS, rows, kind=kind)


@door(Deed.FOLLOW_UP)
def publish_spread(request: SeatedRequest) -> HttpResponse:
    """What will be seen by whom, then the verb."""
    unit = _unit(request)
    form = forms.Form(request.POST or None)
    if form.is_valid():
        with answered_on(form, request):
            writing.publish_spread(unit, by=request.actor, at=timezone.now())
            messages.success(request, _("Every member now sees the measures of all sites together."))
            return redirect("spread")
    lede = _(
        "Every member sees each measure of all sites together, before and after, never a single site. A later publication counts instead."
    )
    return form_page(request, form, heading=_("Publish the measures?"), button=_("Publish"), crumbs=_way(), lede=lede)


@door(Deed.READ_REPORTS)
def spread_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """What the page shows, as a file: nothing of fewer people than the page tells of."""
    unit = the_unit()
    found = spreads(unit) if request.actor.role in READS_ALL and unit else AllSpread((), {})
    rows = [row for one in found.measures for row in _file_rows(one, found)]
    if request.actor.role not in READS_ALL:
        rows = [
            (one.measure, "", side, None, None, value, None, None, count)
            for one in published_spread()
            for side, value, count in (("before", one.before, one.before_count), ("after", one.after, one.after_count))
            if count
        ]
    return table_as_file("spread", SHOWN, rows, kind=kind)


def _file_rows(one: Spread, found: AllSpread) -> Iterator[tuple[Any, ...]]:
    every = [("", one.together), *((site.name, one.sites[pk]) for pk, site in found.sites.items() if pk in one.sites)]
    for name, both in every:
        for which, side in (("before", both.before), ("after", both.after)):
            if side:
                figures = [_decimals(figure) for figure in (side.value, side.low, side.high)]
                yield (one.measure, name, which, side.from_year, side.until_year, *figures, side.count)


def _decimals(figure: Fraction) -> Any:
    return writing.two_decimals(figure)


def _unit(request: SeatedRequest) -> Organization:
    unit = unit_of(request.actor)
    if unit is None:
        raise Http404
    return unit


def _way() -> Crumbs:
    return [(gettext_lazy("Is being spread out an advantage?"), reverse("spread"))]
