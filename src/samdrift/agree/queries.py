"""Every read of agreements, named by what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samdrift.agree.models import Coverage, Measure, Target


def coverage_in_force(owner_id: int, service_id: int, *, on: date) -> Coverage | None:
    """This will return what covers a taker's use of a service on a day; None is a gap."""
    return (
        Coverage.objects.select_related("level", "adoption__version__agreement")
        .filter(owner_id=owner_id, service_id=service_id, during__contains=on)
        .first()
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
