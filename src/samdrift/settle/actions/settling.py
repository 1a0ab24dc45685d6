"""Sending a month, closing it, and correcting a count in a month that is closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep, refused_when
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.settle.actions.locking import locked
from samdrift.settle.models import (
    Closure,
    CountCorrection,
    PublishedEntry,
    PublishedPool,
    Settlement,
    SettlementLine,
    TakenCorrection,
    TakenEntry,
)
from samdrift.settle.queries import (
    correction_of,
    entries_of,
    is_closed,
    latest_settlement,
    open_corrections,
    preview,
    sent_pools,
)
from samdrift.settle.sharing import AllDriversZero, Preview, SharedPool, costs_in


class SettlementIsClosed(Refused):
    words = _("%(month)s is closed and never changes.")
    way_on = _("What comes later is settled with the next month that is open.")


class MonthNotOver(Refused):
    words = _("%(month)s is not over, so its tickets and costs are not all known.")
    way_on = _("Until then you can look at what it would come to.")


class NothingToSettle(Refused):
    words = _("No cost is entered for %(month)s.")
    way_on = _("Enter its costs first.")


class NothingSent(Refused):
    words = _("Nothing has been sent for %(month)s, so there is nothing to close.")
    way_on = _("Send it first, so that the members see what they will pay.")


class CostsChangedSinceSent(Refused):
    words = _("The costs of %(month)s, or a correction, have changed since it was sent.")
    way_on = _("Send it again, so that the members have seen what is closed.")


class MonthIsOpen(Refused):
    words = _("%(month)s is not closed: its counts are read anew when it is sent again.")
    way_on = _("Correct the head count, the uptake or the ticket itself.")


class CorrectsACorrection(Refused):
    words = _("This line is a correction itself.")
    way_on = _("Correct the line that it corrects.")


class SameCount(BadInput):
    words = _("That is the count already.")


class CountBelowZero(BadInput):
    words = _("A count is zero or more.")


@transaction.atomic
def send_settlement(unit: Organization, month: Month, *, by: Actor, at: datetime) -> Settlement:
    """This will send every member its bill for a month that is over: pools, costs without their text, and each member's lines.

    It supersedes what was sent before. Where nothing has changed since, that is what is returned and nothing is added.
    """
    by.must(Deed.SETTLE)
    unit = locked(unit)
    now = ready_to_send(unit, month, at=at)
    before = latest_settlement(unit, month)
    if before and sent_pools([before])[before.pk] == now.pools:
        return before
    settlement = Settlement.objects.create(
        unit=unit, month=month.starts_on, number=before.number + 1 if before else 1, sent_at=at, total_minor=now.total_minor
    )
    _publish(settlement, now.pools)
    audit.record("send_settlement", of=settlement, by=by, at=at)
    return settlement


def ready_to_send(unit: Organization, month: Month, *, at: datetime) -> Preview:
    """This will return the month as it would be sent now, or refuse with what stops it."""
    _must_be_open_and_over(unit, month, at)
    now = preview(unit, month)
    for stop in now.stops:
        raise stop
    if not now.pools:
        raise NothingToSettle(month=month)
    return now


def _publish(settlement: Settlement, pools: Iterable[SharedPool]) -> None:
    pools = list(pools)
    published = PublishedPool.objects.bulk_create(
        PublishedPool(
            settlement=settlement,
            service_id=pool.service_id,
            key_id=pool.key_id,
            code=pool.code,
            name=pool.name,
            name_en=pool.name_en,
            month=pool.month,
            corrects_id=pool.corrects,
            amount_minor=pool.amount_minor,
            total_count=pool.total_count,
        )
        for pool in pools
    )
    together = list(zip(pools, published, strict=True))
    PublishedEntry.objects.bulk_create(
        PublishedEntry(
            pool=row,
            voucher=cost.voucher,
            booked_on=cost.booked_on,
            month=cost.month,
            amount_minor=cost.amount_minor,
            minutes=cost.minutes,
            hour_minor=cost.hour_minor,
        )
        for pool, row in together
        for cost in pool.costs
    )
    SettlementLine.objects.bulk_create(
        SettlementLine(
            owner_id=line.member_id,
            settlement=settlement,
            pool=row,
            count=line.count,
            amount_minor=line.amount_minor,
            moved_ppm=line.moved_ppm,
            corrects_id=line.corrects,
        )
        for pool, row in together
        for line in pool.lines
    )


@transaction.atomic
def close_month(unit: Organization, month: Month, *, by: Actor, at: datetime) -> Closure:
    """This will end a month as it was sent last, and note which costs and corrections it took: nothing in it changes any more.

    A month is closed once. Costs that differ from what was sent are refused; counts that have drifted since are not, they were right when
    they were sent.
    """
    by.must(Deed.SETTLE)
    unit = locked(unit)
    sent = ready_to_close(unit, month, at=at)
    entries, corrections = entries_of(unit, month), list(open_corrections(unit))
    with refused_when({"settle_closure_once": SettlementIsClosed(month=month)}):
        closure = Closure.objects.create(unit=unit, month=month.starts_on, settlement=sent, at=at)
    TakenEntry.objects.bulk_create(TakenEntry(owner=unit, closure=closure, entry=entry) for entry in entries)
    TakenCorrection.objects.bulk_create(TakenCorrection(owner=unit, closure=closure, correction=taken) for taken in corrections)
    audit.record("close_month", of=closure, by=by, at=at)
    return closure


def ready_to_close(unit: Organization, month: Month, *, at: datetime) -> Settlement:
    """This will return what was sent last and would become final, or refuse with what stops it."""
    _must_be_open_and_over(unit, month, at)
    sent = latest_settlement(unit, month)
    if sent is None:
        raise NothingSent(month=month)
    now = preview(unit, month)
    if now.stops or costs_in(now.pools) != costs_in(sent_pools([sent])[sent.pk]):
        raise next(iter(now.stops), CostsChangedSinceSent(month=month))
    return sent


def _must_be_open_and_over(unit: Organization, month: Month, at: datetime) -> None:
    if is_closed(unit, month):
        raise SettlementIsClosed(month=month)
    if Month.of(at, str(timezone.get_default_timezone())) <= month:
        raise MonthNotOver(month=month)


@transaction.atomic
def correct_count(line: SettlementLine, count: int, reason: str, *, by: Actor, at: datetime) -> CountCorrection:
    """This will note that a member's count in a closed month was wrong. The month's lines stay; the next month that is settled splits the
    pool again and gives every member in it the difference, which is zero in all."""
    by.must(Deed.SETTLE)
    settlement = line.settlement
    unit = locked(settlement.unit)
    if line.corrects_id is not None:
        raise CorrectsACorrection
    if not Closure.objects.filter(settlement=settlement).exists():
        raise MonthIsOpen(month=f"{settlement.month:%Y-%m}")
    if count < 0:
        raise CountBelowZero
    known = correction_of(line.pool)
    if known.counts[line.owner_id] == count:
        raise SameCount
    if not any({**known.counts, line.owner_id: count}.values()):
        raise AllDriversZero(pool=line.pool.name)
    correction = CountCorrection(owner=unit, line=line, count=count, reason=reason.strip(), noted_at=at)
    keep(correction)
    audit.record("correct_count", of=correction, by=by, at=at)
    return correction
