"""Every read of members, named by what comes back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from samdrift.core.access import IN_PUBLIC, Actor, Role, inside, walls_for
from samdrift.core.models import Account, Seat
from samdrift.core.order import InAlphabet
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Headcount, Organization, Person, Site


def organization_ids() -> frozenset[int]:
    """This will return the ids of all organizations, the federation's own included."""
    with inside(IN_PUBLIC):
        return frozenset(Organization.objects.values_list("pk", flat=True))


def federation() -> Organization:
    return Organization.objects.get(pk=FEDERATION_ID)


def seats_of(account_id: int, *, on: date) -> list[Seat]:
    """This will return the seats that the account holds on a day, oldest first."""
    return list(Seat.objects.filter(account_id=account_id, during__contains=on))


def actor_in_seat(account_id: int, seat_id: int | None, *, on: date) -> Actor | None:
    """This will return who acts: the chosen seat when it is held on the day, else the account's first one; None without a seat."""
    held = seats_of(account_id, on=on)
    seat = next((seat for seat in held if seat.pk == seat_id), held[0] if held else None)
    if seat is None:
        return None
    role = Role(seat.role)
    everyone = organization_ids() if role in (Role.STAFF, Role.UNIT_FINANCE, Role.DIRECTOR, Role.AUDITOR) else frozenset[int]()
    return Actor(account_id, seat.pk, seat.owner_id, role, walls_for(role, seat.owner_id, everyone))


def system_actor() -> Actor:
    """This will return Samdrift itself, as which imports, jobs and kept failures are written; it sees and writes everything."""
    account = Account.objects.get(is_system=True)
    return Actor(account.pk, None, FEDERATION_ID, Role.SYSTEM, walls_for(Role.SYSTEM, FEDERATION_ID, organization_ids()))


def person_of(actor: Actor) -> Person | None:
    """This will return the person that the actor is at its organization, if they are one."""
    return Person.objects.filter(account_id=actor.account_id, owner_id=actor.owner_id).first()


def members_in_order() -> list[Organization]:
    """This will return the federation's members by name."""
    return list(Organization.objects.filter(kind=Organization.Kind.MEMBER))


def members_with_size() -> list[Organization]:
    """This will return the members by name, each with `employees` and `fte` of the latest year known, and `site_count`."""
    latest = Headcount.objects.filter(organization=OuterRef("pk")).order_by("-year", "-recorded_at")
    return list(
        Organization.objects.filter(kind=Organization.Kind.MEMBER)
        .annotate(
            year=Subquery(latest.values("year")[:1]),
            employees=Subquery(latest.values("employees")[:1]),
            fte=Subquery(latest.values("fte")[:1]),
            site_count=Count("sites"),
        )
        .order_by(InAlphabet("name"))
    )


def others_who_take_part() -> list[Organization]:
    """This will return the unit, suppliers and outside customers, by kind and name."""
    without = (Organization.Kind.FEDERATION, Organization.Kind.MEMBER)
    return list(Organization.objects.exclude(kind__in=without).order_by("-kind", InAlphabet("name")))


def headcounts_of(organization: Organization) -> list[tuple[Headcount, bool]]:
    """This will return an organization's head counts, the latest year first, each with whether a later one of its year counts instead."""
    seen: set[int] = set()
    rows: list[tuple[Headcount, bool]] = []
    for headcount in Headcount.objects.filter(organization=organization).order_by("-year", "-recorded_at"):
        rows.append((headcount, headcount.year in seen))
        seen.add(headcount.year)
    return rows


def sites_of(organization: Organization) -> list[Site]:
    """This will return an organization's sites by name."""
    return list(Site.objects.filter(organization=organization).order_by(InAlphabet("name")))


def latest_headcounts(*, on: date) -> dict[int, Headcount]:
    """This will return, for each organization, its head count of the latest year up to that of a day; a later record of the same year
    counts instead of an earlier one. An organization without any is left out."""
    latest = Headcount.objects.filter(year__lte=on.year).order_by("organization_id", "-year", "-recorded_at").distinct("organization_id")
    return {headcount.organization_id: headcount for headcount in latest}


def latest_headcount(*, on: date) -> dict[int, int]:
    """This will return the employees of each organization, by its id, as of the latest year known up to that of a day: a cost driver."""
    return {organization_id: headcount.employees for organization_id, headcount in latest_headcounts(on=on).items()}


def organizations_by_id(ids: Iterable[int]) -> dict[int, Organization]:
    """This will return the organizations with these ids, whichever seat asks: their names are the federation's."""
    with inside(IN_PUBLIC):
        return Organization.objects.in_bulk(list(ids))
