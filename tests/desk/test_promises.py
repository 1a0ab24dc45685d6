"""What is promised on a ticket, by DESIGN's rules: when it is due, what moves it, when it is missed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samdrift.agree.models import Coverage, Measure
from samdrift.core.access import Actor, inside
from samdrift.run.desk import actions
from samdrift.run.desk.models import Promise, Ticket
from samdrift.run.desk.promises import Standing
from samdrift.run.desk.queries import (
    promises_due_before,
    promises_missed,
    promises_shown,
    standings_of_open_promises,
    why_no_promise,
)
from tests.builders import Cast, a_service, a_ticket, everywhere
from tests.desk.builders import a_calendar, a_revision, an_agreement, as_it_stands, assert_projections_hold, local, promise_on

RESPONSE, RESOLUTION = Measure.RESPONSE, Measure.RESOLUTION


@contextmanager
def acting(cast: Cast, name: str) -> Iterator[Actor]:
    actor = cast.actor(name)
    with inside(actor.walls):
        yield actor


@pytest.fixture
def covered(cast: Cast) -> Iterator[Cast]:
    an_agreement(cast.unit, cast.member, [cast.desk_service])
    yield cast
    assert_projections_hold()


def answer(cast: Cast, ticket: Ticket, at: object, then: str = "") -> None:
    with acting(cast, "elin") as elin:
        actions.answer_ticket(ticket, "Vi tittar.", by=elin, at=at, then=then)  # type: ignore[arg-type]


def write(cast: Cast, ticket: Ticket, at: object) -> None:
    with acting(cast, "anna") as anna:
        actions.write_to_unit(ticket, "Här är det.", by=anna, at=at)  # type: ignore[arg-type]


def standing_of(ticket: Ticket, measure: Measure, at: object, *, to_requester: bool = False) -> Standing:
    with everywhere():
        shown = promises_shown([Ticket.objects.get(pk=ticket.pk)], at=at, to_requester=to_requester)[ticket.pk]  # type: ignore[arg-type]
    return next(one.standing for one in shown if one.promise.measure == measure)


def test_a_reported_ticket_is_promised_what_the_agreement_says_of_the_desk_at_normal_priority(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 15))  # a Monday; the desk closes at five
    assert promise_on(ticket, RESPONSE).due_at == local(24, 10)
    assert promise_on(ticket, RESOLUTION).due_at == local(25, 13)
    assert as_it_stands(ticket).next_due_at == local(24, 10)


def test_the_first_answer_meets_the_response_and_leaves_the_resolution_running(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    answer(covered, ticket, local(23, 10))
    answer(covered, ticket, local(23, 12))
    assert promise_on(ticket, RESPONSE).met_at == local(23, 10)
    assert as_it_stands(ticket).next_due_at == promise_on(ticket, RESOLUTION).due_at == local(24, 16)


def test_waiting_for_the_requester_pauses_the_resolution_and_not_the_response(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    answer(covered, ticket, local(23, 10), then="waiting")
    assert promise_on(ticket, RESOLUTION).paused_at == local(23, 10)
    assert as_it_stands(ticket).next_due_at is None
    write(covered, ticket, local(24, 10))  # nine open hours later
    assert promise_on(ticket, RESOLUTION).due_at == local(25, 16)
    assert promise_on(ticket, RESPONSE).due_at == local(23, 13)


def test_from_resolved_to_reopened_is_a_pause(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    answer(covered, ticket, local(23, 10), then="resolved")
    assert promise_on(ticket, RESOLUTION).met_at == local(23, 10)
    write(covered, ticket, local(24, 10))
    resolution = promise_on(ticket, RESOLUTION)
    assert (resolution.met_at, resolution.due_at) == (None, local(25, 16))


def test_resolved_while_waiting_counts_the_wait_as_a_pause(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    answer(covered, ticket, local(23, 10), then="waiting")
    answer(covered, ticket, local(27, 16), then="resolved")  # long after it would have been due without the pause
    assert standing_of(ticket, RESOLUTION, local(27, 16)) == Standing.MET


def test_a_history_does_not_run_backwards_when_clocks_disagree(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    answer(covered, ticket, local(23, 12), then="resolved")
    write(covered, ticket, local(23, 11))  # it waited for the lock, with an older clock
    assert promise_on(ticket, RESOLUTION).due_at == local(24, 16)
    assert as_it_stands(ticket).changed_at == local(23, 12)


def test_a_paused_promise_is_missed_only_if_it_was_due_before_its_pause(covered: Cast) -> None:
    in_time, late = a_ticket(covered.person("anna"), at=local(23, 9)), a_ticket(covered.person("anna"), at=local(23, 9))
    answer(covered, in_time, local(24, 16), then="waiting")  # at the very instant it is due
    answer(covered, late, local(24, 16, 1), then="waiting")
    later = local(30, 9)
    assert standing_of(in_time, RESOLUTION, later) == Standing.PAUSED
    assert standing_of(late, RESOLUTION, later) == Standing.MISSED
    with everywhere():
        missed = set(promises_missed(at=later, owner_id=covered.member.pk).values_list("ticket", "measure"))
    assert missed == {(late.pk, RESOLUTION), (late.pk, RESPONSE), (in_time.pk, RESPONSE)}


def test_a_promise_is_at_risk_past_three_quarters_and_missed_past_all_of_its_time(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    standings = {minute: standing_of(ticket, RESPONSE, local(23, 9) + timedelta(minutes=minute)) for minute in (180, 181, 240, 241)}
    assert list(standings.values()) == [Standing.RUNNING, Standing.AT_RISK, Standing.AT_RISK, Standing.MISSED]


def test_until_somebody_has_read_it_the_requester_is_told_that_it_is_preliminary(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    assert standing_of(ticket, RESPONSE, local(23, 10), to_requester=True) == Standing.PRELIMINARY
    with acting(covered, "elin") as elin:
        actions.take_ticket(ticket, by=elin, at=local(23, 10))
    assert standing_of(ticket, RESPONSE, local(23, 10), to_requester=True) == Standing.RUNNING


def test_a_changed_service_or_priority_replaces_the_promises_and_keeps_reported_time_and_pauses(covered: Cast) -> None:
    mail = a_service("E-post")
    an_agreement(covered.unit, covered.member, [mail], hours={2: (1, 8), 3: (3, 12)})
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    answer(covered, ticket, local(23, 10), then="waiting")
    write(covered, ticket, local(23, 12))
    with acting(covered, "elin") as elin:
        actions.sort_ticket(ticket, service=mail, priority=2, by=elin, at=local(23, 13))
    resolution = promise_on(ticket, RESOLUTION)
    assert resolution.target.service_id == mail.pk
    assert resolution.due_at == local(24, 10)  # eight hours from nine, two of them paused, over the night
    assert promise_on(ticket, RESPONSE).met_at == local(23, 10)
    with everywhere():
        assert Promise.objects.filter(ticket=ticket).count() == 4


def test_the_successor_is_of_the_version_in_force_at_the_change(cast: Cast) -> None:
    an_agreement(cast.unit, cast.member, [cast.desk_service], until=date(2026, 11, 24))
    newer = an_agreement(cast.unit, cast.member, [cast.desk_service], since=date(2026, 11, 24))
    ticket = a_ticket(cast.person("anna"), at=local(23, 9))
    with acting(cast, "elin") as elin:
        actions.change_priority(ticket, 2, by=elin, at=local(24, 9))
    assert promise_on(ticket, RESPONSE).target.version_id == newer.pk
    assert promise_on(ticket, RESPONSE).due_at == local(23, 10)
    assert_projections_hold()


def test_what_is_already_so_is_not_said_again(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"))
    with acting(covered, "elin") as elin:
        actions.sort_ticket(ticket, service=covered.desk_service, priority=3, by=elin, at=ticket.reported_at)
    with everywhere():
        assert Promise.objects.filter(ticket=ticket).count() == 2
    assert as_it_stands(ticket).state == "new"


def test_without_an_agreement_nothing_is_promised_and_it_is_said_why(cast: Cast) -> None:
    ticket = a_ticket(cast.person("anna"), at=local(23, 9))
    with everywhere():
        assert not Promise.objects.exists()
        assert not why_no_promise(ticket).covered
    assert as_it_stands(ticket).next_due_at is None


def test_hours_that_never_open_promise_nothing_and_stop_nobody_from_reporting(cast: Cast) -> None:
    an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=a_calendar(spans=[]))
    ticket = a_ticket(cast.person("anna"))
    with everywhere():
        assert not Promise.objects.filter(ticket=ticket).exists()
        assert why_no_promise(ticket).covered


def test_a_new_calendar_revision_moves_open_promises_only(cast: Cast) -> None:
    calendar = a_calendar()
    an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=calendar)
    still_open, done = a_ticket(cast.person("anna"), at=local(23, 16)), a_ticket(cast.person("anna"), at=local(23, 16))
    answer(cast, done, local(24, 8), then="resolved")
    a_revision(calendar, closed=[date(2026, 11, 24)])
    with acting(cast, "elin") as elin:
        assert actions.recompute_open_promises(calendar, by=elin, at=local(24, 9)) == 2
    assert promise_on(still_open, RESPONSE).due_at == local(25, 11)
    assert as_it_stands(still_open).next_due_at == local(25, 11)
    assert promise_on(done, RESOLUTION).due_at == local(25, 14)
    assert_projections_hold()


def test_what_is_due_is_listed_with_how_it_stands_for_each_owner(covered: Cast) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    a_ticket(covered.person("bo"), at=local(23, 9))
    at = local(23, 14)
    with everywhere():
        assert [p.ticket_id for p in promises_due_before(at)] == [ticket.pk]
        assert standings_of_open_promises(at=at) == {covered.member.pk: {Standing.MISSED: 1, Standing.RUNNING: 1}}
        assert standings_of_open_promises(at=at, owner_id=covered.other.pk) == {}


def test_a_due_time_asks_as_much_of_the_database_over_a_hundred_holidays_as_over_none(cast: Cast) -> None:
    def asked(closed: list[date]) -> tuple[int, date]:
        an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=a_calendar(closed=closed))
        with CaptureQueriesContext(connection) as seen:
            ticket = a_ticket(cast.person("anna"), at=local(23, 15))
        due_on = promise_on(ticket, RESOLUTION).due_at.date()
        with everywhere():
            Coverage.objects.all().delete()
        return len(seen), due_on

    queries, due_on = asked([])
    again, later = asked([date(2026, 11, 24) + timedelta(days=day) for day in range(100)])
    assert again == queries
    assert (later - due_on).days >= 98
