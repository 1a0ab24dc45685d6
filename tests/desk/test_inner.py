"""What functions promise each other on a ticket: from when it was handed over, paused with the member's promise, for the unit only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from samdrift.agree.models import AdoptedLevel, Adoption, Agreement, Coverage, Measure, Target, Version
from samdrift.catalog.models import Level
from samdrift.core.access import inside
from samdrift.members.models import Calendar
from samdrift.run.desk import actions
from samdrift.run.desk.models import Ticket
from samdrift.run.desk.promises import Standing
from samdrift.run.desk.queries import Explained, inner_promises
from samdrift.team.models import Employee, Function
from tests.builders import Cast, a_function, a_ticket, an_employee, everywhere
from tests.desk.builders import OFFICE, a_calendar, a_revision, an_agreement, local

Browser = Callable[[str], Client]
RESPONSE, RESOLUTION = Measure.RESPONSE, Measure.RESOLUTION


class Within:
    """Operations promises the desk an answer within 2 and a solution within 8 open hours, under an agreement in force."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.operations = a_function(cast.unit, cast.other, "Maskinrummet")
        self.olle = an_employee(self.operations, cast.site, "Olle")
        cast.people["olle"] = self.olle
        an_agreement(cast.unit, cast.member, [cast.desk_service])
        self.calendar = a_calendar()
        self.version = a_promise(cast, self.operations, cast.function, calendar=self.calendar)
        self.ticket = a_ticket(cast.person("anna"), at=local(23, 9))  # a Monday

    def hand(self, to: Employee, at: datetime, by: str = "elin") -> None:
        actor = self.cast.actor(by)
        with inside(actor.walls):
            actions.assign_ticket(self.ticket, to, by=actor, at=at)

    def answer(self, by: str, at: datetime, then: str = "") -> None:
        actor = self.cast.actor(by)
        with inside(actor.walls):
            actions.answer_ticket(self.ticket, "Vi tittar.", by=actor, at=at, then=then)

    def note(self, by: str, at: datetime) -> None:
        actor = self.cast.actor(by)
        with inside(actor.walls):
            actions.add_note(self.ticket, "Kabeln.", by=actor, at=at)

    def write(self, at: datetime) -> None:
        anna = self.cast.actor("anna")
        with inside(anna.walls):
            actions.write_to_unit(self.ticket, "Här.", by=anna, at=at)

    def all_of_it(self, at: datetime) -> dict[Measure, Explained | None]:
        with everywhere():
            found = inner_promises(Ticket.objects.get(pk=self.ticket.pk), at=at)
        return {Measure(one.target.measure): one.explained for one in found}

    def part(self, measure: Measure, at: datetime) -> tuple[datetime, datetime, datetime | None, Standing]:
        """When it was handed over, due and done, and how that stands."""
        explained = self.all_of_it(at)[measure]
        assert explained is not None
        shown = explained.shown
        return shown.course.reported_at, shown.promise.due_at, shown.promise.met_at, shown.standing


def a_promise(cast: Cast, giver: Function, taker: Function, *, calendar: Calendar, hours: tuple[int, int] = (2, 8)) -> Version:
    with everywhere():
        number = Agreement.objects.count()
        agreement = Agreement.objects.create(name=f"Drift bär {number}", kind="functions", provider=cast.unit, function=giver)
        version = Version.objects.create(
            agreement=agreement, number=1, from_on="2020-01-01", offered_at="2020-01-01T00:00Z", digest=f"{number}" * 64
        )
        level, _made = Level.objects.get_or_create(service=cast.desk_service, name="Silver", defaults={"rank": 1})
        adoption = Adoption.objects.create(owner=cast.unit, function=taker, version=version, during=("2020-01-01", None))
        AdoptedLevel.objects.create(owner=cast.unit, adoption=adoption, service=level.service, level=level)
        Coverage.objects.create(
            owner=cast.unit, adoption=adoption, service=level.service, level=level, function=taker, during=("2020-01-01", None)
        )
        for measure, length in ((RESPONSE, hours[0]), (RESOLUTION, hours[1])):
            Target.objects.create(
                version=version,
                clause="1",
                service=level.service,
                level=level,
                measure=measure,
                priority=3,
                within_seconds=length * 3600,
                share_ppm=900_000,
                calendar=calendar,
            )
    return version


@pytest.fixture
def within(cast: Cast) -> Within:
    return Within(cast)


def test_no_clock_runs_before_the_ticket_is_handed_to_the_function_that_promised(within: Within, cast: Cast) -> None:
    within.hand(cast.employee("elin"), local(23, 9, 30))  # within the desk itself
    assert within.all_of_it(local(23, 10)) == {RESPONSE: None, RESOLUTION: None}


