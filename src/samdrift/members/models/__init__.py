"""What is stored of members: organizations with sites and head counts, people, work calendars, meetings and decisions."""

from samdrift.members.models.calendars import Calendar, CalendarRevision, CalendarVersion, ClosedDay, OpeningSpan, SpecialSpan
from samdrift.members.models.decisions import (
    AgendaItem,
    AgendaOption,
    Attendance,
    Body,
    CarriedOut,
    Decision,
    Dissent,
    Effect,
    Mandate,
    Meeting,
    Minutes,
    Moving,
    Subject,
)
from samdrift.members.models.organizations import Headcount, Organization, Person, Site, check_organization_number

__all__ = [
    "AgendaItem",
    "AgendaOption",
    "Attendance",
    "Body",
    "Calendar",
    "CalendarRevision",
    "CalendarVersion",
    "CarriedOut",
    "ClosedDay",
    "Decision",
    "Dissent",
    "Effect",
    "Headcount",
    "Mandate",
    "Meeting",
    "Minutes",
    "Moving",
    "OpeningSpan",
    "Organization",
    "Person",
    "Site",
    "SpecialSpan",
    "Subject",
    "check_organization_number",
]
