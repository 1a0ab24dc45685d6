"""Reads of people and the roles they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from samdrift.core.access import READS_ALL, Actor, Role
from samdrift.core.models import Seat
from samdrift.core.order import InAlphabet
from samdrift.members.models import Organization, Person


@dataclass(frozen=True, slots=True)
class Seated:
    """A person with the roles they have or are about to have."""

    person: Person
    seats: tuple[Seat, ...]


def sees_inside(actor: Actor, organization: Organization) -> bool:
    """This will say whether an actor sees what is an organization's own: its people do, and the unit and auditors."""
    return actor.role in READS_ALL or actor.owner_id == organization.pk


def organizations_with_people(actor: Actor) -> QuerySet[Organization]:
    """This will return the organizations whose people an actor may read about: their own, or every member and outside customer."""
    kept = Organization.objects.filter(kind__in=(Organization.Kind.MEMBER, Organization.Kind.CUSTOMER))
    return kept if actor.role in READS_ALL else kept.filter(pk=actor.owner_id)


def seats_at(owner_id: int, account_ids: Iterable[int], *, on: date) -> dict[int, list[Seat]]:
    """This will return, by account, the seats at an organization that have not ended on a day."""
    lasting = Q(during__upper_inf=True) | Q(during__endswith__gt=on)
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.filter(lasting, owner_id=owner_id, account_id__in=list(account_ids)):
        seats[seat.account_id].append(seat)
    return seats


def people_at(owner_id: int, *, on: date, roles: Collection[Role] = ()) -> list[Seated]:
    """This will return the people at an organization by name, with the roles that have not ended; with `roles`, only those who hold one."""
    people = list(Person.objects.filter(owner_id=owner_id).select_related("site", "account").order_by(InAlphabet("name"), "pk"))
    seats = seats_at(owner_id, [person.account_id for person in people if person.account_id], on=on)
    seated = [Seated(person, tuple(seats.get(person.account_id or 0, ()))) for person in people]
    return [one for one in seated if not roles or any(seat.role in roles for seat in one.seats)]
