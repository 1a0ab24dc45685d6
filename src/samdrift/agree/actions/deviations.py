"""A month that fell short: opened, owned, planned, remedied, raised, and closed by the other side. Every step is a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.deviating import Stage
from samdrift.agree.models import (
    Adoption,
    Coverage,
    Deviation,
    Raising,
    Remedied,
    RemedyPlan,
    Responsible,
    Shortfall,
    Signature,
    Target,
)
from samdrift.agree.queries.deviations import Case, Reader, case_of, deviations_read_by, reader_of
from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.engines.period import Month
from samdrift.members.models import Person
from samdrift.members.queries.decisions import escalation
from samdrift.team.models import Employee, Function
from samdrift.ui.names import named_text

Side = Signature.Side
LONGEST = 4000


class DeviationStands(Refused):
    words = _("There is already a deviation about %(service)s in %(month)s.")
    way_on = _("Go on with that one.")


class NothingPromised(Refused):
    words = _("Nothing was promised of %(service)s in %(month)s: nothing covered it then.")


class MonthAhead(BadInput):
    words = _("%(month)s has not begun.")


class NothingSaid(BadInput):
    words = _("Write what it is, in at most 4,000 characters.")


class NotOfThatSide(NotAllowed):
    words = _("It is about %(about)s, which says who owns it and what is done.")


class DeviationIsClosed(Refused):
    words = _("The deviation is closed.")


class NobodyOwnsIt(Refused):
    words = _("Nobody owns the deviation yet.")
    way_on = _("Say first who is to see to it.")


class NotTheirs(BadInput):
    words = _("%(who)s cannot own it: it is about %(about)s.")


class DayHasPassed(BadInput):
    words = _("%(day)s has passed: choose today or a later day.")


class NoPlanToRemedy(Refused):
    words = _("There is no remedy plan that waits to be carried out.")
    way_on = _("Write one first.")


class WaitsToBeVerified(Refused):
    words = _("What was done waits to be verified by the other side.")


class CouncilFirst(Refused):
    words = _("A deviation is raised to %(council)s before it is raised to %(heads)s.")


class RaisedAlready(Refused):
    words = _("It has been raised there already.")


class RaisedOutside(BadInput):
    words = _("It is raised on a day from %(first)s to today.")


@dataclass(frozen=True, slots=True)
class Missed:
    """A target that a month missed: `kept` of `judged` tickets, or of the counted seconds."""

    target: Target
    kept: int
    judged: int

    @property
    def share(self) -> float:
        return self.kept / self.judged


@transaction.atomic
def open_deviation(
    adoption: Adoption,
    service: Service,
    month: Month,
    *,
    by: Actor,
    at: datetime,
    about: str = Side.PROVIDER,
    what: str = "",
    missed: Iterable[Missed] = (),
) -> Deviation:
    """This will open a deviation: that one side of an adoption fell short with a service in a month. One for each service, month and side.

    By rule, with the targets that the month `missed`; by hand, with `what` it is.
    """
    by.must(Deed.HANDLE_DEVIATIONS)
    what, shortfalls = what.strip(), list(missed)
    deviation = Deviation(owner_id=adoption.owner_id, adoption=adoption, service=service, month=month.starts_on, about=about)
    if not reader_of(by).sides(deviation):
        raise NotAllowed
    if not (what or shortfalls) or len(what) > LONGEST:
        raise NothingSaid
    facts = {"service": named_text(service).words, "month": str(month)}
    if month.starts_on > timezone.localdate(at):
        raise MonthAhead(month=str(month))
    during = DateRange(month.starts_on, month.next().starts_on)
    if not Coverage.objects.filter(owner_id=adoption.owner_id, adoption=adoption, service=service, during__overlap=during).exists():
        raise NothingPromised(**facts)
    deviation.what, deviation.by_rule, deviation.account_id, deviation.at = what, bool(shortfalls), by.account_id, at
    keep(deviation, {"agree_deviation_once": DeviationStands(**facts)})
    own = {"owner_id": adoption.owner_id, "deviation": deviation}
    Shortfall.objects.bulk_create(Shortfall(**own, target=one.target, kept=one.kept, judged=one.judged) for one in shortfalls)
    audit.record("open_deviation", of=deviation, by=by, at=at)
    return deviation


@transaction.atomic
def own_deviation(deviation: Deviation, *, who: Function | Employee | Person, plan_by: date, by: Actor, at: datetime) -> Responsible:
    """This will say who is to see to it that a deviation is remedied, and by when a remedy plan is due. The side it is about says so:
    a function or an employee of the unit, for a supplier too; at a member or a customer a person there."""
    case, _reader = _taken_up(deviation, by, at, of_side=True)
    deviation = case.deviation
    _not_passed(plan_by, at)
    if not _fits(case, who):
        name = named_text(who).words if isinstance(who, Function) else who.name
        raise NotTheirs(who=name, about=named_text(case.about).words)
    row = Responsible(owner_id=deviation.owner_id, deviation=deviation, plan_by=plan_by, account_id=by.account_id, at=at)
    if isinstance(who, Function):
        row.function = who
    elif isinstance(who, Employee):
        row.employee = who
    else:
        row.person = who
    keep(row)
    audit.record("own_deviation", of=row, by=by, at=at)
    return row


def _fits(case: Case, who: Function | Employee | Person) -> bool:
    adoption = case.deviation.adoption
    if isinstance(who, Person):
        return case.deviation.about == Side.TAKER and adoption.function_id is None and who.owner_id == adoption.owner_id
    if isinstance(case.about, Function):
        return case.about.pk == (who.pk if isinstance(who, Function) else who.function_id)
    return case.deviation.about == Side.PROVIDER


@transaction.atomic
def plan_remedy(deviation: Deviation, what: str, *, due_on: date, by: Actor, at: datetime) -> RemedyPlan:
    """This will say what is done about a deviation and by when; a plan that stood before is superseded, never edited."""
    case, _reader = _taken_up(deviation, by, at, of_side=True)
    if case.owned_by is None:
        raise NobodyOwnsIt
    if case.stage == Stage.REMEDIED:
        raise WaitsToBeVerified
    what = _said(what)
    _not_passed(due_on, at)
    row = RemedyPlan(owner_id=deviation.owner_id, deviation=case.deviation, what=what, due_on=due_on, account_id=by.account_id, at=at)
    keep(row)
    audit.record("plan_remedy", of=row, by=by, at=at)
    return row


@transaction.atomic
def report_remedied(deviation: Deviation, *, by: Actor, at: datetime, what: str = "") -> Remedied:
    """This will say that the remedy plan has been carried out: from then on the deviation waits for the other side to verify it."""
    case, _reader = _taken_up(deviation, by, at, of_side=True)
    if case.stage == Stage.REMEDIED:
        raise WaitsToBeVerified
    if case.stage != Stage.PLANNED or case.plan is None:
        raise NoPlanToRemedy
    row = Remedied(owner_id=deviation.owner_id, plan=case.plan, what=what.strip()[:LONGEST], account_id=by.account_id, at=at)
    keep(row)
    audit.record("report_remedied", of=row, by=by, at=at)
    return row


@transaction.atomic
def raise_deviation(deviation: Deviation, to: str, *, on: date, by: Actor, at: datetime, registry_number: str = "") -> Raising:
    """This will record that a deviation was raised to the joint council, and after that to the heads of agency, on a day."""
    case, _reader = _taken_up(deviation, by, at)
    before = {row.to: row for row in case.raisings}
    if to in before:
        raise RaisedAlready
    if to == Raising.Level.HEADS and Raising.Level.COUNCIL not in before:
        to_whom = escalation(on=on)
        raise CouncilFirst(council=to_whom.council, heads=to_whom.heads)
    first = max([timezone.localdate(case.deviation.at), *(row.on for row in case.raisings)])
    if not first <= on <= timezone.localdate(at):
        raise RaisedOutside(first=first.isoformat())
    row = Raising(
        owner_id=deviation.owner_id,
        deviation=case.deviation,
        to=to,
        on=on,
        registry_number=registry_number.strip(),
        account_id=by.account_id,
        at=at,
    )
    keep(row)
    audit.record("raise_deviation", of=row, by=by, at=at)
    return row


def _taken_up(deviation: Deviation, by: Actor, at: datetime, *, of_side: bool = False) -> tuple[Case, Reader]:
    """The deviation with its rows, once nobody else can add one; `of_side`: only the side it is about may go on."""
    by.must(Deed.HANDLE_DEVIATIONS)
    case = locked_case(deviation, by, at)
    reader = reader_of(by)
    sides = reader.sides(case.deviation)
    if not sides:
        raise NotAllowed
    if of_side and Side(case.deviation.about) not in sides:
        raise NotOfThatSide(about=named_text(case.about).words)
    if case.stage == Stage.CLOSED:
        raise DeviationIsClosed
    return case, reader


def locked_case(deviation: Deviation, by: Actor, at: datetime) -> Case:
    """This will read a deviation with its rows once everybody else who adds a row to it is done; it is a fact, so a name is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"samdrift.agree.deviation.{deviation.pk}"])
    return case_of(deviations_read_by(by).get(pk=deviation.pk), on=timezone.localdate(at))


def _said(what: str) -> str:
    what = what.strip()
    if not what or len(what) > LONGEST:
        raise NothingSaid
    return what


def _not_passed(day: date, at: datetime) -> None:
    if day < timezone.localdate(at):
        raise DayHasPassed(day=day.isoformat())
