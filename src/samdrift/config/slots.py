"""The only room that knows every stage: what stands in the menus, per role."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import MAY, STEERS_A_MEMBER, Deed, Role

Item = tuple[str | Promise, str]  # label, URL name

HOME_OF_UNIT: Item = (_("Home"), "unit_home")
HOME_OF_MEMBER: Item = (_("Home"), "member_home")
HOME_OF_MANAGER: Item = (_("Home"), "manager_home")
REPORT: Item = (_("Report"), "report")
MY_TICKETS: Item = (_("My tickets"), "my_tickets")
TICKETS: Item = (_("Tickets"), "my_tickets")
WORK_LIST: Item = (_("Work list"), "work_list")
PROMISES: Item = (_("Promises"), "promises")
MEMBERS: Item = (_("Members"), "organizations")
CATALOG: Item = (_("Catalog"), "catalog")
TEAM: Item = (_("Team"), "team")
FOLLOW_UP: Item = (_("Follow-up"), "targets")
BILLS: Item = (_("Bills"), "bills")
SETTLEMENTS: Item = (_("Settlement"), "settlements")
AGREEMENTS: Item = (_("Agreements"), "agreements")
STATUS: Item = (_("Service status"), "status")
PURCHASING: Item = (_("Purchasing"), "purchasing")
PROJECTS: Item = (_("Projects"), "projects")


def menu_for(role: Role, *, leads: bool = False) -> Sequence[Item]:
    """This will return the menu of a role, its own work first, with what exists; `leads` is for who manages a function of the unit."""
    if role == Role.REQUESTER:
        return (REPORT, MY_TICKETS, STATUS)
    if role == Role.FINANCE:
        return (HOME_OF_MEMBER, BILLS, PROMISES, TICKETS, AGREEMENTS, STATUS, REPORT)
    if role in STEERS_A_MEMBER:
        return (HOME_OF_MEMBER, TICKETS, PROMISES, BILLS, AGREEMENTS, STATUS, REPORT)
    if role == Role.UNIT_FINANCE:
        return (HOME_OF_UNIT, SETTLEMENTS, PROMISES, AGREEMENTS, TEAM, MEMBERS, FOLLOW_UP)
    if role in MAY[Deed.READ_COSTS]:
        return (HOME_OF_UNIT, PROMISES, SETTLEMENTS, AGREEMENTS, TEAM, MEMBERS, FOLLOW_UP)
    if leads:
        return (HOME_OF_MANAGER, WORK_LIST, TEAM, PROMISES, STATUS, AGREEMENTS, CATALOG)
    return (WORK_LIST, STATUS, CATALOG, PURCHASING, PROJECTS, AGREEMENTS, TEAM)


def home_of(role: Role, *, leads: bool = False) -> str:
    """This will return the URL name of a role's home."""
    if role == Role.STAFF:
        return "manager_home" if leads else "work_list"
    if role in STEERS_A_MEMBER:
        return "member_home"
    return "unit_home" if role in MAY[Deed.READ_COSTS] else "report"
