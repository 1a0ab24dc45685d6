"""Rotas through their doors: made in turns, held against the rules, made known, swapped in; who sees what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samdrift.core.access import inside
from samdrift.team.actions.rotas import (
    AgainstTheRules,
    CountsNoLonger,
    EndsFirst,
    HasBegun,
    NeedsAgreement,
    NotInFunction,
    NotWhole,
    OfAnotherFunction,
    OutsideTheWeeks,
    Planned,
    announce_rota,
    make_rota,
    swap_shift,
)
from samdrift.team.models import Employee, Function, Leave, Rota, RotaNotice, RuleDeparture, Shift, WorkingTimeRule
from samdrift.team.queries.rotas import broken_rules, departures_of, on_call, shifts_in_weeks
from samdrift.team.rota_patterns import Pattern
from samdrift.team.rota_report import rota_as_dict, rota_as_text
from samdrift.team.weeks import A_WEEK
from tests.agree.builders import a_calendar
from tests.builders import Cast, a_function, an_employee, everywhere
from tests.team.rota_builders import COMING, THIS_WEEK, a_rota, at, led_by, planned, shifts, turned

Browser = Callable[[str], Client]


def typed(**more: object) -> dict[str, object]:
    return {
        "from_week": COMING,
        "weeks": 3,
        "pattern": "nights_and_weekends",
        "kind": "standby",
        "begins": "17:00",
        "ends": "08:00",
        "order": "Elin Wikström\nUlla Wikström\nKarin Wikström",
        **more,
    }


def named_on(answer: Any) -> list[tuple[str, str | None]]:
    """The rules that a page names, and whose they are."""
    label = {rule.label: rule for rule in WorkingTimeRule}
    return [(label[row["label"]], row["employee"].name.split()[0] if row["employee"] else None) for row in answer.context["broken"]["rows"]]


def rules(broken: object) -> list[tuple[str, str | None]]:
    return [(str(one.rule), one.employee.name.split()[0] if one.employee else None) for one in broken]  # type: ignore[attr-defined]


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


def test_every_breach_of_a_rota_against_the_rules_is_named(cast: Cast, as_: Browser) -> None:
    led_by(cast, "elin")
    answer = as_("elin").post(reverse("make_rota", args=[cast.function.pk]), typed(pattern="whole_weeks", calendar=a_calendar().pk))
    assert answer.status_code == 409
    assert named_on(answer) == [(WorkingTimeRule.WEEKLY_REST, who) for who in ("Elin", "Ulla", "Karin")]
    page = answer.content.decode()
    assert "Arbetstidslagen (1982:673) 14 §" in page
    with everywhere():
        assert not Shift.objects.exists()


def test_what_an_agreement_lets_a_rota_depart_from_is_kept_with_why_and_who(cast: Cast, as_: Browser) -> None:
    led_by(cast, "elin")
    whole = typed(pattern="whole_weeks", order="Ulla Wikström\nKarin Wikström", weeks=2)
    address, agreed = reverse("make_rota", args=[cast.function.pk]), {"reason": "Lokalt avtal om beredskap", "agreed_by": "Saco-S"}
    for lacking in ({}, {"reason": agreed["reason"]}, {"agreed_by": "Saco-S"}, {"reason": " ", "agreed_by": " "}):
        assert as_("elin").post(address, {**whole, **lacking}).status_code == 409
    made = as_("elin").post(address, {**whole, **agreed})
    assert made.status_code == 302
    assert as_("elin").post(made.url, {}).status_code == 302  # type: ignore[attr-defined]
    with everywhere():
        kept = list(RuleDeparture.objects.values_list("rule", "employee__name", "by_seconds", "reason", "agreed_by"))
        assert len(kept) == 2
        assert kept[0] == ("weekly_rest", "Ulla Wikström", (36 - 17) * 3600, "Lokalt avtal om beredskap", "Saco-S")
        (named,) = broken_rules(cast.function, COMING)
        assert named.departure is not None
        assert (named.departure.agreed_by, named.rule, named.by_seconds) == ("Saco-S", "weekly_rest", (36 - 17) * 3600)
    # whose it is, is for them and for who plans; that it is so is for everybody on the rota
    page = reverse("rota", args=[cast.function.pk]) + f"?from={COMING}"
    for who, known in {"elin": 2, "karin": 2, "ulla": 1, "auditor": 0}.items():
        departures = as_(who).get(page).context["departures"]
        assert len(departures["rows"]) == known
        assert [(rule.agreed_by, times) for rule, times in departures["rules"]] == [("Saco-S", 2)]


def test_what_a_rota_departed_from_is_told_no_longer_than_its_shifts_count(cast: Cast) -> None:
    whole = turned(cast, ["ulla", "karin"], weeks=2, pattern=Pattern.WHOLE_WEEKS)
    rota = a_rota(cast, whole, weeks=2, reason="Lokalt avtal", agreed_by="Saco-S")
    with everywhere() as samdrift:
        until = COMING + 2 * A_WEEK
        assert [one.employee for one in departures_of(cast.function, COMING, until)] == [cast.employee("ulla"), cast.employee("karin")]
        first = shifts_in_weeks(cast.function, COMING, until)[0]
        told = {"reason": "Byte", "agreed_by": "Saco-S", "by": samdrift, "at": timezone.now()}
        swap_shift(first, cast.employee("elin"), **told)  # type: ignore[arg-type]
        assert {one.employee for one in departures_of(cast.function, COMING, until)} == {cast.employee("elin"), cast.employee("karin")}
        assert RuleDeparture.objects.filter(rota=rota).count() == 3
        report = rota_as_dict(at=first.start_at)
        (desk,) = report["functions"]
        assert [one["employee"] for one in desk["on_call"]] == ["Elin Wikström"]
        assert [one["departed"] for one in desk["broken"]] == [True, True]
        assert "Saco-S" in rota_as_text(report)
        assert "Elin Wikström" in rota_as_text(report)
    a_rota(cast, from_week=COMING, weeks=2)
    with everywhere():
        assert departures_of(cast.function, COMING, until) == []


def test_daily_rest_and_two_shifts_at_once_are_refused_whatever_is_agreed(cast: Cast) -> None:
    long = [planned(cast, "elin", at(COMING, 0, 17), at(COMING, 1, 8), "duty")]
    twice = [planned(cast, "elin", at(COMING, 0, 17), at(COMING, 1, 8)), planned(cast, "elin", at(COMING, 0, 20), at(COMING, 1, 6))]
    for wrong, named in ((long, ["daily_rest", "night_rest"]), (twice, ["overlap"])):
        with pytest.raises(AgainstTheRules) as refused, everywhere():
            a_rota(cast, wrong, reason="Avtal", agreed_by="Saco-S")
        assert not isinstance(refused.value, NeedsAgreement)
        assert rules(refused.value.broken) == [(rule, "Elin") for rule in named]


def test_more_duty_than_the_act_allows_needs_an_agreement(cast: Cast) -> None:
    duties = [planned(cast, "elin", at(COMING + week * A_WEEK, 1, 7), at(COMING + week * A_WEEK, 1, 20), "duty") for week in range(4)]
    with pytest.raises(NeedsAgreement) as refused, everywhere():
        a_rota(cast, duties, weeks=4)
    assert [(str(one.rule), one.by_seconds // 3600) for one in refused.value.broken] == [("duty_hours", 4)]
    a_rota(cast, duties[:3], weeks=3)
    with pytest.raises(NeedsAgreement), everywhere():  # together with what counts in the weeks before
        a_rota(cast, duties[3:], from_week=COMING + 3 * A_WEEK, weeks=1)


def test_shifts_in_another_function_count_too(cast: Cast) -> None:
    other = a_function(cast.unit, cast.other, "Drift")
    a_rota(cast, [planned(cast, "elin", at(COMING, 0, 17), at(COMING, 1, 8))], weeks=1)
    with everywhere():
        Employee.objects.filter(pk=cast.employee("elin").pk).update(function=other)
    with pytest.raises(AgainstTheRules) as refused, everywhere():
        a_rota(cast, [planned(cast, "elin", at(COMING, 1, 6), at(COMING, 1, 7))], weeks=1, function=other)
    assert rules(refused.value.broken) == [("overlap", "Elin")]


def test_nobody_is_on_call_while_on_leave_not_even_when_it_came_after_the_rota(cast: Cast) -> None:
    def leave(who: str, week: date) -> None:
        with everywhere():
            days = DateRange(week + timedelta(days=2), week + timedelta(days=4))
            Leave.objects.create(owner=cast.unit, employee=cast.employee(who), during=days)

    leave("elin", COMING)
    with pytest.raises(AgainstTheRules) as refused, everywhere():
        a_rota(cast)
    assert rules(refused.value.broken) == [("away", "Elin"), ("away", "Elin"), ("away", "Elin")]  # parts of three nights
    later = COMING + 3 * A_WEEK
    a_rota(cast, from_week=later)
    leave("elin", later)
    with everywhere():
        named = broken_rules(cast.function, later)
        assert rules(named) == [("away", "Elin")] * 3
        assert [one.may_depart for one in named] == [False] * 3
        assert broken_rules(cast.function, later + A_WEEK) == []


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


def test_a_rota_known_too_late_needs_an_agreement(cast: Cast, as_: Browser) -> None:
    soon = THIS_WEEK + A_WEEK
    made = as_("karin").post(reverse("make_rota", args=[cast.function.pk]), typed(from_week=soon))
    assert made.status_code == 302
    refused = as_("karin").post(made.url, {})  # type: ignore[attr-defined]
    assert refused.status_code == 409
    (late,) = refused.context["broken"]["rows"]
    assert late["employee"] is None
    assert late["by"].split()[0] == str(28 - (soon - timezone.localdate()).days)
    assert as_("karin").post(made.url, {"reason": "Sjukdom", "agreed_by": "Saco-S"}).status_code == 302  # type: ignore[attr-defined]
    # the same weeks again with one shift more: only what is new is late
    again, more = turned(cast, from_week=soon), planned(cast, "elin", at(soon, 6, 8), at(soon, 6, 12))
    with everywhere() as samdrift:

        def known(planned: list[Planned]) -> None:
            rota = make_rota(cast.function, planned, from_week=soon, weeks=3, by=samdrift, at=timezone.now())
            announce_rota(rota, by=samdrift, at=timezone.now())

        known(again)
        with pytest.raises(NeedsAgreement) as refused_again:
            known([*again, more])
    assert [len(one.shifts) for one in refused_again.value.broken] == [1]


def test_the_rota_made_known_last_counts_for_its_weeks(cast: Cast) -> None:
    a_rota(cast, weeks=4)
    newer = a_rota(cast, [planned(cast, "ulla", at(COMING + A_WEEK, 2, 17), at(COMING + A_WEEK, 3, 8))], from_week=COMING + A_WEEK, weeks=1)
    with everywhere():
        counting = shifts_in_weeks(cast.function, COMING, COMING + 4 * A_WEEK)
    assert len(counting) == 3 * 6 + 1
    assert [one.rota_id for one in counting if one.week == COMING + A_WEEK] == [newer.pk]


# Swapped in


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
