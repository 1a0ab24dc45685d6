"""Menus: a role's own work first, seven items at most, and every part that a role uses within three clicks of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from samdrift.catalog.models import Service
from samdrift.config.slots import APART, home_of, marked_in, menu_for, more_for
from samdrift.config.work import JUST_STAFF, Work, work_of
from samdrift.core.access import MAY, STEERS_A_MEMBER, Deed, Role, inside
from samdrift.run.projects.weeks import monday_of
from tests.builders import Cast, an_employee, everywhere
from tests.follow_up.homes import elin_leads, text
from tests.projects.builders import a_booking, a_project

Browser = Callable[[str], Client]
CLICKS = 3
PARTS = (
    "level_coverage",
    "variants",
    "architecture",
    "licences",
    "contracts",
    "needs",
    "procurements",
    "bought_apart",
    "investments",
    "projects",
    "bookings",
    "maintenance_plans",
    "methods",
    "proposals",
)
SHARED = {"decisions", "meetings", "joinings", "deviations"}
OF_THE_UNIT = SHARED | {"chain", "skills", "week_figures", "service_cover", "pay", "spread", "baselines"}
AT_A_DISTANCE = (  # what each role has of the team, of what was decided, and of whether it paid
    ("karin", OF_THE_UNIT),
    ("elin, who leads", {"manager_home", "my_week", "skills", "service_cover", "deviations"}),
    ("carin", SHARED | {"pay", "spread", "baselines"}),
    ("hedda", SHARED | {"pay", "spread", "baselines"}),
)
WORKS = tuple(Work(*(bool(bits >> bit & 1) for bit in range(4))) for bits in range(16))
EVERY_MENU = [(role, work) for role in Role for work in (WORKS if role == Role.STAFF else (JUST_STAFF,))]


@pytest.mark.parametrize(("role", "work"), EVERY_MENU)
def test_a_menu_has_at_most_seven_items_and_home_is_the_first(role: Role, work: Work) -> None:
    menu = menu_for(role, work)
    assert len(menu) <= 7
    assert len(set(menu)) == len(menu)
    assert home_of(role, work) == menu[0][1]
    assert not set(menu) & set(more_for(role, work))
    if role in STEERS_A_MEMBER or role in MAY[Deed.READ_COSTS]:
        assert menu[0][1].endswith("_home")


MARKED = (  # who reads what, and the item that is marked
    (Role.REQUESTER, JUST_STAFF, "/report/", "report"),
    (Role.REQUESTER, JUST_STAFF, "/tickets/7/", "my_tickets"),
    (Role.CONTACT, JUST_STAFF, "/report/", "my_tickets"),
    (Role.CONTACT, JUST_STAFF, "/agreements/", "member_home"),
    (Role.CONTACT, JUST_STAFF, "/coverage/7/", "catalog"),
    (Role.FINANCE, JUST_STAFF, "/keys/7/", "bills"),
    (Role.FINANCE, JUST_STAFF, "/deviations/7/plan/", "agreements"),
    (Role.DIRECTOR, JUST_STAFF, "/catalog/7/", "unit_home"),
    (Role.DIRECTOR, JUST_STAFF, "/calendars/7/", "organizations"),
    (Role.DIRECTOR, JUST_STAFF, "/baselines/7/", "follow_up"),
    (Role.UNIT_FINANCE, JUST_STAFF, "/calendars/7/", "agreements"),
    (Role.STAFF, JUST_STAFF, "/tickets/7/", "work_list"),
    (Role.STAFF, JUST_STAFF, "/availability/7/", "status"),
    (Role.STAFF, Work(leads=True), "/home/function/", "manager_home"),
    (Role.STAFF, Work(leads=True), "/status/", "manager_home"),
    (Role.STAFF, Work(leads=True), "/password/", None),
    (Role.DIRECTOR, JUST_STAFF, "/help/", None),
)


@pytest.mark.parametrize(("role", "work", "address", "item"), MARKED)
def test_one_item_is_marked_the_part_beneath_which_a_page_lies_or_else_the_home(
    role: Role, work: Work, address: str, item: str | None
) -> None:
    assert marked_in(menu_for(role, work), address) == item


def test_each_address_lies_beneath_a_part_that_stands_in_some_menu() -> None:
    """What lies beneath none is marked as the home's, for everybody: say the part of a new address in config/slots.py."""
    elsewhere = [("", "home"), *dict.fromkeys(item for role, work in EVERY_MENU for item in menu_for(role, work))]
    apart = (*APART, "/home/", "/language/", "/sign-out/")
    starts = {f"/{route}" for route in _routes() if route}
    assert {start for start in starts if not start.startswith(apart) and marked_in(elsewhere, start) == "home"} == set()


