"""Files of requirements, levels, prices and variants: all rows of a file are entered, or none where one cannot be used.

A row that says what stands there already adds nothing, so that a file given out can be read again, this year's or last year's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.catalog import projections, tables
from samdrift.catalog.actions.grades import add_requirements, grade
from samdrift.catalog.models import Level, Price, Requirement, Service, Variant
from samdrift.catalog.queries import latest_requirements, prices_that_count
from samdrift.core import audit
from samdrift.core.access import AT_A_MEMBER, Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.keeping import refused_when
from samdrift.core.tables import Entered, Once, fitted_rows, stands_once
from samdrift.core.walls import MEMBERS, TAKERS
from samdrift.members.models import Organization, Person


class NotedMeanwhile(Refused):
    words = gettext_lazy("Somebody noted one of these variants at the same moment.")
    way_on = gettext_lazy("Send the file again.")


@transaction.atomic
def import_requirements(content: bytes, *, by: Actor, on: date, at: datetime) -> Entered:
    """This will state what members need, from a file; a member's own people state their own only. `on` is today."""
    by.must(Deed.STATE_NEEDS)
    members, services = Takers(by, TAKERS), _services()
    standing = {(r.owner_id, r.service_id): (r.grades, r.reason, r.review_on) for r in latest_requirements()}
    once: Once = {}

    def fitting(row: tables.RequirementRow) -> Requirement | None:
        owner, service = members.named(row.member), _of(services, row.service)
        stands_once(once, (owner.pk, service.pk), row.line)
        if standing.get((owner.pk, service.pk)) == (row.grades, row.reason, row.review_on):
            return None
        _to_come(row.review_on, on)
        facts = {"reason": row.reason, "review_on": row.review_on, "stated_at": at, **row.grades._asdict()}
        return Requirement(owner=owner, service=service, **facts)

    entered, new = fitted_rows(content, tables.REQUIREMENTS, tables.requirement, fitting)
    if new:
        add_requirements(new)
    for owner in {row.owner_id: row.owner for row in new}.values():
        audit.record("import_requirements", of=owner, by=by, at=at, owner_id=owner.pk)
    return entered


