"""What waits for whoever reads: their own decisions, in words that link to where each is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.agree.deviating import Stage
from samdrift.agree.models import Adoption
from samdrift.agree.queries import Case, adoptions_to_sign
from samdrift.core.access import READS_ALL, Actor
from samdrift.engines.period import Month
from samdrift.follow_up.forecast import YearCost
from samdrift.plan.queries.baselines import waits_for_signature
from samdrift.run.desk.models import Ticket
from samdrift.settle.models import Closure
from samdrift.settle.queries import BillInList, MonthState
from samdrift.settle.queries.bills import PAID_WITHIN
from samdrift.ui.amounts import kr_text
from samdrift.ui.names import named_text

AS_MANY = 4  # of one kind; the rest are told by their number


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits: what to do, where, what it is about, and since or until when."""

    words: str
    url: str
    about: str = ""
    since: date | datetime | None = None
    until: date | None = None


def _month(month: Month) -> str:
    return date_format(month.starts_on, "F Y")


def to_sign(actor: Actor) -> list[Todo]:
    """This will list the agreements that wait for the reader's signature: one line a version, however many takers it is about."""
    by_version: dict[int, list[Adoption]] = {}
    for adoption in adoptions_to_sign(actor):
        by_version.setdefault(adoption.version_id, []).append(adoption)
    return [_sign(adoptions, sees_all=actor.role in READS_ALL) for adoptions in by_version.values()]


def to_sign_baselines(actor: Actor) -> list[Todo]:
    """This will list the member's own baselines that wait for the reader's signature."""
    words = _("Sign the baseline for %(year)s")
    found = waits_for_signature(actor)[:AS_MANY]
    return [Todo(words % {"year": one.year}, reverse("baseline", args=[one.pk]), since=one.begun_at) for one in found]


def _sign(adoptions: list[Adoption], *, sees_all: bool) -> Todo:
    first, version = adoptions[0], adoptions[0].version
    names = {"agreement": named_text(version.agreement).words, "number": version.number}
    alone = len(adoptions) == 1
    about = ""
    if sees_all:
        count = {"count": len(adoptions)}
        about = named_text(first.taker).words if alone else ngettext("%(count)s member", "%(count)s members", len(adoptions)) % count
    return Todo(
        _("Sign %(agreement)s, version %(number)s") % names,
        reverse("sign_adoption", args=[first.pk]) if alone else reverse("sign_version", args=[version.pk]),
        about,
        since=version.offered_at,
    )


def to_settle(states: Iterable[MonthState], cost: YearCost, *, this_month: Month, settles: bool) -> list[Todo]:
    """This will list the months that are over and not sent, sent and not closed, or without costs, the earliest first."""
    over = sorted((s for s in states if s.month < this_month and s.entries and s.state != "closed"), key=lambda s: s.month)
    found = [_settle(state, settles=settles) for state in over]
    found += [_enter(month, settles=settles) for month in cost.without_costs]
    if len(found) <= AS_MANY:
        return found
    more = ngettext("%(count)s more month is not settled", "%(count)s more months are not settled", len(found) - AS_MANY)
    return [*found[:AS_MANY], Todo(more % {"count": len(found) - AS_MANY}, reverse("settlements"))]


def _settle(state: MonthState, *, settles: bool) -> Todo:
    month, url = {"month": _month(state.month)}, reverse("settlement_month", args=[state.month])
    if state.sent:
        words = _("Close %(month)s") if settles else _("%(month)s is sent and not closed")
        about = _("The bills are sent and come to %(total)s.") % {"total": kr_text(state.sent.total_minor)}
        return Todo(_capital(words % month), url, about, since=state.sent.sent_at)
    words = _("Send the bills of %(month)s") if settles else _("%(month)s is over and not sent")
    about = _("The month is over and %(total)s is entered.") % {"total": kr_text(state.booked_minor)}
    return Todo(_capital(words % month), url, about, since=state.month.next().starts_on)


def _enter(month: Month, *, settles: bool) -> Todo:
    words = _("Enter the costs of %(month)s") if settles else _("No costs are entered for %(month)s")
    url = reverse("import_costs" if settles else "settlement_month", args=[month])
    return Todo(_capital(words % {"month": _month(month)}), url, _("The month is over and has no costs."), since=month.next().starts_on)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def to_cover(gap_count: int, *, takers: int = 0) -> list[Todo]:
    """This will say that services are taken without an agreement that fits; `takers` counts the members concerned, for the unit."""
    if not gap_count:
        return []
    words = ngettext(
        "%(count)s use of a service has no agreement that fits", "%(count)s uses of services have no agreement that fits", gap_count
    )
    about = ngettext("At %(count)s member.", "At %(count)s members.", takers) % {"count": takers} if takers else ""
    return [Todo(words % {"count": gap_count}, reverse("gaps"), about)]


