"""What projects store."""

from samdrift.run.projects.models.bookings import Booking, BookingRequest, FunctionWeek, Job
from samdrift.run.projects.models.maintenance import MaintenancePlan
from samdrift.run.projects.models.projects import Forecast, Funding, FundingChange, Milestone, Project, ProjectMonth, Rate, TimeEntry
from samdrift.run.projects.models.proposals import Backing, BackingWithdrawal, ProjectDecision, Proposal

__all__ = [
    "Backing",
    "BackingWithdrawal",
    "Booking",
    "BookingRequest",
    "Forecast",
    "FunctionWeek",
    "Funding",
    "FundingChange",
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
