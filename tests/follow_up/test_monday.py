"""Monday: five sentences for who leads a function, each with one thing to do and no names of people."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from samdrift.catalog.actions.skills import name_skills
from samdrift.team.weeks import A_WEEK
from tests.builders import Cast, a_function, a_service, a_site, an_employee, everywhere
from tests.follow_up.homes import elin_leads, text
from tests.team.distance import THIS_WEEK, a_check_in, a_leave, a_skill, a_week

Browser = Callable[[str], Client]


def sentences(page: str) -> str:
    return page[page.index('id="week"') : page.index("</section>", page.index('id="week"'))]


def test_a_calm_monday_says_so_in_five_sentences(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    said = sentences(text(as_("elin"), "/home/function/"))
    assert re.findall(r"<li>([^<]+)<span", said) == [
        "No site and no skill is without cover this week.",
        "No service is carried by one person alone.",
        "No shift of the week is against a rule.",
        "No check-in has passed its day.",
        "No promise is late or due within 24 hours.",
    ]
    assert said.count("<a href") == 5


def test_monday_names_sites_skills_services_and_days_and_no_people(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    ulla, today = cast.employee("ulla"), timezone.localdate()
    far = an_employee(cast.function, a_site(cast.other, "Luleå"), "Nils Norr")
    skill, mail = a_skill(cast, "Brandväggar", ulla), a_service("Post")
    with everywhere() as by:
        name_skills(mail, [skill], by=by, at=timezone.now())
    a_leave(ulla, THIS_WEEK, 7)
    a_week(far, "home", "site", "site", "site", "site")
    for days in (3, 9):
        a_check_in(cast, (ulla, far)[days > 3], today - timedelta(days=days))
    said = sentences(text(as_("elin"), "/home/function/"))
    assert "2 sites or skills are without cover this week." in said
    assert "Luleå (Monday), Brandväggar (en) (all week)" in said
    assert "1 service is carried by one person or by nobody." in said
    assert f"<p>{today - timedelta(days=9)}, {today - timedelta(days=3)}</p>" in said, "days only, in their order"
    assert not {name for name in ("Ulla", "Nils", "Karin") if name in said}
    for address in re.findall(r'<a href="([^"#]+)', said):
        assert as_("elin").get(address.replace("&amp;", "&")).status_code == 200


def test_monday_is_about_ones_own_function(cast: Cast, as_: Browser) -> None:
    elin_leads(cast)
    other = an_employee(a_function(cast.unit, cast.member, "Drift"), a_site(cast.other, "Luleå"))
    skill = a_skill(cast, "Brandväggar", other)
    with everywhere() as by:
        name_skills(a_service("Post"), [skill], by=by, at=timezone.now())
    a_leave(other, THIS_WEEK, 7)
    a_check_in(cast, other, timezone.localdate() - A_WEEK)
    said = sentences(text(as_("elin"), "/home/function/"))
    for words in ("No site and no skill", "No service is", "No check-in"):
        assert words in said
