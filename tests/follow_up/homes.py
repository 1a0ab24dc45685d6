"""Tickets with promises at any instant, for tests of homes: an agreement whose hours never close, so that due times are plain sums."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.members.models import Person
from samdrift.run.desk.models import Ticket
from samdrift.team.models import Function
from tests.builders import Cast, a_ticket, everywhere
from tests.desk.builders import a_calendar, an_agreement

ALWAYS = tuple((day, "00:00", "24:00") for day in range(7))
RESPONSE, RESOLUTION = timedelta(hours=4), timedelta(hours=16)  # of a new ticket, in `tests.desk.builders.HOURS`


def promises_made(cast: Cast) -> None:
    """Both members' tickets are promised a response within 4 hours and a resolution within 16, day and night."""
    calendar = a_calendar(spans=ALWAYS)
    for member in (cast.member, cast.other):
        an_agreement(cast.unit, member, [cast.desk_service], calendar=calendar)


def a_ticket_with_elin(cast: Cast, requester: Person, at: datetime, text: str = "Skrivaren står still.") -> Ticket:
    ticket = a_ticket(requester, text, at=at)
    with everywhere():
        Ticket.objects.filter(pk=ticket.pk).update(assignee=cast.employee("elin"))
    return ticket


def elin_leads(cast: Cast, *, is_desk: bool = False) -> None:
    with everywhere():
        Function.objects.filter(pk=cast.function.pk).update(manager=cast.employee("elin"), is_desk=is_desk)


def text(client: Client, address: str, language: str = "en", status: int = 200) -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode().replace("\u00a0", " ")


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
