"""What is being built: the plan, the draw, and what later steps need of the earlier ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from samdrift.catalog.models import Service
from samdrift.core.access import Actor, Role
from samdrift.core.models import Seat
from samdrift.engines.period import Month, instant_of
from samdrift.members.models import Calendar, Organization, Person, Site
from samdrift.members.queries import actor_in_seat
from samdrift.team.models import Employee

Tell = Callable[[str], None]


def moment(on: date, hour: int) -> datetime:
    """This will return the hour of a day in the federation's zone."""
    return instant_of(datetime.combine(on, time(hour)), timezone.get_default_timezone())


@dataclass
class Demo:
    """A demo federation on its way. `draw` makes it the same every time; `at` is when it is built."""

    plan: dict[str, Any]
    draw: random.Random
    at: datetime
    tell: Tell
    unit: Organization
    members: dict[str, Organization]
    sites: dict[str, Site]
    persons: dict[int, list[Person]]
    employees: list[Employee]
    services: list[Service]
    desk_hours: Calendar

    @property
    def month(self) -> Month:
        """The month that runs."""
        return Month.of(self.at, str(timezone.get_default_timezone()))

    def months_back(self, number: int) -> list[Month]:
        """The whole months before the one that runs, the earliest first."""
        months = [self.month]
        for _ in range(number):
            months.insert(0, months[0].previous())
        return months[:-1]

    def described(self, service: Service) -> dict[str, Any]:
        """What the plan says of a service."""
        return next(one for one in self.plan["services"] if one["name"] == service.name)

    def actor(self, organization: Organization, role: Role) -> Actor:
        """Whoever has a role at an organization, as the one who acts; enter their walls before acting."""
        seat = Seat.objects.filter(owner_id=organization.pk, role=role).order_by("pk")[0]
        actor = actor_in_seat(seat.account_id, seat.pk, on=timezone.localdate(self.at))
        assert actor is not None, "seats of the demo last"
        return actor
