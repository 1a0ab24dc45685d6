"""How many worked where and how check-ins stood, week by week: as much of it as can be shown of groups of at least five."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Deed
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.tables import table_as_file
from samdrift.team.cover import At
from samdrift.team.groups import Counts, Shown
from samdrift.team.models import Function
from samdrift.team.queries import figures_as_shown, functions_in_order
from samdrift.team.queries.figures import AGREED, CHECK_INS, COLUMNS, NO_DAY, NOT_PLANNED, PASSED
from samdrift.team.views.parts import unit_at, views_of
from samdrift.team.weeks import week_in_words

WEEKS_SHOWN = 8
LABELS = {
    At.SITE: _("At a site"),
    At.HOME: _("At home"),
    At.TRAVEL: _("Travelling"),
    At.AWAY: _("On leave"),
    NOT_PLANNED: _("Not planned"),
    AGREED: _("Check-in agreed"),
    PASSED: _("Check-in passed"),
    NO_DAY: _("No day for a check-in"),
}
FILE = ("week", "function", "people", *COLUMNS, *CHECK_INS)
Row = tuple[Function | None, int, list[int | None]]


@door(Deed.READ_COVER)
def week_figures(request: SeatedRequest) -> HttpResponse:
    """The last weeks that are over, for the unit and function by function."""
    unit, functions, today = unit_at(request), functions_in_order(), timezone.localdate()
    places, check_ins = figures_as_shown(unit.pk), figures_as_shown(unit.pk, CHECK_INS)
    weeks = list(places)[-WEEKS_SHOWN:][::-1]
    context = {
        "views": views_of(request, "week_figures"),
        "weeks": [
            (
                week,
                week_in_words(week, on=today),
                [_as_table(COLUMNS, places[week], functions), _as_table(CHECK_INS, check_ins[week], functions)],
            )
            for week in weeks
        ],
    }
    return render(request, "team/week_figures.html", context)


@door(Deed.READ_COVER)
def week_figures_table(request: SeatedRequest, kind: str) -> HttpResponse:
    """The same figures as a file; a cell is empty where it is not shown."""
    unit, names = unit_at(request), {function.pk: function.name for function in functions_in_order()}
    places, check_ins = figures_as_shown(unit.pk), figures_as_shown(unit.pk, CHECK_INS)
    rows: list[tuple[Any, ...]] = []
    for week, table in places.items():
        others = check_ins[week]
        told = [("", sum(table.sizes.values()), table.total, others.total)]
        told += [(names[pk], size, table.rows.get(pk), others.rows.get(pk)) for pk, size in table.sizes.items() if pk in names]
        rows += [(week, name, size, *_whole(COLUMNS, where), *_whole(CHECK_INS, agreed)) for name, size, where, agreed in told]
    return table_as_file("week-figures", FILE, rows, kind=kind)


def _as_table(columns: Sequence[str], table: Shown, functions: list[Function]) -> tuple[list[Any], list[Row]]:
    """The headings, and the unit first, then its functions by name: size and cells, none where they are hidden; no row where all are."""
    labels = [LABELS[column] for column in columns]
    if table.total is None and not table.rows:
        return labels, []
    rows: list[Row] = [(None, sum(table.sizes.values()), _cells(columns, table.total))]
    rows += [(one, table.sizes[one.pk], _cells(columns, table.rows.get(one.pk))) for one in functions if one.pk in table.sizes]
    return labels, rows


def _cells(columns: Sequence[str], cells: Counts | None) -> list[int | None]:
    return [] if cells is None else [cells.get(column) for column in columns]


def _whole(columns: Sequence[str], cells: Counts | None) -> list[int | None]:
    return _cells(columns, cells or {})
