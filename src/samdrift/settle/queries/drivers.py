"""What costs are split by: the keys in force, who shares, and what is counted for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.catalog.queries import uptakes_in_force
from samdrift.core.errors import Refused
from samdrift.core.order import InAlphabet
from samdrift.core.walls import MEMBERS
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.members.queries import latest_headcount, organizations_by_id
from samdrift.run.desk.models import Event, Ticket
from samdrift.run.projects.models import Project
from samdrift.run.projects.queries.keys import key_in, keys_by_project
from samdrift.run.purchasing.models import Investment
from samdrift.run.purchasing.queries.investments import counts_of
from samdrift.run.purchasing.queries.licences import counts_on
from samdrift.settle.models import AllocationKey
from samdrift.settle.sharing import Driver
from samdrift.ui.names import named_text

Kind = AllocationKey.Kind


class ServiceHasNoKey(Refused):
    words = _("No key is decided for %(service)s in this month.")
    way_on = _("Decide how its cost is split.")


class NobodyTakesIt(Refused):
    words = _("No member takes %(service)s on the first of the month, so nobody can pay for it.")
    way_on = _("Look at who takes it in the catalog, or move the cost to another pool.")


class MemberHasNoHeadcount(Refused):
    words = _("No head count is known for %(member)s, who shares %(service)s by employees.")
    way_on = _("Record the member's head count.")


class MemberHasNoShare(Refused):
    words = _("%(member)s takes %(service)s but has no share in its key.")
    way_on = _("Decide the key anew with a share for every member who takes the service; a share may be 0.")


class NobodyPaysProject(Refused):
    words = _("Nobody pays %(project)s in this month.")
    way_on = _("Decide who pays the project.")


class ProjectKeyIsNew(Refused):
    words = _("Who pays %(project)s was decided anew after its cost was entered.")
    way_on = _("Enter the month's projects once more; what is entered stays as it is.")


def keys_in_force(*, on: date) -> dict[int, AllocationKey]:
    """This will return the key that each service's cost is split by in the month that begins on a day, by the service's id."""
    latest = (
        AllocationKey.objects.filter(investment=None, project=None, from_on__lte=on)
        .order_by("service_id", "-from_on", "-recorded_at")
        .distinct("service_id")
    )
    return {key.service_id: key for key in latest}


def keys_of(service: Service) -> list[AllocationKey]:
    """This will return every key decided for a service, the latest first, with its fixed shares."""
    return list(
        AllocationKey.objects.filter(service=service, investment=None, project=None)
        .select_related("product", "decision")
        .prefetch_related("shares__member")
        .order_by("-from_on", "-recorded_at")
    )


def services_with_keys(*, on: date) -> list[tuple[Service, AllocationKey | None]]:
    """This will return every service by name with the key in force on a day."""
    keys = keys_in_force(on=on)
    return [(service, keys.get(service.pk)) for service in Service.objects.order_by(InAlphabet("name"))]


def sharers_of(service: Service, *, on: date) -> list[Organization]:
    """This will return the members that take a service on a day, by name: those who share its cost."""
    return [uptake.owner for uptake in uptakes_in_force(on=on) if uptake.service_id == service.pk and uptake.owner.kind in MEMBERS]


def counted_tickets(month: Month, *, by: datetime | None = None) -> QuerySet[Ticket]:
    """This will return the tickets that a month's keys count: reported here in the month, in the federation's zone, and not sent on to
    another member, where they count instead. `by` asks what was known at an instant: each ticket then has the service it had then, as
    `of_service`.
    """
    start_at, end_at = month.window(str(timezone.get_default_timezone()))
    live = Ticket.objects.filter(source=Ticket.Source.LIVE, reported_at__gte=start_at, reported_at__lt=end_at)
    # A set read once, not a question for each ticket: the planner has been seen to scan all events for every one of them
    sent_on = Event.objects.filter(kind=Event.Kind.SENT_ON, at__gte=start_at)
    if by is None:
        return live.exclude(pk__in=sent_on.values("ticket"))
    known = Event.objects.filter(ticket=OuterRef("pk"), at__lte=by, service__isnull=False).order_by("-at", "-pk")
    return live.exclude(pk__in=sent_on.filter(at__lte=by).values("ticket")).annotate(of_service=Subquery(known.values("service")[:1]))


def ticket_counts(month: Month) -> dict[tuple[int, int], int]:
    """This will return how many tickets count in a month, by member and service."""
    counted = counted_tickets(month).values_list("owner", "service").annotate(Count("pk"))
    return {(owner, service): number for owner, service, number in counted.order_by()}


def drivers_for(services: Iterable[Service], month: Month) -> tuple[dict[int, Driver], list[Refused]]:
    """This will return what each service's cost is split by in a month, by the service's id, and why it cannot be said for the others."""
    services = list(services)
    on = month.starts_on
    keys = keys_in_force(on=on)
    sharers: dict[int, list[Organization]] = {}
    for uptake in uptakes_in_force(on=on):
        if uptake.owner.kind in MEMBERS:
            sharers.setdefault(uptake.service_id, []).append(uptake.owner)
    kinds = {key.kind for service in services if (key := keys.get(service.pk))}
    heads = latest_headcount(on=on) if Kind.HEADCOUNT in kinds else {}
    tickets = ticket_counts(month) if kinds & {Kind.TICKETS, Kind.ALL_TICKETS} else {}
    licences = counts_on(on) if Kind.LICENCES in kinds else {}
    drivers: dict[int, Driver] = {}
    stops: list[Refused] = []
    for service in services:
        try:
            key = keys.get(service.pk)
            if key and key.product_id:  # those who hold a licence pay for it, whatever else they take
                drivers[service.pk] = Driver(key.pk, licences.get(key.product_id, {}))
                continue
            drivers[service.pk] = _driver(service, key, sharers.get(service.pk, []), heads, tickets)
        except Refused as stop:
            stops.append(stop)
    return drivers, stops


def investment_drivers(investments: Iterable[int], month: Month) -> tuple[dict[int, Driver], list[Refused]]:
    """This will return what each investment's cost is split by in a month, by the investment's id, and why it cannot be said for the
    others: one whose member has no head count."""
    found = {one.pk: one for one in Investment.objects.filter(pk__in=set(investments))}
    if not found:
        return {}, []
    keys = dict(AllocationKey.objects.filter(investment__in=found).values_list("investment", "pk"))
    drivers: dict[int, Driver] = {}
    stops: list[Refused] = []
    for pk, counts in counts_of(found.values(), month).items():
        unknown = [member for member, count in counts.items() if count is None]
        if unknown:
            names = (named_text(member).words for member in organizations_by_id(unknown).values())
            stops.append(MemberHasNoHeadcount(member=", ".join(sorted(names)), service=named_text(found[pk]).words))
        else:
            drivers[pk] = Driver(keys[pk], {member: count for member, count in counts.items() if count is not None})
    return drivers, stops


def project_drivers(projects: Iterable[int], month: Month) -> tuple[dict[int, Driver], list[Refused]]:
    """This will return the weights that each project is paid by in a month, by its id, and why it cannot be said for the others."""
    found = Project.objects.in_bulk(set(projects))
    keys = {pk: key_in(month, of_project) for pk, of_project in keys_by_project(found).items()}
    rows = AllocationKey.objects.filter(project__in=found).values_list("project", "funding_change", "pk")
    written: dict[tuple[int, int | None], int] = {(project_id, change_id): pk for project_id, change_id, pk in rows if project_id}
    drivers: dict[int, Driver] = {}
    stops: list[Refused] = []
    for pk, project in found.items():
        key, name = keys.get(pk), named_text(project, "title").words
        key_id = written.get((pk, key.change.pk if key.change else None)) if key else None
        if key is None:
            stops.append(NobodyPaysProject(project=name))
        elif key_id is None:
            stops.append(ProjectKeyIsNew(project=name))
        else:
            drivers[pk] = Driver(key_id, key.weights)
    return drivers, stops


def _driver(
    service: Service,
    key: AllocationKey | None,
    members: list[Organization],
    heads: Mapping[int, int],
    tickets: Mapping[tuple[int, int], int],
) -> Driver:
    name = named_text(service).words
    if key is None:
        raise ServiceHasNoKey(service=name)
    if not members:
        raise NobodyTakesIt(service=name)
    if key.kind == Kind.EQUAL:
        return Driver(key.pk, {member.pk: 1 for member in members})
    if key.kind == Kind.TICKETS:
        return Driver(key.pk, {member.pk: tickets.get((member.pk, service.pk), 0) for member in members})
    if key.kind == Kind.ALL_TICKETS:
        sums: dict[int, int] = {}
        for (owner_id, _service_id), number in tickets.items():
            sums[owner_id] = sums.get(owner_id, 0) + number
        return Driver(key.pk, {member.pk: sums.get(member.pk, 0) for member in members})
    known, missing = (heads, MemberHasNoHeadcount) if key.kind == Kind.HEADCOUNT else (_weights(key), MemberHasNoShare)
    for member in members:
        if member.pk not in known:
            raise missing(member=named_text(member).words, service=name)
    return Driver(key.pk, {member.pk: known[member.pk] for member in members})


def _weights(key: AllocationKey) -> dict[int, int]:
    return dict(key.shares.values_list("member", "weight"))
