"""Is being spread out an advantage? Measures before and after, site by site for the unit, all sites together for members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core.access import READS_ALL, Deed
from samdrift.core.doors import SeatedRequest, answered_on, door
from samdrift.core.tables import table_as_file
from samdrift.follow_up.actions import spread as writing
from samdrift.follow_up.forms.spread import IndicatorForm
from samdrift.follow_up.models import Measure, PublishedSpread
from samdrift.follow_up.queries.spread import AllSpread, PlannedTravel, indicators_told, published_spread, spreads
from samdrift.follow_up.spread import FEWEST_WEEKS, WEEKS_OF_A_YEAR, Both, Side, Source, Spread, turn_of
from samdrift.follow_up.spread_file import INDICATORS
from samdrift.follow_up.spread_picture import ROW, Told, picture_of
from samdrift.follow_up.spread_words import SOURCES, mean_text, opening, site_by_site, turn_text, which_way
from samdrift.members.models import Organization
from samdrift.members.views.form_page import Crumbs, form_page
from samdrift.members.views.table_page import table_page
from samdrift.plan.views.follow_up_parts import parts, to_follow_up
from samdrift.settle.queries import the_unit, unit_of
from samdrift.team.groups import FEWEST
from samdrift.ui.forms import TableForm

SHOWN = ("measure", "site", "side", "from_year", "until_year", "mean", "lowest", "highest", "of_how_many", "source")


@door(Deed.READ_REPORTS)
def spread(request: SeatedRequest) -> HttpResponse:
    """Every measure with its sites to the unit and auditors; what is published of all sites together to members."""
    sees_all = request.actor.role in READS_ALL
    found, published = _found(request), published_spread()
    together = [(one.measure, one.together) for one in found.measures] if sees_all else [(row.measure, _as_told(row)) for row in published]
    turns = {Measure(measure): turn for measure, both in together if (turn := turn_of(measure, both))}
    context = {
        "views": parts(request.actor, "spread"),
        "crumbs": to_follow_up(),
        "sees_all": sees_all,
        "opening": opening(turns, found.compared_sites if sees_all else None),
        "all": _together(together),
        "height": len(together) * ROW,
        "measures": [_shown(one, found) for one in found.measures],
        "travel": [_travel(one) for one in found.travel],
        "weeks_of_a_year": WEEKS_OF_A_YEAR,
        "fewest_weeks": FEWEST_WEEKS,
        "published_at": max((row.published_at for row in published), default=None),
        "fewest": FEWEST,
        "records": request.actor.may(Deed.FOLLOW_UP),
    }
    return render(request, "follow_up/spread.html", context)


def _found(request: SeatedRequest) -> AllSpread:
    """What the unit and auditors see; nothing to members."""
    unit = the_unit() if request.actor.role in READS_ALL else None
    return spreads(unit, on=timezone.localdate()) if unit else AllSpread((), {})


def _as_told(row: PublishedSpread) -> Both:
    """A publication tells no range and no years."""

    def side(value: Decimal | None, count: int | None, source: str) -> Side | None:
        return Side(Fraction(value), count, Fraction(value), Fraction(value), 0, 0, Source(source)) if value is not None and count else None

    return Both(side(row.before, row.before_count, row.before_source), side(row.after, row.after_count, row.after_source))


def _together(rows: Sequence[tuple[str, Both]]) -> list[dict[str, Any]]:
    """Each measure of all sites together, with its bars."""

    def told(side: Side | None) -> Told | None:
        return (side.value, side.low, side.high) if side else None

    picture = picture_of((told(both.before), told(both.after)) for _measure, both in rows)
    return [
        {
            "key": measure,
            "label": Measure(measure).label,
            "which_way": which_way(measure),
            "both": _words(measure, both),
            "bars": bars,
        }
        for (measure, both), bars in zip(rows, picture, strict=True)
    ]


def _shown(one: Spread, found: AllSpread) -> dict[str, Any]:
    sites = [(site, one.sites[pk]) for pk, site in found.sites.items() if pk in one.sites]
    return {
        "key": one.measure,
        "label": Measure(one.measure).label,
        "which_way": which_way(one.measure),
        "site_by_site": site_by_site(one),
        "sites": [(site, _words(one.measure, both)) for site, both in sites],
        "waits": [site.name for pk, site in found.sites.items() if pk in one.waits],
    }


def _words(measure: str, both: Both) -> dict[str, Any]:
    return {
        "before": _side(measure, both.before),
        "after": _side(measure, both.after),
        "change": None if both.change is None else mean_text(both.change, signed=True),
        "turn": turn_text(measure, both),
        "apart": both.apart,
    }


def _side(measure: str, side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "value": mean_text(side.value),
        "low": mean_text(side.low),
        "high": mean_text(side.high),
        "count": side.count,
        "from_year": side.from_year,
        "until_year": side.until_year,
        "has_range": side.has_range,
        "source": SOURCES[side.source] if measure == Measure.TRAVEL else "",  # the others are always entered
    }


def _travel(one: PlannedTravel) -> dict[str, Any]:
    return {
        "site": one.site,
        "year": one.year,
        "value": None if one.value is None else mean_text(one.value),
        "words": _("this figure") if one.counts else _("the figure that is entered"),
    }


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
    found = _found(request)
    rows = [row for one in found.measures for row in _file_rows(one, found)]
    if request.actor.role not in READS_ALL:
        rows = [
            (one.measure, "", side, None, None, value, None, None, count, source)
            for one in published_spread()
            for side, value, count, source in (
                ("before", one.before, one.before_count, one.before_source),
                ("after", one.after, one.after_count, one.after_source),
            )
            if count
        ]
    return table_as_file("spread", SHOWN, rows, kind=kind)


def _file_rows(one: Spread, found: AllSpread) -> Iterator[tuple[Any, ...]]:
    every = [("", one.together), *((site.name, one.sites[pk]) for pk, site in found.sites.items() if pk in one.sites)]
    for name, both in every:
        for which, side in (("before", both.before), ("after", both.after)):
            if side:
                figures = [_decimals(figure) for figure in (side.value, side.low, side.high)]
                yield (one.measure, name, which, side.from_year, side.until_year, *figures, side.count, side.source.value)


def _decimals(figure: Fraction) -> Any:
    return writing.two_decimals(figure)


def _unit(request: SeatedRequest) -> Organization:
    unit = unit_of(request.actor)
    if unit is None:
        raise Http404
    return unit


def _way() -> Crumbs:
    return [*to_follow_up(), (gettext_lazy("Is being spread out an advantage?"), reverse("spread"))]
