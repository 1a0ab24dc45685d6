"""Being spread out through doors: the unit sees its sites, members what is published; four people are told of nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed
from samdrift.follow_up.actions.spread import CountsNobody, NothingToPublish, YearIsToCome, publish_spread, record_indicator
from samdrift.follow_up.models import Indicator, PublishedSpread
from samdrift.follow_up.queries.spread import spreads
from samdrift.follow_up.spread import Source, Spread
from samdrift.follow_up.spread_report import spread_as_dict, spread_as_text
from samdrift.members.models import Site
from samdrift.team.models import TravelFigure
from samdrift.team.weeks import weeks_from
from tests.builders import NOW, Cast, a_site, everywhere

Browser = Callable[[str], Client]
INDICATORS = "site;year;measure;value;count;source\n"


def an_indicator(cast: Cast, value: str, count: int, *, year: int = 2018, measure: str = "turnover", site: Site | None = None) -> Indicator:
    with everywhere() as samdrift:
        return record_indicator(cast.unit, site or cast.site, year, measure, Decimal(value), count, "Prov", by=samdrift, at=NOW)


def before_and_after(cast: Cast) -> None:
    """Seven at Falun before 2020 and six after; at Umeå four before and nine after."""
    umea = a_site(cast.other, "Umeå")
    an_indicator(cast, "71.5", 7)
    an_indicator(cast, "33.5", 6, year=2022)
    an_indicator(cast, "98.7", 4, site=umea)
    an_indicator(cast, "55.5", 9, year=2022, site=umea)


def send(browser: Client, content: str) -> Any:
    return browser.post(reverse("import_indicators"), {"file": SimpleUploadedFile("fil.csv", content.encode())})


def page_of(browser: Client, language: str = "sv") -> str:
    answer = browser.get(reverse("spread"), headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_unit_sees_its_sites_before_and_after_and_four_people_nowhere(cast: Cast, as_: Browser) -> None:
    before_and_after(cast)
    for name in ("karin", "elin", "auditor"):
        page = page_of(as_(name))
        for shown in ("71,5", "33,5", "55,5"):
            assert shown in page
        assert "98,7" not in page  # directly
    for table in ("spread_table", "indicators_table"):  # by export
        content = as_("karin").get(reverse(table, args=["csv"])).content.decode()
        assert ("71,50" in content, "98,7" in content) == (True, False)
    with everywhere():  # by report, and by the difference of all and one
        report = spread_as_dict(on=NOW.date())
        [turnover] = report["measures"]
        assert "98.7" not in json.dumps(report)
        assert (turnover["together"]["before"]["of_how_many"], turnover["together"]["after"]["of_how_many"]) == (7, 15)
        assert turnover["too_few"] == ["Umeå"]
        assert "71.5" in spread_as_text(report)


def test_a_member_sees_what_is_published_of_all_sites_and_no_site(cast: Cast, as_: Browser) -> None:
    before_and_after(cast)
    assert "71,5" not in page_of(as_("carin"))
    carin = cast.actor("carin")
    with inside(carin.walls):
        assert not Indicator.objects.exists()
    assert as_("karin").post(reverse("publish_spread"), {"csrf": "x"}).status_code == 302
    page = page_of(as_("carin"))
    assert "46,7" in page  # (6 × 33,5 + 9 × 55,5) / 15
    assert "Umeå" not in page
    table = as_("carin").get(reverse("spread_table", args=["csv"])).content.decode()
    assert ("46,70" in table, "Falun" in table) == (True, False)
    assert as_("carin").get(reverse("indicators_table", args=["csv"])).status_code == 403


def test_four_alone_are_not_published(cast: Cast, as_: Browser) -> None:
    an_indicator(cast, "98.7", 4)
    with everywhere() as samdrift, pytest.raises(NothingToPublish):
        publish_spread(cast.unit, by=samdrift, at=NOW)
    assert as_("karin").post(reverse("publish_spread"), {"csrf": "x"}).status_code == 409
    with everywhere():
        assert not PublishedSpread.objects.exists()
    assert "98,7" not in page_of(as_("karin"))


def test_indicators_from_a_file_again_add_nothing_and_others_count_instead(cast: Cast, as_: Browser) -> None:
    content = INDICATORS + "Falun;2018;turnover;9,5;7;Prov\nLänsverket: Falun;2018;hands;3;12;Prov\n"
    for _time in range(2):
        assert send(as_("karin"), content).status_code == 302
    assert send(as_("karin"), content.replace("9,5", "8,5")).status_code == 302
    with everywhere():
        assert Indicator.objects.count() == 3
    assert "8,5" in page_of(as_("karin"))
    taken_out = as_("karin").get(reverse("indicators_table", args=["csv"])).content.decode("utf-8-sig")
    assert send(as_("karin"), taken_out).status_code == 302
    with everywhere():
        assert Indicator.objects.count() == 3


@pytest.mark.parametrize(
    "row",
    [
        "Okänd;2018;turnover;9;7;P",
        "Falun;2018;lön;9;7;P",
        "Falun;2018;turnover;-9;7;P",
        "Falun;2018;turnover;nio;7;P",
        "Falun;2018;turnover;9;0;P",
        "Falun;2099;turnover;9;7;P",
        "Falun;2018;turnover;9;7;",
        "Falun;2018;turnover;9,123;7;P",
    ],
)
def test_indicators_that_cannot_be_are_refused_and_none_is_entered(cast: Cast, as_: Browser, row: str) -> None:
    answer = send(as_("karin"), INDICATORS + "Falun;2017;turnover;9;7;P\n" + row + "\n")
    assert answer.status_code == 422
    assert [wrong.line for wrong in answer.context["wrong"]] == [3]
    with everywhere():
        assert not Indicator.objects.exists()


def test_a_measure_is_recorded_on_a_page(cast: Cast, as_: Browser) -> None:
    typed = {"site": cast.site.pk, "year": 2018, "measure": "cover", "value": "88,5", "count": 4, "source": "Prov"}
    assert as_("karin").post(reverse("record_indicator"), typed).status_code == 302
    assert as_("karin").post(reverse("record_indicator"), typed | {"value": "-1"}).status_code == 422
    assert as_("karin").post(reverse("record_indicator"), typed | {"year": 2099}).status_code == 422
    assert "88,5" in page_of(as_("karin"))  # times that a site was away are no people


def test_what_cannot_be_and_who_may_not(cast: Cast) -> None:
    elin = cast.actor("elin")
    with everywhere() as samdrift:
        told = {"source": "P", "at": NOW}
        with pytest.raises(CountsNobody):
            record_indicator(cast.unit, cast.site, 2018, "turnover", Decimal(1), 0, by=samdrift, **told)  # type: ignore[arg-type]
        with pytest.raises(YearIsToCome):
            record_indicator(cast.unit, cast.site, 2099, "turnover", Decimal(1), 9, by=samdrift, **told)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            record_indicator(cast.unit, cast.site, 2018, "turnover", Decimal(1), 9, by=elin, **told)  # type: ignore[arg-type]


def test_the_page_takes_as_many_queries_for_thirty_sites_as_for_three(cast: Cast, as_: Browser) -> None:
    karin = as_("karin")

    def more(number: int, first: int) -> None:
        for place in range(first, first + number):
            site = a_site(cast.member, f"Ort {place}")
            an_indicator(cast, "9", 7, site=site)
            weeks_of_travel(cast, 5, 1, 1, site=site)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page_of(karin)
        return len(found)

    more(3, 0)
    page_of(karin)
    few = queries()
    more(27, 3)
    assert queries() == few


def weeks_of_travel(cast: Cast, people: int, days: int, weeks: int = 40, *, year: int = NOW.year - 1, site: Site | None = None) -> None:
    """Weeks of a year that were over and counted."""
    with everywhere():
        TravelFigure.objects.bulk_create(
            TravelFigure(owner=cast.unit, week=week, site=site or cast.site, people=people, days=days)
            for week in weeks_from(date.fromisocalendar(year, 1, 1), weeks)
        )


def travel_of(cast: Cast, on: date) -> Spread | None:
    with everywhere():
        return next((one for one in spreads(cast.unit, on=on).measures if one.measure == "travel"), None)


def test_travel_of_a_year_comes_from_planned_weeks_and_says_so(cast: Cast, as_: Browser) -> None:
    an_indicator(cast, "2.5", 7, measure="travel")
    weeks_of_travel(cast, 8, 1)
    page = page_of(as_("karin"), "en")
    assert "6.5" in page  # 40 days of 8 × 40 weeks, times 52
    assert "from planned weeks" in page
    assert "40 days ÷ 320 weeks planned × 52; 40 weeks of the year are counted" in page
    assert "Sites that can be compared: 1. Better at 0, worse at 1, as before at 0." in page
    assert "1 of 6 measures can be compared before and after, at one site. All sites together, worse: travel. Cannot be told:" in page
    with everywhere() as samdrift:
        [published] = publish_spread(cast.unit, by=samdrift, at=NOW)
        assert (published.before_source, published.after_source, published.after_count) == ("entered", "planned", 8)
        report = spread_as_dict(on=NOW.date())
    assert report["measures"][0]["together"]["turned_out"] == "worse"
    assert report["travel_from_planned_weeks"][0]["days_per_employee"] == 6.5
    assert "from planned weeks" in page_of(as_("carin"), "en")
    for name in ("karin", "carin"):
        assert "planned" in as_(name).get(reverse("spread_table", args=["csv"])).content.decode()


def test_what_is_entered_for_a_site_and_year_counts_before_what_was_planned(cast: Cast, as_: Browser) -> None:
    weeks_of_travel(cast, 8, 1)
    an_indicator(cast, "3.5", 9, measure="travel", year=NOW.year - 1)
    page = page_of(as_("karin"), "en")
    assert ("3.5" in page, "6.5" in page, "the figure that is entered" in page) == (True, True, True)
    travel = travel_of(cast, NOW.date())
    assert travel
    assert travel.together.after
    assert (float(travel.together.after.value), travel.together.after.source) == (3.5, Source.ENTERED)


def test_a_year_that_is_not_over_or_of_few_weeks_is_not_told(cast: Cast, as_: Browser) -> None:
    weeks_of_travel(cast, 8, 1, 30, year=NOW.year)
    weeks_of_travel(cast, 8, 1, 25)
    assert travel_of(cast, NOW.date()) is None
    assert "25 weeks of the year are counted" in page_of(as_("karin"), "en")
    travel = travel_of(cast, date(NOW.year + 1, 1, 4))
    assert travel
    assert travel.together.after
    assert travel.together.after.from_year == NOW.year


def test_the_page_has_a_picture_whose_figures_stand_in_its_table(cast: Cast, as_: Browser) -> None:
    before_and_after(cast)
    page = page_of(as_("karin"), "en")
    picture = page[page.index("<figure") : page.index("</figure>")]
    for shown in ("71.5", "46.7"):
        assert shown in picture
        assert page.count(shown) >= 2
    assert "style=" not in page
