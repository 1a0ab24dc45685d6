"""Rotas held against the rules on working time: every breach is named, what an agreement lets them depart from is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samdrift.team.actions import add_post
from samdrift.team.actions.rotas import AgainstTheRules, NeedsAgreement, Planned, announce_rota, make_rota, swap_shift
from samdrift.team.models import Employee, Function, Leave, RuleDeparture, Shift, WorkingTimeRule
from samdrift.team.queries.rotas import broken_rules, departures_of, shifts_in_weeks
from samdrift.team.rota_patterns import Pattern
from samdrift.team.rota_report import rota_as_dict, rota_as_text
from samdrift.team.weeks import A_WEEK
from tests.agree.builders import a_calendar
from tests.builders import Cast, a_function, everywhere
from tests.team.rota_builders import COMING, THIS_WEEK, a_rota, at, led_by, named_on, planned, turned, typed

Browser = Callable[[str], Client]


def rules(broken: object) -> list[tuple[str, str | None]]:
    return [(str(one.rule), one.employee.name.split()[0] if one.employee else None) for one in broken]  # type: ignore[attr-defined]


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


def a_week_within_a_month() -> date:
    """A coming week whose days are all of one month, so that fifty hours in it are fifty hours of the month."""
    weeks = (COMING + n * A_WEEK for n in range(3))
    return next(week for week in weeks if week.month == (week + timedelta(days=6)).month)


def test_duty_is_counted_by_the_month_where_a_rota_says_so_and_wherever_it_is_held_against_the_rules(cast: Cast, as_: Browser) -> None:
    led_by(cast, "elin")
    week = a_week_within_a_month()
    days = typed(from_week=week, weeks=1, pattern="workdays", kind="duty", begins="08:00", ends="19:00", order="Elin Wikström")
    address, agreed = reverse("make_rota", args=[cast.function.pk]), {"reason": "Lokalt avtal om jour", "agreed_by": "Saco-S"}
    by_weeks = as_("elin").post(address, days)
    assert (by_weeks.status_code, named_on(by_weeks)) == (409, [(WorkingTimeRule.DUTY_HOURS, "Elin")])
    by_month = as_("elin").post(address, {**days, "duty_per": "month"})
    assert (by_month.status_code, named_on(by_month)) == (409, [(WorkingTimeRule.DUTY_MONTH, "Elin")])
    assert "Arbetstidslagen (1982:673) 6 §" in by_month.content.decode()
    assert by_month.context["form"]["duty_per"].value() == "month"
    made = as_("elin").post(address, {**days, **agreed, "duty_per": "month"})
    assert as_("elin").post(made.url, {}).status_code == 302  # type: ignore[attr-defined]
    with everywhere() as samdrift:
        assert list(RuleDeparture.objects.values_list("rule", "by_seconds", "agreed_by")) == [("duty_month", 5 * 3600, "Saco-S")]
        (named,) = broken_rules(cast.function, week)
        assert (named.rule, named.by_seconds, named.departure is not None) == ("duty_month", 5 * 3600, True)
        with pytest.raises(NeedsAgreement) as refused:
            a_rota(cast, [planned(cast, "elin", at(week, 5, 8), at(week, 5, 12), "duty")], from_week=week, weeks=1, function=_other(cast))
        assert rules(refused.value.broken) == [("duty_hours", "Elin")]  # the other function counts by four weeks
        monday = shifts_in_weeks(cast.function, week, week + A_WEEK)[0]
        swap_shift(monday, cast.employee("karin"), reason="Byte", by=samdrift, at=timezone.now())
        assert broken_rules(cast.function, week) == []  # 44 hours are left


def _other(cast: Cast) -> Function:
    """Another function, which Elin has a post in."""
    other = a_function(cast.unit, cast.other, "Drift")
    with everywhere() as samdrift:
        add_post(other, "Tekniker", site=cast.site, from_on=THIS_WEEK, employee=cast.employee("elin"), by=samdrift, at=timezone.now())
    return other


def test_duty_at_night_is_named_and_may_be_where_work_must_go_on_then(cast: Cast, as_: Browser) -> None:
    led_by(cast, "elin")
    early = typed(weeks=1, pattern="workdays", kind="duty", begins="04:00", ends="08:00", order="Elin Wikström")
    address = reverse("make_rota", args=[cast.function.pk])
    refused = as_("elin").post(address, early)
    assert (refused.status_code, named_on(refused)) == (409, [(WorkingTimeRule.NIGHT_REST, "Elin")] * 5)
    assert [row["by"].split()[0] for row in refused.context["broken"]["rows"]] == ["1"] * 5  # an hour of each night
    assert "Arbetstidslagen (1982:673) 13 §" in refused.content.decode()
    agreed = {"reason": "Säkerhetskopieringen övervakas på natten", "agreed_by": "Saco-S"}
    made = as_("elin").post(address, {**early, **agreed})
    assert as_("elin").post(made.url, {}).status_code == 302  # type: ignore[attr-defined]
    with everywhere():
        assert {one.departure is not None for one in broken_rules(cast.function, COMING)} == {True}
    standby = {**early, "kind": "standby"}
    assert as_("elin").post(address, standby).status_code == 302  # ready at home is rest


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
