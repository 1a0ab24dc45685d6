"""Deviations: how far each has come, whom it waits for, and who may act for which side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from samdrift.agree.deviating import Planned, Stage, due_on, stage_of
from samdrift.agree.models import (
    Agreement,
    Deviation,
    Raising,
    Remedied,
    RemedyPlan,
    Responsible,
    Shortfall,
    Signature,
    Verification,
)
from samdrift.agree.queries.adoptions import PARTIES
from samdrift.agree.queries.parties import has_seat
from samdrift.core.access import AT_A_MEMBER, READS_ALL, Actor, Role
from samdrift.members.models import Organization, Person
from samdrift.team.models import Employee, Function
from samdrift.team.queries import employee_of

Side = Signature.Side
Kind = Agreement.Kind
VERIFIES_AT_A_TAKER = (Role.CONTACT, Role.SIGNATORY, Role.HEAD)
IS_CLOSED = Exists(Verification.objects.filter(deviation=OuterRef("pk"), closes=True))
OTHER = {Side.PROVIDER: Side.TAKER, Side.TAKER: Side.PROVIDER}


def deviations_read_by(actor: Actor) -> QuerySet[Deviation]:
    """This will return the deviations that an actor may read, the latest month first: all for the unit and auditors, else its own."""
    parties = [f"adoption__{name}" for name in PARTIES]
    found = Deviation.objects.select_related("owner", "service", *parties).order_by("-month", "-pk")
    return found if actor.role in READS_ALL else found.filter(owner_id=actor.owner_id)


@dataclass(frozen=True, slots=True)
class Case:
    """A deviation with the rows that stand under it, as of a day."""

    deviation: Deviation
    on: date
    shortfalls: Sequence[Shortfall]
    responsible: Sequence[Responsible]
    plans: Sequence[RemedyPlan]
    remedied: dict[int, Remedied]  # by plan
    verifications: Sequence[Verification]
    raisings: Sequence[Raising]

    @property
    def owned_by(self) -> Responsible | None:
        return self.responsible[-1] if self.responsible else None

    @property
    def plan(self) -> RemedyPlan | None:
        return self.plans[-1] if self.plans else None

    @property
    def closed_by(self) -> Verification | None:
        return next((one for one in self.verifications if one.closes), None)

    @property
    def raised_to(self) -> Raising | None:
        """The highest that it was raised to."""
        return next((one for one in reversed(self.raisings)), None)

    @property
    def _course(self) -> dict[str, Any]:
        judged = {one.remedied_id for one in self.verifications if not one.closes}
        done = {plan: row.pk for plan, row in self.remedied.items()}
        plans = [Planned(plan.due_on, plan.pk in done, done.get(plan.pk) in judged) for plan in self.plans]
        return {"plan_by": self.owned_by.plan_by if self.owned_by else None, "plans": plans, "closed": self.closed_by is not None}

    @property
    def stage(self) -> Stage:
        return stage_of(**self._course)

    @property
    def due_on(self) -> date | None:
        return due_on(**self._course)

    @property
    def is_overdue(self) -> bool:
        due = self.due_on
        return due is not None and due < self.on

    @property
    def about(self) -> Function | Organization:
        """Who fell short."""
        adoption = self.deviation.adoption
        return adoption.taker if self.deviation.about == Side.TAKER else adoption.version.agreement.delivered_by

    @property
    def verified_by(self) -> Function | Organization:
        """Who closes it: the other side."""
        adoption = self.deviation.adoption
        return adoption.version.agreement.delivered_by if self.deviation.about == Side.TAKER else adoption.taker

    @property
    def penalty_minor(self) -> int | None:
        """What the month comes to by the version's terms; nothing is billed by itself."""
        version = self.deviation.adoption.version
        return version.penalty_comes_to if self.deviation.about == Side.PROVIDER else None


def cases(deviations: Iterable[Deviation], *, on: date) -> list[Case]:
    """This will return deviations with all their rows, in their order; seven queries whatever their number."""
    found = list(deviations)
    ids = [deviation.pk for deviation in found]
    plans = _by_deviation(RemedyPlan.objects.filter(deviation__in=ids))
    remedied: dict[int, dict[int, Remedied]] = defaultdict(dict)
    for row in Remedied.objects.filter(plan__deviation__in=ids).select_related("plan"):
        remedied[row.plan.deviation_id][row.plan_id] = row
    shortfalls = _by_deviation(Shortfall.objects.filter(deviation__in=ids).select_related("target__level", "target__calendar"))
    responsible = _by_deviation(
        Responsible.objects.filter(deviation__in=ids).select_related("function__manager", "employee__function", "person")
    )
    verifications = _by_deviation(Verification.objects.filter(deviation__in=ids))
    raisings = _by_deviation(Raising.objects.filter(deviation__in=ids))
    return [
        Case(d, on, shortfalls[d.pk], responsible[d.pk], plans[d.pk], remedied[d.pk], verifications[d.pk], raisings[d.pk]) for d in found
    ]


def _by_deviation(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.deviation_id].append(row)
    return found


def case_of(deviation: Deviation, *, on: date) -> Case:
    """This will return one deviation with its rows."""
    return cases([deviation], on=on)[0]