def _routes(resolver: object = None, before: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:  # type: ignore[attr-defined]
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern, route)
        else:
            yield route


def links(page: str, within: str) -> list[str]:
    """The addresses that a part of a page links to, without what follows a question mark."""
    found = re.search(f"<{within}.*?</{within.split()[0]}>", page, re.DOTALL)
    return list(dict.fromkeys(re.findall(r'<a [^>]*?href="(/[^"?#]*)', found[0]))) if found else []


def clicks_to(browser: Client, wanted: set[str]) -> dict[str, int]:
    """How many clicks each wanted page is from the menu, breadth first; not further than three, and not past the last one wanted."""
    home = browser.get("/", follow=True).content.decode()
    reached = dict.fromkeys(links(home, 'nav class="sd-nav"'), 1)
    for clicks in range(2, CLICKS + 1):
        for address in [address for address, number in reached.items() if number == clicks - 1]:
            if wanted <= reached.keys():
                break
            for beyond in links(browser.get(address, follow=True).content.decode(), 'main class="sd-page'):
                if "." not in beyond:  # a page, no file
                    reached.setdefault(beyond, clicks)
    return {address: reached[address] for address in wanted & reached.keys()}


@pytest.mark.parametrize("name", ["karin", "ulla", "auditor", "elin", "elin, who leads", "carin", "sten", "maja", "hedda"])
def test_every_part_is_at_most_three_clicks_from_the_menu_of_each_role_that_uses_it(name: str, cast: Cast, as_: Browser) -> None:
    if name.endswith("leads"):
        elin_leads(cast)
    browser = as_(name.split(",")[0])
    wanted = {reverse(part) for part in PARTS}
    assert set(clicks_to(browser, wanted)) == wanted
    for address in wanted:
        assert browser.get(address, follow=True).status_code == 200


@pytest.mark.parametrize(("name", "parts"), AT_A_DISTANCE)
def test_so_is_what_a_role_has_of_the_team_of_decisions_and_of_what_it_gave(name: str, parts: set[str], cast: Cast, as_: Browser) -> None:
    if name.endswith("leads"):
        elin_leads(cast)
    browser = as_(name.split(",")[0])
    wanted = {reverse(part) for part in parts}
    assert set(clicks_to(browser, wanted)) == wanted
    for address in wanted:
        assert browser.get(address, follow=True).status_code == 200


def test_a_home_leads_to_each_page_that_its_menu_has_no_room_for(cast: Cast, as_: Browser) -> None:
    for name, address in (("karin", "/home/unit/"), ("carin", "/home/agency/")):
        page = text(as_(name), address)
        role = cast.actor(name).role
        assert more_for(role)
        for _label, url_name in (*menu_for(role), *more_for(role)):
            assert f'href="{reverse(url_name)}"' in page


def test_follow_up_opens_on_whether_it_paid_or_else_on_what_the_role_may_read(as_: Browser) -> None:
    for name, opened in (("karin", "pay"), ("carin", "pay"), ("elin", "spread")):
        assert as_(name).get(reverse("follow_up")).headers["Location"] == reverse(opened)


def test_what_staff_have_first_follows_from_what_they_own_manage_and_are_booked_as(cast: Cast, as_: Browser) -> None:
    def first(name: str) -> str:
        return as_(name).get("/").headers["Location"]

    assert first("elin") == "/work/"
    with everywhere():
        Service.objects.filter(pk=cast.desk_service.pk).update(service_owner=cast.employee("elin"))
    assert first("elin") == "/catalog/"
    assert "Tjänsteägare, It-enheten" in text(as_("elin"), "/catalog/", "sv")

    a_booking(cast, cast.employee("elin"), job="procurer", from_week=monday_of(timezone.localdate()) + timedelta(weeks=1))
    assert first("elin") == "/purchasing/"
    project = a_project(cast)
    assert first("elin") == "/projects/"
    with everywhere():
        type(project).objects.filter(pk=project.pk).update(ended_on=project.started_on)
    assert first("elin") == "/purchasing/", "a project that is over gives nobody a menu"
    elin_leads(cast)
    assert first("elin") == "/home/function/"


def test_rows_give_work_to_the_one_they_name_and_to_staff_alone(cast: Cast) -> None:
    another = an_employee(cast.function, cast.site)
    with everywhere():
        Service.objects.filter(pk=cast.desk_service.pk).update(service_owner=another)
    for name in ("elin", "karin", "carin"):
        actor = cast.actor(name)
        with inside(actor.walls):
            assert work_of(actor) == JUST_STAFF
