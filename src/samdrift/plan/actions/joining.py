"""Going over to a service: planned and reached gate by gate, its one-off costs, and what the unit shows of it to all members."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import MEMBERS
from samdrift.members.actions.decisions import must_decide_on
from samdrift.members.models import Decision, Organization, Subject
from samdrift.plan.gates import NEEDED_BY, NEEDS, GateStanding, Standing, standing
from samdrift.plan.models import Gate, GateDay, Joining, JoiningReport, OneOffCost, PublishedJoining, PublishedOneOff
from samdrift.plan.queries.joining import joinings_standing, totals_by_service
from samdrift.team.models import Employee
from samdrift.ui.names import named_text

LARGEST_MINOR = 10**14
FEWEST = 3  # members in a sum that all may read: with two, each would read the other's


class JoiningIsThere(Refused):
    words = _("%(member)s is already joining %(service)s.")


class OnlyMembersJoin(BadInput):
    words = _("A member joins a service.")


class GateNeedsAnother(Refused):
    words = _("“%(gate)s” needs “%(needs)s” first, and that is not reached.")


class GateBeforeItsNeed(Refused):
    words = _("“%(gate)s” on %(on)s would come before “%(needs)s” on %(day)s, which it needs.")
    way_on = _("Move the other day first.")


class GateIsReached(Refused):
    words = _("“%(gate)s” was reached on %(on)s, so there is nothing left to plan.")


class NothingMoves(Refused):
    words = _("“%(gate)s” has that very day already.")


class ReasonMissing(BadInput):
    words = _("Say why the day moves.")


class DayHasNotCome(BadInput):
    words = _("%(on)s has not come.")


class DecisionMissing(BadInput):
    words = _("The first gate is reached by a decision: name it.")


class DecisionNotWanted(BadInput):
    words = _("Only the first gate is reached by a decision.")


class NotACost(BadInput):
    words = _("Say what it was for, and an amount of zero or more.")


class CostIsReplaced(Refused):
    words = _("That cost is replaced already.")


def _locked(joining: Joining) -> Standing:
    """Days are facts, so that no row can be locked: whoever changes the same joining waits here, and then reads how it stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"samdrift.plan.joining.{joining.pk}"])
    return standing(GateDay.objects.filter(owner=joining.owner_id, joining=joining).order_by("pk"))


def _for(member_id: int, by: Actor) -> None:
    by.must(Deed.PLAN_JOINING)
    if member_id not in by.walls.writes:
        raise NotAllowed


@transaction.atomic
def begin_joining(member: Organization, service: Service, responsible: Employee, *, by: Actor, at: datetime) -> Joining:
    """This will write down that a member is going over to a service, and who in the unit sees to it."""
    _for(member.pk, by)
    if member.kind not in MEMBERS:
        raise OnlyMembersJoin
    row = Joining(owner=member, service=service, responsible=responsible, recorded_at=at)
    keep(row, {"plan_joining_once": JoiningIsThere(member=named_text(member).words, service=named_text(service).words)})
    audit.record("begin_joining", of=row, by=by, at=at)
    return row


@transaction.atomic
def plan_gate(joining: Joining, gate: Gate, on: date, *, by: Actor, at: datetime, reason: str = "") -> GateDay:
    """This will plan the day of a gate; a day that moves says why, and the day before stays as a row."""
    _for(joining.owner_id, by)
    stands = _locked(joining)
    now = stands.of(gate)
    if now.reached_on:
        raise GateIsReached(gate=gate.label, on=now.reached_on)
    if now.planned_on == on:
        raise NothingMoves(gate=gate.label)
    if now.planned_on and not reason.strip():
        raise ReasonMissing
    _in_order(stands, gate, on, lambda one: one.reached_on or one.planned_on, lambda one: one.planned_on)
    row = GateDay(owner_id=joining.owner_id, joining=joining, gate=gate, is_reached=False, on=on, reason=reason.strip(), recorded_at=at)
    keep(row)
    audit.record("plan_gate", of=row, by=by, at=at)
    return row


