"""The projects' hours of a month, entered into the pools that are chosen for the projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.core.tables import Entered
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.projects.models import Project, ProjectDecision
from samdrift.run.projects.queries.keys import keys_by_project
from samdrift.settle.actions.costs import enter_costs
from samdrift.settle.actions.licences import PoolOfAnotherUnit
from samdrift.settle.actions.locking import locked
from samdrift.settle.costs_file import CostRow
from samdrift.settle.models import AllocationKey, CostPool, ProjectPool
from samdrift.settle.queries.projects import ProjectCharge, hours_voucher, project_charges_of


class NoProjectCanBeEntered(Refused):
    words = _("No project that costs anything in %(month)s can be entered.")
    way_on = _("A project needs a pool, a rate an hour and somebody who pays it.")


@transaction.atomic
def choose_project_pool(unit: Organization, project: Project, pool: CostPool, *, by: Actor, at: datetime) -> ProjectPool:
    """This will choose the pool that a project's cost is entered into from now on; what was entered before stays."""
    by.must(Deed.SETTLE)
    unit = locked(unit)
    if pool.owner_id != unit.pk:
        raise PoolOfAnotherUnit
    chosen, _made = ProjectPool.objects.update_or_create(owner=unit, project=project, defaults={"pool": pool})
    audit.record("choose_project_pool", of=chosen, by=by, at=at)
    return chosen


@transaction.atomic
def take_project_costs(unit: Organization, month: Month, *, by: Actor, at: datetime) -> Entered:
    """This will enter what each project's hours cost in a month, once, and what waits of closed months before it.

    What is entered stays. Where hours or a rate were written since, the difference is an entry of its own for the month that the hours
    belong to, settled with the next month that is open; a difference below zero is a credit, of the entry written last first.
    """
    by.must(Deed.SETTLE)
    unit = locked(unit)
    charges = project_charges_of(unit, month)
    new = [charge for charge in charges if charge.takes]
    known = [charge for charge in charges if charge.entered and not charge.takes]
    if not new and not known:
        raise NoProjectCanBeEntered(month=month)
    _write_keys([charge.project for charge in (*new, *known)], {charge.project.pk: charge.pool for charge in charges if charge.pool}, at)
    added, booked_on = 0, timezone.localdate(at)
    for worked, of_month in groupby(sorted(new, key=lambda charge: charge.month), key=lambda charge: charge.month):
        rows = [row for charge in of_month for row in rows_of(charge, booked_on)]
        added += enter_costs(unit, worked, rows, by=by, at=at).added
    return Entered(added, len(known))


def rows_of(charge: ProjectCharge, booked_on: date) -> Iterator[CostRow]:
    """This function will give what is to be entered of a charge that waits: one cost, or credits of the costs entered before."""
    number = len(charge.entered) + 1
    for pool, amount, credited in _parts(charge):
        yield CostRow(
            0,
            hours_voucher(charge.project, charge.month, number),
            booked_on,
            pool,
            amount,
            charge.project.title,
            credited,
            project_id=charge.project.pk,
            minutes=charge.minutes,
            hour_minor=charge.rate.hour_minor if charge.rate else None,
        )
        number += 1


def _parts(charge: ProjectCharge) -> Iterator[tuple[str, int, str]]:
    """Pool, amount and what it credits: one cost, or as many credits as it takes."""
    waiting = charge.waiting_minor
    if waiting > 0:
        assert charge.pool is not None
        yield charge.pool.code, waiting, ""
        return
    for entry in reversed(charge.entered):
        part = min(entry.left_minor, -waiting)
        if part:
            yield entry.pool_code, -part, entry.voucher
            waiting += part


def _write_keys(projects: Iterable[Project], pools: dict[int, CostPool], at: datetime) -> None:
    """The projects' keys as the keys that their lines on the bills point at; who pays and how much stays with the project."""
    wanted = {project.pk: project for project in projects if project.pk in pools}
    there = set(AllocationKey.objects.filter(project__in=wanted).values_list("project", "funding_change"))
    decisions = {row.proposal_id: row for row in ProjectDecision.objects.filter(proposal__in={one.proposal_id for one in wanted.values()})}
    made = []
    for pk, keys in keys_by_project(wanted).items():
        for change in (key.change for key in keys):
            if (pk, change.pk if change else None) in there:
                continue
            project = wanted[pk]
            decision = change or decisions[project.proposal_id]
            made.append(
                AllocationKey(
                    service_id=pools[pk].service_id,
                    kind=AllocationKey.Kind.FIXED,
                    project=project,
                    funding_change=change,
                    from_on=change.from_on if change else project.started_on.replace(day=1),
                    decided_on=decision.decided_on,
                    decided_by=decision.decided_by,
                    recorded_at=at,
                )
            )
    AllocationKey.objects.bulk_create(made)
