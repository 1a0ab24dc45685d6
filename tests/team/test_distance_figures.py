"""Figures about people through every door there is: asked for directly, by filter, by difference, as files, and week against week."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from samdrift.team.actions.figures import count_weeks_over
from samdrift.team.groups import computable, countable
from samdrift.team.models import CheckIn, Employee, Leave, PlannedDay, TravelFigure, WeekFigure
from samdrift.team.queries import YearOfTravel, figures_as_shown, travel_by_year
from samdrift.team.queries.figures import CHECK_INS, COLUMNS
from samdrift.team.queries.rotas import midnight
from samdrift.team.weeks import A_WEEK
from tests.builders import Cast, a_function, a_site, an_employee, everywhere
from tests.team.distance import THIS_WEEK, a_leave, a_skill, elin_leads, planned_long_ago
from tests.team.test_distance import as_file, read

Browser = Callable[[str], Client]
FIRST = THIS_WEEK - 4 * A_WEEK


def a_unit_with_a_function_of_four(cast: Cast) -> dict[str, list[Employee]]:
    """Three functions: of twenty, of eight, and of four; the cast's own three people sit in the first one."""
    sizes = {"Drift": 20, "Utveckling": 8, "Projekt": 4}
    people: dict[str, list[Employee]] = {}
    for name, size in sizes.items():
        function = a_function(cast.unit, cast.other, name)
        with everywhere():
            rows = (Employee(name=f"{name} {n}", email=f"{name}{n}@unit.example", function=function, site=cast.site) for n in range(size))
            people[name] = Employee.objects.bulk_create(rows)
    with everywhere():
        Employee.objects.filter(function=cast.function).update(function=people["Drift"][0].function)
    people["Drift"] += [cast.employee(name) for name in ("elin", "ulla", "karin")]
    return people


def planned(cast: Cast, people: dict[str, list[Employee]], at_home: dict[str, int], week: date) -> None:
    """So many of each function work at home in a week, the others at their site."""
    told = [(person, "home" if n < at_home[name] else "site") for name, group in people.items() for n, person in enumerate(group)]
    planned_long_ago(cast, told, week)


def counted(cast: Cast) -> None:
    with everywhere() as by:
        count_weeks_over(cast.unit.pk, by=by, at=timezone.now())


def table(browser: Client, kind: str = "csv") -> list[dict[str, str]]:
    text = browser.get(f"/team/figures/table.{kind}/").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_function_of_four_is_in_no_page_no_file_and_no_row_and_cannot_be_taken_from_the_rest(cast: Cast, as_: Browser) -> None:
    people = a_unit_with_a_function_of_four(cast)
    planned(cast, people, {"Drift": 11, "Utveckling": 3, "Projekt": 2}, FIRST)
    counted(cast)
    for name in ("elin", "karin", "ulla", "auditor"):
        rows = {row["function"]: row for row in table(as_(name))}
        assert (rows["Drift"]["home"], rows["Drift"]["site"]) == ("11", "12")
        assert (rows[""]["home"], rows[""]["people"]) == ("16", "35")
        for few in ("Projekt", "Utveckling"):
            assert [rows[few][column] for column in COLUMNS] == [""] * len(COLUMNS), "asked for directly, by difference of two, as a file"
        page = read(as_(name), f"/team/figures/?function={people['Projekt'][0].function_id}&week={FIRST}")
        assert page.count("not shown") > 1
    with everywhere():
        hidden = WeekFigure.objects.filter(function__name__in=("Projekt", "Utveckling")).exclude(place="all")
        assert set(hidden.values_list("people", flat=True)) == {None}, "nor is it stored"
    for name in ("carin", "anna", "hedda"):
        read(as_(name), "/team/figures/", 403)
        read(as_(name), "/team/figures/table.xlsx/", 403)


def test_check_ins_are_counted_by_the_same_rule_as_they_stood_when_the_week_was_over(cast: Cast, as_: Browser) -> None:
    people = a_unit_with_a_function_of_four(cast)
    planned(cast, people, {"Drift": 11, "Utveckling": 0, "Projekt": 0}, FIRST)
    over = FIRST + A_WEEK
    told = [(person, FIRST if n < 6 else over) for n, person in enumerate(people["Drift"])]
    told += [(person, FIRST if n < 3 else over) for n, person in enumerate(people["Utveckling"])]
    with everywhere():
        made = midnight(FIRST)
        CheckIn.objects.bulk_create(CheckIn(owner=cast.unit, employee=one, next_on=on, recorded_at=made) for one, on in told)
        CheckIn.objects.create(owner=cast.unit, employee=people["Drift"][0], next_on=over + A_WEEK, recorded_at=midnight(over))
    counted(cast)
    rows = {row["function"]: row for row in table(as_("karin"))}
    shown_ones = {name: [rows[name][column] for column in CHECK_INS] for name in ("", "Drift", "Utveckling", "Projekt")}
    assert shown_ones[""] == ["22", "", ""], "four have no day, and are hidden together with those whose day has passed"
    assert shown_ones["Drift"] == ["17", "", ""]
    assert shown_ones["Utveckling"] == shown_ones["Projekt"] == ["", "", ""], "three and four"


