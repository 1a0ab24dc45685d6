"""What levels grade and cost, what each member needs of each service, and what some have that differs. Synthetic."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from samdrift.catalog.actions.grades import add_requirements
from samdrift.catalog.coverage import Grades
from samdrift.catalog.models import Level, Price, Requirement, Service, Variant
from samdrift.catalog.projections import keep_taken
from samdrift.catalog.queries import takers_of
from samdrift.config.demo.decisions import decision_on
from samdrift.config.demo.organizations import AT_A_MEMBER
from samdrift.core.access import Role
from samdrift.members.models import Organization

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

STATED = 0.93  # of what is taken
NEEDED = 0.3  # of what is not taken
A_GRADE_MORE = 0.35  # of those with low needs
DEARER = 1.04  # from the next new year
STATED_AGO, STATED_OVER = timedelta(days=420), 200  # days
REVIEWED_AFTER = timedelta(days=405)  # so that a few should have been looked at again


def build(demo: Demo) -> None:
    """This will grade and price the levels, state what members need, and note what differs; drawn apart, so that no other step moves."""
    demo.tell("Grades, needs and variants ...")
    draw = random.Random(f"{demo.plan['seed']} levels")
    services = {service.name: service for service in demo.services}
    needs: list[Requirement] = []
    for described in demo.plan["levels"]["services"]:
        service = services[described["name"]]
        _levels(demo, service, described)
        needs += _needs(demo, draw, service, described)
    add_requirements(needs)
    keep_taken([service.pk for service in demo.services])
    _variants(demo, services)


def _levels(demo: Demo, service: Service, described: dict[str, Any]) -> None:
    """This year's price since two years, and a dearer one from the next new year, as decided."""
    dearer = decision_on(demo, "prices")
    for level in Level.objects.filter(service=service):
        *three, price = (*described["levels"][level.name], None)[:4]
        level.confidentiality, level.integrity, level.availability = three
        level.save(update_fields=Grades._fields)
        if price is not None:
            now, then = date(demo.at.year - 2, 1, 1), date(demo.at.year + 1, 1, 1)
            Price.objects.bulk_create(
                Price(level=level, from_on=on, amount_minor=amount, per=described["per"], decision=decision, recorded_at=demo.at)
                for on, amount, decision in ((now, price, None), (then, round(price * DEARER / 100) * 100, dearer))
            )


def _needs(demo: Demo, draw: random.Random, service: Service, described: dict[str, Any]) -> list[Requirement]:
    """Most members state low needs, some high ones, a few more than any level gives; some have stated nothing."""
    taking = {uptake.owner_id for uptake in takers_of(service, on=timezone.localdate(demo.at))}
    made = []
    for name, member in demo.members.items():
        stated_at = demo.at - STATED_AGO + timedelta(days=draw.randrange(STATED_OVER))
        is_stated, more = draw.random(), draw.random()
        place = draw.randrange(3)
        if name in described.get("beyond", {}):
            made.append(_need(member, service, described["beyond"][name], described["beyond_reason"], stated_at))
        elif name in described["high_at"]:
            made.append(_need(member, service, described["high"], described["high_reason"], stated_at))
        elif is_stated < (STATED if member.pk in taking else NEEDED):
            low = list(described["low"])
            low[place] = min(low[place] + (more < A_GRADE_MORE), described["high"][place])
            made.append(_need(member, service, low, described["reason"], stated_at))
    return made


def _need(member: Organization, service: Service, grades: Sequence[int], reason: str, stated_at: Any) -> Requirement:
    review_on = timezone.localdate(stated_at + REVIEWED_AFTER)
    facts = {"reason": reason, "review_on": review_on, "stated_at": stated_at}
    return Requirement(owner=member, service=service, **Grades(*grades)._asdict(), **facts)


def _variants(demo: Demo, services: dict[str, Service]) -> None:
    today, contact = timezone.localdate(demo.at), AT_A_MEMBER.index(Role.CONTACT)
    Variant.objects.bulk_create(
        Variant(
            owner=demo.members[described["member"]],
            service=services[described["service"]],
            what_differs=described["what"],
            keeper=demo.persons[demo.members[described["member"]].pk][contact],
            price_minor=described["price"],
            review_on=today + timedelta(days=described["review_in_days"]),
            during=DateRange(date(demo.at.year - 1, 3, 1), None),
        )
        for described in demo.plan["levels"]["variants"]
    )