@dataclass(frozen=True, slots=True)
class Reader:
    """An actor as deviations see them: their seat, and who they are in the unit."""

    actor: Actor
    employee: Employee | None

    @property
    def is_at_the_unit(self) -> bool:
        return self.actor.role not in AT_A_MEMBER and self.actor.role != Role.AUDITOR

    @property
    def is_above_functions(self) -> bool:
        return self.actor.role in (Role.DIRECTOR, Role.SYSTEM)

    def is_of(self, function: Function | None) -> bool:
        """Whether they work in a function or lead it."""
        if function is None or self.employee is None:
            return False
        return self.employee.function_id == function.pk or function.manager_id == self.employee.pk

    def sides(self, deviation: Deviation) -> frozenset[Side]:
        """For which sides of a deviation they may act. The unit acts for a supplier, who has no accounts; the director and Samdrift
        itself for either function of the unit."""
        adoption, actor = deviation.adoption, self.actor
        if actor.role in AT_A_MEMBER:
            return frozenset({Side.TAKER}) if actor.owner_id == deviation.owner_id else frozenset()
        if not self.is_at_the_unit:
            return frozenset()
        agreement = adoption.version.agreement
        if agreement.kind == Kind.UNDERPINNING or (agreement.kind == Kind.FUNCTIONS and self.is_above_functions):
            return frozenset(Side)
        if agreement.kind == Kind.FUNCTIONS:
            of = {Side.PROVIDER: agreement.function, Side.TAKER: adoption.function}
            return frozenset(side for side, function in of.items() if self.is_of(function))
        return frozenset({Side.PROVIDER}) if actor.owner_id == agreement.provider_id or actor.role == Role.SYSTEM else frozenset()

    def was_to_remedy(self, case: Case) -> bool:
        """Whether they are among those who were to remedy it: named, or of a function that was named, whatever seat they act in."""
        named = (row.who for row in case.responsible)
        return any(self.is_of(who) if isinstance(who, Function) else who.account_id == self.actor.account_id for who in named)

    def is_waited_for(self, case: Case) -> bool:
        """Whether the next step is theirs: the verifying side's, the owner's, or while nobody owns it whoever names one."""
        deviation, sides = case.deviation, self.sides(case.deviation)
        about = Side(deviation.about)
        if case.stage == Stage.CLOSED:
            return False
        if case.stage == Stage.REMEDIED:
            return self._verifies(case, sides, OTHER[about])
        if about not in sides:
            return False
        if self.actor.role in AT_A_MEMBER:
            return self.actor.role in VERIFIES_AT_A_TAKER
        owned = case.owned_by
        if owned is None:
            return self.is_above_functions or (deviation.adoption.function_id is not None and self._leads(case.about))
        who = owned.who
        own = self._leads(who) if isinstance(who, Function) else who.account_id == self.actor.account_id
        return own or (case.is_overdue and self.is_above_functions)

    def _leads(self, function: Function | Organization) -> bool:
        return isinstance(function, Function) and self.employee is not None and function.manager_id == self.employee.pk

    def _verifies(self, case: Case, sides: frozenset[Side], side: Side) -> bool:
        if self.was_to_remedy(case):
            return False
        if self.actor.role in AT_A_MEMBER:
            return side in sides and self.actor.role in VERIFIES_AT_A_TAKER
        if side in sides:
            return self.is_above_functions or self._leads(case.verified_by)
        return self.actor.role == Role.DIRECTOR and answers_on_paper(case.deviation, on=case.on)


def reader_of(actor: Actor) -> Reader:
    """This will return an actor with who they are in the unit: whatever seat they act in."""
    return Reader(actor, employee_of(actor))


def answers_on_paper(deviation: Deviation, *, on: date) -> bool:
    """This will say whether the taker has nobody with an account who could verify: an outside customer without seats."""
    if deviation.owner.kind != Organization.Kind.CUSTOMER or deviation.about != Side.PROVIDER:
        return False
    return not has_seat(deviation.owner_id, VERIFIES_AT_A_TAKER, on=on)


def cases_waiting_for(actor: Actor, *, on: date) -> list[Case]:
    """This will return the open deviations whose next step is an actor's, what is due first on top."""
    reader = reader_of(actor)
    waiting = [case for case in cases(deviations_read_by(actor).filter(~IS_CLOSED), on=on) if reader.is_waited_for(case)]
    return sorted(waiting, key=lambda case: (case.due_on or date.max, case.deviation.month, case.deviation.pk))


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a deviation's timeline: what happened, when, and who did it."""

    kind: str
    at: datetime
    row: Any
    name: str


def timeline(case: Case) -> list[Step]:
    """This will return what has happened with a deviation, in order, with who did it; an empty name is of somebody who is gone."""
    remedied = case.remedied.values()
    rows = [("opened", case.deviation), *(("owned", row) for row in case.responsible), *(("planned", row) for row in case.plans)]
    rows += [*(("remedied", row) for row in remedied), *(("raised", row) for row in case.raisings)]
    rows += [("closed" if row.closes else "rejected", row) for row in case.verifications]
    names = _names_of({row.account_id for _kind, row in rows}, case.deviation.owner_id)
    return [Step(kind, row.at, row, names.get(row.account_id, "")) for kind, row in sorted(rows, key=lambda pair: pair[1].at)]


def _names_of(accounts: set[int], owner_id: int) -> dict[int | None, str]:
    names: dict[int | None, str] = dict(Person.objects.filter(owner_id=owner_id, account__in=accounts).values_list("account", "name"))
    names.update(Employee.objects.filter(account__in=accounts).values_list("account", "name"))
    return names
