"""What projects store."""

from samdrift.run.projects.models.bookings import Booking, BookingRequest, FunctionWeek, Job
from samdrift.run.projects.models.maintenance import MaintenancePlan
from samdrift.run.projects.models.projects import Forecast, Funding, Milestone, Project, ProjectMonth, Rate, TimeEntry
from samdrift.run.projects.models.proposals import Backing, ProjectDecision, Proposal

__all__ = [
    "Backing",
    "Booking",
    "BookingRequest",
    "Forecast",
    "FunctionWeek",
    "Funding",
    "Job",
    "MaintenancePlan",
    "Milestone",
    "Project",
    "ProjectDecision",
    "ProjectMonth",
    "Proposal",
    "Rate",
    "TimeEntry",
]
