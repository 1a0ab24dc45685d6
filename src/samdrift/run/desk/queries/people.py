"""For whom one can report, and finding them among many."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from samdrift.core.access import AT_THE_UNIT, READS_ITS_MEMBERS_TICKETS, Actor
from samdrift.core.order import InAlphabet
from samdrift.members.models import Organization, Person

AS_MANY = 30


def people_reported_for(actor: Actor) -> QuerySet[Person]:
    """This will return the people for whom an actor may report: everybody at a member for the unit, one's colleagues for a member's
    contact and head of agency, nobody else for others."""
    people = Person.objects.select_related("owner", "site")
    if actor.role in AT_THE_UNIT:
        return people
    if actor.role in READS_ITS_MEMBERS_TICKETS:
        return people.filter(owner_id=actor.owner_id)
    return people.none()


def people_found(people: QuerySet[Person], words: str, *, member: Organization | None = None) -> tuple[Sequence[Person], bool]:
    """This will return the first people whose name, address or telephone holds each of the words, by name, and whether there are more."""
    if member is not None:
        people = people.filter(owner=member)
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(phone__icontains=word))
    found = list(people.order_by(InAlphabet("name"), "pk")[: AS_MANY + 1])
    return found[:AS_MANY], len(found) > AS_MANY
