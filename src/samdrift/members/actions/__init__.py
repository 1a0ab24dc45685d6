"""Every write of members: organizations with sites and head counts, people with their roles, work calendars."""

from samdrift.members.actions.calendars import add_calendar, add_calendar_version, check_hours, revise_calendar
from samdrift.members.actions.organizations import (
    add_organization,
    add_site,
    name_federation,
    name_legal_person,
    organization_number,
    record_headcount,
)
from samdrift.members.actions.people import NoPasswordYet, add_person, change_own_password, end_seat, give_seat, open_account, set_password
from samdrift.members.hours import Hours

__all__ = [
    "Hours",
    "NoPasswordYet",
    "add_calendar",
    "add_calendar_version",
    "add_organization",
    "add_person",
    "add_site",
    "change_own_password",
    "check_hours",
    "end_seat",
    "give_seat",
    "name_federation",
    "name_legal_person",
    "open_account",
    "organization_number",
    "record_headcount",
    "revise_calendar",
    "set_password",
]
