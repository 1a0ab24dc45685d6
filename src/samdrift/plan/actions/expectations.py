"""What decisions say will come, the price index's values, and the choice of an index."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Decision, Organization
from samdrift.plan.models import Expectation, IndexChoice, IndexValue


class NobodyExpects(BadInput):
    words = _("%(name)s is no member, so nothing is expected of it.")


class DecidedTooLate(BadInput):
    words = _("A day that has not come is no day of a decision.")


class ExpectedBelowZero(BadInput):
    words = _("What is expected costs nothing or more.")


class NoSuchIndex(Refused):
    words = _("No index called %(name)s has a value.")
    way_on = _("Enter its values first.")


@transaction.atomic
def record_expectation(
    member: Organization,
    year: int,
    kind: str,
    amount_minor: int,
    *,
    prices_of: int,
    registry_number: str,
    decided_on: date,
    by: Actor,
    at: datetime,
) -> Expectation:
    """This will record what a decision says a member will pay in a year for a kind of cost; an earlier figure no longer counts."""
    by.must(Deed.FOLLOW_UP)
    if member.kind not in MEMBERS:
        raise NobodyExpects(name=member.short_name)
    if amount_minor < 0:
        raise ExpectedBelowZero
    if decided_on > timezone.localdate(at):
        raise DecidedTooLate
    row = Expectation(
        owner=member,
        year=year,
        kind=kind,
        amount_minor=amount_minor,
        prices_of=prices_of,
        registry_number=registry_number.strip(),
        decision=Decision.objects.filter(registry_number=registry_number.strip()).first(),
        decided_on=decided_on,
        recorded_at=at,
    )
    keep(row)
    audit.record("record_expectation", of=row, by=by, at=at)
    return row


@transaction.atomic
def record_index_value(
    name: str, year: int, value: Decimal, source: str, *, by: Actor, at: datetime, month: int | None = None
) -> IndexValue:
    """This will record a price index's value for a year, or for a month of it, with its source; an earlier one no longer counts."""
    by.must(Deed.FOLLOW_UP)
    row = IndexValue(name=name.strip(), year=year, month=month, value=value, source=source.strip(), recorded_at=at)
    keep(row)
    audit.record("record_index_value", of=row, by=by, at=at)
    return row


@transaction.atomic
def choose_index(name: str, *, decided_on: date, decided_by: str, by: Actor, at: datetime) -> IndexChoice:
    """This will choose the index that every amount of the federation is brought to one year's prices by."""
    by.must(Deed.FOLLOW_UP)
    if not IndexValue.objects.filter(name=name).exists():
        raise NoSuchIndex(name=name)
    if decided_on > timezone.localdate(at):
        raise DecidedTooLate
    choice = IndexChoice(name=name, decided_on=decided_on, decided_by=decided_by.strip(), recorded_at=at)
    keep(choice)
    audit.record("choose_index", of=choice, by=by, at=at)
    return choice
