"""Homes: what waits for whoever reads, then how the promises, the availability and the costs that are theirs stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from samdrift.agree.queries import cases_waiting_for, gaps
from samdrift.catalog.queries.reviews import reviews_due
from samdrift.core.access import AT_A_MEMBER, READS_ITS_MEMBERS_TICKETS, Actor, Deed, Role
from samdrift.core.doors import SeatedRequest, door
from samdrift.core.errors import NotAllowed
from samdrift.engines.period import Month
from samdrift.follow_up import waiting
from samdrift.follow_up.forecast import year_cost
from samdrift.follow_up.monday import monday
from samdrift.follow_up.queries.missed_months import missed_months
from samdrift.follow_up.queries.promises import PromiseCounts, Whose, promise_counts
from samdrift.follow_up.queries.standings import (
    billed_by_owner,
    closures_of,
    members_with,
    open_tickets_by_owner,
    open_tickets_read_by,
    settlement_sent_last,
    staff_by_site,
    team_tickets,
    tickets_waiting_for,
    unassigned_tickets,
)
from samdrift.members.models import Organization
from samdrift.members.queries import organizations_by_id
from samdrift.run.availability.figures import MonthFigure, Verdict
from samdrift.run.availability.queries import availability_matrix, availability_year, outages_now
from samdrift.run.availability.spans import month_of
from samdrift.run.desk.queries import promises_shown
from samdrift.run.desk.views.work import counting
from samdrift.run.projects.models import Proposal
from samdrift.run.projects.queries.proposals import numbers_by_state
from samdrift.run.purchasing.queries.contracts import contracts_standing
from samdrift.settle.queries import bills_of, settlements_in_order, unit_of
from samdrift.team.queries import functions_led_by

FEW = 5  # rows of a list that has a page of its own
A_PAGE = 10
BILLS = 3  # the latest ones, of which some may be unpaid
FINAL = (Verdict.HELD, Verdict.BROKEN)


@door(Deed.READ_COSTS)
def unit_home(request: SeatedRequest) -> HttpResponse:
    """The unit's: its director's, its finance officer's with money first, and the auditors', who only read."""
    at, actor = timezone.now(), request.actor
    today, last = timezone.localdate(at), month_of(at).previous()
    by_owner = promise_counts(whose=Whose(), at=at)
    figures = availability_matrix(last, at=at)
    broken = [figure for figure in figures.values() if figure.verdict == Verdict.BROKEN]
    members = organizations_by_id({figure.owner_id for figure in broken})
    unit = unit_of(actor)
    found = gaps(on=today)
    money = _money(unit, actor, month_of(at)) if unit else {}
    to_decide = _to_decide(today) if actor.role == Role.DIRECTOR else []
    uncovered = waiting.to_cover(len(found), takers=len({gap.uptake.owner_id for gap in found}))
    fell_short = _fell_short(actor, figures, last, at) if actor.may(Deed.HANDLE_DEVIATIONS) else []
    context = {
        **money,
        "todo": [
            *waiting.to_sign(actor),
            *money.get("to_settle", ()),
            *to_decide,
            *(() if actor.role == Role.UNIT_FINANCE else uncovered),
            *fell_short,
        ],
        "only_reads": actor.role == Role.AUDITOR,
        "money_first": actor.role == Role.UNIT_FINANCE,
        "works": actor.may(Deed.WORK_TICKETS),
        **_promises(sum(by_owner.values(), PromiseCounts()), at),
        **_judged(list(figures.values()), last),
        "broken": [(members[figure.owner_id], figure) for figure in _worst_first(broken)[:FEW]],
        "disturbed": len(outages_now(actor, at=at)),
        "members": members_with(
            open_tickets_by_owner(),
            {owner: (counts.month, counts.judged) for owner, counts in by_owner.items()},
            money.get("billed", {}),
        ),
    }
    return render(request, "follow_up/unit_home.html", context)


def _to_decide(today: date) -> list[waiting.Todo]:
    ending = sum(standing.state == "notice" for standing in contracts_standing(on=today))
    decided = waiting.to_decide(proposals=numbers_by_state().get(Proposal.State.OPEN, 0), contracts=ending)
    return [*decided, *waiting.to_review(len(reviews_due(on=today)))]


def _fell_short(actor: Actor, figures: Mapping[tuple[int, int], MonthFigure], last: Month, at: datetime) -> list[waiting.Todo]:
    waits = waiting.to_remedy(cases_waiting_for(actor, on=timezone.localdate(at)), names_taker=True)
    return [*waiting.to_open(len(missed_months(last, at=at, figures=figures)), last), *waits]


def _money(unit: Organization, actor: Actor, this_month: Month) -> dict[str, Any]:
    states = settlements_in_order(unit)
    cost = year_cost(states, this_month)
    sent = settlement_sent_last(unit)
    return {
        "cost": cost,
        "sent": sent,
        "billed": billed_by_owner(sent) if sent else {},
        "to_settle": waiting.to_settle(states, cost, this_month=this_month, settles=actor.may(Deed.SETTLE)),
    }


@door(Deed.READ_BILLS)
def member_home(request: SeatedRequest) -> HttpResponse:
    """A member's own: its contact's, signatory's, head of agency's, and its finance officer's with money first."""
    at, actor = timezone.now(), request.actor
    if actor.role not in AT_A_MEMBER:
        return redirect("home")
    today, last = timezone.localdate(at), month_of(at).previous()
    bills = bills_of(actor.owner_id)
    closures = closures_of([bill.settlement.pk for bill in bills[:BILLS]])
    of_finance = actor.role == Role.FINANCE
    own_gaps = gaps(on=today, owner_id=actor.owner_id) if actor.may(Deed.SIGN) else []
    own_reviews = reviews_due(on=today, owner_id=actor.owner_id) if actor.may(Deed.STATE_NEEDS) else []
    tickets = open_tickets_read_by(actor)
    first = list(tickets[:FEW])
    shown = promises_shown(first, at=at, to_requester=True)
    years = availability_year(actor.owner_id, last, last.next(), at=at)
    figures = [month for year in years for month in year.months]
    context = {
        "todo": [
            *waiting.to_sign(actor),
            *waiting.to_sign_baselines(actor),
            *(waiting.to_pay(bills[:BILLS], closures, owner_id=actor.owner_id, on=today) if of_finance else ()),
            *waiting.to_answer(tickets_waiting_for(actor)[:FEW]),
            *waiting.to_cover(len(own_gaps)),
            *(waiting.to_remedy(cases_waiting_for(actor, on=today)) if actor.may(Deed.HANDLE_DEVIATIONS) else ()),
            *waiting.to_review(len(own_reviews)),
        ],
        "money_first": of_finance,
        "bill": bills[0] if bills else None,
        "bill_before": bills[1] if len(bills) > 1 else None,
        "closure": closures.get(bills[0].settlement.pk) if bills else None,
        "owner_id": actor.owner_id,
        **_promises(_own(promise_counts(whose=Whose(actor.owner_id), at=at), actor.owner_id), at),
        **_judged(figures, last),
        "figures": figures,
        "outages": [known for known in outages_now(actor, at=at) if known.hits],
        "tickets": [(ticket, next((one for one in shown[ticket.pk] if one.is_open), None)) for ticket in first],
        "open_count": tickets.count(),
        "reads_all_tickets": actor.role in READS_ITS_MEMBERS_TICKETS,
    }
    return render(request, "follow_up/member_home.html", context)