def test_weeks_that_differ_by_fewer_than_five_are_not_told_apart(cast: Cast, as_: Browser) -> None:
    people = a_unit_with_a_function_of_four(cast)
    homes = [11, 13, 16, 15]
    for n, at_home in enumerate(homes):
        planned(cast, people, {"Drift": at_home, "Utveckling": 3, "Projekt": 2}, FIRST + n * A_WEEK)
    counted(cast)
    shown_ones = [row["home"] for row in table(as_("karin")) if row["function"] == "Drift"]
    assert shown_ones == ["11", "", "16", ""]
    with everywhere():
        tables = [computable(one) for one in figures_as_shown(cast.unit.pk).values()]
    for n, later in enumerate(tables):
        for earlier in tables[:n]:
            assert all(countable(abs(number - earlier.get(key, number))) for key, number in later.items())


def test_a_week_that_is_over_is_counted_once_and_what_was_planned_is_dropped(cast: Cast, as_: Browser) -> None:
    people = a_unit_with_a_function_of_four(cast)
    planned(cast, people, {"Drift": 11, "Utveckling": 0, "Projekt": 0}, FIRST)
    with everywhere():
        Leave.objects.create(owner=cast.unit, employee=people["Drift"][0], during=(FIRST, FIRST + A_WEEK))
    assert as_("ulla").post("/team/my-week/", {"place_0": "home", "weeks": "1"}).status_code == 302
    with everywhere():
        assert not PlannedDay.objects.filter(on__lt=THIS_WEEK).exists()
        assert not Leave.objects.exists()
        figures = WeekFigure.objects.count()
        planned_long_ago(cast, [(people["Drift"][1], "home")], FIRST)
    counted(cast)
    with everywhere():
        assert WeekFigure.objects.count() == figures, "what comes later changes nothing that was counted"


def test_travel_is_counted_by_site_of_five_and_more_and_of_four_nowhere(cast: Cast) -> None:
    people = a_unit_with_a_function_of_four(cast)
    four = people["Projekt"]
    with everywhere():
        Employee.objects.filter(pk__in=[one.pk for one in four]).update(site=a_site(cast.other, "Umeå"))
    told = [(person, "travel" if n < 2 else "home") for n, person in enumerate(people["Utveckling"])]
    planned_long_ago(cast, [*told, *((person, "travel") for person in four)], FIRST)
    with everywhere():
        PlannedDay.objects.filter(employee=people["Utveckling"][7]).update(place="site", site=a_site(cast.other, "Boden"))
        Leave.objects.create(owner=cast.unit, employee=people["Utveckling"][0], during=(FIRST, FIRST + timedelta(days=3)))
    counted(cast)
    with everywhere():
        assert list(TravelFigure.objects.values_list("site", "week", "people", "days")) == [(cast.site.pk, FIRST, 8, 2 + 5 + 5)]
        year = FIRST.isocalendar().year
        assert travel_by_year(cast.unit.pk, on=FIRST) == [], "the year is not over"
        assert travel_by_year(cast.unit.pk, on=date(year + 1, 2, 1)) == [YearOfTravel(cast.site.pk, year, 1, 8, 12)]


def test_the_database_keeps_no_number_of_one_to_four(cast: Cast) -> None:
    with everywhere(), pytest.raises(IntegrityError), transaction.atomic():
        WeekFigure.objects.create(owner=cast.unit, week=THIS_WEEK, place="home", people=4)
    with everywhere(), pytest.raises(IntegrityError), transaction.atomic():
        TravelFigure.objects.create(owner=cast.unit, week=THIS_WEEK, site=cast.site, people=4, days=0)


FILES = {
    "weeks": "employee;day;place;member;site\n{ulla};{monday};home;;\n{ulla};{tuesday};site;{member};{site}\n",
    "leave": "employee;first_day;last_day\n{ulla};{monday};{tuesday}\n",
    "check-ins": "employee;next_on;held_on\n{ulla};{monday};\n",
    "skills": "skill;skill_en\nNät;Networks\n",
    "skills/held": "employee;skill;from\n{ulla};Kartor;2024-01-01\n",
    "posts": "function;title;member;site;employee;share;from;title_en;until;acting_for\n"
    "{function};Tekniker;{member};{site};{ulla};80;2024-01-01;;;\n{function};Chef;{member};{site};{ulla};20;2024-01-01;;2100-01-01;{elin}\n",
}


