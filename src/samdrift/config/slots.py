"""The only room that knows every stage: what stands in the menus, per role."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import AT_A_MEMBER, MAY, STEERS_A_MEMBER, Deed, Role

Item = tuple[str | Promise, str]  # label, URL name

REPORT: Item = (_("Report"), "report")
MY_TICKETS: Item = (_("My tickets"), "my_tickets")
TICKETS: Item = (_("Tickets"), "my_tickets")
WORK_LIST: Item = (_("Work list"), "work_list")
MEMBERS: Item = (_("Members"), "organizations")
CATALOG: Item = (_("Catalog"), "catalog")
TEAM: Item = (_("Team"), "team")
FOLLOW_UP: Item = (_("Follow-up"), "targets")
BILLS: Item = (_("Bills"), "bills")
SETTLEMENTS: Item = (_("Settlement"), "settlements")
AGREEMENTS: Item = (_("Agreements"), "agreements")
STATUS: Item = (_("Service status"), "status")


def menu_for(role: Role) -> Sequence[Item]:
    """This will return the menu of a role, its own work first, with what exists."""
    if role == Role.REQUESTER:
        return (REPORT, MY_TICKETS, STATUS)
    if role in STEERS_A_MEMBER:
        return (BILLS, AGREEMENTS, TICKETS, STATUS, CATALOG, MEMBERS, FOLLOW_UP)
    if role in MAY[Deed.READ_COSTS]:
        return (AGREEMENTS, STATUS, SETTLEMENTS, CATALOG, TEAM, MEMBERS, FOLLOW_UP)
    return (WORK_LIST, STATUS, AGREEMENTS, CATALOG, TEAM, MEMBERS, FOLLOW_UP)


def home_of(role: Role) -> str:
    """This will return the URL name of a role's home: the nearest page that is built."""
    if role == Role.REQUESTER:
        return "report"
    if role == Role.FINANCE:
        return "bills"
    if role == Role.UNIT_FINANCE:
        return "settlements"
    return "my_tickets" if role in AT_A_MEMBER else "work_list"
