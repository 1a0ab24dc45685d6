"""Every read of availability, named by what comes back."""

from samdrift.run.availability.queries.check import differences
from samdrift.run.availability.queries.figures import (
    ServiceYear,
    availability_matrix,
    availability_of,
    availability_year,
    clauses_of,
    revisions_of,
)
from samdrift.run.availability.queries.outages import (
    Known,
    Planned,
    Said,
    ServiceNow,
    history_of,
    known_outage,
    latest_hits,
    maintenance_ahead,
    outages_during,
    outages_ended_since,
    outages_now,
    planned_maintenance,
    possible_takers,
    services_now,
)

__all__ = [
    "Known",
    "Planned",
    "Said",
    "ServiceNow",
    "ServiceYear",
    "availability_matrix",
    "availability_of",
    "availability_year",
    "clauses_of",
    "differences",
    "history_of",
    "known_outage",
    "latest_hits",
    "maintenance_ahead",
    "outages_during",
    "outages_ended_since",
    "outages_now",
    "planned_maintenance",
    "possible_takers",
    "revisions_of",
    "services_now",
]