@transaction.atomic
def import_levels(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will say which grades levels give, from a file; the levels must be there."""
    by.must(Deed.CHANGE_CATALOG)
    levels = _levels()
    once: Once = {}

    def fitting(row: tables.LevelRow) -> tuple[Level, tables.LevelRow] | None:
        level = _level_of(levels, row.service, row.level)
        stands_once(once, level.pk, row.line)
        return None if level.grades == row.grades else (level, row)

    entered, new = fitted_rows(content, tables.LEVELS, tables.level, fitting)
    services = {level.service_id for level, _row in new}
    projections.lock(services)
    for level, row in new:
        audit.record("grade_level", of=grade(level, row.grades), by=by, at=at)
    projections.keep_taken(services)
    return entered


@transaction.atomic
def import_prices(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will say what levels cost, from a file; another price for the same level and day counts instead."""
    by.must(Deed.CHANGE_CATALOG)
    levels = _levels()
    standing = {(p.level_id, p.from_on): (p.amount_minor, p.per) for p in prices_that_count()}
    once: Once = {}

    def fitting(row: tables.PriceRow) -> Price | None:
        level = _level_of(levels, row.service, row.level)
        stands_once(once, (level.pk, row.from_on), row.line)
        if standing.get((level.pk, row.from_on)) == (row.amount_minor, row.per):
            return None
        return Price(level=level, from_on=row.from_on, amount_minor=row.amount_minor, per=row.per, recorded_at=at)

    entered, new = fitted_rows(content, tables.PRICES, tables.price, fitting)
    for price in Price.objects.bulk_create(new):
        audit.record("set_price", of=price, by=by, at=at)
    return entered


@transaction.atomic
def import_variants(content: bytes, *, by: Actor, on: date, at: datetime) -> Entered:
    """This will note what members have that differs, from a file; a member's own people note their own only. `on` is today."""
    by.must(Deed.STATE_NEEDS)
    members, services, people = Takers(by, MEMBERS), _services(), _people()
    noted = {(v.owner_id, v.service_id, v.what_differs, v.during.lower): v for v in Variant.objects.all()}
    once: Once = {}

    def fitting(row: tables.VariantRow) -> Variant | None:
        owner, service = members.named(row.member), _of(services, row.service)
        key = (owner.pk, service.pk, row.what_differs, row.from_on)
        stands_once(once, key, row.line)
        keeper = _keeper(people, owner, row.keeper)
        during = DateRange(row.from_on, row.until_on)
        if there := noted.get(key):
            if (there.keeper_id, there.price_minor, there.review_on, there.during) == (keeper.pk, row.price_minor, row.review_on, during):
                return None
            raise ValueError(_("That variant is noted already, with another keeper, price, review or last day."))
        _to_come(row.review_on, on)
        facts = {"what_differs": row.what_differs, "price_minor": row.price_minor, "review_on": row.review_on}
        return Variant(owner=owner, service=service, keeper=keeper, during=during, **facts)

    entered, new = fitted_rows(content, tables.VARIANTS, tables.variant, fitting)
    with refused_when({"catalog_variant_once": NotedMeanwhile()}):
        made = Variant.objects.bulk_create(new)
    for variant in made:
        audit.record("add_variant", of=variant, by=by, at=at)
    return entered


class Takers:
    """Who may be named in a file, by short name, name or organization number: a member's people name their own, or leave it out."""

    def __init__(self, by: Actor, kinds: Iterable[str]) -> None:
        found = Organization.objects.filter(kind__in=list(kinds))
        self._own = found.filter(pk=by.owner_id).first() if by.role in AT_A_MEMBER else None
        self._restricted = by.role in AT_A_MEMBER
        self._named = {name.casefold(): one for one in found for name in (one.short_name, one.name, one.number) if name}

    def named(self, text: str) -> Organization:
        if not text and self._own is not None:
            return self._own
        if not text:
            raise ValueError(_("“%(name)s” is empty.") % {"name": "member"})
        found = self._named.get(text.casefold())
        if found is None:
            raise ValueError(_("There is no member called %(name)s.") % {"name": text[:80]})
        if self._restricted and found != self._own:
            raise ValueError(_("Only rows of your own organization can be entered."))
        return found


def _services() -> dict[str, Service]:
    return {service.name.casefold(): service for service in Service.objects.all()}


def _of(services: dict[str, Service], name: str) -> Service:
    if name.casefold() not in services:
        raise ValueError(_("There is no service called %(name)s.") % {"name": name})
    return services[name.casefold()]


def _levels() -> dict[tuple[str, str], Level]:
    return {(one.service.name.casefold(), one.name.casefold()): one for one in Level.objects.select_related("service")}


def _level_of(levels: dict[tuple[str, str], Level], service: str, name: str) -> Level:
    if (service.casefold(), name.casefold()) not in levels:
        raise ValueError(_("%(service)s has no level called %(name)s.") % {"service": service, "name": name})
    return levels[service.casefold(), name.casefold()]


def _people() -> dict[tuple[int, str], list[Person]]:
    found: dict[tuple[int, str], list[Person]] = {}
    for person in Person.objects.all():
        for name in {person.email.casefold(), person.name.casefold()} - {""}:
            found.setdefault((person.owner_id, name), []).append(person)
    return found


def _keeper(people: dict[tuple[int, str], list[Person]], owner: Organization, text: str) -> Person:
    found = people.get((owner.pk, text.casefold()), [])
    if len(found) != 1:
        words = (
            _("Nobody at %(member)s is called %(name)s.") if not found else _("Several at %(member)s are called %(name)s: give an address.")
        )
        raise ValueError(words % {"member": owner.short_name, "name": text[:80]})
    return found[0]


def _to_come(review_on: date, on: date) -> None:
    if review_on <= on:
        raise ValueError(_("The day to look at it again is %(on)s, which has passed.") % {"on": review_on})
