"""Whether how contracts stand follows from their facts: for `samdrift check`."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from samdrift.run.purchasing.models import WISH, CallOff, Contract, Delivery, Need, OrderedOnDay, Renewal


def differences() -> list[str]:
    """This will recompute how every contract stands, and what is published of needs, and say where they differ; nothing is good.

    To be called inside the walls of all members.
    """
    return [*_of_uses(), *_of_days(), *_of_needs()]


def _of_uses() -> list[str]:
    until = dict(Renewal.objects.order_by("number").values_list("contract", "until_on"))
    delivered = dict(Delivery.objects.values_list("call_off", "amount_minor"))
    came: dict[int, int] = defaultdict(int)
    waits: dict[int, int] = defaultdict(int)
    for row in CallOff.objects.all():
        if row.pk in delivered:
            came[row.contract_id] += delivered[row.pk]
        else:
            waits[row.contract_id] += row.amount_minor
    found = []
    for contract in Contract.objects.select_related("use").order_by("reference"):
        use = contract.use
        stored = (use.until_on, use.ceiling_minor, use.called_off_minor, use.committed_minor)
        again = (until.get(contract.pk, contract.ends_on), contract.ceiling_minor, came[contract.pk], waits[contract.pk])
        if stored != again:
            found.append(f"contract {contract.reference}: stands at {_said(*stored)}, recomputed {_said(*again)}")
    return found


def _said(until_on: date, ceiling: int, called_off: int, committed: int) -> str:
    return f"until {until_on}, ceiling {ceiling}, called off {called_off}, committed {committed}"


def _of_days() -> list[str]:
    delivered = dict(Delivery.objects.values_list("call_off", "amount_minor"))
    days: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for row in CallOff.objects.all():
        amount = delivered.get(row.pk, row.amount_minor)
        days[row.contract_id, row.on][0] += bool(amount)
        days[row.contract_id, row.on][1] += amount
    stored = {(day.contract_id, day.on): [day.number, day.amount_minor] for day in OrderedOnDay.objects.all()}
    apart = sorted(key for key in {*days, *stored} if days[key] != stored.get(key, [0, 0]))
    return [
        f"contract {contract}, ordered on {on}: has {stored.get((contract, on))}, recomputed {days[contract, on]}" for contract, on in apart
    ]


def _of_needs() -> list[str]:
    apart = []
    for need in Need.objects.filter(published__isnull=False).select_related("published"):
        published = need.published
        assert published is not None
        if (published.member_id, *(getattr(published, name) for name in WISH)) != (need.owner_id, *(getattr(need, name) for name in WISH)):
            apart.append(f"need {need.pk}: what is published of it differs")
    return apart
