"""Deviations and what carries promises as a lived-in house has them, with long texts, for tests that look at every page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from samdrift.agree import actions
from samdrift.agree.models import Adoption, Measure, Target
from samdrift.core.access import inside
from samdrift.engines.period import Month
from tests.agree.carrying import a_led_function, a_text, an_organization, on_paper, part_of, proposed, signed_by
from tests.builders import Cast, an_employee, everywhere

LONG = "Ärendehanteringssystemets informationsöverföringskomponent svarade inte på anrop från verksamhetssystemen. " * 4


def deviations_of(cast: Cast, adoption_id: int, month: Month, now: datetime) -> tuple[dict[str, int], dict[str, dict[str, Any]]]:
    """A deviation that waits to be verified with everything on its way, others at other stages, and a chain that falls short.

    Returned are what addresses stand for, and what some pages want of their own.
    """
    part_of(cast.unit, "Staten")
    with everywhere():
        adoption = Adoption.objects.select_related("version__agreement__provider").get(pk=adoption_id)
        targets = list(Target.objects.filter(version=adoption.version).select_related("service", "level", "calendar").order_by("pk"))
    first = targets[0]
    soon, karin = timezone.localdate(now) + timedelta(days=40), cast.actor("karin")
    missed = [
        actions.Missed(target, 871_000, 900_000) if target.measure == Measure.AVAILABILITY else actions.Missed(target, 7, 9)
        for target in targets
        if target.service_id == first.service_id
    ]
    with inside(karin.walls):
        said: dict[str, Any] = {"by": karin, "at": now}
        deviation = actions.open_deviation(adoption, first.service, month, missed=missed, what=LONG, **said)
        actions.open_deviation(adoption, first.service, month.previous(), what=LONG, **said)
        actions.own_deviation(deviation, who=cast.employee("elin"), plan_by=soon, **said)
        actions.plan_remedy(deviation, LONG, due_on=soon, **said)
        actions.raise_deviation(deviation, "council", on=timezone.localdate(now), registry_number="SR-2026-0014", **said)
        actions.report_remedied(deviation, what=LONG, **said)
    operations, giver = a_led_function(cast, "Infrastruktur- och driftsäkerhetsfunktionen")
    desk, taker = a_led_function(cast, "Användarstödsfunktionen")
    an_employee(operations, cast.site, "Karl-Gustav Österlund-Västerbottensson")
    between = a_text(cast, first.level, first.calendar, kind="functions", function=operations, availability=997_000, resolution_hours=90)
    signed_by(proposed(between, cast.unit, desk), giver, taker)
    supplier = an_organization("supplier", "Nätförbindelsebolaget i Skärgårdskommunerna", "Nätförbindelsebolaget")
    contract = a_text(
        cast, first.level, first.calendar, kind="underpinning", provider=supplier, terms={"penalty_minor": 1}, resolution_hours=None
    )
    on_paper(signed_by(proposed(contract, cast.unit, operations), cast.actor("karin")), cast.actor("karin"))
    return {"deviation_id": deviation.pk}, {
        "open_deviation": {"adoption_id": adoption.pk},
        "propose_to_function": {"version_id": between.pk, "taker_id": cast.unit.pk, "function_id": cast.function.pk},
    }
