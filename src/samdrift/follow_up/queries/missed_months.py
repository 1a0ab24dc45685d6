"""Months that missed a target: what availability and promises were, held against what was promised, and whether a deviation stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, F

from samdrift.agree.actions import Missed
from samdrift.agree.models import WHOLE_PPM, Adoption, Coverage, Deviation, Signature, Target
from samdrift.agree.queries import OF_ORGANIZATIONS
from samdrift.catalog.models import Service
from samdrift.core.order import alphabetic
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.availability.figures import MonthFigure, Verdict
from samdrift.run.availability.queries import availability_matrix
from samdrift.run.availability.spans import month_window
from samdrift.run.desk.queries import promises_in_force, promises_missed

Cell = tuple[int, int]  # taker, service
TAKERS = (Organization.Kind.MEMBER, Organization.Kind.CUSTOMER)


@dataclass(frozen=True, slots=True)
class MissedMonth:
    """A taker's month with a service that missed one target or several, and the adoption that promised them."""

    taker: Organization
    service: Service
    month: Month
    adoption: Adoption
    missed: Sequence[Missed]


def missed_months(month: Month, *, at: datetime, figures: Mapping[Cell, MonthFigure] | None = None) -> list[MissedMonth]:
    """This will return the month's missed targets by taker and service, those left out that have a deviation already.

    Availability as `availability_matrix` judges it (`figures` are the members', where they are known); response and resolution by the
    tickets whose promise was due in the month. Nine queries beside the matrix's, whatever the number of takers.
    """
    takers = list(Organization.objects.filter(kind__in=TAKERS))
    unknown = [taker.pk for taker in takers if figures is None or taker.kind == Organization.Kind.CUSTOMER]
    matrix = {**(figures or {}), **availability_matrix(month, at=at, owner_ids=unknown)}
    missed: dict[Cell, list[Missed]] = defaultdict(list)
    for cell, figure in matrix.items():
        if figure.verdict == Verdict.BROKEN:
            missed[cell] += _unavailable(figure)
    for owner_id, one in _late(month, at):
        missed[owner_id, one.target.service_id].append(one)
    during = DateRange(month.starts_on, month.next().starts_on)
    there = set(Deviation.objects.filter(month=month.starts_on, about=Signature.Side.PROVIDER).values_list("owner", "service"))
    promised: dict[Cell, Coverage] = {}
    covered = Coverage.objects.filter(OF_ORGANIZATIONS, owner__in={owner for owner, _service in missed}, during__overlap=during)
    for coverage in covered.select_related("service", "adoption__version__agreement").order_by("during", "pk"):
        promised[coverage.owner_id, coverage.service_id] = coverage  # the last that was in force in the month
    by_id = {taker.pk: taker for taker in takers}
    order = {taker.pk: place for place, taker in enumerate(takers)}
    found = [(cell, promised[cell]) for cell in missed if cell in promised and cell not in there and cell[0] in by_id and missed[cell]]
    found.sort(key=lambda pair: (order[pair[0][0]], alphabetic(pair[1].service.name), pair[0][1]))
    return [MissedMonth(by_id[cell[0]], coverage.service, month, coverage.adoption, missed[cell]) for cell, coverage in found]


def _unavailable(figure: MonthFigure) -> list[Missed]:
    """What the month was down, under its last target; whole seconds, since that is what rows hold."""
    counted = round(figure.counted_seconds)
    kept = min(max(counted - round(figure.down_seconds), 0), counted - 1)
    return [Missed(figure.parts[-1].target, kept, counted)] if figure.parts and counted > 0 else []


def _late(month: Month, at: datetime) -> list[tuple[int, Missed]]:
    window = month_window(month)
    due = {"due_at__gte": window.start_at, "due_at__lt": window.end_at}
    kept, missed = promises_in_force().filter(**due, met_at__lte=F("due_at")), promises_missed(at=at).filter(**due)
    counts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for place, promises in enumerate((kept, missed)):
        for owner_id, target, number in promises.order_by().values_list("owner", "target").annotate(Count("pk")):
            counts[owner_id, target][place] = number
    targets = Target.objects.select_related("service", "level", "calendar").in_bulk([target for _owner, target in counts])
    return [
        (owner_id, Missed(targets[target], met, met + late))
        for (owner_id, target), (met, late) in counts.items()
        if late and met * WHOLE_PPM < (met + late) * targets[target].share_ppm
    ]
