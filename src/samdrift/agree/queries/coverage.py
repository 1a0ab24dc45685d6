"""What is covered by an agreement in force, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import Coverage, Measure, Target
from samdrift.agree.queries.versions import BY_MEASURE
from samdrift.catalog.models import Uptake
from samdrift.catalog.queries import uptakes_in_force
from samdrift.core.order import InAlphabet

# What an organization takes of the unit; what functions and suppliers promise the unit carries that, and is asked for by name
OF_ORGANIZATIONS = Q(function__isnull=True, supplier__isnull=True)


def coverage_in_force(owner_id: int, service_id: int, *, on: date) -> Coverage | None:
    """This will return what covers a taker's use of a service on a day; None is a gap."""
    return (
        Coverage.objects.select_related("level", "adoption__version__agreement")
        .filter(OF_ORGANIZATIONS, owner_id=owner_id, service_id=service_id, during__contains=on)
        .first()
    )


def coverages_in_force(*, on: date, owner_id: int | None = None) -> list[Coverage]:
    """This will return what is covered on a day, by taker and service; with `owner_id`, one taker's."""
    covered = Coverage.objects.select_related("owner", "service", "level", "adoption__version__agreement")
    covered = covered.filter(OF_ORGANIZATIONS, during__contains=on)
    if owner_id is not None:
        covered = covered.filter(owner_id=owner_id)
    return list(covered.order_by("owner", InAlphabet("service__name")))


def coverages_to_come(*, after: date, owner_id: int) -> list[Coverage]:
    """This will return what a taker's signed agreements will cover from a later day, the earliest first."""
    coming = Coverage.objects.select_related("service", "level", "adoption__version__agreement")
    return list(
        coming.filter(OF_ORGANIZATIONS, owner_id=owner_id, during__startswith__gt=after).order_by("during", InAlphabet("service__name"))
    )


def targets_in_force(owner_id: int, service_id: int, *, on: date, priority: int | None = None) -> Mapping[Measure, Target]:
    """This will return the targets that cover a taker's use of a service on a day: those of a priority and those without one.

    Empty where no agreement is in force: then nothing is promised.
    """
    coverage = coverage_in_force(owner_id, service_id, on=on)
    if coverage is None:
        return {}
    targets = Target.objects.select_related("version__agreement", "calendar", "service", "level").filter(
        version=coverage.adoption.version, service_id=service_id, level=coverage.level
    )
    return {Measure(t.measure): t for t in targets if t.priority is None or t.priority == priority}


def promises_between_functions(service_id: int, priority: int, *, on: date) -> list[tuple[Coverage, Target]]:
    """This will return what functions promise each other of a service at a priority on a day: how soon it is answered and resolved within
    the unit. For the unit and auditors."""
    related = ("function", "adoption__version__agreement__function", "adoption__version__agreement__provider")
    between = Coverage.objects.filter(service=service_id, function__isnull=False, supplier__isnull=True, during__contains=on)
    coverages = list(between.select_related(*related).order_by("pk"))
    held = targets_of(coverages) if coverages else {}
    return [(c, target) for c in coverages for target in held[c.pk] if target.priority == priority and target.service_id == service_id]


def targets_of(coverages: list[Coverage]) -> dict[int, list[Target]]:
    """This will return, by coverage, the targets that it holds: those of its version, service and level."""
    versions = {c.adoption.version_id for c in coverages}
    held: dict[tuple[int, int], list[Target]] = {}
    found = Target.objects.filter(version__in=versions).select_related("service", "level", "calendar", "version")
    for target in found.order_by(BY_MEASURE, "priority"):
        held.setdefault((target.version_id, target.level_id), []).append(target)
    return {c.pk: held.get((c.adoption.version_id, c.level_id), []) for c in coverages}


class GapKind(models.TextChoices):
    """Why a use of a service is not promised what it should be."""

    NOTHING = "nothing", _("Not covered")
    OTHER_LEVEL = "level", _("Another level")


@dataclass(frozen=True, slots=True)
class Gap:
    """A taker uses a service that no agreement covers that day, or covers at another level than it takes."""

    uptake: Uptake
    kind: GapKind
    coverage: Coverage | None
    covered_from: date | None


def gaps(*, on: date, owner_id: int | None = None) -> list[Gap]:
    """This will list the uses of services without an agreement in force on a day, or with one at another level, by taker and service.

    `covered_from` is the day from which something signed already will close the gap, if anything will. With `owner_id`, one taker's.
    """
    uptakes = uptakes_in_force(on=on, owner_id=owner_id)
    covered = {(c.owner_id, c.service_id): c for c in coverages_in_force(on=on, owner_id=owner_id)}
    coming = _levels_to_come(on, owner_id)
    found = []
    for uptake in uptakes:
        coverage = covered.get((uptake.owner_id, uptake.service_id))
        if coverage is None or coverage.level_id != uptake.level_id:
            kind = GapKind.NOTHING if coverage is None else GapKind.OTHER_LEVEL
            found.append(Gap(uptake, kind, coverage, coming.get((uptake.owner_id, uptake.service_id, uptake.level_id))))
    return found


def _levels_to_come(on: date, owner_id: int | None) -> dict[tuple[int, int, int], date]:
    coming = Coverage.objects.filter(OF_ORGANIZATIONS, during__startswith__gt=on).order_by("-during")
    if owner_id is not None:
        coming = coming.filter(owner_id=owner_id)
    return {(c.owner_id, c.service_id, c.level_id): c.during.lower for c in coming}
