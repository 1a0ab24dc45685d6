"""Maintenance plans through their doors, and what is spent of them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.run.projects.actions.maintenance import plan_maintenance
from samdrift.run.projects.models import MaintenancePlan
from tests.builders import Cast, a_service, everywhere
from tests.projects.builders import AT
from tests.settle.builders import COSTS, a_pool, costs

Browser = Callable[[str], Client]


def test_a_plan_is_made_and_changed(cast: Cast, as_: Browser) -> None:
    system = a_service("Platina", "business")
    typed = {"service": system.pk, "answers": cast.employee("elin").pk, "budget_minor": "100 000"}
    address = reverse("plan_maintenance", args=[2026])
    for budget in ("100 000", "120 000"):
        assert as_("elin").post(address, typed | {"budget_minor": budget}).status_code == 302
    with everywhere():
        assert MaintenancePlan.objects.get().budget_minor == 120_000_00
    assert as_("elin").post(address, typed | {"budget_minor": "-1"}).status_code == 422
    assert as_("elin").post(address, typed | {"service": cast.desk_service.pk}).status_code == 422  # no business system
    assert as_("elin").get(reverse("plan_maintenance", args=[1999])).status_code == 404
    assert "Platina" in as_("anna").get(reverse("maintenance_plans") + "?year=2026").content.decode()


def test_what_is_spent_is_what_is_entered_into_the_systems_pools_in_the_year(cast: Cast, as_: Browser) -> None:
    system = a_service("Platina", "business")
    with everywhere() as samdrift:
        plan_maintenance(system, 2026, answers=cast.employee("elin"), budget_minor=100_000, by=samdrift, at=AT)
    a_pool(cast, "POST", system)
    a_pool(cast, "DESK", cast.desk_service)
    costs(cast, COSTS)
    rows = as_("ulla").get(reverse("maintenance_spent", args=[2026])).context["rows"]
    assert [(row.spent_minor, row.left_minor) for row in rows] == [(100_001, -1)]
    assert as_("ulla").get(reverse("maintenance_spent", args=[2025])).context["rows"] == []


def test_the_list_costs_as_many_queries_for_30_as_for_3(cast: Cast, as_: Browser) -> None:
    counts = []
    for number in (3, 27):
        for _one in range(number):
            system = a_service(kind="business")
            with everywhere() as samdrift:
                plan_maintenance(system, 2026, answers=cast.employee("elin"), budget_minor=1, by=samdrift, at=AT)
        for name, args in (("maintenance_plans", []), ("maintenance_spent", [2026])):
            with CaptureQueriesContext(connection) as queries:
                assert as_("karin").get(reverse(name, args=args)).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
