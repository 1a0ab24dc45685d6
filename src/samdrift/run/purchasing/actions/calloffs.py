"""Calling off from a contract, and what came of it: never above the ceiling, never after the period's end, also in a race."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.core.tables import Entered, RowsRefused, WrongRow
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.contracts import locked_uses
from samdrift.run.purchasing.actions.naming import member_named
from samdrift.run.purchasing.models import CallOff, Contract, ContractUse, Delivery, OrderedOnDay
from samdrift.run.purchasing.purchase_files import CallOffRow, read_call_offs
from samdrift.ui.amounts import kr_text


class NothingOrdered(BadInput):
    words = gettext_lazy("A call-off has an amount above zero.")


class OrderedLater(BadInput):
    words = gettext_lazy("%(day)s has not come.")


class ContractNotBegun(Refused):
    words = gettext_lazy("The contract begins on %(day)s.")


class ContractIsOver(Refused):
    words = gettext_lazy("The contract ended on %(day)s; nothing is called off after that.")


class AboveCeiling(Refused):
    words = gettext_lazy("%(amount)s is above the ceiling: %(left)s is left.")


class CallOffIsThere(Refused):
    words = gettext_lazy("%(member)s has already called off with the reference %(reference)s.")


class DeliveredAlready(Refused):
    words = gettext_lazy("%(reference)s is delivered already.")


class DeliveredBeforeOrdered(BadInput):
    words = gettext_lazy("It was called off on %(day)s and cannot have come before.")


class MoreThanOrdered(BadInput):
    words = gettext_lazy("%(amount)s was called off; call off once more for what came above that.")


@dataclass(frozen=True, slots=True)
class Order:
    """What is called off, on which day, and what the order is called where it was made."""

    reference: str
    on: date
    amount_minor: int
    what: str


@transaction.atomic
def call_off(contract: Contract, member: Organization, order: Order, *, by: Actor, at: datetime) -> CallOff:
    """This will call off from a contract for a member: committed until it is delivered."""
    _must_buy_for(member, by)
    with locked_uses([contract]) as uses:
        row = _call_off(contract, uses[contract.pk], member, order, at)
    audit.record("call_off", of=row, by=by, at=at)
    return row


@transaction.atomic
def deliver(row: CallOff, *, on: date, by: Actor, at: datetime, amount_minor: int | None = None) -> Delivery:
    """This will note that a call-off came, for all of its amount or less; nothing (0) says that it was cancelled.

    What did not come is left under the ceiling again.
    """
    _must_buy_for(row.owner, by)
    with locked_uses([row.contract]) as uses:
        delivery = _deliver(row, uses[row.contract_id], on, row.amount_minor if amount_minor is None else amount_minor, at)
    audit.record("deliver", of=delivery, by=by, at=at)
    return delivery


def _must_buy_for(member: Organization, by: Actor) -> None:
    by.must(Deed.CALL_OFF)
    if member.pk not in by.walls.writes:
        raise NotAllowed


def _call_off(contract: Contract, use: ContractUse, member: Organization, order: Order, at: datetime) -> CallOff:
    _check(contract, use, order, on=timezone.localdate(at))
    row = CallOff(
        owner=member,
        contract=contract,
        reference=order.reference.strip(),
        on=order.on,
        amount_minor=order.amount_minor,
        what=order.what.strip(),
        at=at,
    )
    keep(row, {"purchasing_call_off_once": CallOffIsThere(member=member.short_name, reference=row.reference)})
    use.committed_minor += order.amount_minor
    use.save(update_fields=["committed_minor"])
    _count(contract, order.on, 1, order.amount_minor)
    return row


def _check(contract: Contract, use: ContractUse, order: Order, *, on: date) -> None:
    if order.amount_minor <= 0:
        raise NothingOrdered
    if order.on > on:
        raise OrderedLater(day=order.on)
    if order.on < contract.starts_on:
        raise ContractNotBegun(day=contract.starts_on)
    if order.on > use.until_on:
        raise ContractIsOver(day=use.until_on)
    left = use.ceiling_minor - use.called_off_minor - use.committed_minor
    if order.amount_minor > left:
        raise AboveCeiling(amount=kr_text(order.amount_minor), left=kr_text(left))


def _deliver(row: CallOff, use: ContractUse, on: date, amount_minor: int, at: datetime) -> Delivery:
    if on > timezone.localdate(at):
        raise OrderedLater(day=on)
    if on < row.on:
        raise DeliveredBeforeOrdered(day=row.on)
    if not 0 <= amount_minor <= row.amount_minor:
        raise MoreThanOrdered(amount=kr_text(row.amount_minor))
    delivery = Delivery(owner_id=row.owner_id, call_off=row, on=on, amount_minor=amount_minor, at=at)
    keep(delivery, {"purchasing_delivery_once": DeliveredAlready(reference=row.reference)})
    use.committed_minor -= row.amount_minor
    use.called_off_minor += amount_minor
    use.save(update_fields=["committed_minor", "called_off_minor"])
    if amount_minor < row.amount_minor:
        _count(row.contract, row.on, 0 if amount_minor else -1, amount_minor - row.amount_minor)
    return delivery


def _count(contract: Contract, on: date, number: int, amount_minor: int) -> None:
    """Under the lock of the contract's use: what all members called off on that day."""
    changed = OrderedOnDay.objects.filter(contract=contract, on=on)
    if not changed.update(number=F("number") + number, amount_minor=F("amount_minor") + amount_minor):
        OrderedOnDay.objects.create(contract=contract, on=on, number=number, amount_minor=amount_minor)


