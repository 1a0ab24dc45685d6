"""Rotas through their doors: made in turns and made known; who sees what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samdrift.core.access import inside
from samdrift.team.actions.rotas import EndsFirst, NotInFunction, NotWhole, OutsideTheWeeks
from samdrift.team.models import Employee, Function, Rota, RotaNotice
from samdrift.team.queries.rotas import broken_rules, on_call, shifts_in_weeks
from samdrift.team.weeks import A_WEEK
from tests.agree.builders import a_calendar
from tests.builders import Cast, a_function, an_employee, everywhere
from tests.team.rota_builders import COMING, THIS_WEEK, a_rota, at, led_by, planned, shifts, turned, typed

Browser = Callable[[str], Client]


# Made and made known


def test_a_rota_is_made_in_turns_and_counts_once_it_is_made_known(cast: Cast, as_: Browser) -> None:
    led_by(cast, "elin")
    elin = as_("elin")
    made = elin.post(reverse("make_rota", args=[cast.function.pk]), typed(calendar=a_calendar().pk))
    assert made.status_code == 302
    with everywhere():
        rota = Rota.objects.get()
        assert (rota.weeks, rota.shifts.count(), shifts_in_weeks(cast.function, COMING, COMING + 3 * A_WEEK)) == (3, 18, [])
    page = reverse("rota", args=[cast.function.pk])
    assert str(COMING) in elin.get(page).content.decode()  # it waits, for who plans
    assert reverse("rota_waiting", args=[rota.pk]) not in as_("ulla").get(page).content.decode()
    assert elin.post(made.url, {}).status_code == 302  # type: ignore[attr-defined]
    with everywhere():
        assert len(shifts_in_weeks(cast.function, COMING, COMING + 3 * A_WEEK)) == 18
        assert broken_rules(cast.function, COMING) == []
    assert elin.get(made.url).status_code == 302  # type: ignore[attr-defined]
    assert elin.post(made.url, {}).status_code == 302  # type: ignore[attr-defined]
    with everywhere():
        assert RotaNotice.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_week": COMING + timedelta(days=1)},
        {"from_week": "i går"},
        {"from_week": "9999-12-31"},
        {"weeks": 0},
        {"weeks": 54},
        {"order": "Elin Wikström"},  # one person, two turns
        {"order": ""},
        {"order": "Elin Wikström\nElin Wikström"},
        {"order": "Elin Wikström\nNågon Annan"},
        {"pattern": "ofta"},
        {"kind": "off"},
        {"duty_per": "year"},
        {"begins": "25:00"},
        {"begins": "17:10"},
        {"pattern": "workdays"},  # 17 to 08 of the same day ends before it starts
    ],
)
def test_a_rota_that_cannot_be_is_refused_and_what_was_typed_stays(cast: Cast, as_: Browser, wrong: dict[str, object]) -> None:
    led_by(cast, "elin")
    answer = as_("elin").post(reverse("make_rota", args=[cast.function.pk]), typed(**wrong))
    assert answer.status_code == 422
    assert "17:00" in answer.content.decode() or "begins" in wrong
    with everywhere():
        assert not Rota.objects.exists()


def test_two_of_the_same_name_are_told_apart_by_their_addresses(cast: Cast, as_: Browser) -> None:
    twin = an_employee(a_function(cast.unit, cast.other, "Drift"), cast.site, "Ulla Wikström")
    with everywhere():
        Employee.objects.filter(pk=twin.pk).update(email="twin@unit.example")
        Employee.objects.filter(pk=cast.employee("ulla").pk).update(email="ulla@unit.example")
    address = reverse("make_rota", args=[cast.function.pk])
    proposed = as_("karin").get(address).context["form"].fields["order"].initial
    assert proposed == "Elin Wikström\nKarin Wikström\nulla@unit.example"
    assert as_("karin").post(address, typed()).status_code == 422
    assert as_("karin").post(address, typed(order=proposed)).status_code == 302


def test_a_week_that_is_over_gets_no_rota(cast: Cast, as_: Browser) -> None:
    assert as_("karin").post(reverse("make_rota", args=[cast.function.pk]), typed(from_week=THIS_WEEK - A_WEEK)).status_code == 409


def test_a_shift_that_is_none_is_refused_in_words(cast: Cast) -> None:
    stranger = an_employee(a_function(cast.unit, cast.other, "Drift"), cast.site, "Sigrid Utifrån")
    start = at(COMING, 0, 17)
    for span, refusal in (
        ((start, start - timedelta(hours=1)), EndsFirst),
        ((start, start), EndsFirst),
        ((start, start + timedelta(hours=1, minutes=10)), NotWhole),
        ((start, start + timedelta(days=8)), NotWhole),
        ((start - A_WEEK, start - timedelta(days=6)), OutsideTheWeeks),
        ((start + A_WEEK, start + timedelta(days=8)), OutsideTheWeeks),
    ):
        with pytest.raises(refusal), everywhere():
            a_rota(cast, [planned(cast, "elin", *span)], weeks=1)
    cast.people["sigrid"] = stranger
    with pytest.raises(NotInFunction, match="Sigrid Utifrån"), everywhere():
        a_rota(cast, [planned(cast, "sigrid", start, start + timedelta(hours=12))], weeks=1)


def test_the_rota_made_known_last_counts_for_its_weeks(cast: Cast) -> None:
    a_rota(cast, weeks=4)
    newer = a_rota(cast, [planned(cast, "ulla", at(COMING + A_WEEK, 2, 17), at(COMING + A_WEEK, 3, 8))], from_week=COMING + A_WEEK, weeks=1)
    with everywhere():
        counting = shifts_in_weeks(cast.function, COMING, COMING + 4 * A_WEEK)
    assert len(counting) == 3 * 6 + 1
    assert [one.rota_id for one in counting if one.week == COMING + A_WEEK] == [newer.pk]


# Who sees what


def test_only_who_leads_the_function_or_the_unit_plans(cast: Cast, as_: Browser) -> None:
    led_by(cast, "elin")
    rota = a_rota(cast, known=False)
    known = a_rota(cast, from_week=COMING + 9 * A_WEEK)
    for address in (
        reverse("make_rota", args=[cast.function.pk]),
        reverse("rota_waiting", args=[rota.pk]),
        reverse("swap_shift", args=[shifts(known)[0].pk]),
        reverse("import_shifts", args=[cast.function.pk]),
    ):
        statuses = {who: as_(who).get(address).status_code for who in ("elin", "karin", "ulla", "auditor", "carin")}
        assert statuses == {"elin": 200, "karin": 200, "ulla": 403, "auditor": 403, "carin": 403}
    led_by(cast, None)
    assert as_("elin").post(reverse("make_rota", args=[cast.function.pk]), typed()).status_code == 403


def test_hours_are_summed_for_oneself_and_for_who_leads(cast: Cast, as_: Browser) -> None:
    led_by(cast, "elin")
    a_rota(cast)
    page = reverse("rota", args=[cast.function.pk]) + f"?from={COMING}"
    seen = {who: [one.name.split()[0] for one, _s in as_(who).get(page).context["hours"]] for who in ("elin", "ulla", "karin", "auditor")}
    assert seen == {"elin": ["Elin", "Karin", "Ulla"], "ulla": ["Ulla"], "karin": ["Karin"], "auditor": []}
    assert as_("carin").get(page).status_code == 403


def test_the_team_page_says_who_is_on_call_now_to_the_unit_alone(cast: Cast, as_: Browser) -> None:
    now = timezone.now()
    a_rota(cast, [planned(cast, "ulla", at(THIS_WEEK, 0, 0), at(THIS_WEEK, 7, 0))], from_week=THIS_WEEK, weeks=1, reason="a", agreed_by="b")
    with everywhere():
        assert [one.employee.name for one in on_call(now)[cast.function.pk]] == ["Ulla Wikström"]
    team = reverse("team")
    assert "Ulla Wikström" in as_("elin").get(team).content.decode()
    assert "Ulla Wikström" not in as_("carin").get(team).content.decode()
    assert "Ulla Wikström" in as_("elin").get(reverse("rota", args=[cast.function.pk])).content.decode()


@pytest.mark.parametrize("week", ["i-gar", "2026-13-01", "0001-01-01", "9999-12-31", "<script>"])
def test_a_week_that_is_none_is_not_found(cast: Cast, as_: Browser, week: str) -> None:
    assert as_("elin").get(reverse("rota", args=[cast.function.pk]), {"from": week}).status_code == 404


def test_as_many_queries_for_thirty_people_as_for_three(cast: Cast, as_: Browser) -> None:
    led_by(cast, "elin")
    browser = as_("elin")
    page = reverse("rota", args=[cast.function.pk]) + f"?from={COMING}"

    def counted(people: int, week: date) -> tuple[int, int, int]:
        names = [f"{people}-{n}" for n in range(people)]
        for name in names:
            cast.people[name] = an_employee(cast.function, cast.site, f"Medarbetare {name}")
        rota = a_rota(cast, turned(cast, names, weeks=6, from_week=week), weeks=6, from_week=week, calendar=calendar)
        del rota
        with CaptureQueriesContext(connection) as of_page:
            assert browser.get(page).status_code == 200
        with inside(cast.actor("elin").walls), CaptureQueriesContext(connection) as of_rules:
            broken_rules(cast.function, week)
        with CaptureQueriesContext(connection) as of_team:
            browser.get(reverse("team"))
        return len(of_page), len(of_rules), len(of_team)

    calendar = a_calendar()
    assert counted(3, COMING) == counted(30, COMING)


def test_a_function_without_a_rota_says_so(cast: Cast, as_: Browser) -> None:
    a_function(cast.unit, cast.other, "Drift")
    with everywhere():
        for function in Function.objects.all():
            assert as_("elin").get(reverse("rota", args=[function.pk])).status_code == 200
            assert broken_rules(function, COMING) == []
