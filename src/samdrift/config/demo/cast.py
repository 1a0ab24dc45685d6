"""Whom one can be in the demo: a person for every role, at a large and a small member and in every function of the unit."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from samdrift.config.work import work_of_all
from samdrift.core.access import AT_A_MEMBER, IN_PUBLIC, Role, inside
from samdrift.core.models import Seat
from samdrift.members.models import Organization, Person
from samdrift.members.queries import system_actor
from samdrift.team.models import Employee
from samdrift.ui.names import named_text


@dataclass(frozen=True, slots=True)
class Someone:
    """A person to be: the seat one would act in, and who that is."""

    seat_id: int
    name: str
    what: str
    where: str


def people_to_be() -> list[tuple[Organization, list[Someone]]]:
    """This will return, for the unit, two members and the federation, who can be chosen there."""
    with inside(IN_PUBLIC):
        walls = system_actor().walls
    with inside(walls):
        return [group for group in (_of_the_unit(), *_of_members(), _of_the_federation()) if group[1]]


def _of_the_unit() -> tuple[Organization, list[Someone]]:
    unit = Organization.objects.get(kind=Organization.Kind.UNIT)
    works = work_of_all()
    employees = {e.account_id: e for e in Employee.objects.select_related("function", "site")}
    someone, seen = [], set()
    for seat in Seat.objects.filter(owner_id=unit.pk).order_by("pk"):
        employee = employees.get(seat.account_id)
        if employee is None:
            continue
        called = str(works[employee.pk].called()) if seat.role == Role.STAFF else str(Role(seat.role).label)
        if not called and not employee.function.is_desk:
            continue
        one_each = employee.function_id if works[employee.pk].leads else None  # each function has its manager
        if (called, one_each) in seen:
            continue
        seen.add((called, one_each))
        function = named_text(employee.function).words if seat.role == Role.STAFF else ""
        someone.append(Someone(seat.pk, employee.name, ", ".join(filter(None, (called, function))), employee.site.city))
    return unit, sorted(someone, key=lambda one: one.what)


def _of_members() -> list[tuple[Organization, list[Someone]]]:
    sized = Organization.objects.filter(kind=Organization.Kind.MEMBER).alias(employees=Max("headcounts__employees"))
    members: list[Organization] = list(sized.order_by("-employees", "pk"))
    chosen = [members[0], members[-1]] if len(members) > 1 else members
    groups: list[tuple[Organization, list[Someone]]] = []
    for member in chosen:
        people = dict(Person.objects.filter(owner=member).values_list("account_id", "name"))
        someone: dict[str, Someone] = {}
        for seat in Seat.objects.filter(owner_id=member.pk, role__in=AT_A_MEMBER).order_by("pk"):
            if seat.account_id in people:
                label = str(Role(seat.role).label)
                someone.setdefault(seat.role, Someone(seat.pk, people[seat.account_id], label, member.short_name))
        groups.append((member, list(someone.values())))
    return groups


def _of_the_federation() -> tuple[Organization, list[Someone]]:
    federation = Organization.objects.get(kind=Organization.Kind.FEDERATION)
    seats = Seat.objects.filter(owner_id=federation.pk, role=Role.AUDITOR)
    return federation, [Someone(seat.pk, str(Role.AUDITOR.label), str(Role.AUDITOR.label), "") for seat in seats]