@transaction.atomic
def reach_gate(
    joining: Joining, gate: Gate, on: date | None, *, by: Actor, at: datetime, decision: Decision | None = None, reason: str = ""
) -> GateDay:
    """This will record the day that a gate was reached; another day later corrects it, and says why. The first gate is reached on the day
    of the decision that it names."""
    _for(joining.owner_id, by)
    on = _day_of(gate, on, decision)
    if on > timezone.localdate(at):
        raise DayHasNotCome(on=on)
    stands = _locked(joining)
    now = stands.of(gate)
    if now.reached:
        if (now.reached.on, now.reached.decision_id) == (on, decision.pk if decision else None):
            raise NothingMoves(gate=gate.label)
        if not reason.strip():
            raise ReasonMissing
    for need in NEEDS[gate]:
        if stands.of(need).reached is None:
            raise GateNeedsAnother(gate=gate.label, needs=need.label)
    _in_order(stands, gate, on, lambda one: one.reached_on, lambda one: one.reached_on)
    row = GateDay(
        owner_id=joining.owner_id,
        joining=joining,
        gate=gate,
        is_reached=True,
        on=on,
        decision=decision,
        reason=reason.strip(),
        recorded_at=at,
    )
    keep(row)
    audit.record("reach_gate", of=row, by=by, at=at)
    return row


def _day_of(gate: Gate, on: date | None, decision: Decision | None) -> date:
    if gate != Gate.DECIDED:
        if decision is not None:
            raise DecisionNotWanted
        assert on is not None, "every gate but the first has a day of its own"
        return on
    if decision is None:
        raise DecisionMissing
    must_decide_on(decision, Subject.JOINING)
    return decision.decided_on


Day = Callable[[GateStanding], date | None]


def _in_order(stands: Standing, gate: Gate, on: date, before: Day, after: Day) -> None:
    """Refuse a day before those of the gates it needs, and after those of the gates that need it."""
    for need in NEEDS[gate]:
        day = before(stands.of(need))
        if day and on < day:
            raise GateBeforeItsNeed(gate=gate.label, on=on, needs=need.label, day=day)
    for later in NEEDED_BY[gate]:
        day = after(stands.of(later))
        if day and day < on:
            raise GateBeforeItsNeed(gate=later.label, on=day, needs=gate.label, day=on)


@transaction.atomic
def record_one_off(joining: Joining, what: str, amount_minor: int, *, on: date, is_actual: bool, by: Actor, at: datetime) -> OneOffCost:
    """This will record what going over costs once: planned for a day, or actual on one that has come."""
    _for(joining.owner_id, by)
    row = OneOffCost(
        owner_id=joining.owner_id, joining=joining, is_actual=is_actual, what=what.strip(), amount_minor=amount_minor, on=on, recorded_at=at
    )
    return _kept(row, "record_one_off", by=by, at=at)


@transaction.atomic
def replace_one_off(cost: OneOffCost, amount_minor: int, *, on: date, reason: str, by: Actor, at: datetime) -> OneOffCost:
    """This will record that a cost is another, or on another day, and why; the row before stays and counts no more."""
    _for(cost.owner_id, by)
    if not reason.strip():
        raise ReasonMissing
    row = OneOffCost(
        owner_id=cost.owner_id,
        joining_id=cost.joining_id,
        is_actual=cost.is_actual,
        what=cost.what,
        amount_minor=amount_minor,
        on=on,
        replaces=cost,
        reason=reason.strip(),
        recorded_at=at,
    )
    return _kept(row, "replace_one_off", by=by, at=at)


def _kept(row: OneOffCost, deed: str, *, by: Actor, at: datetime) -> OneOffCost:
    if not row.what or not 0 <= row.amount_minor <= LARGEST_MINOR:
        raise NotACost
    if row.is_actual and row.on > timezone.localdate(at):
        raise DayHasNotCome(on=row.on)
    keep(row, {"plan_oneoffcost_replaced_once": CostIsReplaced()})
    audit.record(deed, of=row, by=by, at=at)
    return row


@transaction.atomic
def publish_joinings(*, on: date, by: Actor, at: datetime) -> JoiningReport:
    """This will show all members how every joining stands on a day: gates and days of each, costs as sums over three members or more."""
    by.must(Deed.PUBLISH_JOINING)
    report = JoiningReport.objects.create(on=on, published_at=at)
    rows = []
    for one in joinings_standing():
        following = one.stands.next
        rows.append(
            PublishedJoining(
                report=report,
                member_id=one.joining.owner_id,
                service_id=one.joining.service_id,
                reached=one.stands.at or "",
                next_gate=following.gate if following else "",
                next_on=following.planned_on if following else None,
            )
        )
    PublishedJoining.objects.bulk_create(rows)
    PublishedOneOff.objects.bulk_create(
        PublishedOneOff(
            report=report,
            service_id=total.service_id,
            members=total.members,
            planned_minor=total.planned_minor,
            actual_minor=total.actual_minor,
        )
        for total in totals_by_service()
        if total.members >= FEWEST
    )
    audit.record("publish_joinings", of=report, by=by, at=at)
    return report