@door(Deed.WORK_TICKETS)
def manager_home(request: SeatedRequest) -> HttpResponse:
    """A function manager's Monday: what the week asks for, then the team's tickets, its promises, what is disturbed, where people sit."""
    at, actor = timezone.now(), request.actor
    functions = functions_led_by(actor)
    if not functions:
        raise NotAllowed
    today = timezone.localdate(at)
    page = Paginator(team_tickets(actor, functions), A_PAGE).get_page(request.GET.get("page"))
    shown = promises_shown(list(page), at=at)
    counts = promise_counts(whose=Whose(team=functions), at=at)
    promised = sum(counts.values(), PromiseCounts())
    context = {
        "monday": monday(functions, promised, on=today),
        "functions": [(function, staff_by_site(function, on=today)) for function in functions],
        "tickets": page,
        "rows": [(ticket, counting(shown[ticket.pk])) for ticket in page],
        "unassigned": unassigned_tickets(actor).count() if any(function.is_desk for function in functions) else None,
        **_promises(promised, at),
        "outages": outages_now(actor, at=at),
        "todo": waiting.to_remedy(cases_waiting_for(actor, on=today), names_taker=True),
    }
    return render(request, "follow_up/manager_home.html", context)


def _promises(counts: PromiseCounts, at: datetime) -> dict[str, Any]:
    return {"promises": counts, "this_month_on": month_of(at).starts_on, "last_month_on": month_of(at).previous().starts_on}


def _own(by_owner: Mapping[int, PromiseCounts], owner_id: int) -> PromiseCounts:
    return by_owner.get(owner_id, PromiseCounts())


def _judged(figures: list[MonthFigure], month: Month) -> dict[str, Any]:
    """How many promises of availability a month had that can be told, and how many it broke."""
    judged = [figure for figure in figures if figure.verdict in FINAL]
    return {
        "availability_month": month,
        "availability_judged": len(judged),
        "availability_broken": sum(figure.verdict == Verdict.BROKEN for figure in judged),
    }


def _worst_first(broken: list[MonthFigure]) -> list[MonthFigure]:
    return sorted(broken, key=lambda figure: figure.down_seconds - figure.allowed_seconds, reverse=True)
