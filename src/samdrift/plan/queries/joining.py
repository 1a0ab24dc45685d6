"""Reads of joinings: how each stands by its gates, what going over costs once, and what the unit has shown of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from samdrift.agree.models import Version
from samdrift.catalog.models import Price, Service
from samdrift.core.order import InAlphabet
from samdrift.members.models import Decision, Mandate, Organization
from samdrift.plan.gates import Standing, standing
from samdrift.plan.models import Gate, GateDay, Joining, JoiningReport, OneOffCost, PublishedJoining, PublishedOneOff
from samdrift.settle.models import AllocationKey


@dataclass(frozen=True, slots=True)
class OneOff:
    """One cost of going over, as it counts: whose, for which service, on which day, in whole öre."""

    member_id: int
    service_id: int
    on: date
    amount_minor: int
    is_actual: bool
    what: str


@dataclass(frozen=True, slots=True)
class Total:
    """What going over costs once, in öre: planned and actual, over this many members."""

    service_id: int
    members: int
    planned_minor: int
    actual_minor: int


@dataclass(frozen=True, slots=True)
class JoiningStanding:
    """A joining with how it stands and what it costs once, planned and actual, in öre."""

    joining: Joining
    stands: Standing
    planned_minor: int
    actual_minor: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of the table of members and services: the last gate reached, the next one and its day, whether it is late."""

    member: Organization
    service: Service
    reached: Gate | None
    next_gate: Gate | None
    next_on: date | None
    is_late: bool
    joining_id: int | None


def costs_that_count() -> QuerySet[OneOffCost]:
    """This will return the one-off costs that no later row replaces."""
    return OneOffCost.objects.filter(~Exists(OneOffCost.objects.filter(owner=OuterRef("owner"), replaces=OuterRef("pk"))))


def one_off_costs(
    members: Iterable[int] | None = None, *, service_id: int | None = None, is_actual: bool | None = None, until: date | None = None
) -> list[OneOff]:
    """This will return each one-off cost that counts, by member, service and day: of these members, else of all that the walls show.

    is_actual: only actual ones, or only planned ones. until: days before this one.
    """
    rows = costs_that_count().order_by("owner_id", "joining__service_id", "on", "pk")
    if members is not None:
        rows = rows.filter(owner__in=list(members))
    if service_id is not None:
        rows = rows.filter(joining__service=service_id)
    if is_actual is not None:
        rows = rows.filter(is_actual=is_actual)
    if until is not None:
        rows = rows.filter(on__lt=until)
    values = rows.values_list("owner_id", "joining__service_id", "on", "amount_minor", "is_actual", "what")
    return [OneOff(*row) for row in values]


def totals_by_service(members: Iterable[int] | None = None) -> list[Total]:
    """This will return the one-off costs of each service, planned and actual, with how many members have said any."""
    sums: dict[int, list[int]] = {}
    who: dict[int, set[int]] = {}
    for cost in one_off_costs(members):
        sums.setdefault(cost.service_id, [0, 0])[cost.is_actual] += cost.amount_minor
        who.setdefault(cost.service_id, set()).add(cost.member_id)
    return [Total(service_id, len(who[service_id]), *sums[service_id]) for service_id in sorted(sums)]


def joinings_standing(member_id: int | None = None) -> list[JoiningStanding]:
    """This will return the joinings of a member, else all that the walls show, by member and service; with three queries."""
    rows = Joining.objects.select_related("owner", "service", "responsible")
    days, costs = GateDay.objects.select_related("decision").order_by("pk"), costs_that_count()
    if member_id is not None:
        rows, days, costs = (found.filter(owner=member_id) for found in (rows, days, costs))  # type: ignore[assignment]
    by_joining: dict[int, list[GateDay]] = {}
    for day in days:
        by_joining.setdefault(day.joining_id, []).append(day)
    sums: dict[int, list[int]] = {}
    for joining_id, is_actual, amount in costs.values_list("joining_id", "is_actual", "amount_minor"):
        sums.setdefault(joining_id, [0, 0])[is_actual] += amount
    return [
        JoiningStanding(row, standing(by_joining.get(row.pk, ())), *sums.get(row.pk, (0, 0)))
        for row in rows.order_by("owner", InAlphabet("service__name"), "pk")
    ]


def as_shown(rows: Iterable[JoiningStanding], *, on: date) -> list[Shown]:
    """This will return joinings as the table shows them on a day."""
    shown = []
    for row in rows:
        following = row.stands.next
        gate, day = (following.gate, following.planned_on) if following else (None, None)
        owner, service = row.joining.owner, row.joining.service
        shown.append(Shown(owner, service, row.stands.at, gate, day, day is not None and day < on, row.joining.pk))
    return shown


def latest_report() -> JoiningReport | None:
    """This will return what the unit showed all members last."""
    return JoiningReport.objects.order_by("-on", "-pk").first()


def shown_in(report: JoiningReport) -> list[Shown]:
    """This will return the joinings of a report, late by the report's own day."""
    rows = PublishedJoining.objects.filter(report=report).select_related("member", "service")
    return [
        Shown(
            row.member,
            row.service,
            Gate(row.reached) if row.reached else None,
            Gate(row.next_gate) if row.next_gate else None,
            row.next_on,
            row.next_on is not None and row.next_on < report.on,
            None,
        )
        for row in rows.order_by("member", InAlphabet("service__name"), "pk")
    ]


def sums_in(report: JoiningReport) -> list[PublishedOneOff]:
    """This will return what going over cost once, service by service, as a report shows it."""
    return list(PublishedOneOff.objects.filter(report=report).select_related("service").order_by(InAlphabet("service__name"), "pk"))


def costs_of(joining: Joining) -> list[tuple[OneOffCost, bool]]:
    """This will return every one-off cost of a joining by day, each with whether a later one replaces it."""
    rows = list(OneOffCost.objects.filter(owner=joining.owner_id, joining=joining).order_by("on", "pk"))
    replaced = {row.replaces_id for row in rows}
    return [(row, row.pk in replaced) for row in rows]


def moves_of(joining: Joining) -> list[GateDay]:
    """This will return every day that moved or was corrected, the last first."""
    rows = GateDay.objects.filter(owner=joining.owner_id, joining=joining).exclude(reason="").order_by("-pk")
    return list(rows)


@dataclass(frozen=True, slots=True)
class Resting:
    """What names a decision, as far as the walls show it."""

    keys: list[AllocationKey]
    prices: list[Price]
    versions: list[Version]
    joinings: list[GateDay]
    mandates: list[Mandate]


def resting_on(decision: Decision) -> Resting:
    """This will return the keys, prices, versions, joinings and mandates that rest on a decision."""
    return Resting(
        list(AllocationKey.objects.filter(decision=decision).select_related("service").order_by("from_on", F("service__name"), "pk")),
        list(Price.objects.filter(decision=decision).select_related("level__service").order_by("from_on", F("level__service__name"), "pk")),
        list(Version.objects.filter(decision=decision).select_related("agreement").order_by("offered_at", "pk")),
        list(
            GateDay.objects.filter(decision=decision)
            .select_related("joining__owner", "joining__service")
            .order_by(F("joining__service__name"), "pk")
        ),
        list(Mandate.objects.filter(decision=decision).select_related("body").order_by("subject", "pk")),
    )
