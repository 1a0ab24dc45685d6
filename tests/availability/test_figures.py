"""A month's figure, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samdrift.catalog.models import Service
from samdrift.engines.availability import Window
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.availability.actions import Hit, call_off_maintenance, correct_outage, withdraw_outage
from samdrift.run.availability.figures import MonthFigure, Reason, Verdict
from samdrift.run.availability.models import Outage
from samdrift.run.availability.queries import availability_matrix, availability_of, availability_year, differences, outages_during
from tests.availability.builders import (
    ALWAYS,
    a_calendar,
    a_coverage,
    a_maintenance,
    a_promised_service,
    an_outage,
    takes,
    wall,
)
from tests.builders import NOW, Cast, a_member, a_service, a_site, everywhere

HOUR = 3600
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


def figure_of(member: Organization, service: Service, month: Month = OCTOBER) -> MonthFigure:
    with everywhere():
        figure = availability_of(member.pk, service.pk, month, at=NOW)
    assert figure is not None
    return figure


def test_a_month_worked_by_hand(cast: Cast) -> None:
    """October 2026 has 22 weekdays of ten hours. Two hours on the 6th are planned. On the 5th all is down 09-11; on the 7th, 17-20, half:
    an hour is agreed, half of it counts. 220 - 2 = 218 counted, 2.5 down: 1 - 2.5 / 218. One per cent allows 2.18."""
    service = a_promised_service(cast.member)
    a_maintenance(service, "2026-10-06 08:00", "2026-10-06 10:00")
    an_outage(service, "2026-10-05 09:00", "2026-10-05 11:00")
    an_outage(service, "2026-10-07 17:00", "2026-10-07 20:00", Hit(cast.member.pk, share_ppm=500_000))
    figure = figure_of(cast.member, service)
    assert (figure.agreed_seconds, figure.excluded_seconds, figure.counted_seconds) == (220 * HOUR, 2 * HOUR, 218 * HOUR)
    assert figure.down_seconds == 2.5 * HOUR
    assert figure.ratio == pytest.approx(1 - 2.5 / 218)
    assert figure.allowed_seconds == pytest.approx(2.18 * HOUR)
    assert (figure.verdict, figure.runs, figure.whole) == (Verdict.BROKEN, False, True)
    assert [(row.counted_seconds, row.share) for row in figure.outages] == [(2 * HOUR, 1.0), (HOUR, 0.5)]
    assert [row.excluded_seconds for row in figure.maintenance] == [2 * HOUR]


def test_down_for_exactly_what_is_allowed_is_held(cast: Cast) -> None:
    service = a_promised_service(cast.member)
    an_outage(service, "2026-10-05 09:00", "2026-10-05 11:12")  # 1 % of 220 h is 2 h 12 min
    assert figure_of(cast.member, service).verdict == Verdict.HELD


def test_two_outages_at_once_count_once(cast: Cast) -> None:
    service = a_promised_service(cast.member)
    an_outage(service, "2026-10-05 09:00", "2026-10-05 11:00")
    an_outage(service, "2026-10-05 10:00", "2026-10-05 12:00", Hit(cast.member.pk, share_ppm=250_000))
    figure = figure_of(cast.member, service)
    assert figure.down_seconds == 2.25 * HOUR
    assert figure.overlap_seconds == pytest.approx(0.25 * HOUR)


def test_maintenance_hides_the_part_of_an_outage_that_it_covers(cast: Cast) -> None:
    service = a_promised_service(cast.member)
    a_maintenance(service, "2026-10-05 09:00", "2026-10-05 10:00")
    an_outage(service, "2026-10-05 09:30", "2026-10-05 11:00")
    figure = figure_of(cast.member, service)
    assert (figure.excluded_seconds, figure.down_seconds) == (HOUR, HOUR)


def test_maintenance_that_is_called_off_counts_as_usual(cast: Cast) -> None:
    service = a_promised_service(cast.member)
    window = a_maintenance(service, "2026-10-05 09:00", "2026-10-05 10:00")
    with everywhere() as samdrift:
        call_off_maintenance(window, by=samdrift, at=wall("2026-10-01 09:00"))
    assert figure_of(cast.member, service).excluded_seconds == 0


def test_maintenance_of_a_site_hides_that_sites_outages_and_no_others(cast: Cast) -> None:
    service = a_promised_service(cast.member)
    away = a_site(cast.member, "Borlänge")
    a_maintenance(service, "2026-10-05 09:00", "2026-10-05 10:00", Hit(cast.member.pk, cast.site.pk))
    hits = Hit(cast.member.pk, cast.site.pk, 300_000), Hit(cast.member.pk, away.pk, 200_000)
    an_outage(service, "2026-10-05 09:00", "2026-10-05 11:00", *hits)
    figure = figure_of(cast.member, service)
    assert figure.excluded_seconds == 0
    assert figure.down_seconds == pytest.approx((0.2 + 0.5) * HOUR)  # the other site alone in the first hour, both in the second
    assert [row.sites for row in figure.outages] == [("Borlänge", "Falun")]


def test_clocks_that_change_make_october_longer_and_march_shorter(cast: Cast) -> None:
    service = a_promised_service(cast.member, hours=ALWAYS)
    an_outage(service, "2026-10-25 00:00", "2026-10-26 00:00")  # 25 hours
    an_outage(service, "2026-03-29 00:00", "2026-03-30 00:00")  # 23 hours
    october, march = figure_of(cast.member, service), figure_of(cast.member, service, Month(2026, 3))
    assert (october.agreed_seconds, october.down_seconds) == ((31 * 24 + 1) * HOUR, 25 * HOUR)
    assert (march.agreed_seconds, march.down_seconds) == ((31 * 24 - 1) * HOUR, 23 * HOUR)


def test_a_correction_changes_the_figure_and_a_withdrawal_empties_it(cast: Cast) -> None:
    service = a_promised_service(cast.member, cast.other)
    outage = an_outage(service, "2026-10-05 09:00", "2026-10-05 12:00")
    assert figure_of(cast.member, service).verdict == Verdict.BROKEN
    with everywhere() as samdrift:
        start_at, end_at = wall("2026-10-05 09:00"), wall("2026-10-05 10:00")
        hits = [Hit(cast.member.pk)]
        correct_outage(outage, start_at=start_at, end_at=end_at, text=outage.text, hits=hits, by=samdrift, at=NOW)
    assert figure_of(cast.member, service).down_seconds == HOUR
    assert figure_of(cast.other, service).down_seconds == 0
    with everywhere() as samdrift:
        withdraw_outage(Outage.objects.get(), by=samdrift, at=NOW)
        assert differences() == []
    assert figure_of(cast.member, service).down_seconds == 0


def test_a_month_that_runs_is_measured_until_now_and_broken_once_the_whole_allowance_is_gone(cast: Cast) -> None:
    """November 2026 has 21 weekdays; by Monday the 23rd at ten, 15 of them and two hours are over. One per cent allows 2 h 06 min."""
    service = a_promised_service(cast.member)
    an_outage(service, "2026-11-02 09:00", "2026-11-02 11:00")
    figure = figure_of(cast.member, service, NOVEMBER)
    assert (figure.verdict, figure.runs) == (Verdict.SO_FAR, True)
    assert figure.agreed_seconds == 152 * HOUR
    assert figure.allowed_seconds == pytest.approx(2.1 * HOUR)
    an_outage(service, "2026-11-23 09:45", None)  # goes on
    assert figure_of(cast.member, service, NOVEMBER).verdict == Verdict.BROKEN
    assert figure_of(cast.member, service, NOVEMBER.next()).reason == Reason.AHEAD


def test_only_the_covered_part_of_a_month_is_measured(cast: Cast) -> None:
    service = a_service()
    takes(cast.member, service)
    a_coverage(cast.member, service, a_calendar(), since=date(2026, 10, 19))
    an_outage(service, "2026-10-05 09:00", "2026-10-05 17:00")
    figure = figure_of(cast.member, service)
    assert (figure.agreed_seconds, figure.down_seconds, figure.whole) == (100 * HOUR, 0, False)
    assert (figure.parts[0].first_on, figure.parts[0].last_on) == (date(2026, 10, 19), date(2026, 10, 31))


def test_a_new_version_within_the_month_adds_its_allowance_to_the_old_ones(cast: Cast) -> None:
    service, calendar = a_service(), a_calendar()
    a_coverage(cast.member, service, calendar, promised_ppm=990_000, until=date(2026, 10, 19))  # 12 weekdays
    a_coverage(cast.member, service, calendar, promised_ppm=980_000, since=date(2026, 10, 19))  # 10 weekdays
    figure = figure_of(cast.member, service)
    assert figure.allowed_seconds == pytest.approx((1.2 + 2.0) * HOUR)
    assert (figure.whole, figure.promised, len(figure.targets)) == (True, None, 2)


def test_says_why_a_month_cannot_be_told(cast: Cast) -> None:
    service = a_service()
    takes(cast.member, service)
    assert figure_of(cast.member, service).reason == Reason.NO_AGREEMENT
    a_coverage(cast.member, service, None)
    figure = figure_of(cast.member, service)
    assert (figure.verdict, figure.reason) == (Verdict.UNKNOWN, Reason.NO_TARGET)


def test_time_before_the_calendars_first_version_is_not_agreed(cast: Cast) -> None:
    service = a_service()
    a_coverage(cast.member, service, a_calendar(since=date(2026, 10, 26)))
    figure = figure_of(cast.member, service)
    assert (figure.agreed_seconds, figure.whole) == (50 * HOUR, False)
    assert figure_of(cast.member, service, Month(2026, 9)).reason == Reason.NO_TIME


def test_a_year_knows_its_days_and_its_broken_months(cast: Cast) -> None:
    service = a_promised_service(cast.member)
    an_outage(service, "2026-10-05 16:00", "2026-10-06 09:30")
    with everywhere():
        (year,) = availability_year(cast.member.pk, Month(2025, 12), Month(2026, 12), at=NOW)
    assert [figure.month for figure in year.broken] == [OCTOBER]
    assert {day.on.isoformat(): day.down_seconds for day in year.days if day.down_seconds} == {
        "2026-10-05": 2 * HOUR,
        "2026-10-06": 1.5 * HOUR,
    }
    assert len(year.days) == 365
    assert [day.agreed for day in year.days][-8:] == [True] + [False] * 7  # after the 23rd nothing is agreed yet


def test_the_outages_of_a_service_and_a_year_are_those_that_hit_the_member(cast: Cast) -> None:
    service = a_promised_service(cast.member, cast.other)
    mine = an_outage(service, "2026-10-05 09:00", "2026-10-05 10:00", Hit(cast.member.pk))
    an_outage(service, "2026-10-06 09:00", "2026-10-06 10:00", Hit(cast.other.pk))
    an_outage(service, "2025-10-05 09:00", "2025-10-05 10:00")
    with everywhere():
        known = outages_during(service.pk, Window(wall("2026-01-01 00:00"), wall("2027-01-01 00:00")), owner_id=cast.member.pk)
    assert [row.outage for row in known] == [mine]


def test_a_year_and_a_matrix_take_as_many_queries_for_thirty_outages_as_for_three(cast: Cast) -> None:
    service = a_promised_service(cast.member, cast.other)

    def queries() -> tuple[int, int]:
        with everywhere():
            with CaptureQueriesContext(connection) as year:
                availability_year(cast.member.pk, Month(2025, 12), Month(2026, 12), at=NOW)
            with CaptureQueriesContext(connection) as matrix:
                availability_matrix(OCTOBER, at=NOW)
        return len(year), len(matrix)

    start = wall("2026-10-05 09:00")
    for day in range(3):
        an_outage(service, f"{start + timedelta(days=day):%Y-%m-%d %H:%M}", f"{start + timedelta(days=day, hours=1):%Y-%m-%d %H:%M}")
    few = queries()
    for minute in range(27):
        an_outage(service, f"2026-09-07 09:{minute:02d}", f"2026-09-07 10:{minute:02d}")
    for _more in range(3):
        member = a_member()
        takes(member, service)
        a_maintenance(service, "2026-10-20 09:00", "2026-10-20 10:00", Hit(member.pk))
    assert queries() == few
