"""The forecast of a year's cost, by hand; what a month waits for; and what counts as missed in which month."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.utils import translation

from samdrift.core.access import inside
from samdrift.engines.period import Month
from samdrift.follow_up.forecast import year_cost
from samdrift.follow_up.queries.promises import PromiseCounts, Which, Whose, promise_counts, promises_listed
from samdrift.follow_up.waiting import to_pay, to_settle
from samdrift.run.desk.actions import answer_ticket
from samdrift.settle.models import Closure, Settlement
from samdrift.settle.queries import BillInList, MonthState
from tests.builders import NOW, Cast, a_ticket, everywhere
from tests.follow_up.homes import RESOLUTION, RESPONSE, promises_made

NOVEMBER = Month(2026, 11)
DAY = timedelta(days=1)


def a_month(number: int, booked: int, *, sent: int | None = None, closed: bool = False, year: int = 2026) -> MonthState:
    month = Month(year, number)
    settlement = Settlement(month=month.starts_on, total_minor=sent, sent_at=NOW) if sent is not None else None
    return MonthState(month, 1, booked, settlement, NOW if closed else None)


def test_the_rest_of_the_year_counts_as_the_mean_of_the_last_three_closed_months() -> None:
    months = [a_month(n, 100 * n, sent=100 * n, closed=True) for n in (7, 8, 9)] + [a_month(10, 1_000)]
    cost = year_cost(months, NOVEMBER)
    assert cost.forecast is not None
    assert cost.over_minor == 700 + 800 + 900 + 1_000
    assert (cost.forecast.mean_minor, cost.forecast.months_left) == (800, 2)
    assert cost.forecast.total_minor == 3_400 + 2 * 800
    assert [month.change_minor for month in cost.closed] == [100, 100, None]


def test_what_is_entered_above_the_mean_is_not_forgotten() -> None:
    months = [a_month(n, 800, sent=800, closed=True) for n in (8, 9, 10)] + [a_month(11, 1_000)]
    cost = year_cost(months, NOVEMBER)
    assert cost.forecast is not None
    assert cost.entered_minor == 3_400
    assert cost.forecast.total_minor == 2_400 + 2 * 800 + 200


def test_two_closed_months_make_no_forecast() -> None:
    months = [a_month(n, 800, sent=800, closed=True) for n in (9, 10)] + [a_month(8, 800)]
    assert year_cost(months, NOVEMBER).forecast is None
    assert year_cost([], NOVEMBER).forecast is None


def test_the_closed_months_may_be_of_the_year_before() -> None:
    months = [a_month(n, 900, sent=900, closed=True, year=2025) for n in (10, 11, 12)]
    cost = year_cost(months, Month(2026, 1))
    assert cost.forecast is not None
    assert (cost.over_minor, cost.forecast.months_left, cost.forecast.total_minor) == (0, 12, 12 * 900)


def test_months_that_are_over_wait_to_be_sent_closed_or_given_costs() -> None:
    late = replace(a_month(6, 5), is_passed=True)  # its only entry came with July
    months = [late, a_month(7, 1, sent=1, closed=True), a_month(8, 2, sent=2), a_month(10, 3), a_month(11, 4)]
    cost = year_cost(months, NOVEMBER)
    assert cost.without_costs == (Month(2026, 9),)
    with translation.override("en"):
        words = [todo.words for todo in to_settle(months, cost, this_month=NOVEMBER, settles=True)]
        read = [todo.words for todo in to_settle(months, cost, this_month=NOVEMBER, settles=False)]
    assert words == ["Close August 2026", "Send the bills of October 2026", "Enter the costs of September 2026"]
    assert read == ["August 2026 is sent and not closed", "October 2026 is over and not sent", "No costs are entered for September 2026"]


def test_a_bill_waits_until_its_day_of_payment_has_passed_and_one_that_can_change_until_it_is_final() -> None:
    sent = [Settlement(pk=n, month=Month(2026, n).starts_on, total_minor=1, sent_at=NOW) for n in (9, 10)]
    final, open_one = (BillInList(settlement, 100, closed=False) for settlement in sent)
    closures = {9: Closure(settlement=sent[0], at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC))}
    with translation.override("en"):
        found = to_pay([open_one, final], closures, owner_id=7, on=date(2026, 12, 1))
        later = to_pay([open_one, final], closures, owner_id=7, on=date(2026, 12, 2))
    assert [todo.words for todo in found] == ["Look through the bill of October 2026", "Pay the bill of September 2026"]
    assert found[1].until == date(2026, 12, 1), "30 days after it became final"
    assert [todo.url for todo in later] == ["/bills/10/7/"]


def test_a_count_and_its_rows_come_from_the_same_conditions(cast: Cast) -> None:
    """At noon on 10 November: one ticket a day since 20 October, whose promises were due 4 and 16 hours after noon."""
    promises_made(cast)
    at = datetime(2026, 11, 10, 11, 0, tzinfo=UTC)
    for days in range(22):
        a_ticket(cast.person("anna"), at=at - days * DAY)
    expected = {
        Which.LATE: 21 * 2,
        Which.SOON: 2,
        Which.TODAY: 1,  # yesterday's resolution, due at 04:00
        Which.MONTH: 9 * 2 + 1,  # of those of 31 October the resolution, due at 04:00 on the first
        Which.BEFORE: 11 * 2 + 1,
    }
    with everywhere():
        counts = promise_counts(whose=Whose(), at=at)[cast.member.pk]
        rows = {which: promises_listed(which, whose=Whose(), at=at).count() for which in Which}
    assert rows == expected
    assert {which: counts.of(which) for which in Which} == expected


def test_a_promise_met_late_is_missed_and_one_met_in_time_is_only_judged(cast: Cast) -> None:
    promises_made(cast)
    elin = cast.actor("elin")
    for wait in (RESPONSE - timedelta(hours=1), RESPONSE + timedelta(hours=1), RESOLUTION + timedelta(hours=1)):
        ticket = a_ticket(cast.person("anna"), at=NOW)
        with inside(elin.walls):
            answer_ticket(ticket, "Löst.", by=elin, at=NOW + wait, then="resolved")
    with everywhere():
        counts = promise_counts(whose=Whose(cast.member.pk), at=NOW + DAY)[cast.member.pk]
        assert promise_counts(whose=Whose(cast.other.pk), at=NOW + DAY) == {}
    assert (counts.month, counts.judged, counts.late) == (1 + 2, 6, 0)
    assert counts + PromiseCounts(late=1) == PromiseCounts(late=1, month=3, judged=6, today=counts.today)
