"""Writes of grades: what levels give, what they cost, and what each taker needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import projections
from samdrift.catalog.actions.services import NotATaker
from samdrift.catalog.coverage import HIGHEST, LOWEST, Grades
from samdrift.catalog.models import Level, Price, Requirement, Service
from samdrift.catalog.models.services import THE_THREE
from samdrift.core import audit
from samdrift.core.access import AT_A_MEMBER, Actor, Deed, widened
from samdrift.core.errors import BadInput, NotAllowed
from samdrift.core.keeping import keep
from samdrift.core.walls import TAKERS
from samdrift.members.actions.decisions import must_decide_on
from samdrift.members.models import Decision, Organization, Subject
from samdrift.members.queries import organization_ids


class GradeOutside(BadInput):
    words = _("A grade is 0, 1, 2 or 3.")


class ReviewedBefore(BadInput):
    words = _("The day to look at it again is %(on)s, which has passed.")
    way_on = _("Choose a day to come.")


class NegativePrice(BadInput):
    words = _("A price is zero or more.")


def checked(grades: Grades) -> Grades:
    """This will refuse grades outside 0-3."""
    if not all(LOWEST <= grade <= HIGHEST for grade in grades):
        raise GradeOutside
    return grades


def own_or_on_behalf(taker: Organization, by: Actor) -> None:
    """This will refuse whoever speaks for another member than their own; staff may, on a member's behalf."""
    by.must(Deed.STATE_NEEDS)
    if by.role in AT_A_MEMBER and by.owner_id != taker.pk:
        raise NotAllowed


@transaction.atomic
def grade_level(level: Level, grades: Grades | None, *, by: Actor, at: datetime) -> Level:
    """This will say which grades a level gives; None takes them back. What its service runs at follows."""
    by.must(Deed.CHANGE_CATALOG)
    row = grade(level, grades)
    projections.keep_taken([row.service_id])
    audit.record("grade_level", of=row, by=by, at=at)
    return row


def grade(level: Level, grades: Grades | None) -> Level:
    """This will write a level's grades, its service locked; what follows from them is left to the caller."""
    projections.lock([level.service_id])
    row = Level.objects.select_for_update(of=("self",), no_key=True).get(pk=level.pk)
    row.confidentiality, row.integrity, row.availability = checked(grades) if grades is not None else (None, None, None)
    row.save(update_fields=THE_THREE)
    return row


@transaction.atomic
def set_price(
    level: Level, amount_minor: int, per: Price.Per, *, from_on: date, by: Actor, at: datetime, decision: Decision | None = None
) -> Price:
    """This will say what a level costs a month from a day on, and by which decision; said again for the same day, the later counts."""
    by.must(Deed.CHANGE_CATALOG)
    if amount_minor < 0:
        raise NegativePrice
    if decision is not None:
        must_decide_on(decision, Subject.PRICE)
    row = Price(level=level, from_on=from_on, amount_minor=amount_minor, per=per, decision=decision, recorded_at=at)
    keep(row)
    audit.record("set_price", of=row, by=by, at=at)
    return row


@transaction.atomic
def state_requirement(
    taker: Organization, service: Service, grades: Grades, *, reason: str, review_on: date, by: Actor, on: date, at: datetime
) -> Requirement:
    """This will state the grades that a taker needs of a service and why; it counts until something else is stated. `on` is today."""
    own_or_on_behalf(taker, by)
    if taker.kind not in TAKERS:
        raise NotATaker(name=taker.name)
    if review_on <= on:
        raise ReviewedBefore(on=review_on)
    row = Requirement(owner=taker, service=service, **checked(grades)._asdict(), reason=reason, review_on=review_on, stated_at=at)
    row.clean_fields(exclude=["owner", "service"])
    add_requirements([row])
    audit.record("state_requirement", of=row, by=by, at=at)
    return row


def add_requirements(rows: Sequence[Requirement]) -> None:
    """This will add requirements and keep the highest grades required, which all may read and one member alone cannot compute.

    The services are locked first, so that of two members who state at once the second sees what the first stated. The walls are widened to
    everybody's rows for this alone; nothing read here is answered.
    """
    services = {row.service_id for row in rows}
    with widened(*organization_ids()):
        projections.lock(services)
        Requirement.objects.bulk_create(rows)
        projections.keep_required(services)
