"""Two who book the same person at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from samdrift.core.access import Actor, inside
from samdrift.run.projects.actions.bookings import OverBooked, book_employee
from samdrift.run.projects.models import Booking
from samdrift.run.projects.queries.checks import differences
from tests.builders import a_cast, everywhere
from tests.projects.builders import AT, COMING


@pytest.mark.django_db(transaction=True)
def test_two_booking_the_same_person_at_once_do_not_overbook_them() -> None:
    cast = a_cast()
    ready, employee = Barrier(2), cast.employee("ulla")

    def one(actor: Actor) -> str:
        span = {"from_week": COMING, "weeks": 3, "percent": 60}
        try:
            with inside(actor.walls):
                ready.wait(10)
                book_employee(cast.unit, employee, "developer", member=cast.member, by=actor, at=AT, **span)  # type: ignore[arg-type]
            return "booked"
        except OverBooked:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, [cast.actor("elin"), cast.actor("karin")])) == ["booked", "refused"]
    with everywhere():
        assert Booking.objects.count() == 1
        assert differences() == []
