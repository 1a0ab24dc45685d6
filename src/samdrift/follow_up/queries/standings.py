"""How members and teams stand: open tickets, what each was billed last, a team's people and posts by site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from samdrift.core.access import Actor
from samdrift.core.order import InAlphabet
from samdrift.follow_up.queries.promises import of_team
from samdrift.members.models import Organization, Site
from samdrift.members.queries import members_in_order
from samdrift.run.desk.models import OPEN, State, Ticket
from samdrift.run.desk.queries import tickets_read_by
from samdrift.settle.models import Closure, Settlement, SettlementLine
from samdrift.team.models import Function
from samdrift.team.queries import employees_of, posts_of

IS_OPEN = Q(state__in=OPEN, source=Ticket.Source.LIVE)
DUE_FIRST = (F("next_due_at").asc(nulls_last=True), "reported_at", "pk")


def open_tickets_read_by(actor: Actor) -> QuerySet[Ticket]:
    """This will return the open tickets that an actor may read, what is due first on top."""
    return tickets_read_by(actor).filter(IS_OPEN).order_by(*DUE_FIRST)


def tickets_waiting_for(actor: Actor) -> QuerySet[Ticket]:
    """This will return the actor's own tickets that wait for an answer from them, the one that waited longest first."""
    waiting = tickets_read_by(actor).filter(IS_OPEN, state=State.WAITING, requester__account_id=actor.account_id)
    return waiting.order_by("changed_at", "pk")


def team_tickets(actor: Actor, functions: Sequence[Function]) -> QuerySet[Ticket]:
    """This will return the open tickets of a team, what is due first on top."""
    return open_tickets_read_by(actor).filter(of_team(functions))


def unassigned_tickets(actor: Actor) -> QuerySet[Ticket]:
    """This will return the open tickets that nobody has."""
    return open_tickets_read_by(actor).filter(assignee__isnull=True)


def open_tickets_by_owner() -> dict[int, int]:
    """This will count the open tickets of each owner that has any, in one query."""
    return dict(Ticket.objects.filter(IS_OPEN).order_by().values_list("owner").annotate(Count("pk")))


def settlement_sent_last(unit: Organization) -> Settlement | None:
    """This will return what was sent for the latest month that has been sent."""
    return Settlement.objects.filter(unit=unit).order_by("-month", "-number").first()


def billed_by_owner(settlement: Settlement) -> dict[int, int]:
    """This will sum what each member was billed in a settlement, in one query."""
    lines = SettlementLine.objects.filter(settlement=settlement).order_by()
    return dict(lines.values_list("owner").annotate(Sum("amount_minor")))


def closures_of(settlement_ids: Sequence[int]) -> dict[int, Closure]:
    """This will return the closures of settlements, by the settlement's id."""
    return {closure.settlement_id: closure for closure in Closure.objects.filter(settlement__in=settlement_ids)}


@dataclass(frozen=True, slots=True)
class SiteStaff:
    """A function's people and posts at one site."""

    site: Site
    people: int
    posts: int
    vacant: int


def staff_by_site(function: Function, *, on: date) -> list[SiteStaff]:
    """This will return where a function's people sit and where its posts are on a day, by town."""
    people, posts = employees_of(function), [post for post in posts_of(function, on=on) if on in post.during and not post.acting_for_id]
    sites = Site.objects.filter(pk__in={person.site_id for person in people} | {post.site_id for post in posts}).order_by(
        InAlphabet("city"), "pk"
    )
    return [
        SiteStaff(
            site,
            sum(person.site_id == site.pk for person in people),
            sum(post.site_id == site.pk for post in posts),
            sum(post.site_id == site.pk and post.employee_id is None for post in posts),
        )
        for site in sites
    ]


@dataclass(frozen=True, slots=True)
class Totals:
    """A member in the director's table. `billed_minor` is None where nothing was sent to it."""

    member: Organization
    open_tickets: int
    missed: int
    judged: int
    billed_minor: int | None


def members_with(open_tickets: dict[int, int], promises: dict[int, tuple[int, int]], billed: dict[int, int]) -> list[Totals]:
    """This will put the members by name beside their counts; `promises` are pairs of missed and judged."""
    return [
        Totals(member, open_tickets.get(member.pk, 0), *promises.get(member.pk, (0, 0)), billed.get(member.pk))
        for member in members_in_order()
    ]
