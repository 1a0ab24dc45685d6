"""Two at once: one wins, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from samdrift.core.access import inside
from samdrift.core.errors import Refused
from samdrift.members.hours import Hours
from samdrift.run.desk import actions
from samdrift.run.desk.models import Event, Ticket
from samdrift.run.desk.queries import Wanted
from tests.builders import NOW, Cast, a_cast, a_ticket, everywhere
from tests.desk.builders import a_calendar, an_agreement, as_it_stands, assert_projections_hold

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(cast: Cast, act: Callable[..., object]) -> list[object]:
    """Elin and Karin do the same at the same time; what came of it for each, a refusal included."""
    actors = [cast.actor("elin"), cast.actor("karin")]
    barrier, outcomes = Barrier(2, timeout=30), []

    def run(index: int) -> None:
        try:
            with inside(actors[index].walls):
                barrier.wait()
                outcomes.append(act(actors[index]))
        except Refused as no:
            outcomes.append(no)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index,)) for index in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_two_agents_who_take_the_same_ticket_leave_it_with_one_and_the_other_is_told_whose_it_is() -> None:
    cast = a_cast()
    ticket = a_ticket(cast.person("anna"))
    outcomes = at_once(cast, lambda actor: actions.take_ticket(ticket, by=actor, at=NOW))
    [refusal] = [one for one in outcomes if isinstance(one, actions.AlreadyTaken)]
    assert str(as_it_stands(ticket).assignee_id and refusal).startswith(f"{ticket.number} ")
    with everywhere():
        assert Event.objects.filter(ticket=ticket, kind="assigned").count() == 1
    assert_projections_hold()


def test_two_agents_who_resolve_the_same_ticket_resolve_it_once() -> None:
    cast = a_cast()
    an_agreement(cast.unit, cast.member, [cast.desk_service])
    ticket = a_ticket(cast.person("anna"))
    outcomes = at_once(cast, lambda actor: actions.answer_ticket(ticket, "Klart.", by=actor, at=NOW, then="resolved"))
    assert sum(isinstance(one, actions.TicketCannot) for one in outcomes) == 1
    with everywhere():
        assert Event.objects.filter(ticket=ticket, kind="resolved").count() == 1
    assert_projections_hold()


def test_two_agents_who_take_the_next_get_one_each() -> None:
    cast = a_cast()
    for _ in range(2):
        a_ticket(cast.person("anna"))
    outcomes = at_once(cast, lambda actor: actions.take_next(Wanted(), by=actor, at=NOW))
    assert len({one.pk for one in outcomes if isinstance(one, Ticket)}) == 2
    assert_projections_hold()


def test_two_who_send_the_same_ticket_on_make_one_new_ticket() -> None:
    cast = a_cast()
    ticket = a_ticket(cast.person("anna"))
    at_once(cast, lambda actor: actions.send_on(ticket, cast.person("bo"), "Nytt.", by=actor, at=NOW))
    with everywhere():
        assert Ticket.objects.count() == 2
    assert_projections_hold()


def test_two_who_correct_the_same_hours_add_one_revision_and_the_other_is_told() -> None:
    cast = a_cast()
    calendar = a_calendar()
    an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=calendar)
    a_ticket(cast.person("anna"))
    with everywhere():
        version = calendar.versions.get()
    shorter = Hours({day: [("08:00", "15:00")] for day in range(5)})
    outcomes = at_once(
        cast, lambda actor: actions.revise_calendar(version, hours=shorter, reason="Kortare dag", instead_of=1, by=actor, at=NOW)
    )
    assert sorted(outcomes, key=str)[0] == 2
    assert any(isinstance(one, actions.RevisedMeanwhile) for one in outcomes)
    with everywhere():
        assert version.revisions.count() == 2
    assert_projections_hold()
