"""Investments: what was decided and who shares it, a disposal before the life is over, and both from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.tables import Entered, enter_all
from samdrift.core.walls import MEMBERS
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.purchasing.investments_files import InvestmentRow, read_investments
from samdrift.run.purchasing.models import Investment, InvestmentDisposal, InvestmentShare
from samdrift.run.purchasing.models.investments import LONGEST_LIFE
from samdrift.run.purchasing.queries.investments import all_investments, disposal_of, sharers_by_investment

LARGEST_MINOR = 10**15
Weights = Mapping[Organization, int | None]


class InvestmentIsThere(Refused):
    words = gettext_lazy("%(name)s is already entered under %(number)s.")


class AmountNotAboveZero(BadInput):
    words = gettext_lazy("An investment costs more than zero, and less than ten thousand billion SEK.")


class NoLife(BadInput):
    words = gettext_lazy("An investment has a life: 1 to %(most)s months.")


class StartsTooLate(BadInput):
    words = gettext_lazy("The first month is in this century.")


class NobodyShares(BadInput):
    words = gettext_lazy("Say which members share the investment.")


class NoMember(BadInput):
    words = gettext_lazy("%(name)s is no member, so it cannot share the investment.")


class WeightMissing(BadInput):
    words = gettext_lazy("Fixed shares need a whole number above zero for each member; %(name)s has none.")


class WeightsNotWanted(BadInput):
    words = gettext_lazy("Only fixed shares have numbers; leave the names alone.")


class AlreadyDisposed(Refused):
    words = gettext_lazy("%(name)s is already disposed of.")


class DisposedBeforeStart(BadInput):
    words = gettext_lazy("%(name)s begins on %(day)s, so it cannot be disposed of before that.")


class NotDisposedYet(BadInput):
    words = gettext_lazy("A day that has not come is no day of disposal.")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: whose number, when, by whom, and what it costs over how many months from which on."""

    number: str
    decided_on: date
    decided_by: str
    amount_minor: int
    life_months: int
    starts: Month


@transaction.atomic
def add_investment(
    name: str, decision: Decision, service: Service, key: str, shares: Weights, *, by: Actor, at: datetime, name_en: str = ""
) -> Investment:
    """This will add an investment that is decided, with the members that share it and the key it is split by.

    `shares` are the members; under fixed shares with a whole number each, in any proportion, under the other keys with None.
    """
    by.must(Deed.PURCHASE)
    if not 0 < decision.amount_minor < LARGEST_MINOR:
        raise AmountNotAboveZero
    if not 0 < decision.life_months <= LONGEST_LIFE:
        raise NoLife(most=LONGEST_LIFE)
    if not 2000 <= decision.starts.year < 2100:
        raise StartsTooLate
    _must_fit(shares, key)
    investment = Investment(
        name=name.strip(),
        name_en=name_en.strip(),
        number=decision.number.strip(),
        decided_on=decision.decided_on,
        decided_by=decision.decided_by.strip(),
        amount_minor=decision.amount_minor,
        life_months=decision.life_months,
        starts_on=decision.starts.starts_on,
        service=service,
        key=key,
        recorded_at=at,
    )
    keep(investment, {"purchasing_investment_once": InvestmentIsThere(name=investment.name, number=investment.number)})
    InvestmentShare.objects.bulk_create(
        InvestmentShare(investment=investment, member=member, weight=weight or 1) for member, weight in shares.items()
    )
    audit.record("add_investment", of=investment, by=by, at=at)
    return investment


def _must_fit(shares: Weights, key: str) -> None:
    if not shares:
        raise NobodyShares
    for member, weight in shares.items():
        if member.kind not in MEMBERS:
            raise NoMember(name=member.short_name)
        if key == Investment.Key.FIXED and not (weight and weight > 0):
            raise WeightMissing(name=member.short_name)
        if key != Investment.Key.FIXED and weight is not None:
            raise WeightsNotWanted


