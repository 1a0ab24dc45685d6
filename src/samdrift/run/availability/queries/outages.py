"""What everybody may know of outages and maintenance, and whom they hit as far as the reader may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Q, QuerySet

from samdrift.catalog.models import Service, Uptake
from samdrift.catalog.queries import services_in_order
from samdrift.core.access import READS_ALL, Actor
from samdrift.core.order import InAlphabet
from samdrift.engines.availability import Window
from samdrift.members.models import Organization
from samdrift.run.availability.models import MaintenanceHit, MaintenanceWindow, Outage, OutageHit, OutageStatement

_Row = TypeVar("_Row", OutageHit, MaintenanceHit)


@dataclass(frozen=True, slots=True)
class Known:
    """An outage with its hits: the reader's own, or everybody's for the unit and auditors."""

    outage: Outage
    hits: tuple[OutageHit, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A maintenance window with its hits: the reader's own, or everybody's for the unit and auditors."""

    window: MaintenanceWindow
    hits: tuple[MaintenanceHit, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of an outage's history, what it changed, and whom it named as far as the reader may know."""

    statement: OutageStatement
    change: str  # reported, ended, times, words, hits, withdrawn
    hits: tuple[OutageHit, ...]


@dataclass(frozen=True, slots=True)
class ServiceNow:
    """A service at this moment: the disturbances that run, the reader's own first, and the maintenance that is under way."""

    service: Service
    disturbances: tuple[Known, ...]
    under_way: tuple[Planned, ...]

    @property
    def hits_reader(self) -> bool:
        return any(known.hits for known in self.disturbances)


def latest_hits(outage_ids: Iterable[int], *, owner_id: int | None = None) -> list[OutageHit]:
    """This will return whom the latest statement of each outage names, by name; with `owner_id`, that taker only."""
    hits = OutageHit.objects.filter(statement__outage__in=list(outage_ids), statement__number=F("statement__outage__latest"))
    return list(_of_owner(hits, owner_id).select_related("owner", "site", "statement").order_by("owner", "site__name"))


def outages_now(actor: Actor, *, at: datetime) -> list[Known]:
    """This will return the outages that run, the last to begin first; a member's reader learns only whether their own member is hit."""
    return _known(Outage.objects.filter(_runs(at)), actor)


def outages_ended_since(actor: Actor, since: datetime, *, at: datetime) -> list[Known]:
    """This will return the outages that have ended since an instant, the last to end first."""
    return _known(Outage.objects.filter(withdrawn=False, end_at__gt=since, end_at__lte=at).order_by("-end_at", "-pk"), actor)


def outages_during(service_id: int, window: Window, *, owner_id: int) -> list[Known]:
    """This will return the outages of one service that hit one taker within a window, oldest first."""
    outages = Outage.objects.filter(_meets(window), service_id=service_id, withdrawn=False).order_by("start_at", "pk")
    hits = _grouped(latest_hits([outage.pk for outage in outages], owner_id=owner_id))
    return [Known(outage, hits[outage.pk]) for outage in outages if outage.pk in hits]


def known_outage(outage: Outage, *, by: Actor) -> Known:
    """This will return an outage with the hits that the reader may know of."""
    return Known(outage, tuple(latest_hits([outage.pk], owner_id=_only(by))))


def history_of(outage: Outage, *, by: Actor) -> list[Said]:
    """This will return what was said of an outage, oldest first. The last statement counts."""
    hits: dict[int, list[OutageHit]] = defaultdict(list)
    for hit in _of_owner(OutageHit.objects.filter(statement__outage=outage), _only(by)).select_related("owner", "site"):
        hits[hit.statement_id].append(hit)
    statements = list(outage.statements.order_by("number"))
    befores: list[OutageStatement | None] = [None, *statements]
    return [Said(now, _change(before, now), tuple(hits[now.pk])) for before, now in zip(befores, statements, strict=False)]


def services_now(actor: Actor, *, at: datetime) -> list[ServiceNow]:
    """This will return every service by name with what disturbs it at this moment."""
    disturbances: dict[int, list[Known]] = defaultdict(list)
    for known in sorted(outages_now(actor, at=at), key=lambda known: not known.hits):
        disturbances[known.outage.service_id].append(known)
    under_way: dict[int, list[Planned]] = defaultdict(list)
    for planned in planned_maintenance(actor, Q(start_at__lte=at, end_at__gt=at)):
        under_way[planned.window.service_id].append(planned)
    return [ServiceNow(service, tuple(disturbances[service.pk]), tuple(under_way[service.pk])) for service in services_in_order()]


def maintenance_ahead(actor: Actor, *, at: datetime) -> list[Planned]:
    """This will return the maintenance that is announced and not over, the next first; what was called off is left out."""
    return planned_maintenance(actor, Q(end_at__gt=at))


def planned_maintenance(actor: Actor, which: Q, *, called_off: bool = False) -> list[Planned]:
    """This will return maintenance windows by start, with the hits that the reader may know of."""
    windows = MaintenanceWindow.objects.filter(which).select_related("service", "cancellation").order_by("start_at", "pk")
    if not called_off:
        windows = windows.filter(cancellation__isnull=True)
    rows = _of_owner(MaintenanceHit.objects.filter(window__in=[window.pk for window in windows]), _only(actor))
    hits: dict[int, list[MaintenanceHit]] = defaultdict(list)
    for hit in rows.select_related("owner", "site").order_by("owner", "site__name"):
        hits[hit.window_id].append(hit)
    return [Planned(window, tuple(hits[window.pk])) for window in windows]


def possible_takers() -> list[Organization]:
    """This will return those that take, or have taken, any service, by name and with their sites."""
    takers = Organization.objects.filter(pk__in=Uptake.objects.values("owner"))
    return list(takers.prefetch_related("sites").order_by(InAlphabet("name")))


def _only(actor: Actor) -> int | None:
    """Whose hits an actor may know of: None is everybody's."""
    return None if actor.role in READS_ALL else actor.owner_id


def _of_owner(rows: QuerySet[_Row], owner_id: int | None) -> QuerySet[_Row]:
    return rows if owner_id is None else rows.filter(owner_id=owner_id)


def _known(outages: QuerySet[Outage], actor: Actor) -> list[Known]:
    found = list(outages.select_related("service"))
    hits = _grouped(latest_hits([outage.pk for outage in found], owner_id=_only(actor)))
    return [Known(outage, hits.get(outage.pk, ())) for outage in found]


def _grouped(hits: Sequence[OutageHit]) -> dict[int, tuple[OutageHit, ...]]:
    grouped: dict[int, list[OutageHit]] = defaultdict(list)
    for hit in hits:
        grouped[hit.statement.outage_id].append(hit)
    return {outage_id: tuple(found) for outage_id, found in grouped.items()}


def _runs(at: datetime) -> Q:
    return Q(withdrawn=False, start_at__lte=at) & (Q(end_at__isnull=True) | Q(end_at__gt=at))


def _meets(window: Window) -> Q:
    return Q(start_at__lt=window.end_at) & (Q(end_at__isnull=True) | Q(end_at__gt=window.start_at))


def _change(before: OutageStatement | None, now: OutageStatement) -> str:
    if before is None:
        return "reported"
    if now.withdrawn:
        return "withdrawn"
    if before.end_at is None and now.end_at is not None and before.start_at == now.start_at:
        return "ended"
    if (before.start_at, before.end_at) != (now.start_at, now.end_at):
        return "times"
    return "words" if (before.text, before.text_en) != (now.text, now.text_en) else "hits"
