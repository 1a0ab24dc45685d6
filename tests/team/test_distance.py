"""The team at a distance through its doors: weeks, leave, check-ins and skills, written and seen by those whom they concern."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samdrift.core.access import inside
from samdrift.core.errors import Refused
from samdrift.core.models import AuditEntry
from samdrift.team import actions
from samdrift.team.models import CheckIn, Leave, PlannedDay, Post, Skill, SkillHeld
from samdrift.team.weeks import A_WEEK, workdays_of
from tests.builders import NOW, TODAY, Cast, a_function, a_site, an_employee, everywhere
from tests.team.distance import THIS_WEEK, a_check_in, a_leave, a_skill, a_week, elin_leads
from tests.team.test_team import TOMORROW, a_post

Browser = Callable[[str], Client]
TODAY_REAL = timezone.localdate()
COMING = THIS_WEEK + A_WEEK


def read(browser: Client, address: str, status: int = 200) -> str:
    response = browser.get(address, headers={"accept-language": "en"})
    assert response.status_code == status, response.content.decode()[:1500]
    return response.content.decode().replace("\u00a0", " ")


def as_file(text: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("table.csv", text.encode())}


def test_one_plans_ones_own_week_and_those_that_follow(cast: Cast, as_: Browser) -> None:
    elin, away = cast.employee("elin"), a_site(cast.other, "Luleå")
    typed = {"place_0": "home", "place_1": "travel", "place_2": "site", "site_2": away.pk, "place_3": "site", "weeks": "2"}
    response = as_("elin").post(f"/team/my-week/?week={COMING}", typed)
    assert response.headers["Location"] == f"/team/my-week/?week={COMING}"
    with everywhere():
        days = {day.on: (day.place, day.site) for day in PlannedDay.objects.filter(employee=elin)}
        assert len(days) == 8, "Friday is not planned, in two weeks"
        for week in (COMING, COMING + A_WEEK):
            assert [days.get(on) for on in workdays_of(week)] == [("home", None), ("travel", None), ("site", away), ("site", None), None]
        assert AuditEntry.objects.get(deed="plan_week").subject_id == elin.pk
    again = as_("elin").post(f"/team/my-week/?week={COMING}", {"place_4": "site", "weeks": "1"})
    assert again.status_code == 302
    with everywhere():
        assert [day.on for day in PlannedDay.objects.filter(on__lt=COMING + A_WEEK)] == [workdays_of(COMING)[4]], "replaced"


@pytest.mark.parametrize(
    "typed",
    [
        {"place_0": "moon", "weeks": "1"},
        {"place_0": "home", "weeks": "0"},
        {"place_0": "home", "weeks": "13"},
        {"place_0": "home", "weeks": ""},
        {"place_0": "site", "site_0": "999999", "weeks": "1"},
    ],
)
def test_refuses_a_week_that_cannot_be_read(typed: dict[str, str], cast: Cast, as_: Browser) -> None:
    assert as_("elin").post("/team/my-week/", typed).status_code == 422
    with everywhere():
        assert not PlannedDay.objects.exists()


def test_somebody_at_home_is_at_no_site_and_a_week_that_is_over_is_not_planned(cast: Cast, as_: Browser) -> None:
    site = a_site(cast.other, "Luleå")
    assert as_("elin").post("/team/my-week/", {"place_0": "home", "site_0": site.pk, "weeks": "1"}).status_code == 422
    elin_leads(cast)
    before = f"employee;day;place;member;site\nElin Wikström;{THIS_WEEK - A_WEEK};home;;\n"
    answer = as_("elin").post("/team/weeks/import/", as_file(before))
    assert answer.status_code == 422
    assert "En vecka som är slut" in answer.content.decode() or "over" in answer.content.decode()


def test_the_week_of_a_function_is_seen_by_who_leads_it_and_by_nobody_else(cast: Cast, as_: Browser) -> None:
    address = f"/team/functions/{cast.function.pk}/week/"
    read(as_("elin"), address, 403)
    elin_leads(cast)
    a_week(cast.employee("ulla"), "home", "home", ("site", a_site(cast.other, "Luleå")), "travel", "site")
    a_leave(cast.employee("karin"), THIS_WEEK, 7)
    page = read(as_("elin"), address)
    for words in ("Ulla Wikström", "At home", "Luleå", "Travels", "Leave", "Falun – Luleå"):
        assert words in page
    for name in ("ulla", "karin", "auditor", "carin", "anna"):
        read(as_(name), address, 403)


def test_who_leads_somebody_plans_their_week_and_nobody_else_does(cast: Cast, as_: Browser) -> None:
    ulla = cast.employee("ulla")
    address, typed = f"/team/employees/{ulla.pk}/week/?week={COMING}", {"place_1": "home", "weeks": "1"}
    for name in ("elin", "karin", "ulla", "auditor", "carin"):
        assert as_(name).post(address, typed).status_code == 403, name
    elin_leads(cast)
    assert as_("elin").post(address, {"place_1": "moon", "weeks": "1"}).status_code == 422
    assert as_("elin").post(address, typed).headers["Location"] == f"/team/functions/{cast.function.pk}/week/?week={COMING}"
    assert "At home" in read(as_("elin"), f"/team/functions/{cast.function.pk}/week/?week={COMING}")
    with everywhere():
        assert [(day.employee, day.on) for day in PlannedDay.objects.all()] == [(ulla, workdays_of(COMING)[1])]
        assert AuditEntry.objects.get(deed="plan_week").account_id == cast.employee("elin").account_id


def test_leave_is_seen_by_oneself_and_who_leads_one_and_by_nobody_else(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    leave = a_leave(cast.employee("ulla"), TODAY_REAL, 3)
    first, last = TODAY_REAL.isoformat(), (TODAY_REAL + timedelta(days=2)).isoformat()
    for name, sees in {"ulla": True, "elin": True, "karin": False}.items():
        table = read(as_(name), "/team/leave/table.csv/")
        assert (first in table and last in table) == sees
    read(as_("auditor"), "/team/leave/table.csv/", 403)
    for name, status in {"karin": 404, "carin": 403, "auditor": 403, "ulla": 302}.items():
        assert as_(name).post(f"/team/leave/{leave.pk}/withdraw/").status_code == status
    with everywhere():
        assert not Leave.objects.exists()


def test_leave_has_days_and_no_cause(cast: Cast, as_: Browser) -> None:
    ulla = cast.employee("ulla").pk
    typed = {"from_on": TODAY_REAL.isoformat(), "last_on": (TODAY_REAL + timedelta(days=6)).isoformat()}
    assert as_("ulla").post(f"/team/employees/{ulla}/leave/", typed).headers["Location"] == "/team/my-week/"
    assert as_("ulla").post(f"/team/employees/{ulla}/leave/", typed).status_code == 409, "some of the days are taken already"
    backwards = {"from_on": typed["last_on"], "last_on": typed["from_on"]}
    assert as_("ulla").post(f"/team/employees/{ulla}/leave/", backwards).status_code == 422
    past = {"from_on": "2020-01-01", "last_on": "2020-01-02"}
    assert as_("ulla").post(f"/team/employees/{ulla}/leave/", past).status_code == 409
    assert as_("karin").post(f"/team/employees/{ulla}/leave/", typed).status_code == 403, "the director does not lead her"
    with everywhere():
        assert {field.name for field in Leave._meta.get_fields()} == {"id", "owner", "employee", "during"}
        assert Leave.objects.get().during == DateRange(TODAY_REAL, TODAY_REAL + timedelta(days=7))


def test_check_ins_are_days_noted_by_who_leads_one_and_the_latest_counts(cast: Cast, as_: Browser) -> None:
    ulla = cast.employee("ulla")
    address, coming = f"/team/employees/{ulla.pk}/check-in/", TODAY_REAL + timedelta(days=30)
    assert as_("elin").post(address, {"next_on": coming.isoformat()}).status_code == 403, "she leads nobody yet"
    elin_leads(cast)
    a_check_in(cast, ulla, TODAY_REAL - timedelta(days=3))
    late = (TODAY_REAL - timedelta(days=3)).isoformat()
    assert late in read(as_("elin"), "/home/function/")
    assert as_("elin").post(address, {"held_on": TODAY_REAL.isoformat(), "next_on": coming.isoformat()}).status_code == 302
    assert late not in read(as_("elin"), "/home/function/")
    assert coming.isoformat() in read(as_("ulla"), "/team/my-week/")
    assert coming.isoformat() not in read(as_("karin"), "/team/check-ins/table.csv/")
    for typed in (
        {"next_on": (TODAY_REAL - timedelta(days=1)).isoformat()},
        {"held_on": coming.isoformat(), "next_on": (coming + timedelta(days=1)).isoformat()},
        {"next_on": "2999-01-01"},
        {"next_on": ""},
    ):
        assert as_("elin").post(address, typed).status_code == 422
    with everywhere():
        assert CheckIn.objects.count() == 2
        assert "text" not in " ".join(field.get_internal_type().lower() for field in CheckIn._meta.concrete_fields)


def test_a_skill_is_said_by_oneself_who_leads_one_or_the_director_and_who_says_so_is_kept(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    skill, ulla = a_skill(cast, "Databaser"), cast.employee("ulla")
    typed = {"skill": skill.pk, "from_on": TODAY_REAL.isoformat()}
    assert as_("ulla").post(f"/team/employees/{ulla.pk}/skills/", typed).headers["Location"] == f"/team/employees/{ulla.pk}/"
    assert as_("elin").post(f"/team/employees/{ulla.pk}/skills/", typed).status_code == 409, "it is said already"
    karin = cast.employee("karin")
    assert as_("ulla").post(f"/team/employees/{karin.pk}/skills/", typed).status_code == 403
    with everywhere():
        held = SkillHeld.objects.get()
        assert held.said_by == ulla
    page = read(as_("elin"), f"/team/skills/{skill.pk}/")
    assert "Ulla Wikström" in page
    assert "themself" in page
    for name in ("ulla", "karin", "auditor"):
        names = read(as_(name), f"/team/skills/{skill.pk}/")
        assert "One person has it." in names
        assert f"/team/employees/{ulla.pk}/" not in names, "counts for the unit, names for who leads them"
    assert "Databaser" not in read(as_("anna"), f"/team/employees/{ulla.pk}/")
    assert as_("karin").post(f"/team/skills/held/{held.pk}/end/").status_code == 302
    with everywhere():
        assert not SkillHeld.objects.exists(), "it had not lasted a day"


def test_the_list_of_skills_is_kept_by_those_who_lead(cast: Cast, as_: Browser) -> None:
    typed = {"name": "Kartor", "name_en": "Maps"}
    assert as_("ulla").post("/team/skills/new/", typed).status_code == 403
    assert as_("karin").post("/team/skills/new/", typed).status_code == 302
    assert as_("karin").post("/team/skills/new/", typed).status_code == 409
    with everywhere():
        assert Skill.objects.get().owner_id == cast.unit.pk
    page = read(as_("ulla"), "/team/skills/")
    assert "nobody" in page
    read(as_("carin"), "/team/skills/", 403)


def test_acting_in_a_post_has_a_span_and_its_holder_keeps_it(cast: Cast, as_: Browser) -> None:
    post = a_post(cast, cast.employee("ulla"))
    url = f"/team/posts/{post.pk}/acting/"
    span = {"from_on": TODAY.isoformat(), "until_on": (TODAY + timedelta(days=60)).isoformat()}
    typed = {"employee": cast.employee("elin").pk, "share_percent": "60", **span}
    assert as_("karin").post(url, typed).status_code == 302
    with everywhere():
        acting = Post.objects.get(employee=cast.employee("elin"))
        assert (acting.acting_for, acting.share_percent) == (cast.employee("ulla"), 60)
        assert Post.objects.get(pk=post.pk).employee == cast.employee("ulla")
    assert "acting for Ulla Wikström" in read(as_("elin"), f"/team/functions/{cast.function.pk}/")
    assert as_("karin").post(f"/team/posts/{acting.pk}/holder/", {**typed, "on": TOMORROW.isoformat()}).status_code == 409
    for wrong, status in (
        ({"employee": cast.employee("ulla").pk}, 422),
        ({"until_on": TODAY.isoformat()}, 422),
        ({"from_on": "2020-01-01"}, 422),
        ({"employee": ""}, 422),
        ({"share_percent": "0"}, 422),
    ):
        assert as_("karin").post(url, typed | wrong).status_code == status
    vacant = a_post(cast)
    assert as_("karin").post(f"/team/posts/{vacant.pk}/acting/", typed).status_code == 409


def test_more_than_a_whole_week_is_named_by_its_first_day_and_spans_that_do_not_meet_are_no_more(cast: Cast) -> None:
    elin, by = cast.employee("elin"), cast.actor("karin")
    first = a_post(cast, elin, share_percent=80)
    other = a_post(cast, cast.employee("ulla"), share_percent=100)
    with inside(by.walls):
        with pytest.raises(Refused, match="Elin Wikström skulle arbeta 110 % av en vecka från 2026-12-07"):
            actions.act_in_post(
                other, elin, share_percent=30, from_on=TODAY + timedelta(days=14), until_on=TODAY + timedelta(days=30), by=by, at=NOW
            )
        actions.fill_post(first, elin, share_percent=50, on=TODAY + timedelta(days=14), by=by, at=NOW)
        actions.act_in_post(
            other, elin, share_percent=50, from_on=TODAY + timedelta(days=14), until_on=TODAY + timedelta(days=30), by=by, at=NOW
        )
        actions.act_in_post(
            other, elin, share_percent=50, from_on=TODAY + timedelta(days=30), until_on=TODAY + timedelta(days=60), by=by, at=NOW
        )
        assert Post.objects.filter(employee=elin).count() == 4


def test_pages_cost_as_many_queries_for_many_rows_as_for_few(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    browser, skill = as_("elin"), a_skill(cast, "Nät", cast.employee("elin"))
    weeks = f"/team/functions/{cast.function.pk}/week/"
    addresses = [weeks, "/team/skills/", f"/team/skills/{skill.pk}/", "/team/my-week/", "/catalog/cover/", "/home/function/"]
    addresses += [f"/team/{what}/table.csv/" for what in ("weeks", "leave", "check-ins", "skills/held", "posts")]

    def queries() -> dict[str, int]:
        found = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address).status_code == 200
            found[address] = len(seen)
        return found

    def grow(number: int) -> None:
        for n in range(number):
            employee = an_employee(cast.function, a_site(cast.member, f"Ort {number}-{n}"))
            a_skill(cast, f"Kunskap {number}-{n}", employee)
            a_week(employee, ("site", cast.site))
            a_leave(employee, COMING, 1)
            a_check_in(cast, employee, TODAY_REAL - timedelta(days=n))
        with everywhere():
            SkillHeld.objects.filter(skill__name=f"Kunskap {number}-0").update(skill=skill)

    grow(2)
    queries()
    few = queries()
    grow(12)
    assert queries() == few


def test_another_function_is_not_led_by_who_leads_this_one(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    stranger = an_employee(a_function(cast.unit, cast.member, "Drift"), cast.site, "Nils Norr")
    for address in (f"/team/functions/{stranger.function_id}/week/", f"/team/employees/{stranger.pk}/leave/"):
        read(as_("elin"), address, 403)
    typed = {"next_on": (TODAY_REAL + timedelta(days=3)).isoformat()}
    assert as_("elin").post(f"/team/employees/{stranger.pk}/check-in/", typed).status_code == 403
    with everywhere():
        assert not CheckIn.objects.exists()
