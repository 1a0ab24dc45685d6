"""What is stored of members: organizations with sites and head counts, people, and work calendars."""

from samdrift.members.models.calendars import Calendar, CalendarRevision, CalendarVersion, ClosedDay, OpeningSpan, SpecialSpan
from samdrift.members.models.organizations import Headcount, Organization, Person, Site, check_organization_number

__all__ = [
    "Calendar",
    "CalendarRevision",
    "CalendarVersion",
    "ClosedDay",
    "Headcount",
    "OpeningSpan",
    "Organization",
    "Person",
    "Site",
    "SpecialSpan",
    "check_organization_number",
]