@transaction.atomic
def import_call_offs(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will enter the call-offs of a file, with their deliveries: all of them, or none where a row cannot be used.

    A call-off that is there already adds nothing but a delivery that is new; one that is there with other facts is refused.
    """
    by.must(Deed.CALL_OFF)
    rows, wrong = read_call_offs(content)
    contracts = {contract.reference: contract for contract in Contract.objects.filter(reference__in={row.contract for row in rows})}
    members = member_named(by)
    added = known = 0
    with locked_uses(contracts.values()) as uses:
        there = {
            (row.owner_id, row.contract_id, row.reference): row
            for row in CallOff.objects.filter(contract__in=uses, owner__in=by.walls.writes).select_related("contract", "owner")
        }
        came = {delivery.call_off_id: delivery for delivery in Delivery.objects.filter(call_off__in=there.values())}
        for row in rows:
            try:
                if _enter(row, contracts, members, uses, there, came, at):
                    added += 1
                else:
                    known += 1
            except (Refused, ValueError) as no:
                wrong.append(WrongRow(row.line, str(no)))
        if wrong:
            raise RowsRefused(wrong)
    for contract in contracts.values():
        if added:
            audit.record("import_call_offs", of=contract, by=by, at=at, owner_id=by.owner_id)
    return Entered(added, known)


def _enter(
    row: CallOffRow,
    contracts: dict[str, Contract],
    members: dict[str, Organization],
    uses: dict[int, ContractUse],
    there: dict[tuple[int, int, str], CallOff],
    came: dict[int, Delivery],
    at: datetime,
) -> bool:
    """Whether the row added something; a row that does not fit is a refusal or a ValueError in words."""
    contract = contracts.get(row.contract)
    if contract is None:
        raise ValueError(_("There is no contract with the reference “%(text)s”.") % {"text": row.contract[:40]})
    member = members.get(row.member.casefold())
    if member is None:
        raise ValueError(_("“%(text)s” is no member that you may write for.") % {"text": row.member[:60]})
    order = Order(row.reference, row.on, row.amount_minor, row.what)
    use, key = uses[contract.pk], (member.pk, contract.pk, row.reference)
    found = there.get(key)
    if found and Order(found.reference, found.on, found.amount_minor, found.what) != order:
        raise ValueError(_("%(reference)s is entered already, with another amount, day or text.") % {"reference": row.reference})
    entered = there[key] = found or _call_off(contract, use, member, order, at)
    if row.delivered_on is None:
        return found is None
    amount = row.amount_minor if row.delivered_minor is None else row.delivered_minor
    delivery = came.get(entered.pk)
    if delivery and (delivery.on, delivery.amount_minor) != (row.delivered_on, amount):
        raise ValueError(_("%(reference)s is delivered already, on another day or for another amount.") % {"reference": row.reference})
    if delivery is None:
        came[entered.pk] = _deliver(entered, use, row.delivered_on, amount, at)
    return found is None or delivery is None
