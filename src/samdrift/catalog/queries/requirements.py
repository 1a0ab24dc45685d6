"""Reads of what is needed of services, and what is taken of them, over all members."""

from __future__ import annotations

from datetime import date

from samdrift.catalog.coverage import HIGHEST, LOWEST, Grades
from samdrift.catalog.models import GradesRequired, GradesTaken, Requirement, Service
from samdrift.catalog.models.services import THE_THREE
from samdrift.core.order import InAlphabet

STEPS = range(LOWEST, HIGHEST + 1)
EVERY = [[[Grades(c, i, a) for a in STEPS] for i in STEPS] for c in STEPS]  # made once: a federation has some 35,000 needs
LATEST_FIRST = ("owner_id", "service_id", "-stated_at", "-pk")


def latest_grades_required(*, owner_id: int | None = None) -> dict[tuple[int, int], Grades]:
    """This will return what each taker needs of each service, by the ids of both; with `owner_id`, one taker's. As plain values: many."""
    found = Requirement.objects.order_by(*LATEST_FIRST).distinct("owner_id", "service_id")
    if owner_id is not None:
        found = found.filter(owner_id=owner_id)
    rows = found.values_list("owner_id", "service_id", *THE_THREE)
    return {(owner, service): EVERY[c][i][a] for owner, service, c, i, a in rows}


def latest_requirements(*, owner_id: int | None = None) -> list[Requirement]:
    """This will return the requirements that count, by taker and service; with `owner_id`, one taker's."""
    latest = Requirement.objects.order_by(*LATEST_FIRST).distinct("owner_id", "service_id")
    if owner_id is not None:
        latest = latest.filter(owner_id=owner_id)
    counting = Requirement.objects.filter(pk__in=latest.values("pk")).select_related("owner", "service")
    return list(counting.order_by("owner", InAlphabet("service__name")))


def requirements_of(service: Service, *, owner_id: int) -> list[Requirement]:
    """This will return what a taker has stated that it needs of a service, the latest, which counts, first."""
    return list(Requirement.objects.filter(service=service, owner_id=owner_id).order_by("-stated_at", "-pk"))


def latest_requirements_of(service: Service) -> list[Requirement]:
    """This will return every taker's requirement of one service that counts, by name, as far as the reader sees."""
    latest = Requirement.objects.filter(service=service).order_by(*LATEST_FIRST).distinct("owner_id", "service_id")
    counting = Requirement.objects.filter(pk__in=latest.values("pk")).select_related("owner")
    return list(counting.order_by("owner"))


def highest_required() -> dict[int, Grades]:
    """This will return the highest grades that anybody requires of each service, by the service's id, to whoever reads."""
    return {service: Grades(*three) for service, *three in GradesRequired.objects.values_list("service_id", *THE_THREE)}


def running_at(*, on: date) -> dict[int, Grades]:
    """This will return the grades that each service runs at on a day, by the service's id; one that runs at none is left out."""
    found = GradesTaken.objects.filter(from_on__lte=on).order_by("service_id", "-from_on").distinct("service_id")
    rows = found.values_list("service_id", *THE_THREE)
    return {service: Grades(*three) for service, *three in rows if three[0] is not None}