def test_it_starts_when_handed_over_and_pauses_while_the_requester_is_waited_for(within: Within) -> None:
    within.hand(within.olle, local(23, 16))  # an hour before closing
    assert within.part(RESPONSE, local(23, 16, 30)) == (local(23, 16), local(24, 9), None, Standing.RUNNING)
    assert within.part(RESOLUTION, local(23, 16, 30)) == (local(23, 16), local(24, 15), None, Standing.RUNNING)
    within.answer("olle", local(24, 9), then="waiting")
    assert within.part(RESPONSE, local(24, 16)) == (local(23, 16), local(24, 9), local(24, 9), Standing.MET)
    assert within.part(RESOLUTION, local(24, 16))[3] == Standing.PAUSED
    within.write(local(24, 11))
    assert within.part(RESOLUTION, local(24, 16)) == (local(23, 16), local(24, 17), None, Standing.AT_RISK)
    within.answer("olle", local(25, 8, 30), then="resolved")
    assert within.part(RESOLUTION, local(26, 9))[2:] == (local(25, 8, 30), Standing.MISSED)


def test_handing_it_back_is_their_part_done_and_the_time_away_is_a_pause(within: Within, cast: Cast) -> None:
    within.hand(within.olle, local(23, 10))
    within.hand(cast.employee("elin"), local(23, 12), by="olle")
    assert within.part(RESOLUTION, local(30, 12)) == (local(23, 10), local(24, 9), local(23, 12), Standing.MET)
    within.hand(within.olle, local(24, 12))  # nine open hours away
    assert within.part(RESOLUTION, local(24, 13)) == (local(23, 10), local(25, 9), None, Standing.RUNNING)
    within.hand(an_employee(within.operations, cast.site), local(24, 14), by="olle")  # a colleague in the same function: nothing ends
    assert within.part(RESOLUTION, local(24, 15))[2] is None
    within.answer("elin", local(24, 16), then="resolved")  # by whomever: it is solved
    assert within.part(RESOLUTION, local(24, 17))[2:] == (local(24, 16), Standing.MET)
    within.write(local(25, 8))
    assert within.part(RESOLUTION, local(25, 8, 30)) == (local(23, 10), local(25, 10), None, Standing.AT_RISK), "reopened"


def test_a_note_or_taking_it_oneself_is_an_answer_within_the_unit(within: Within, cast: Cast) -> None:
    within.note("olle", local(23, 9, 30))  # before it was theirs
    within.hand(within.olle, local(23, 10))
    within.note("elin", local(23, 10, 30))
    assert within.part(RESPONSE, local(23, 11))[2] is None
    within.note("olle", local(23, 12, 30))
    assert within.part(RESPONSE, local(23, 13))[2:] == (local(23, 12, 30), Standing.MISSED)
    other = a_ticket(cast.person("anna"), at=local(23, 9))
    within.ticket = other
    within.hand(within.olle, local(23, 11), by="olle")
    assert within.part(RESPONSE, local(23, 11))[2:] == (local(23, 11), Standing.MET)


def test_another_priority_has_no_promise_and_the_right_one_keeps_its_start(within: Within, cast: Cast) -> None:
    within.hand(within.olle, local(23, 10))
    for priority, promised in ((1, 0), (3, 2)):
        elin = cast.actor("elin")
        with inside(elin.walls):
            actions.change_priority(within.ticket, priority, by=elin, at=local(23, 11))
        assert len(within.all_of_it(local(23, 12))) == promised
    assert within.part(RESPONSE, local(23, 12))[0] == local(23, 10)


def test_each_function_down_the_chain_has_a_clock_of_its_own(within: Within, cast: Cast) -> None:
    network = a_function(cast.unit, cast.other, "Nät")
    nils = an_employee(network, cast.site, "Nils")
    a_promise(cast, network, within.operations, calendar=within.calendar, hours=(1, 4))
    within.hand(within.olle, local(23, 10))
    within.hand(nils, local(23, 13), by="olle")
    with everywhere():
        found = inner_promises(Ticket.objects.get(pk=within.ticket.pk), at=local(23, 14))
    dues = [
        (one.coverage.adoption.version.agreement.function, one.explained and one.explained.shown.promise.due_at)
        for one in found
        if one.target.measure == RESOLUTION
    ]
    assert dues == [(within.operations, local(24, 9)), (network, local(23, 17))]


def test_what_is_done_keeps_the_hours_it_was_done_in_and_what_runs_follows_a_correction(within: Within) -> None:
    within.hand(within.olle, local(23, 10))
    within.answer("olle", local(23, 11))
    a_revision(within.calendar, spans=[(day, "10:00", "17:00") for day, *_hours in OFFICE], at=local(23, 13))
    answered, running = (within.all_of_it(local(23, 14))[measure] for measure in (RESPONSE, RESOLUTION))
    assert answered is not None
    assert running is not None
    assert (answered.shown.promise.revision.number, running.shown.promise.revision.number) == (1, 2)
    assert running.shown.promise.due_at == local(24, 11)


def test_staff_read_when_the_part_is_due_and_no_member_does(within: Within, as_: Browser) -> None:
    within.hand(within.olle, local(23, 10))
    address = reverse("ticket", args=[within.ticket.pk])
    for reader, sees in (("elin", True), ("karin", True), ("auditor", True), ("anna", False), ("carin", False), ("hedda", False)):
        seen = as_(reader).get(address).content.decode()
        assert ("Maskinrummet" in seen) == sees, reader
        assert ("Överlämnat" in seen) == sees, reader
    anna = within.cast.actor("anna")
    with inside(anna.walls):
        assert inner_promises(Ticket.objects.get(pk=within.ticket.pk), at=local(23, 14)) == [], "the wall holds by itself"
