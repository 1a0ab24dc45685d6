"""Which promises to members and customers are carried by which: by functions of the unit, by suppliers, by services below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product

from django.db.models import Count
from django.utils import timezone

from samdrift.agree.chain import Judged, Said, Span, Verdict, first_uncovered, judge
from samdrift.agree.models import Agreement, Coverage, Measure, Target, Version
from samdrift.agree.queries.coverage import OF_ORGANIZATIONS
from samdrift.agree.queries.versions import BY_MEASURE
from samdrift.catalog.models import Level, Service
from samdrift.catalog.queries import dependencies
from samdrift.catalog.standing import Part
from samdrift.core.order import InAlphabet
from samdrift.engines.availability import Window
from samdrift.engines.period import instant_of
from samdrift.engines.worktime import open_spans
from samdrift.members.models import Calendar, Organization
from samdrift.members.queries import calendar_pieces
from samdrift.team.models import Function
from samdrift.ui.amounts import share_text

AHEAD = timedelta(days=365)  # holidays and weekends of a whole year are looked at
Key = tuple[str, int | None]  # measure, priority


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries, of which service, by which version, with what it promises."""

    who: Function | Organization
    service: Service
    version: Version | None
    targets: Mapping[Key, Target]
    is_below: bool = False  # another service that the promised one stands on


@dataclass(frozen=True, slots=True)
class Link:
    """One promise and what carries it. `to` is the function it is made to; None: to those who take the service."""

    promise: Target
    agreement: Agreement
    by: Function | Organization
    to: Function | None
    takers: int
    carriers: Sequence[Carrier]
    judged: Judged

    @property
    def verdict(self) -> Verdict:
        return self.judged.verdict

    def said(self, places: Iterable[int]) -> list[tuple[Carrier, Target | None]]:
        key = (self.promise.measure, self.promise.priority)
        return [(self.carriers[place], self.carriers[place].targets.get(key)) for place in places]

    @property
    def short(self) -> list[tuple[Carrier, Target | None, str, Span | None]]:
        """What falls short, each with why: "time", "share" or "hours"."""
        judged = self.judged
        found = [(*pair, "time", None) for pair in self.said(judged.too_long)]
        if self.promise.within_seconds is not None:
            found += [(*pair, "share", None) for pair in self.said(judged.too_few)]
        closed = judged.closed or {}
        return found + [(*self.said([place])[0], "hours", gap) for place, gap in closed.items()]

    @property
    def factors(self) -> list[tuple[Carrier, Target]]:
        """What availability is multiplied from."""
        return [(carrier, target) for carrier, target in self.said(range(len(self.carriers))) if target]

    @property
    def silent(self) -> list[Carrier]:
        return [self.carriers[place] for place in self.judged.silent]

    @property
    def left_seconds(self) -> int:
        """How much of the promised time what carries it leaves, at its slowest; none where it takes longer."""
        slowest = max((target.within_seconds or 0 for _carrier, target in self.factors), default=0)
        return max((self.promise.within_seconds or 0) - slowest, 0)

    @property
    def missing_points(self) -> str:
        """How much availability is missing, in percentage points as people write them."""
        missing = self.missing_ppm
        return "" if missing is None else share_text(missing / 1_000_000, decimals=3).rstrip(" \u00a0%")

    @property
    def missing_ppm(self) -> float | None:
        """How much availability is missing, in parts per million."""
        carried = self.judged.carried
        return float((self.promise.share - carried) * 1_000_000) if carried is not None and carried < self.promise.share else None


def chain_links(*, on: date) -> list[Link]:
    """This will return every promise in force on a day with what carries it, by service: those to members and customers first, each
    once however many take it, then those that functions make to each other."""
    facts = _Facts(on)
    return [link for service in facts.services for link in facts.links_of(service)]