@transaction.atomic
def dispose_investment(investment: Investment, on: date, reason: str, *, by: Actor, at: datetime) -> InvestmentDisposal:
    """This will record that an investment was disposed of on a day: what is left is entered in that month, and nothing after it.

    It is disposed of once; of two who record it at the same time, one is refused.
    """
    by.must(Deed.PURCHASE)
    if on < investment.starts_on:
        raise DisposedBeforeStart(name=investment.name, day=investment.starts_on)
    if on > timezone.localdate(at):
        raise NotDisposedYet
    disposal = InvestmentDisposal(investment=investment, disposed_on=on, reason=reason.strip(), recorded_at=at)
    keep(disposal, {"purchasing_investmentdisposal_investment_id_key": AlreadyDisposed(name=investment.name)})
    audit.record("dispose_investment", of=disposal, by=by, at=at)
    return disposal


@transaction.atomic
def import_investments(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will add a file's investments: all of its rows or none. One that is there already adds nothing, with other facts it is refused;
    a disposal that is new is recorded."""
    by.must(Deed.PURCHASE)
    rows, wrong = read_investments(content)
    return enter_all(rows, wrong, _Entering(rows, by, at).enter)


class _Entering:
    """The rows of a file against what is there: members and services by name, investments by number and name."""

    def __init__(self, rows: list[InvestmentRow], by: Actor, at: datetime) -> None:
        self.by, self.at = by, at
        self.services = {name.casefold(): one for one in Service.objects.all() for name in (one.name, one.name_en) if name}
        self.organizations = organizations_by_name()
        known = list(all_investments().filter(number__in={row.number for row in rows}))
        sharers = sharers_by_investment(known)
        self.known = {(one.number, one.name): one for one in known}
        self.shares = {one.pk: dict(sharers.get(one.pk, [])) for one in known}

    def enter(self, row: InvestmentRow) -> bool:
        """Enter a row, and say whether it added anything."""
        service = self.services.get(row.service.casefold())
        if service is None:
            raise ValueError(_("There is no service called %(service)s.") % {"service": row.service})
        shares = named_shares(row.shares, self.organizations)
        there = self.known.get((row.number, row.name))
        is_new = there is None
        if there is None:
            decision = Decision(row.number, row.decided_on, row.decided_by, row.amount_minor, row.life_months, row.starts)
            there = add_investment(row.name, decision, service, row.key, shares, name_en=row.name_en, by=self.by, at=self.at)
            self.known[row.number, row.name] = there
            self.shares[there.pk] = {member: weight or 1 for member, weight in shares.items()}
        elif not self._same(there, row, service, shares):
            raise ValueError(_("%(name)s is entered already, with other facts.") % {"name": row.name})
        return self._dispose(there, row) or is_new

    def _same(self, there: Investment, row: InvestmentRow, service: Service, shares: Weights) -> bool:
        was = (there.name_en, there.decided_on, there.decided_by, there.amount_minor, there.life_months, there.starts_on)
        now = (row.name_en, row.decided_on, row.decided_by, row.amount_minor, row.life_months, row.starts.starts_on)
        weights = {member: weight or 1 for member, weight in shares.items()}
        return (*was, there.service_id, there.key) == (*now, service.pk, row.key) and self.shares[there.pk] == weights

    def _dispose(self, there: Investment, row: InvestmentRow) -> bool:
        if row.disposed_on is None:
            return False
        disposal = disposal_of(there)
        if disposal is None:
            dispose_investment(there, row.disposed_on, row.disposed_because, by=self.by, at=self.at)
            return True
        if (disposal.disposed_on, disposal.reason) != (row.disposed_on, row.disposed_because):
            raise ValueError(_("%(name)s is disposed of already, on another day or for another reason.") % {"name": row.name})
        return False


def organizations_by_name() -> dict[str, Organization]:
    """This will return every organization by each of its names, so that one that is no member is refused by its name."""
    return {
        name.casefold(): one for one in Organization.objects.order_by("-pk") for name in (one.name, one.name_en, one.short_name) if name
    }


def named_shares(shares: Mapping[str, int | None], organizations: Mapping[str, Organization]) -> dict[Organization, int | None]:
    """This will turn names with weights into members with weights; a name that nobody has is a ValueError in words."""
    found: dict[Organization, int | None] = {}
    for name, weight in shares.items():
        member = organizations.get(name.casefold())
        if member is None or member.kind not in MEMBERS:
            raise ValueError(_("No member is called %(name)s.") % {"name": name[:60]})
        if member in found:
            raise ValueError(_("%(member)s stands twice.") % {"member": name[:60]})
        found[member] = weight
    return found
