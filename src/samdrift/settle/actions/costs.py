"""Pools, and the costs that are entered into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.tables import Entered, RowsRefused, WrongRow
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.settle.actions.locking import locked
from samdrift.settle.costs_file import CostRow, read_costs
from samdrift.settle.models import CostEntry, CostPool
from samdrift.settle.queries import pools_of

INVESTMENT_CODE = re.compile(r"INV-[0-9]+", re.IGNORECASE)
PROJECT_CODE = re.compile(r"PRJ-[0-9]+", re.IGNORECASE)


class PoolIsThere(Refused):
    words = gettext_lazy("There is already a pool called %(code)s.")


class CodeOfAnInvestment(Refused):
    words = gettext_lazy("%(code)s is what an investment is called on the bills.")
    way_on = gettext_lazy("Choose another code.")


class CodeOfAProject(Refused):
    words = gettext_lazy("%(code)s is what a project is called on the bills.")
    way_on = gettext_lazy("Choose another code.")


class MonthNotBegun(BadInput):
    words = gettext_lazy("%(month)s has not begun.")


class CostDoesNotFit(BadInput):
    words = gettext_lazy("%(reason)s")


@transaction.atomic
def add_pool(unit: Organization, code: str, name: str, service: Service, *, by: Actor, at: datetime, name_en: str = "") -> CostPool:
    """This will add a pool in which one service's costs are gathered; its code is what cost files name."""
    by.must(Deed.SETTLE)
    if INVESTMENT_CODE.fullmatch(code.strip()):
        raise CodeOfAnInvestment(code=code.strip())
    if PROJECT_CODE.fullmatch(code.strip()):
        raise CodeOfAProject(code=code.strip())
    pool = CostPool(owner=unit, code=code.strip(), name=name.strip(), name_en=name_en.strip(), service=service)
    keep(pool, {"settle_pool_code_once": PoolIsThere(code=pool.code)})
    audit.record("add_pool", of=pool, by=by, at=at)
    return pool


