"""Weeks that are over: counted under the rule for figures about people, and then forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.members.models import Organization
from samdrift.team.groups import Shown, enough, shown
from samdrift.team.models import Employee, Leave, PlannedDay, TravelFigure, WeekFigure
from samdrift.team.queries.figures import CHECK_INS, COLUMNS, figures_as_shown, people_by_check_in, people_by_place, travel_by_site
from samdrift.team.weeks import monday_of


@transaction.atomic
def count_weeks_over(unit_id: int, *, by: Actor, at: datetime) -> None:
    """This will count each week that is over: where people worked, how check-ins stood, days of travel; keep what may be shown; drop plans.

    Nobody orders it: whoever plans their work or takes leave first in a new week brings it about.
    """
    by.must(Deed.PLAN_WORK)
    this_week = monday_of(timezone.localdate(at))
    old = PlannedDay.objects.filter(owner_id=unit_id, on__lt=this_week)
    if not old.exists() and not Leave.objects.filter(owner_id=unit_id, during__endswith__lte=this_week).exists():
        return
    unit = Organization.objects.select_for_update(of=("self",)).get(pk=unit_id)
    weeks = sorted({monday_of(on) for on in old.values_list("on", flat=True).distinct()})
    counted = {columns: figures_as_shown(unit_id, columns) for columns in (COLUMNS, CHECK_INS)}
    employees = list(Employee.objects.filter(function__unit=unit_id).select_related("function"))
    for week in weeks:
        if week not in counted[COLUMNS]:
            for columns, people_by in ((COLUMNS, people_by_place), (CHECK_INS, people_by_check_in)):
                earlier = counted[columns]
                earlier[week] = shown(people_by(employees, week), list(earlier.values()))
                WeekFigure.objects.bulk_create(_rows(unit_id, week, earlier[week], sized=columns is COLUMNS))
            TravelFigure.objects.bulk_create(
                TravelFigure(owner_id=unit_id, week=week, site_id=site_id, people=people, days=days)
                for site_id, (people, days) in sorted(travel_by_site(employees, week).items())
                if enough(people)
            )
    old.delete()
    Leave.objects.filter(owner_id=unit_id, during__endswith__lte=this_week).delete()
    audit.record("count_weeks_over", of=unit, by=by, at=at, owner_id=unit_id)


def _rows(unit_id: int, week: date, table: Shown, *, sized: bool) -> Iterable[WeekFigure]:
    """A row for each figure, without its number where it may not be shown, and if so one for the size of each group."""
    for function_id, size in [*table.sizes.items(), (None, sum(table.sizes.values()))]:
        cells = (table.total if function_id is None else table.rows.get(function_id)) or {}
        told = {"owner_id": unit_id, "week": week, "function_id": function_id}
        if sized:
            yield WeekFigure(**told, place=WeekFigure.EVERYBODY, people=size)
        for column in table.columns:
            yield WeekFigure(**told, place=column, people=cells.get(column))
