"""Rows for tests, made as Samdrift itself inside the walls: `a_member()`, `a_person(member)`, `a_ticket(member)`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.signals import post_save

from samdrift.catalog.models import Level, Service, Uptake
from samdrift.core.access import IN_PUBLIC, Actor, Role, Walls, inside
from samdrift.core.models import Account, Seat
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Headcount, Organization, Person, Site
from samdrift.members.queries import actor_in_seat, system_actor
from samdrift.run.desk.actions import report_ticket
from samdrift.run.desk.models import Ticket
from samdrift.team.models import Employee, Function

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
_numbers = count(1)


_system: list[Actor] = []  # as known in the running test; asked for anew in each, and again when an organization comes


def ask_anew_who_is_everybody(**_signal: object) -> None:
    _system.clear()


post_save.connect(ask_anew_who_is_everybody, sender=Organization)


@contextmanager
def everywhere() -> Iterator[Actor]:
    """Inside every wall, as Samdrift itself. A test enters a dozen times, so who everybody is is asked once."""
    if not _system:
        with inside(IN_PUBLIC):
            _system.append(system_actor())
    actor = _system[0]
    with inside(actor.walls):
        yield actor


def a_federation() -> Organization:
    with inside(Walls(frozenset({FEDERATION_ID}), frozenset({FEDERATION_ID}))):
        Organization.objects.filter(pk=FEDERATION_ID).update(name="Provfederationen", name_en="The test federation", short_name="Prov")
        return Organization.objects.get(pk=FEDERATION_ID)


def _an_organization(kind: str, name: str, **more: Any) -> Organization:
    with inside(Walls(frozenset({FEDERATION_ID}), frozenset({FEDERATION_ID}))):
        return Organization.objects.create(kind=kind, name=name, short_name=name, **more)


def a_member(name: str = "", **more: Any) -> Organization:
    return _an_organization("member", name or f"Myndighet {next(_numbers)}", joined_on=date(2020, 1, 1), **more)


def a_unit(name: str = "It-enheten") -> Organization:
    return _an_organization("unit", name, name_en="The IT unit")


def a_site(organization: Organization, city: str = "Falun") -> Site:
    with everywhere():
        return Site.objects.create(organization=organization, name=city, city=city, latitude=60.6, longitude=15.6)


def a_headcount(organization: Organization, employees: int, year: int = 2025, at: datetime = NOW) -> Headcount:
    with everywhere():
        return Headcount.objects.create(organization=organization, year=year, employees=employees, recorded_at=at)


def an_account(name: str = "") -> Account:
    return Account.objects.create(email=f"{name or next(_numbers)}@example.org", password="!")


def session_of(account: Account) -> str:
    """The key of a session in which they are signed in, as it is after `force_login`, which asks the database ten times to get there."""
    session = SessionStore()
    backend = settings.AUTHENTICATION_BACKENDS[0]
    session.update({SESSION_KEY: str(account.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: account.get_session_auth_hash()})
    session.create()
    return str(session.session_key)


def a_seat(account: Account, organization: Organization, role: Role, *, since: date = date(2020, 1, 1), until: date | None = None) -> Seat:
    return Seat.objects.create(account=account, owner_id=organization.pk, role=role, during=DateRange(since, until))


def a_person(member: Organization, name: str = "", role: Role | None = Role.REQUESTER) -> Person:
    """A person at a member; with a role they have an account and a seat there."""
    name = name or f"Person {next(_numbers)}"
    account = an_account() if role else None
    if account and role:
        a_seat(account, member, role)
    with everywhere():
        return Person.objects.create(owner=member, name=name, account=account, email=f"{next(_numbers)}@member.example")


def a_function(unit: Organization, host: Organization, name: str = "Servicedesk") -> Function:
    with everywhere():
        return Function.objects.create(unit=unit, host=host, name=name, name_en="Service desk")


def an_employee(function: Function, site: Site, name: str = "", role: Role = Role.STAFF) -> Employee:
    account = an_account()
    a_seat(account, function.unit, role)
    with everywhere():
        return Employee.objects.create(name=name or f"Medarbetare {next(_numbers)}", account=account, function=function, site=site)


def a_service(name: str = "", kind: str = "basic", **more: Any) -> Service:
    with everywhere():
        return Service.objects.create(name=name or f"Tjänst {next(_numbers)}", kind=kind, **more)


def a_level(service: Service, name: str = "Guld", rank: int = 3) -> Level:
    with everywhere():
        return Level.objects.create(service=service, name=name, rank=rank)


def an_uptake(taker: Organization, level: Level, *, since: date = date(2020, 1, 1), until: date | None = None) -> Uptake:
    with everywhere():
        return Uptake.objects.create(owner=taker, service=level.service, level=level, during=DateRange(since, until))


def actor_of(account: Account | None) -> Actor:
    assert account is not None
    actor = actor_in_seat(account.pk, None, on=TODAY)
    assert actor is not None
    return actor


def a_ticket(requester: Person, text: str = "Skrivaren står still.", at: datetime = NOW) -> Ticket:
    """A ticket that its requester reported."""
    actor = actor_of(requester.account)
    with inside(actor.walls):
        return report_ticket(text, by=actor, at=at)


@dataclass
class Cast:
    """Who takes part in a test of rights."""

    federation: Organization
    unit: Organization
    member: Organization
    other: Organization
    site: Site
    function: Function
    desk_service: Service
    people: dict[str, Person | Employee] = field(default_factory=dict)
    auditor: Account | None = None

    def account(self, name: str) -> Account:
        account = self.auditor if name == "auditor" else self.people[name].account
        assert account is not None
        return account

    def actor(self, name: str) -> Actor:
        return actor_of(self.account(name))

    def person(self, name: str) -> Person:
        person = self.people[name]
        assert isinstance(person, Person)
        return person

    def employee(self, name: str) -> Employee:
        employee = self.people[name]
        assert isinstance(employee, Employee)
        return employee


def a_cast() -> Cast:
    """Anna (requester) and the others at the member, Bo at another one, Elin and the others in the unit, an auditor."""
    federation, unit = a_federation(), a_unit()
    member, other = a_member("Länsverket"), a_member("Havsverket")
    site = a_site(member)
    function = a_function(unit, host=other)
    desk = a_service("Servicedesk", "people", name_en="Service desk", is_desk=True)
    cast = Cast(federation, unit, member, other, site, function, desk)
    _seat(cast, {"anna": Role.REQUESTER, "carin": Role.CONTACT, "sten": Role.SIGNATORY, "maja": Role.FINANCE, "hedda": Role.HEAD}, member)
    _seat(cast, {"berit": Role.CONTACT, "bo": Role.REQUESTER}, other)
    _seat(cast, {"elin": Role.STAFF, "ulla": Role.UNIT_FINANCE, "karin": Role.DIRECTOR}, unit)
    cast.auditor = an_account("auditor")
    a_seat(cast.auditor, federation, Role.AUDITOR)
    return cast


SURNAMES = {"berit": "Ek", "bo": "Ek", "elin": "Wikström", "ulla": "Wikström", "karin": "Wikström"}


def _seat(cast: Cast, roles: dict[str, Role], at: Organization) -> None:
    """Accounts, seats and people at once: one by one they cost a test 70 ms."""
    accounts = Account.objects.bulk_create(Account(email=f"{name}.{next(_numbers)}@example.org", password="!") for name in roles)
    during = DateRange(date(2020, 1, 1), None)
    roled = zip(roles.values(), accounts, strict=True)
    Seat.objects.bulk_create(Seat(account=account, owner_id=at.pk, role=role, during=during) for role, account in roled)
    named = [(f"{name.capitalize()} {SURNAMES.get(name, 'Sarri')}", account) for name, account in zip(roles, accounts, strict=True)]
    people: list[Employee] | list[Person]
    with everywhere():
        if at == cast.unit:
            made = (Employee(name=name, account=account, function=cast.function, site=cast.site) for name, account in named)
            people = Employee.objects.bulk_create(made)
        else:
            emails = (account.email.replace("example.org", "member.example") for account in accounts)
            rows = (Person(owner=at, name=name, account=account, email=email) for (name, account), email in zip(named, emails, strict=True))
            people = Person.objects.bulk_create(rows)
    cast.people |= dict(zip(roles, people, strict=True))
