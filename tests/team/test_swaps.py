"""Shifts that somebody takes over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samdrift.team.actions.rotas import CountsNoLonger, HasBegun, OfAnotherFunction, swap_shift
from samdrift.team.models import Shift, WorkingTimeRule
from samdrift.team.queries.rotas import shifts_in_weeks
from samdrift.team.weeks import A_WEEK
from tests.builders import Cast, everywhere
from tests.team.rota_builders import COMING, a_rota, led_by, named_on, shifts

Browser = Callable[[str], Client]


def test_a_shift_is_taken_over_in_a_row_that_points_at_it(cast: Cast, as_: Browser) -> None:
    led_by(cast, "elin")
    rota = a_rota(cast)
    first = [one for one in shifts(rota) if one.employee == cast.employee("elin")][3]  # Thursday, when Ulla is off for her weekend
    ulla = cast.employee("ulla")
    address = reverse("swap_shift", args=[first.pk])
    assert "Ulla Wikström" in as_("elin").get(address).content.decode()
    assert as_("elin").post(address, {"to": "0", "why": "Vård av barn"}).status_code == 422
    assert as_("elin").post(address, {"to": ulla.pk, "why": ""}).status_code == 422
    refused = as_("elin").post(address, {"to": ulla.pk, "why": "Vård av barn"})
    assert refused.status_code == 409
    assert (WorkingTimeRule.OVERLAP, "Ulla") in named_on(refused)
    assert as_("elin").post(address, {"to": cast.employee("karin").pk, "why": "Vård av barn"}).status_code == 302
    with everywhere():
        taken = Shift.objects.get(replaces=first)
        assert (taken.employee.name, taken.start_at, taken.reason) == ("Karin Wikström", first.start_at, "Vård av barn")
        assert len(shifts_in_weeks(cast.function, COMING, COMING + A_WEEK)) == 6
    assert as_("elin").post(address, {"to": cast.employee("karin").pk, "why": "Igen"}).status_code == 409


def test_two_swap_whole_shifts_with_each_other(cast: Cast) -> None:
    rota = a_rota(cast, weeks=3)
    hers = [one for one in shifts(rota) if one.kind == "standby"]
    first = hers[0]  # Elin, Monday of the first week
    other = next(one for one in hers if one.week == COMING + A_WEEK and one.employee_id != first.employee_id)
    with everywhere() as samdrift:
        swap_shift(first, other.employee, in_return=other, reason="Byte", by=samdrift, at=timezone.now())
        now = {one.replaces_id: one.employee_id for one in Shift.objects.exclude(replaces=None)}
        assert now == {first.pk: other.employee_id, other.pk: first.employee_id}
        with pytest.raises(CountsNoLonger):
            swap_shift(first, cast.employee("karin"), reason="Igen", by=samdrift, at=timezone.now())
        with pytest.raises(HasBegun):
            swap_shift(hers[2], cast.employee("karin"), reason="Sent", by=samdrift, at=hers[2].start_at)
        with pytest.raises(OfAnotherFunction):
            swap_shift(hers[2], cast.employee("karin"), in_return=hers[3], reason="Fel", by=samdrift, at=timezone.now())