@pytest.mark.parametrize("what", FILES)
def test_what_is_sent_in_is_taken_out_the_same_and_again_adds_nothing(what: str, cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    a_skill(cast, "Kartor")
    coming = THIS_WEEK + A_WEEK
    facts = {"ulla": "Ulla Wikström", "elin": "Elin Wikström", "monday": coming, "tuesday": coming + (A_WEEK / 7)}
    places = {"member": cast.member.short_name, "site": cast.site.name, "function": cast.function.name}
    text = FILES[what].format(**facts, **places)
    sender = as_("karin" if what == "posts" else "elin")
    assert sender.post(f"/team/{what}/import/", as_file(text)).status_code == 302
    out = sender.get(f"/team/{what}/table.csv/").content.decode("utf-8-sig").replace("\r\n", "\n")
    wanted = text.replace(f";site;{cast.member.short_name};{cast.site.name}", ";site;;") if what == "weeks" else text
    assert set(wanted.splitlines()) <= set(out.splitlines())
    xlsx = sender.get(f"/team/{what}/table.xlsx/").content
    assert xlsx.startswith(b"PK")
    assert sender.post(f"/team/{what}/import/", {"file": SimpleUploadedFile("again.xlsx", xlsx)}, follow=True).status_code == 200
    assert sender.get(f"/team/{what}/table.csv/").content.decode("utf-8-sig").replace("\r\n", "\n") == out


WRONG = {
    "weeks": [
        "{ulla};2020-01-06;home;;",
        "{ulla};{saturday};home;;",
        "{ulla};{monday};moon;;",
        "Nobody;{monday};home;;",
        "{ulla};x;home;;",
    ],
    "leave": ["{ulla};{tuesday};{monday}", "{ulla};2020-01-01;2020-01-02", "{stranger};{monday};{tuesday}", "{ulla};;"],
    "check-ins": ["{ulla};2020-01-01;", "{stranger};{monday};", "{ulla};{monday};{tuesday}"],
    "skills": [";Nothing", "x" * 90 + ";"],
    "skills/held": ["{ulla};No such;2024-01-01", "{stranger};Kartor;2024-01-01", "{ulla};Kartor;soon"],
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_with_a_wrong_row_enters_nothing_and_names_each(what: str, cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    a_skill(cast, "Kartor")
    stranger = an_employee(a_function(cast.unit, cast.member, "Drift"), cast.site, "Nils Norr")
    coming = THIS_WEEK + A_WEEK
    facts = {"ulla": "Ulla Wikström", "stranger": stranger.name, "monday": coming}
    facts |= {"tuesday": coming + A_WEEK / 7, "saturday": coming + 5 * A_WEEK / 7}
    head = FILES[what].splitlines()[0]
    rows = [row.format(**facts) for row in WRONG[what]]
    good = FILES[what].format(**facts, member=cast.member.short_name, site=cast.site.name).splitlines()[1]
    answer = as_("elin").post(f"/team/{what}/import/", as_file("\n".join([head, good, *rows]) + "\n"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert all(f">{line}<" in page for line in range(3, 3 + len(rows))), "each wrong line is named"
    out = as_("elin").get(f"/team/{what}/table.csv/").content.decode("utf-8-sig")
    assert good not in out


def test_a_share_of_more_than_a_whole_week_in_a_file_is_named_with_its_day(cast: Cast, as_: Browser) -> None:
    where = f"{cast.function.name};Tekniker;{cast.member.short_name};{cast.site.name};Ulla Wikström"
    head = "function;title;member;site;employee;share;from;until"
    answer = as_("karin").post(
        "/team/posts/import/",
        as_file(f"{head}\n{where};80;2024-01-01;2100-01-01\n{where};40;2025-03-01;\n"),
        headers={"accept-language": "en"},
    )
    assert answer.status_code == 422
    assert "120 % of a week from 2025-03-01" in strip_tags(answer.text)


def test_leave_that_was_taken_before_is_left_as_it_is_by_a_file_that_meets_it(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    coming = THIS_WEEK + A_WEEK
    a_leave(cast.employee("ulla"), coming, 3)
    text = f"employee;first_day;last_day\nUlla Wikström;{coming + A_WEEK / 7};{coming + A_WEEK}\n"
    assert as_("elin").post("/team/leave/import/", as_file(text)).status_code == 422
    with everywhere():
        assert Leave.objects.count() == 1
