"""Grades over all takers, recomputed from the rows that they follow from; kept by actions, held against those rows by `samdrift check`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from samdrift.catalog.coverage import Grades, Taken, highest, steps
from samdrift.catalog.models import GradesRequired, GradesTaken, Requirement, Service, Uptake
from samdrift.catalog.models.services import THE_THREE
from samdrift.catalog.queries.requirements import LATEST_FIRST

Step = tuple[int, date, Grades | None]


def lock(service_ids: Iterable[int]) -> None:
    """This will lock services, which own what is computed over their takers, always in the same order; to be called within widened walls.

    Not against rows that come to point at them: those hold a share of the row already, and two of them would wait for each other.
    """
    found = Service.objects.filter(pk__in=set(service_ids)).order_by("pk").select_for_update(of=("self",), no_key=True)
    list(found.values_list("pk"))


def required_of(service_ids: Iterable[int] | None = None) -> dict[int, Grades]:
    """This will compute the highest grades that takers' latest requirements ask for, by service; all services without ids."""
    latest = Requirement.objects.order_by(*LATEST_FIRST).distinct("owner_id", "service_id")
    if service_ids is not None:
        latest = latest.filter(service_id__in=list(service_ids))
    several: dict[int, list[Grades]] = {}
    for service, *three in latest.values_list("service_id", *THE_THREE):
        several.setdefault(service, []).append(Grades(*three))
    return {service: found for service, grades in several.items() if (found := highest(grades)) is not None}


def taken_of(service_ids: Iterable[int] | None = None) -> list[Step]:
    """This will compute from which day on services run at which grades, by service and day; all services without ids."""
    uptakes = Uptake.objects.filter(level__confidentiality__isnull=False).order_by("service_id")
    if service_ids is not None:
        uptakes = uptakes.filter(service_id__in=list(service_ids))
    spans: dict[int, list[Taken]] = {}
    for service, during, *three in uptakes.values_list("service_id", "during", *(f"level__{name}" for name in THE_THREE)):
        spans.setdefault(service, []).append(Taken(during.lower or date.min, during.upper, Grades(*three)))
    return [(service, on, grades) for service, several in spans.items() for on, grades in steps(several)]


def keep_required(service_ids: Iterable[int]) -> None:
    """This will write what is required of services; the rows that it follows from are locked by their services, and seen."""
    for service, grades in required_of(service_ids).items():
        GradesRequired.objects.update_or_create(service_id=service, defaults=grades._asdict())


def keep_taken(service_ids: Iterable[int]) -> None:
    """This will write what services run at, from which day on; only steps that differ are touched."""
    ids = list(service_ids)
    right = {(service, on): grades for service, on, grades in taken_of(ids)}
    kept = {(row.service_id, row.from_on): row for row in GradesTaken.objects.filter(service_id__in=ids)}
    GradesTaken.objects.filter(pk__in=[row.pk for key, row in kept.items() if key not in right or of(row) != right[key]]).delete()
    GradesTaken.objects.bulk_create(
        GradesTaken(service_id=service, from_on=on, **(grades._asdict() if grades else {}))
        for (service, on), grades in right.items()
        if (service, on) not in kept or of(kept[service, on]) != grades
    )


def of(row: GradesTaken) -> Grades | None:
    if row.confidentiality is None or row.integrity is None or row.availability is None:
        return None
    return Grades(row.confidentiality, row.integrity, row.availability)


def differences() -> list[str]:
    """This will recompute both and say where what is kept differs; nothing is good. To be called inside the walls of all members."""
    required = required_of()
    kept = {service: Grades(*three) for service, *three in GradesRequired.objects.values_list("service_id", *THE_THREE)}
    found = [
        f"service {service}: the highest grades required are kept as {_said(kept.get(service))}, recomputed {_said(required.get(service))}"
        for service in sorted(required.keys() | kept.keys())
        if required.get(service) != kept.get(service)
    ]
    right = {(service, on): grades for service, on, grades in taken_of()}
    steps_kept = {(row.service_id, row.from_on): of(row) for row in GradesTaken.objects.all()}
    found += [
        f"service {service}: from {on} it runs at, kept, {_step(steps_kept, service, on)}, recomputed {_step(right, service, on)}"
        for service, on in sorted(right.keys() | steps_kept.keys())
        if (service, on) not in right or (service, on) not in steps_kept or right[service, on] != steps_kept[service, on]
    ]
    return found


def _said(grades: Grades | None) -> str:
    return "none" if grades is None else str(grades)


def _step(kept: dict[tuple[int, date], Grades | None], service: int, on: date) -> str:
    return _said(kept[service, on]) if (service, on) in kept else "no step"
