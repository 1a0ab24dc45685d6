"""Whether what was sent still follows from what it says it follows from: for `samdrift check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from django.db.models import F, QuerySet, Sum

from samdrift.run.projects.queries.projects import cost_of
from samdrift.settle.models import Closure, CostEntry, PublishedPool, Settlement, SettlementLine, TakenEntry
from samdrift.settle.queries import sent_pools
from samdrift.settle.sharing import Line, SharedPool, shares, total_of


def differences() -> list[str]:
    """This function will recompute the lines of every settlement from its pools and counts, and say where they differ; nothing is good.

    To be called inside the walls of all members. Corrections are recomputed from the line they correct and from those closed before.
    """
    settlements = list(Settlement.objects.order_by("month", "number"))
    pools = sent_pools(settlements)
    found: list[str] = []
    for settlement in settlements:
        name = f"settlement {settlement.month:%Y-%m} number {settlement.number}"
        shared = pools[settlement.pk]
        if total_of(shared) != settlement.total_minor:
            found.append(f"{name}: its total is {settlement.total_minor}, its pools come to {total_of(shared)}")
        for pool in shared:
            found += [f"{name}, pool {pool.code}: {words}" for words in _of_pool(pool, settlement)]
    return [*found, *_of_closures(), *_of_investments(), *_of_projects()]


def _of_pool(pool: SharedPool, settlement: Settlement) -> Iterator[str]:
    counts = {line.member_id: line.count for line in pool.lines}
    if sum(counts.values()) != pool.total_count:
        yield f"its counts come to {sum(counts.values())}, not {pool.total_count}"
        return
    if pool.corrects is None and sum(cost.amount_minor for cost in pool.costs) != pool.amount_minor:
        yield f"its costs come to {sum(cost.amount_minor for cost in pool.costs)}, not {pool.amount_minor}"
    settled = _settled(pool, settlement)
    again = shares(pool.amount_minor, counts, pool.name)
    for line in pool.lines:
        amount, moved = again[line.member_id]
        right = replace(line, amount_minor=amount - settled.get(line.member_id, 0), moved_ppm=moved)
        if line != right:
            yield f"member {line.member_id} has {_said(line)}, recomputed {_said(right)}"


def _said(line: Line) -> str:
    return f"{line.amount_minor} öre (rounding moved {line.moved_ppm} ppm)"


def _settled(pool: SharedPool, settlement: Settlement) -> dict[int, int]:
    """What the corrected pool's lines had come to before this settlement."""
    if pool.corrects is None:
        return {}
    lines = SettlementLine.objects.filter(pool=pool.corrects)
    settled = {line.owner_id: line.amount_minor for line in lines}
    before = SettlementLine.objects.filter(corrects__in=lines, settlement__closure__isnull=False, settlement__month__lt=settlement.month)
    for line in before:
        settled[line.owner_id] += line.amount_minor
    return settled


def _of_closures() -> Iterator[str]:
    """A closure took exactly the costs that its settlement published."""
    for closure in Closure.objects.select_related("settlement").order_by("month"):
        taken = CostEntry.objects.filter(pk__in=TakenEntry.objects.filter(closure=closure).values("entry"))
        published = _vouchers(PublishedPool.objects.filter(settlement=closure.settlement))
        if set(taken.values_list("voucher", "amount_minor")) != published:
            yield f"closure of {closure.month:%Y-%m}: the costs it took are not those that were sent"


def _of_investments() -> Iterator[str]:
    """No investment is charged for more than it cost, whatever was credited since."""
    charged = CostEntry.objects.filter(investment__isnull=False, amount_minor__gt=0).values(
        "investment", "investment__number", "investment__amount_minor"
    )
    for row in charged.annotate(sum=Sum("amount_minor")).filter(sum__gt=F("investment__amount_minor")).order_by("investment__number"):
        yield f"investment {row['investment__number']}: {row['sum']} öre are entered of the {row['investment__amount_minor']} that it cost"


def _of_projects() -> Iterator[str]:
    """What is entered for a project's month comes to hours x rate as its last entry knew them, but for what somebody credited by hand."""
    entries = CostEntry.objects.filter(project__isnull=False).order_by("project", "month", "entered_at", "pk")
    rows = entries.values_list("project__code", "month", "amount_minor", "minutes", "hour_minor")
    for (code, month), group in groupby(rows, lambda row: row[:2]):
        amounts = [row[2:] for row in group]
        own = [row for row in amounts if row[1] is not None and row[2] is not None]
        comes_to, credited = sum(amount for amount, _m, _h in own), -sum(a for a, minutes, _h in amounts if minutes is None)
        right = cost_of(own[-1][1] or 0, own[-1][2] or 0) if own else 0
        if not right <= comes_to <= right + credited:
            yield f"project {code} in {month:%Y-%m}: {comes_to} öre are entered, its hours came to {right}"


def _vouchers(pools: QuerySet[PublishedPool]) -> set[tuple[str, int]]:
    return set(pools.filter(entries__isnull=False).values_list("entries__voucher", "entries__amount_minor"))
