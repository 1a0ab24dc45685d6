"""Homes through the doors: each role lands on its own, finds what waits for it, and nothing of another member."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from samdrift.core.access import inside
from samdrift.run.availability.actions import Hit
from samdrift.run.availability.spans import month_of
from samdrift.run.desk import actions
from samdrift.team.models import Post
from tests.agree.builders import a_version, an_adoption, sign
from tests.availability.builders import ALWAYS, a_promised_service, an_outage
from tests.builders import Cast, a_level, a_member, a_person, a_ticket, an_uptake, everywhere
from tests.catalog.test_reviews import a_need
from tests.follow_up.homes import RESPONSE, a_ticket_with_elin, elin_leads, promises_made, queries_of, text
from tests.purchasing.contract_builders import a_contract
from tests.settle.builders import a_closed_october

Browser = Callable[[str], Client]
HOUR = timedelta(hours=1)
HOMES = {
    "anna": "/report/",
    "carin": "/home/agency/",
    "sten": "/home/agency/",
    "maja": "/home/agency/",
    "hedda": "/home/agency/",
    "elin": "/work/",
    "ulla": "/home/unit/",
    "karin": "/home/unit/",
    "auditor": "/home/unit/",
}


@pytest.mark.parametrize("name", HOMES)
def test_each_role_lands_on_its_own_home_and_a_new_federation_is_calm(name: str, cast: Cast, as_: Browser) -> None:
    for language in ("sv", "en"):
        response = as_(name).get("/", follow=True, headers={"accept-language": language})
        assert response.redirect_chain == [(HOMES[name], 302)]
        assert response.status_code == 200


def test_who_leads_a_function_lands_on_the_home_of_its_manager(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    assert as_("elin").get("/").headers["Location"] == "/home/function/"
    page = text(as_("elin"), "/home/function/", "sv")
    assert "Servicedesk" in page
    assert "Funktionschef, It-enheten" in page, "the role one acts in"
    assert "Inget löfte är försenat nu." in page
    assert "Medarbetarna har inget öppet ärende." in page


def test_a_home_is_for_its_own_role_alone(cast: Cast, as_: Browser) -> None:
    text(as_("carin"), "/home/unit/", status=403)
    text(as_("elin"), "/home/unit/", status=403)
    text(as_("elin"), "/home/function/", status=403)
    text(as_("carin"), "/home/function/", status=403)
    text(as_("anna"), "/home/agency/", status=403)
    assert as_("karin").get("/home/agency/").headers["Location"] == "/"


def test_an_empty_federation_says_so_in_calm_words(cast: Cast, as_: Browser) -> None:
    page = text(as_("karin"), "/home/unit/", "sv")
    for words in ("Inget väntar på dig.", "Inget löfte är försenat nu.", "Ingen kostnad är införd ännu.", "Inget att underteckna"):
        assert words in page
    page = text(as_("auditor"), "/home/unit/")
    assert "Nothing stands open in the unit." in page
    page = text(as_("maja"), "/home/agency/", "sv")
    for words in ("Ingen räkning har skickats till oss ännu.", "Vi använde ingen tjänst den månaden.", "Inget ärende är öppet."):
        assert words in page


def test_what_is_late_and_due_is_counted_and_leads_to_as_many_rows(cast: Cast, as_: Browser) -> None:
    promises_made(cast)
    now = timezone.now()
    late = a_ticket(cast.person("anna"), "Jag kommer inte in.", at=now - RESPONSE - HOUR)
    a_ticket(cast.person("bo"), "Datorn är långsam.", at=now - HOUR)
    page = text(as_("karin"), "/home/unit/")
    assert "One promise is late now." in page
    assert '<a href="/promises/?show=late">1</a>' in page
    assert '<a href="/promises/?show=soon">3</a>' in page
    rows = text(as_("karin"), "/promises/?show=late")
    assert rows.count('<th scope="row">') == 1
    assert f"/tickets/{late.pk}/" in rows
    assert text(as_("karin"), "/promises/?show=soon").count('<th scope="row">') == 3


def test_a_member_finds_its_own_figures_and_nobody_elses(cast: Cast, as_: Browser) -> None:
    promises_made(cast)
    now = timezone.now()
    a_ticket(cast.person("bo"), "Havsverkets hemlighet", at=now - RESPONSE - HOUR)
    for name in ("carin", "sten", "maja", "hedda"):
        page = text(as_(name), "/home/agency/")
        assert "No promise to us is late now." in page
        for address in ("/promises/?show=late", f"/promises/?show=late&member={cast.other.pk}", "/promises/?show=late&team=mine"):
            rows = text(as_(name), address)
            assert "No promise is late" in rows
            assert "Havsverket" not in rows
    assert "One promise to us is late now." in text(as_("berit"), "/home/agency/")


def test_only_those_who_read_its_tickets_read_their_words_among_the_promises(cast: Cast, as_: Browser) -> None:
    promises_made(cast)
    ticket = a_ticket(cast.person("anna"), "En känslig fråga", at=timezone.now() - RESPONSE - HOUR)
    for name, reads in {"carin": True, "hedda": True, "maja": False, "sten": False}.items():
        rows = text(as_(name), "/promises/?show=late")
        assert ticket.number in rows
        assert ("En känslig fråga" in rows) is reads
        assert (f"/tickets/{ticket.pk}/" in rows) is reads


def test_a_proposal_waits_for_each_side_until_it_has_signed(cast: Cast, as_: Browser) -> None:
    adoption = an_adoption(cast, a_version(cast))
    address = f"/agreements/adoptions/{adoption.pk}/sign/"
    assert address in text(as_("karin"), "/home/unit/")
    assert address in text(as_("sten"), "/home/agency/")
    for name, home in {"ulla": "/home/unit/", "auditor": "/home/unit/", "carin": "/home/agency/", "maja": "/home/agency/"}.items():
        assert address not in text(as_(name), home)
    sign(adoption, cast.actor("karin"))
    assert address not in text(as_("karin"), "/home/unit/")
    assert address in text(as_("sten"), "/home/agency/")


def test_several_proposals_of_one_version_are_one_line_that_counts_them(cast: Cast, as_: Browser) -> None:
    version = a_version(cast)
    for taker in (cast.member, cast.other):
        an_adoption(cast, version, taker=taker)
    page = text(as_("karin"), "/home/unit/", "sv")
    assert page.count(f"/agreements/versions/{version.pk}/sign/") == 1
    assert "2 medlemmar" in page


def test_a_bill_leads_to_its_lines_and_the_directors_table_holds_it(cast: Cast, as_: Browser) -> None:
    a_closed_october(cast)
    for name in ("maja", "carin"):
        page = text(as_(name), "/home/agency/", "sv")
        assert "900,01 kr" in page
        assert "Räkning för oktober 2026" in page
    page = text(as_("karin"), "/home/unit/", "sv")
    assert "900,01" in page
    assert "Kan inte bedömas" in page, "one closed month makes no forecast"


def test_money_comes_first_to_finance(cast: Cast, as_: Browser) -> None:
    a_closed_october(cast)
    page = text(as_("maja"), "/home/agency/")
    assert page.index('id="bill"') < page.index('id="promises"')
    page = text(as_("carin"), "/home/agency/")
    assert page.index('id="bill"') > page.index('id="promises"')
    page = text(as_("ulla"), "/home/unit/")
    assert page.index('id="cost"') < page.index('id="promises"')


def test_a_ticket_that_waits_for_the_reader_stands_among_what_waits(cast: Cast, as_: Browser) -> None:
    ticket = a_ticket(cast.person("carin"), "Min skärm blinkar")
    elin = cast.actor("elin")
    with inside(elin.walls):
        actions.answer_ticket(ticket, "Vilken modell är det?", by=elin, at=timezone.now(), then="waiting")
    assert "Answer us about “Min skärm blinkar”" in text(as_("carin"), "/home/agency/")
    assert "Answer us about" not in text(as_("hedda"), "/home/agency/"), "it is not hers to answer"


def test_a_known_disturbance_stands_where_one_reports_when_it_hits_ones_own_member(cast: Cast, as_: Browser) -> None:
    service = a_promised_service(cast.member, cast.other)
    start = f"{timezone.localtime() - HOUR:%Y-%m-%d %H:%M}"
    an_outage(service, start, None, Hit(cast.other.pk), text="Ett kort har gått sönder.", at=timezone.now())
    for name, address in {"bo": "/report/", "berit": "/home/agency/"}.items():
        page = text(as_(name), address, "sv")
        assert "Ett kort har gått sönder." in page
        assert "Länsverket" not in page
    for name, address in {"anna": "/report/", "carin": "/home/agency/"}.items():
        page = text(as_(name), address, "sv")
        assert "Ett kort har gått sönder." not in page
        assert "Havsverket" not in page
    elin_leads(cast)
    assert "Ett kort har gått sönder." in text(as_("elin"), "/home/function/", "sv")


def test_a_month_of_availability_that_was_not_held_leads_to_its_why(cast: Cast, as_: Browser) -> None:
    service = a_promised_service(cast.member, cast.other, hours=ALWAYS)
    last = month_of(timezone.now()).previous()
    an_outage(service, f"{last}-03 08:00", f"{last}-04 08:00", Hit(cast.member.pk), at=timezone.now())
    why = f"/availability/{cast.member.pk}/{service.pk}/{last}/"
    for name in ("karin", "ulla", "auditor"):
        page = text(as_(name), "/home/unit/")
        assert why in page
        assert "1 of 2 promises broken." in page
    page = text(as_("carin"), "/home/agency/")
    assert why in page
    assert "1 of 1 promises broken." in page
    page = text(as_("berit"), "/home/agency/")
    assert "the one promise held." in page
    assert why not in page


def test_a_service_without_an_agreement_waits_for_those_who_can_make_one(cast: Cast, as_: Browser) -> None:
    an_uptake(cast.member, a_level(cast.desk_service))
    for name, home in {"karin": "/home/unit/", "auditor": "/home/unit/", "sten": "/home/agency/", "hedda": "/home/agency/"}.items():
        assert "1 use of a service has no agreement that fits" in text(as_(name), home)
    for name, home in {"ulla": "/home/unit/", "carin": "/home/agency/", "maja": "/home/agency/"}.items():
        assert "no agreement that fits" not in text(as_(name), home)


def test_overdue_reviews_wait_for_the_director_and_for_those_of_the_member_who_state_its_needs(cast: Cast, as_: Browser) -> None:
    past, coming = date(2026, 1, 1), date(2099, 1, 1)
    a_need(cast.member, past)
    a_need(cast.other, past)
    a_need(cast.other, coming)
    assert '<a href="/reviews/">2 reviews are overdue</a>' in text(as_("karin"), "/home/unit/")
    for name in ("carin", "hedda"):
        assert '<a href="/reviews/">One review is overdue</a>' in text(as_(name), "/home/agency/")
    for name, home in {"maja": "/home/agency/", "sten": "/home/agency/", "ulla": "/home/unit/"}.items():
        assert "overdue" not in text(as_(name), home)


def test_a_contract_whose_reminder_has_come_waits_for_the_director(cast: Cast, as_: Browser) -> None:
    today = timezone.localdate()
    a_contract(cast, ends_on=today + timedelta(days=400))
    assert "waits for a decision" not in text(as_("karin"), "/home/unit/")
    a_contract(cast, ends_on=today + timedelta(days=30))
    assert '<a href="/contracts/">One contract waits for a decision</a>' in text(as_("karin"), "/home/unit/")


def test_a_manager_sees_people_and_posts_by_site_and_names_only_where_they_belong(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    with everywhere():
        during = DateRange(date(2020, 1, 1), None)
        for employee, title in ((cast.employee("elin"), "Chef"), (None, "Tekniker")):
            Post.objects.create(owner=cast.unit, function=cast.function, employee=employee, site=cast.site, title=title, during=during)
    page = text(as_("elin"), "/home/function/", "sv")
    assert "2 befattningar" in page
    assert "1 vakant" in page
    assert "Karin Wikström" not in page


def test_a_manager_finds_the_tickets_of_the_team_by_when_they_are_due(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    promises_made(cast)
    now = timezone.now()
    a_ticket_with_elin(cast, cast.person("anna"), now - HOUR, "Det andra")
    a_ticket_with_elin(cast, cast.person("bo"), now - RESPONSE - HOUR, "Det första")
    a_ticket(cast.person("anna"), "Ingens", at=now - RESPONSE - HOUR)
    page = text(as_("elin"), "/home/function/")
    assert page.index("Det första") < page.index("Det andra")
    assert "Ingens" not in page
    assert '<a href="/promises/?show=late&amp;team=mine">1</a>' in page
    rows = text(as_("elin"), "/promises/?show=late&team=mine")
    assert "Det första" in rows
    assert "Ingens" not in rows


def test_what_nobody_has_is_the_desks(cast: Cast, as_: Browser) -> None:
    elin_leads(cast, is_desk=True)
    promises_made(cast)
    a_ticket(cast.person("anna"), "Ingens", at=timezone.now() - RESPONSE - HOUR)
    page = text(as_("elin"), "/home/function/")
    assert "Ingens" in page
    assert '<a class="sd-small" href="/work/?view=nobody">One that nobody has</a>' in page
    assert '<a href="/promises/?show=late&amp;team=mine">1</a>' in page
    assert "Ingens" in text(as_("elin"), "/promises/?show=late&team=mine")


def test_a_home_asks_as_many_questions_of_3_rows_as_of_30(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    promises_made(cast)
    service, version = a_promised_service(cast.member, cast.other), a_version(cast)
    now, homes = timezone.now(), {"karin": "/home/unit/", "carin": "/home/agency/", "elin": "/home/function/"}

    def more_rows(number: int) -> None:
        for _time in range(number):
            a_ticket_with_elin(cast, cast.person("anna"), now - RESPONSE - HOUR)
            a_ticket(a_person(cast.other), at=now - HOUR)
            an_adoption(cast, version, taker=a_member())
            an_outage(service, f"{timezone.localtime() - HOUR:%Y-%m-%d %H:%M}", None, at=now)

    more_rows(3)
    few = {name: queries_of(as_(name), home) for name, home in homes.items()}
    more_rows(27)
    assert {name: queries_of(as_(name), home) for name, home in homes.items()} == few


def test_the_list_of_promises_asks_as_many_questions_of_3_rows_as_of_30(cast: Cast, as_: Browser) -> None:
    promises_made(cast)
    now = timezone.now()
    counts = []
    for number in (3, 27):
        for _time in range(number):
            a_ticket(cast.person("anna"), at=now - RESPONSE - HOUR)
        counts.append(queries_of(as_("karin"), "/promises/"))
    assert counts[0] == counts[1]
    assert "30 promises are late now." in text(as_("karin"), "/promises/?member=nobody&show=what&page=x")