def to_decide(*, proposals: int, contracts: int) -> list[Todo]:
    """This will say how many proposals, and contracts that come to an end, wait for a decision of the unit's."""
    found = []
    if proposals:
        words = ngettext("One proposal waits for a decision", "%(count)s proposals wait for a decision", proposals)
        found.append(Todo(words % {"count": proposals}, reverse("proposals")))
    if contracts:
        words = ngettext("One contract waits for a decision", "%(count)s contracts wait for a decision", contracts)
        found.append(Todo(words % {"count": contracts}, reverse("contracts"), _("On what comes after it ends.")))
    return found


def to_remedy(cases: Sequence[Case], *, names_taker: bool = False) -> list[Todo]:
    """This will list the deviations whose next step is the reader's, what is due first on top; `names_taker` for those who see several."""
    found = [_remedy(case, names_taker=names_taker) for case in cases[:AS_MANY]]
    if len(cases) > AS_MANY:
        more = ngettext("%(count)s more deviation waits for you", "%(count)s more deviations wait for you", len(cases) - AS_MANY)
        found.append(Todo(more % {"count": len(cases) - AS_MANY}, reverse("deviations")))
    return found


def _remedy(case: Case, *, names_taker: bool) -> Todo:
    deviation = case.deviation
    facts = {"service": named_text(deviation.service).words, "month": date_format(deviation.month, "F Y")}
    words = {
        Stage.OPEN: _("Say who owns the deviation: %(service)s, %(month)s"),
        Stage.OWNED: _("A remedy plan is due: %(service)s, %(month)s"),
        Stage.PLANNED: _("A remedy is under way: %(service)s, %(month)s"),
        Stage.REMEDIED: _("Verify and close the deviation: %(service)s, %(month)s"),
    }[case.stage]
    about = named_text(deviation.adoption.taker).words if names_taker else ""
    if case.is_overdue:
        about = f"{about}, {_('overdue')}" if about else _capital(_("overdue"))
    return Todo(words % facts, reverse("deviation", args=[deviation.pk]), about, since=deviation.at, until=case.due_on)


def to_open(missed: int, month: Month) -> list[Todo]:
    """This will say that a month fell short without deviations."""
    if not missed:
        return []
    words = ngettext("Open %(count)s deviation", "Open %(count)s deviations", missed) % {"count": missed}
    return [Todo(words, reverse("missed_months"), _("%(month)s fell short.") % {"month": _capital(_month(month))})]


def to_review(number: int) -> list[Todo]:
    """This will say how many needs, variants and methods should have been looked at again."""
    if not number:
        return []
    words = ngettext("One review is overdue", "%(count)s reviews are overdue", number) % {"count": number}
    return [Todo(words, reverse("reviews"), _("Of what should have been looked at again by now."))]


def to_answer(tickets: Iterable[Ticket]) -> list[Todo]:
    """This will list the reader's own tickets that wait for their answer."""
    return [
        Todo(
            _("Answer us about “%(subject)s”") % {"subject": ticket.subject},
            reverse("ticket", args=[ticket.pk]),
            ticket.number,
            since=ticket.changed_at,
        )
        for ticket in tickets
    ]


def to_pay(bills: Iterable[BillInList], closures: dict[int, Closure], *, owner_id: int, on: date) -> list[Todo]:
    """This will list the bills that can still change, and the final ones whose day of payment has not passed.

    Whether a bill is paid is not known here, so one that was due before today is left out.
    """
    found = []
    for bill in bills:
        month, url = {"month": date_format(bill.settlement.month, "F Y")}, reverse("bill", args=[bill.settlement.pk, owner_id])
        closure, amount = closures.get(bill.settlement.pk), kr_text(bill.total_minor)
        if closure is None:
            about = _("%(amount)s, and can still change.") % {"amount": amount}
            found.append(Todo(_("Look through the bill of %(month)s") % month, url, about, since=bill.settlement.sent_at))
        elif (last_on := timezone.localdate(closure.at) + PAID_WITHIN) >= on:
            found.append(Todo(_("Pay the bill of %(month)s") % month, url, _("%(amount)s, final.") % {"amount": amount}, until=last_on))
    return found
