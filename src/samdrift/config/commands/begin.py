"""Begin a federation of your own: its name, the joint unit, and the director's account, from which all else is done in the pages.

samdrift begin --federation "Myndigheterna" --unit "It-enheten" --director maria@unit.example asks for the director's password. It works
once, in a database that has nobody in it. Two work calendars come with it: office hours, and around the clock.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import UTC, date, datetime

from samdrift.config.surroundings import as_samdrift, is_embedded, migrate, set_up

OFFICE = ("08:00", "16:30")
ALWAYS = ("00:00", "24:00")


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--federation", required=True, metavar="NAME", help="what those who share are called, at most 40 letters")
    parser.add_argument("--federation-en", default="", metavar="NAME", help="the same in English")
    parser.add_argument("--unit", required=True, metavar="NAME", help="what the joint IT unit is called, at most 40 letters")
    parser.add_argument("--unit-en", default="", metavar="NAME", help="the same in English")
    parser.add_argument("--director", required=True, metavar="EMAIL", help="the address that the unit's director signs in with")


def run(arguments: argparse.Namespace) -> int:
    if is_embedded() and (code := migrate(quiet=True)):
        return code
    set_up()
    from samdrift.core.models import Account

    if Account.objects.filter(is_system=False).exists():
        print("samdrift: somebody signs in here already, so this federation has begun. Its director does the rest.", file=sys.stderr)
        return 1
    _begin(arguments, _password(), at=datetime.now(UTC))
    print(f"{arguments.unit} has begun. Run `samdrift serve` and sign in as {arguments.director}.")
    return 0


def _password() -> str:
    """Typed unseen in a terminal, else the first line of what comes in."""
    if sys.stdin.isatty():
        return getpass.getpass("A password for the director, at least 12 characters: ")
    return sys.stdin.readline().rstrip("\r\n")


def _begin(arguments: argparse.Namespace, password: str, *, at: datetime) -> None:
    from django.conf import settings
    from django.utils import timezone

    from samdrift.core.access import Role
    from samdrift.members import actions
    from samdrift.members.actions.people import account_at
    from samdrift.members.closed_days import closed_days, country_of
    from samdrift.members.models import Organization

    today = timezone.localdate(at)
    country = country_of(settings.TIME_ZONE)
    closed = closed_days(country, [today.year, today.year + 1]) if country else {}
    with as_samdrift() as actor:
        federation, english = arguments.federation, arguments.federation_en
        actions.name_federation(federation, name_en=english, short_name=federation, by=actor, at=at)
        unit = actions.add_organization(
            Organization.Kind.UNIT, arguments.unit, name_en=arguments.unit_en, short_name=arguments.unit, by=actor, at=at
        )
        with as_samdrift() as actor:  # whose walls were drawn with the unit there
            account = account_at(arguments.director, organization_id=unit.pk, by=actor)
            actions.give_seat(account, unit, Role.DIRECTOR, on=today, by=actor, at=at)
            actions.set_password(account, password, organization=unit, by=actor, at=at)
            office = actions.Hours({day: [OFFICE] for day in range(5)}, closed)
            always = actions.Hours({day: [ALWAYS] for day in range(7)})
            for name, name_en, hours in (("Kontorstid", "Office hours", office), ("Dygnet runt", "Around the clock", always)):
                actions.add_calendar(name, name_en=name_en, from_on=date(today.year, 1, 1), hours=hours, by=actor, at=at)
