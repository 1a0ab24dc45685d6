"""Every read of members, named by what comes back."""

from samdrift.members.queries.calendars import WEEKDAYS, calendar_pieces, calendars_in_order, revision_in_force, work_calendar
from samdrift.members.queries.organizations import (
    actor_in_seat,
    federation,
    latest_headcount,
    latest_headcounts,
    members_in_order,
    members_with_size,
    organization_ids,
    organizations_by_id,
    person_of,
    seats_of,
    system_actor,
)

__all__ = [
    "WEEKDAYS",
    "actor_in_seat",
    "calendar_pieces",
    "calendars_in_order",
    "federation",
    "latest_headcount",
    "latest_headcounts",
    "members_in_order",
    "members_with_size",
    "organization_ids",
    "organizations_by_id",
    "person_of",
    "revision_in_force",
    "seats_of",
    "system_actor",
    "work_calendar",
]
