"""Availability per taker, service and month, read in a number of queries that does not grow with takers, months or outages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q

from samdrift.agree.models import Clause, Coverage, Measure, Target
from samdrift.agree.queries import OF_ORGANIZATIONS
from samdrift.catalog.models import Service, Uptake
from samdrift.catalog.queries import services_in_order
from samdrift.engines.availability import Window
from samdrift.engines.period import Month
from samdrift.members.models import CalendarRevision
from samdrift.members.queries import calendar_pieces, members_in_order, revision_in_force
from samdrift.run.availability.figures import MonthFigure, Verdict
from samdrift.run.availability.judging import Rules, Taken, month_figure
from samdrift.run.availability.models import MaintenanceHit, OutageHit
from samdrift.run.availability.spans import month_window
from samdrift.run.availability.strips import Day, days_of

Cells = dict[tuple[int, int], Taken]


@dataclass(frozen=True, slots=True)
class ServiceYear:
    """A taker's months and days of one service."""

    service: Service
    months: tuple[MonthFigure, ...]
    days: tuple[Day, ...]

    @property
    def broken(self) -> tuple[MonthFigure, ...]:
        return tuple(month for month in self.months if month.verdict == Verdict.BROKEN)

    @property
    def judged(self) -> int:
        """How many months have a verdict that is final: held or broken."""
        return sum(month.verdict in (Verdict.HELD, Verdict.BROKEN) for month in self.months)


def availability_of(owner_id: int, service_id: int, month: Month, *, at: datetime) -> MonthFigure | None:
    """This will return a taker's availability of a service in a month with everything it came from; None for a service there is none of.

    A taker that no agreement covers, or whose agreement promises nothing of availability, gets a figure that says so.
    """
    service = Service.objects.filter(pk=service_id).first()
    if service is None:
        return None
    cells, rules = _read(month_window(month), owner_ids=[owner_id], service_id=service_id)
    taken = cells.get((owner_id, service_id)) or Taken(owner_id, service)
    return month_figure(taken, month, rules, at=at, rows=True)


def availability_year(owner_id: int, first: Month, end: Month, *, at: datetime) -> list[ServiceYear]:
    """This will return a taker's services by name, each with its months from `first` up to but not including `end` and its days."""
    window = Window(month_window(first).start_at, month_window(end).start_at)
    cells, rules = _read(window, owner_ids=[owner_id])
    years = []
    for service in services_in_order():
        if taken := cells.get((owner_id, service.pk)):
            months = tuple(month_figure(taken, month, rules, at=at) for month in first.until(end))
            years.append(ServiceYear(service, months, tuple(days_of(taken, rules, window, at=at))))
    return years


def availability_matrix(month: Month, *, at: datetime, owner_ids: Sequence[int] | None = None) -> dict[tuple[int, int], MonthFigure]:
    """This will return the month's figure of every member and service that belong together, by (member, service); with `owner_ids`, of
    those takers."""
    takers = [member.pk for member in members_in_order()] if owner_ids is None else owner_ids
    cells, rules = _read(month_window(month), owner_ids=takers)
    return {key: month_figure(taken, month, rules, at=at) for key, taken in cells.items()}


def revisions_of(figure: MonthFigure) -> list[CalendarRevision]:
    """This will return the calendar revisions that a figure's agreed time was counted with, in order."""
    found: dict[int, CalendarRevision] = {}
    for part in figure.parts:
        # A version may take over within the part; what began and what ended it are what a reader can check.
        for on in (part.first_on, part.last_on):
            revision = revision_in_force(part.target.calendar_id, on=on)
            if revision:
                found[revision.pk] = revision
    return list(found.values())


def clauses_of(figure: MonthFigure) -> list[Clause]:
    """This will return the clauses that promise what a figure is judged by, in order of their versions."""
    wanted = {(target.version_id, target.clause) for target in figure.targets}
    clauses = Clause.objects.filter(version__in={version for version, _clause in wanted}).select_related("version__agreement")
    return [clause for clause in clauses.order_by("version__from_on", "pk") if (clause.version_id, clause.number) in wanted]


def _read(window: Window, *, owner_ids: Sequence[int], service_id: int | None = None) -> tuple[Cells, Rules]:
    """Everything that figures in the window are made of: uptakes, coverages, hits, maintenance, then the targets and calendars."""
    # A day early and a day late: which instants a day spans is a matter of zone, and the figures clip anyhow.
    days = DateRange((window.start_at - timedelta(days=1)).date(), (window.end_at + timedelta(days=1)).date())
    mine = Q(owner__in=owner_ids)
    of_service = Q() if service_id is None else Q(service=service_id)
    cells: Cells = {}

    def cell(owner_id: int, service: Service) -> Taken:
        return cells.setdefault((owner_id, service.pk), Taken(owner_id, service))

    for uptake in Uptake.objects.filter(mine & of_service, during__overlap=days).select_related("service"):
        cell(uptake.owner_id, uptake.service)
    coverages = list(
        Coverage.objects.filter(OF_ORGANIZATIONS, mine & of_service, during__overlap=days).select_related(
            "service", "level", "adoption__version__agreement"
        )
    )
    for coverage in coverages:
        cell(coverage.owner_id, coverage.service).coverages.append(coverage)
    for hit in _outage_hits(window, mine, service_id):
        cell(hit.owner_id, hit.statement.outage.service).outage_hits.append(hit)
    for planned in _maintenance_hits(window, mine, service_id):
        cell(planned.owner_id, planned.window.service).maintenance_hits.append(planned)
    targets = _targets(coverages)
    calendars = {target.calendar_id: target.calendar for target in targets.values()}
    return cells, Rules(targets, {pk: calendar_pieces(calendar, during=window) for pk, calendar in calendars.items()})


def _outage_hits(window: Window, mine: Q, service_id: int | None) -> Iterable[OutageHit]:
    hits = OutageHit.objects.filter(
        mine,
        Q(statement__outage__end_at__isnull=True) | Q(statement__outage__end_at__gt=window.start_at),
        statement__outage__start_at__lt=window.end_at,
        statement__outage__withdrawn=False,
        statement__number=F("statement__outage__latest"),
    )
    if service_id is not None:
        hits = hits.filter(statement__outage__service=service_id)
    return hits.select_related("statement__outage__service", "site").order_by("statement__outage__start_at", "pk")


def _maintenance_hits(window: Window, mine: Q, service_id: int | None) -> Iterable[MaintenanceHit]:
    hits = MaintenanceHit.objects.filter(
        mine, window__start_at__lt=window.end_at, window__end_at__gt=window.start_at, window__cancellation__isnull=True
    )
    if service_id is not None:
        hits = hits.filter(window__service=service_id)
    return hits.select_related("window__service", "site").order_by("window__start_at", "pk")


def _targets(coverages: Sequence[Coverage]) -> dict[tuple[int, int, int], Target]:
    versions = {coverage.adoption.version_id for coverage in coverages}
    targets = Target.objects.filter(version__in=versions, measure=Measure.AVAILABILITY)
    rows = targets.select_related("version__agreement", "calendar", "service", "level")
    return {(target.version_id, target.service_id, target.level_id): target for target in rows}
