"""The only room that knows every stage: what stands in the menus, per role, and what a home leads to beyond them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samdrift.config.work import JUST_STAFF, Work
from samdrift.core.access import MAY, READS_ALL, STEERS_A_MEMBER, Deed, Role

Item = tuple[str | Promise, str]  # label, URL name

HOME_OF_UNIT: Item = (_("Home"), "unit_home")
HOME_OF_MEMBER: Item = (_("Home"), "member_home")
MONDAY: Item = (pgettext_lazy("home", "Monday"), "manager_home")
REPORT: Item = (_("Report"), "report")
MY_TICKETS: Item = (_("My tickets"), "my_tickets")
TICKETS: Item = (_("Tickets"), "my_tickets")
WORK_LIST: Item = (_("Work list"), "work_list")
PROMISES: Item = (_("Promises"), "promises")
MEMBERS: Item = (_("Members and decisions"), "organizations")
DECISIONS: Item = (_("Meetings and decisions"), "decisions")
CATALOG: Item = (_("Catalog"), "catalog")
TEAM: Item = (_("Team"), "team")
FOLLOW_UP: Item = (_("Follow-up"), "follow_up")
BILLS: Item = (_("Bills"), "bills")
SETTLEMENTS: Item = (_("Settlement"), "settlements")
AGREEMENTS: Item = (_("Agreements"), "agreements")
STATUS: Item = (_("Service status"), "status")
AVAILABILITY: Item = (_("Availability"), "availability")
PURCHASING: Item = (_("Purchasing"), "purchasing")
PROJECTS: Item = (_("Projects"), "projects")


# Addresses that lie beneath a menu's item without beginning as its own does. What lies beneath several is the first one's in a menu.
BENEATH: Mapping[str, tuple[str, ...]] = {
    "agreements": ("/calendars/", "/deviations/"),
    "bills": ("/keys/", "/maintenance-spent/", "/pools/", "/settlements/"),
    "catalog": ("/coverage/", "/methods/", "/reviews/", "/variants/"),
    "my_tickets": ("/report/",),
    "organizations": ("/agenda/", "/calendars/", "/decisions/", "/joining/", "/meetings/"),
    "follow_up": ("/baselines/", "/expectations/", "/price-index/"),
    "purchasing": (
        "/licences/",
        "/contracts/",
        "/call-offs/",
        "/suppliers/",
        "/needs/",
        "/procurements/",
        "/bought-one-by-one/",
        "/investments/",
    ),
    "settlements": ("/pools/", "/keys/", "/bills/", "/maintenance-spent/"),
    "status": ("/availability/", "/maintenance/", "/outages/"),
    "work_list": ("/report/for/", "/tickets/"),
}
# Addresses that lie beneath no item: about the one who reads, and about the house.
APART = ("/accessibility/", "/demo/", "/help/", "/no-seat/", "/password/", "/personal-data/", "/seat/", "/sign-in/")

MORE: tuple[tuple[Item, Deed], ...] = (
    (WORK_LIST, Deed.WORK_TICKETS),
    (STATUS, Deed.READ_AVAILABILITY),
    (AVAILABILITY, Deed.READ_AVAILABILITY),
    (PROMISES, Deed.READ_REPORTS),
    (AGREEMENTS, Deed.READ_AGREEMENTS),
    (CATALOG, Deed.READ_CATALOG),
    (PURCHASING, Deed.READ_PURCHASING),
    (TEAM, Deed.READ_ORGANIZATIONS),
    (MEMBERS, Deed.READ_ORGANIZATIONS),
    (DECISIONS, Deed.READ_ORGANIZATIONS),
    (FOLLOW_UP, Deed.READ_REPORTS),
)


def menu_for(role: Role, work: Work = JUST_STAFF) -> Sequence[Item]:
    """This will return the menu of a role, its own work first; what staff have first follows from their `work`.

    Seven items at most. What a menu has no room for stands in the row of more pages on its home.
    """
    if role == Role.REQUESTER:
        return (REPORT, MY_TICKETS, STATUS)
    if role == Role.FINANCE:
        return (HOME_OF_MEMBER, BILLS, AGREEMENTS, TICKETS, CATALOG, PURCHASING, PROJECTS)
    if role == Role.SIGNATORY:
        return (HOME_OF_MEMBER, AGREEMENTS, PROMISES, BILLS, CATALOG, PURCHASING, PROJECTS)
    if role in STEERS_A_MEMBER:
        return (HOME_OF_MEMBER, TICKETS, PROMISES, BILLS, CATALOG, PURCHASING, PROJECTS)
    if role == Role.UNIT_FINANCE:
        return (HOME_OF_UNIT, SETTLEMENTS, PURCHASING, PROJECTS, AGREEMENTS, MEMBERS, FOLLOW_UP)
    if role in MAY[Deed.READ_COSTS]:
        return (HOME_OF_UNIT, PROMISES, SETTLEMENTS, PROJECTS, TEAM, MEMBERS, FOLLOW_UP)
    if work.leads:
        return (MONDAY, WORK_LIST, TEAM, PROMISES, PROJECTS, PURCHASING, CATALOG)
    theirs = ((PROJECTS, work.runs_projects), (PURCHASING, work.procures), (CATALOG, work.owns_services))
    first = [item for item, is_theirs in theirs if is_theirs]
    rest = (WORK_LIST, STATUS, CATALOG, PURCHASING, PROJECTS, AGREEMENTS, TEAM)
    return (*first, *(item for item in rest if item not in first))


def more_for(role: Role, work: Work = JUST_STAFF) -> Sequence[Item]:
    """This will return the pages that a role reads and its menu has no room for; its home leads to them."""
    menu = menu_for(role, work)
    of_members = () if role in READS_ALL else ((TICKETS, Deed.READ_TICKETS), (BILLS, Deed.READ_BILLS))
    return [item for item, deed in (*of_members, *MORE) if role in MAY[deed] and item not in menu]


def home_of(role: Role, work: Work = JUST_STAFF) -> str:
    """This will return the URL name of a role's home: what stands first in its menu."""
    return menu_for(role, work)[0][1]


def marked_in(menu: Sequence[Item], path: str) -> str | None:
    """This will return the URL name of the one item beneath which an address lies: the home for what only it or a list leads to."""
    if path.startswith(APART):
        return None
    reached = [(len(start), -place, name) for place, (_label, name) in enumerate(menu) for start in _starts(name) if path.startswith(start)]
    return max(reached)[2] if reached else menu[0][1]


def _starts(name: str) -> tuple[str, ...]:
    return (reverse(name), *BENEATH.get(name, ()))
