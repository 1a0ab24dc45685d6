"""Months that missed a target: judged by their own figures, and one deviation opened for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samdrift.agree.models import Deviation, Measure, Shortfall, Target
from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed
from samdrift.engines.period import Month
from samdrift.follow_up.actions import MonthNotOver, open_deviations
from samdrift.follow_up.queries.missed_months import missed_months
from samdrift.members.models import CalendarRevision
from samdrift.run.availability.actions import Hit, report_outage
from samdrift.run.availability.spans import month_window
from samdrift.run.desk.models import Promise
from tests.agree.builders import a_calendar, some_levels
from tests.agree.carrying import with_the_member
from tests.builders import NOW, Cast, a_ticket, an_uptake, everywhere

OCTOBER = Month(2026, 10)


def _down(cast: Cast, service: Any, hours: float) -> None:
    start = datetime.combine(date(2026, 10, 14), datetime.min.time(), tzinfo=timezone.get_default_timezone()) + timedelta(hours=9)
    with everywhere() as samdrift:
        report_outage(
            service, start_at=start, end_at=start + timedelta(hours=hours), text="Fel.", hits=[Hit(cast.member.pk)], by=samdrift, at=NOW
        )


def _promises(cast: Cast, target: Target, *, kept: int, late: int) -> None:
    """Promises due in October, some met in time and some an hour late."""
    with everywhere():
        revision = CalendarRevision.objects.filter(version__calendar=target.calendar)[0]
    due = month_window(OCTOBER).start_at + timedelta(days=7)
    for number in range(kept + late):
        ticket = a_ticket(cast.person("anna"), at=due - timedelta(hours=5))
        with everywhere():
            Promise.objects.filter(ticket=ticket).delete()
            Promise.objects.create(
                owner_id=cast.member.pk,
                ticket=ticket,
                measure=target.measure,
                target=target,
                revision=revision,
                made_at=ticket.reported_at,
                due_at=due,
                met_at=due + timedelta(hours=-1 if number < kept else 1),
            )


def test_a_month_that_missed_opens_one_deviation_with_all_that_it_missed(cast: Cast) -> None:
    (level,) = some_levels("Guld")
    adoption = with_the_member(cast, level, a_calendar())
    with everywhere():
        assert missed_months(OCTOBER, at=NOW) == []
        resolution = Target.objects.get(version=adoption.version, measure=Measure.RESOLUTION)
    an_uptake(cast.member, level)
    _down(cast, level.service, 3)
    _promises(cast, resolution, kept=18, late=2)
    karin = cast.actor("karin")
    with inside(karin.walls):
        (one,) = missed_months(OCTOBER, at=NOW)
        assert (one.taker, one.service, one.adoption) == (cast.member, level.service, adoption)
        assert [(missed.target.measure, missed.kept, missed.judged) for missed in one.missed][1:] == [("resolution", 18, 20)]
        (deviation,) = open_deviations(OCTOBER, by=karin, at=NOW)
        assert open_deviations(OCTOBER, by=karin, at=NOW) == [], "again it opens nothing more"
        assert Deviation.objects.get() == deviation
        assert deviation.by_rule
        shortfalls = {row.target.measure: row for row in Shortfall.objects.all()}
    assert shortfalls["availability"].lost == 3 * 3600
    assert (shortfalls["resolution"].kept, shortfalls["resolution"].judged) == (18, 20)


def test_what_is_kept_for_enough_misses_nothing(cast: Cast) -> None:
    (level,) = some_levels("Guld")
    adoption = with_the_member(cast, level, a_calendar())
    with everywhere():
        resolution = Target.objects.get(version=adoption.version, measure=Measure.RESOLUTION)
    _promises(cast, resolution, kept=19, late=1)  # 95 % is promised
    with everywhere():
        assert missed_months(OCTOBER, at=NOW) == []


def test_refuses_a_month_that_is_not_over_and_those_who_may_not(cast: Cast) -> None:
    karin = cast.actor("karin")
    with inside(karin.walls), pytest.raises(MonthNotOver):
        open_deviations(Month(2026, 11), by=karin, at=NOW)
    for name in ("anna", "ulla", "auditor"):
        actor = cast.actor(name)
        with inside(actor.walls), pytest.raises(NotAllowed):
            open_deviations(OCTOBER, by=actor, at=NOW)


def test_the_page_lists_them_and_opens_them_all(cast: Cast, as_: Callable[[str], Client]) -> None:
    (level,) = some_levels("Guld")
    with_the_member(cast, level, a_calendar())
    an_uptake(cast.member, level)
    _down(cast, level.service, 3)
    karin = as_("karin")
    listed = karin.get("/follow-up/missed-months/?month=2026-10").content.decode()
    assert cast.member.short_name in listed
    assert karin.get("/follow-up/missed-months/?month=oktober").status_code == 404
    assert as_("carin").get("/follow-up/missed-months/").status_code == 403
    assert as_("carin").post("/follow-up/missed-months/open/", {"month": "2026-10"}).status_code == 403
    assert as_("auditor").post("/follow-up/missed-months/open/", {"month": "2026-10"}).status_code == 403
    assert karin.post("/follow-up/missed-months/open/", {"month": str(Month.of(timezone.now(), "Europe/Stockholm"))}).status_code == 422
    assert karin.post("/follow-up/missed-months/open/", {"month": "2026-10"}).status_code == 302
    with everywhere():
        assert Deviation.objects.count() == 1
    assert cast.member.short_name not in karin.get("/follow-up/missed-months/?month=2026-10").content.decode()
