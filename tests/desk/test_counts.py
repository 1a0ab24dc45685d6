"""How many tickets were reported: a cost driver, and the rows behind it."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from samdrift.core.access import inside
from samdrift.engines.availability import Window
from samdrift.engines.period import Month
from samdrift.run.desk import actions
from samdrift.run.desk.models import Ticket
from samdrift.run.desk.queries import reported_tickets, tickets_reported_in
from tests.builders import Cast, a_service, a_ticket, everywhere
from tests.desk.builders import local

NOVEMBER = Window(*Month(2026, 11).window("Europe/Stockholm"))


def test_tickets_count_in_the_month_they_were_reported_by_the_clock_of_the_federation(cast: Cast) -> None:
    a_ticket(cast.person("anna"), at=NOVEMBER.start_at)
    a_ticket(cast.person("anna"), at=local(23, 9))
    a_ticket(cast.person("bo"), at=NOVEMBER.end_at)
    with everywhere(), CaptureQueriesContext(connection) as queries:
        assert tickets_reported_in(NOVEMBER) == {cast.member.pk: 2}
    assert len(queries) == 1
    with everywhere():
        assert tickets_reported_in(NOVEMBER, owner_id=cast.other.pk) == {}
        assert tickets_reported_in(NOVEMBER, service_id=a_service().pk) == {}


def test_a_ticket_sent_on_counts_where_it_went_and_an_imported_one_nowhere(cast: Cast) -> None:
    ticket, imported = a_ticket(cast.person("anna"), at=local(23, 9)), a_ticket(cast.person("anna"), at=local(23, 9))
    elin = cast.actor("elin")
    with inside(elin.walls):
        new = actions.send_on(ticket, cast.person("bo"), "Havsverkets.", by=elin, at=local(24, 9))
    with everywhere():
        Ticket.objects.filter(pk=imported.pk).update(source=Ticket.Source.IMPORT)
        assert tickets_reported_in(NOVEMBER) == {cast.other.pk: 1}
        assert list(reported_tickets(NOVEMBER)) == [new]