class _Facts:
    """What is in force on a day, read once: nine queries and those of each calendar, whatever the number of members."""

    def __init__(self, on: date) -> None:
        related = (
            "service",
            "level",
            "function",
            "supplier",
            "adoption__version__agreement__function",
            "adoption__version__agreement__provider",
        )
        inner = list(Coverage.objects.exclude(OF_ORGANIZATIONS).filter(during__contains=on).select_related(*related).order_by("pk"))
        outer = Coverage.objects.filter(OF_ORGANIZATIONS, during__contains=on).order_by()
        taken = list(outer.values_list("adoption__version", "service", "level").annotate(Count("owner", distinct=True)))
        versions = {version for version, *_rest in taken} | {coverage.adoption.version_id for coverage in inner}
        parties = ("agreement__provider", "agreement__function")
        self.versions = Version.objects.select_related(*parties).in_bulk(list(versions))
        self.targets = self._targets(versions)
        services = {service for _version, service, *_rest in taken} | {coverage.service_id for coverage in inner}
        self.services = list(Service.objects.filter(pk__in=services).order_by(InAlphabet("name"), "pk"))
        self.levels = Level.objects.in_bulk([level for *_rest, level, _count in taken])
        self.taken: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for version, service, level, count in sorted(taken, key=lambda row: (-self.levels[row[2]].rank, row[0])):
            self.taken[service].append((version, level, count))
        self.between: dict[int, list[Coverage]] = defaultdict(list)
        self.supplied: dict[int, list[Coverage]] = defaultdict(list)
        for coverage in inner:
            (self.supplied if coverage.supplier_id else self.between)[coverage.service_id].append(coverage)
        self.below = _services_below()
        self.named = {service.pk: service for service in Service.objects.filter(pk__in={s for below in self.below.values() for s in below})}
        self.uncovered = _uncovered(self.targets, on)

    @staticmethod
    def _targets(versions: set[int]) -> dict[tuple[int, int, int], dict[Key, Target]]:
        found: dict[tuple[int, int, int], dict[Key, Target]] = defaultdict(dict)
        rows = Target.objects.filter(version__in=versions).select_related("service", "level", "calendar").order_by(BY_MEASURE, "priority")
        for target in rows:
            found[target.version_id, target.service_id, target.level_id][target.measure, target.priority] = target
        return found

    def links_of(self, service: Service) -> list[Link]:
        outermost = self.outermost(service.pk)
        links = []
        for version, level, count in self.taken[service.pk]:
            promised = self.targets.get((version, service.pk, level), {})
            links += self._links(promised.values(), self.versions[version].agreement, None, count, outermost)
        seen: set[tuple[int, int]] = set()
        for coverage in self.between[service.pk]:
            agreement = coverage.adoption.version.agreement
            if (coverage.adoption.version_id, coverage.level_id) in seen:  # the same promise to another function
                continue
            seen.add((coverage.adoption.version_id, coverage.level_id))
            carriers = self.carriers_of(service.pk, agreement.function_id)
            links += self._links(self._said_by(coverage).values(), agreement, coverage.function, 1, carriers)
        return links

    def _links(
        self, promised: Iterable[Target], agreement: Agreement, to: Function | None, takers: int, carriers: Sequence[Carrier]
    ) -> list[Link]:
        links = []
        for target in promised:
            # What a service stands on has to work; how soon somebody answers for it is between those who deliver the service itself
            own = [one for one in carriers if target.measure == Measure.AVAILABILITY or not one.is_below]
            if to is not None and not own:  # nobody promises that function anything of it: it keeps it with its own people
                continue
            said = [_said(one.targets.get((target.measure, target.priority))) for one in own]
            promise = _said(target)
            assert promise is not None, "a target is given"
            links.append(Link(target, agreement, agreement.delivered_by, to, takers, own, judge(promise, said, self.uncovered)))
        return links

    def _said_by(self, coverage: Coverage) -> Mapping[Key, Target]:
        return self.targets.get((coverage.adoption.version_id, coverage.service_id, coverage.level_id), {})

    def _carrier(self, coverage: Coverage, *, is_below: bool = False) -> Carrier:
        version = coverage.adoption.version
        return Carrier(version.agreement.delivered_by, coverage.service, version, self._said_by(coverage), is_below)

    def outermost(self, service: int) -> list[Carrier]:
        """What carries the promise to those who take the service: functions that promise one which promises nobody else; where there are
        none, the suppliers and the services below."""
        between = self.between[service]
        providers = {coverage.adoption.version.agreement.function_id for coverage in between}
        if not between:
            return self.carriers_of(service, None)
        outer = [coverage for coverage in between if coverage.function_id not in providers]
        each = {(coverage.adoption.version_id, coverage.level_id): coverage for coverage in outer}
        return [self._carrier(coverage) for coverage in each.values()]

    def carriers_of(self, service: int, function: int | None) -> list[Carrier]:
        """What carries a function's own promise: what it takes of other functions and suppliers. Where it takes the service of no other
        function, also the suppliers to the whole unit and the services that this one stands on."""
        takes = [coverage for coverage in self.between[service] if function is not None and coverage.function_id == function]
        supplied = [c for c in self.supplied[service] if c.function_id == function or (c.function_id is None and not takes)]
        carriers = [self._carrier(coverage) for coverage in (*takes, *supplied)]
        return carriers if takes else [*carriers, *self._services_below(service)]

    def _services_below(self, service: int) -> list[Carrier]:
        found = []
        for below in sorted(self.below.get(service, ()), key=lambda pk: self.named[pk].name):
            between = self.between[below]
            providers = {coverage.adoption.version.agreement.function_id for coverage in between}
            outer = [coverage for coverage in between if coverage.function_id not in providers] or self.supplied[below]
            found += [self._carrier(coverage, is_below=True) for coverage in outer]
        return found


def _said(target: Target | None) -> Said | None:
    return Said(target.share_ppm, target.calendar_id, target.within_seconds) if target else None


def _services_below() -> dict[int, set[int]]:
    """For each service the services that it stands on, directly or through others."""
    lower: dict[Part, list[Part]] = defaultdict(list)
    for row in dependencies():
        lower[row.edge.upper].append(row.edge.lower)
    found: dict[int, set[int]] = {}
    for start in [part for part in lower if part.kind == "service"]:
        seen: set[Part] = set()
        waiting = [start]
        while waiting:
            for part in lower.get(waiting.pop(), ()):
                if part not in seen:
                    seen.add(part)
                    waiting.append(part)
        found[start.pk] = {part.pk for part in seen if part.kind == "service"}
    return found


def _uncovered(targets: Mapping[tuple[int, int, int], Mapping[Key, Target]], on: date) -> dict[tuple[int, int], Span | None]:
    """For each two calendars the first stretch of the coming year in which the first is open and the second is not."""
    calendars: dict[int, Calendar] = {t.calendar_id: t.calendar for row in targets.values() for t in row.values()}
    start_at: datetime = instant_of(datetime.combine(on, time()), timezone.get_default_timezone())
    window = Window(start_at, start_at + AHEAD)
    spans = {pk: _open(calendar, window) for pk, calendar in calendars.items()}
    return {(one, other): None if one == other else first_uncovered(spans[one], spans[other]) for one, other in product(spans, spans)}


def _open(calendar: Calendar, window: Window) -> list[Span]:
    """A calendar's open time in a window, merged."""
    merged: list[Span] = []
    for piece, work in calendar_pieces(calendar, during=window):
        for opens, closes in open_spans(work, piece.start_at, piece.end_at):
            if merged and merged[-1][1] >= opens:
                merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
            else:
                merged.append((opens, closes))
    return merged