@transaction.atomic
def import_costs(unit: Organization, month: Month, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will enter the costs of a file into a month: all of them, or none where a row cannot be used.

    A voucher is entered once: a row that is there already with the same facts adds nothing, with other facts it is refused. Costs of a
    closed month come late and are settled with the next month that is open.
    """
    by.must(Deed.SETTLE)
    unit = locked(unit)
    rows, wrong = read_costs(content)
    return _enter(unit, month, rows, wrong, by, at)


@transaction.atomic
def enter_cost(unit: Organization, month: Month, row: CostRow, *, by: Actor, at: datetime) -> Entered:
    """This will enter one cost or credit into a month, by the same rules as a file of one row."""
    return enter_costs(unit, month, [row], by=by, at=at)


@transaction.atomic
def enter_costs(unit: Organization, month: Month, rows: Sequence[CostRow], *, by: Actor, at: datetime) -> Entered:
    """This will enter costs that no file holds into a month, by the rules of one; the first that does not fit is what is refused."""
    by.must(Deed.SETTLE)
    unit = locked(unit)
    try:
        return _enter(unit, month, rows, [], by, at)
    except RowsRefused as refused:
        raise CostDoesNotFit(reason=refused.rows[0].reason) from refused


def _enter(unit: Organization, month: Month, rows: Sequence[CostRow], wrong: list[WrongRow], by: Actor, at: datetime) -> Entered:
    if month > Month.of(at, str(timezone.get_default_timezone())):
        raise MonthNotBegun(month=month)
    pools = {pool.code: pool for pool in pools_of(unit)}
    wanted = {row.voucher for row in rows} | {row.credits for row in rows}
    known = {entry.voucher: entry for entry in CostEntry.objects.filter(owner=unit, voucher__in=wanted).select_related("pool", "credits")}
    wrong = wrong + _misfits(rows, month, pools, known)
    if wrong:
        raise RowsRefused(wrong)
    new = [row for row in rows if row.voucher not in known]
    # What is credited goes in before what credits it
    for part in ([row for row in new if row.amount_minor > 0], [row for row in new if row.amount_minor < 0]):
        made = CostEntry.objects.bulk_create(
            CostEntry(
                owner=unit,
                pool=pools[row.pool],
                month=month.starts_on,
                voucher=row.voucher,
                booked_on=row.booked_on,
                amount_minor=row.amount_minor,
                text=row.text,
                credits=known[row.credits] if row.credits else None,
                # What an investment or a project cost is credited to those that share it
                investment_id=known[row.credits].investment_id if row.credits else row.investment_id,
                project_id=known[row.credits].project_id if row.credits else row.project_id,
                minutes=row.minutes,
                hour_minor=row.hour_minor,
                entered_at=at,
            )
            for row in part
        )
        known |= {entry.voucher: entry for entry in made}
    if new:
        audit.record("enter_costs", of=unit, by=by, at=at, owner_id=unit.pk)
    return Entered(len(new), len(rows) - len(new))


def _misfits(rows: Iterable[CostRow], month: Month, pools: dict[str, CostPool], known: dict[str, CostEntry]) -> list[WrongRow]:
    """The rows that can be read but do not fit what is there, in the order of the file."""
    rows = list(rows)
    first: dict[str, CostRow] = {}
    left = _left_to_credit(rows, known)
    wrong = []
    for row in rows:
        twice = first.setdefault(row.voucher, row)
        reason = (
            _("The voucher %(voucher)s stands on line %(line)s as well.") % {"voucher": row.voucher, "line": twice.line}
            if twice is not row
            else _misfit(row, month.starts_on, pools, known, left)
        )
        if reason:
            wrong.append(WrongRow(row.line, reason))
    return wrong


def _misfit(row: CostRow, month: date, pools: dict[str, CostPool], known: dict[str, CostEntry], left: dict[str, tuple[str, int]]) -> str:
    if row.pool not in pools:
        return _("There is no pool called %(pool)s.") % {"pool": row.pool}
    if row.voucher in known:
        there = known[row.voucher]
        as_there = replace(
            row,
            booked_on=there.booked_on,
            pool=there.pool.code,
            amount_minor=there.amount_minor,
            text=there.text,
            credits=there.credits.voucher if there.credits else "",
            investment_id=None if there.credits else there.investment_id,
            project_id=there.project_id if there.minutes is not None else None,
            minutes=there.minutes,
            hour_minor=there.hour_minor,
        )
        if as_there == row and there.month == month:
            return ""
        return _("The voucher %(voucher)s is entered already, with another amount, day, pool, text or month.") % {"voucher": row.voucher}
    if row.amount_minor > 0:
        return _("An amount above zero credits nothing; leave “credits” empty.") if row.credits else ""
    return _misfit_of_credit(row, left)


def _misfit_of_credit(row: CostRow, left: dict[str, tuple[str, int]]) -> str:
    if not row.credits:
        return _("An amount below zero is a credit and must name the voucher that it credits.")
    if row.credits not in left:
        return _("There is no cost with the voucher %(voucher)s to credit.") % {"voucher": row.credits}
    pool, rest = left[row.credits]
    if pool != row.pool:
        return _("The voucher %(voucher)s, which it credits, is in another pool.") % {"voucher": row.credits}
    if rest + row.amount_minor < 0:
        return _("It credits more than is left of the voucher %(voucher)s.") % {"voucher": row.credits}
    left[row.credits] = pool, rest + row.amount_minor
    return ""


def _left_to_credit(rows: Iterable[CostRow], known: dict[str, CostEntry]) -> dict[str, tuple[str, int]]:
    """Pool and what has not been credited of every cost that a row may name, in the file or entered before."""
    costs = [entry for entry in known.values() if entry.amount_minor > 0]
    credited = dict(CostEntry.objects.filter(credits__in=costs).values_list("credits").annotate(Sum("amount_minor")).order_by())
    left = {entry.voucher: (entry.pool.code, entry.amount_minor + credited.get(entry.pk, 0)) for entry in costs}
    for row in rows:
        if row.amount_minor > 0:
            left.setdefault(row.voucher, (row.pool, row.amount_minor))
    return left
