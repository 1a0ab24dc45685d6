"""Every write of availability. Each is one savepoint that adds facts and leaves one audit entry."""

from samdrift.run.availability.actions.hits import (
    EVERYBODY,
    BadShare,
    Hit,
    HitTwice,
    NobodyHit,
    NotATaker,
    SiteOfAnother,
)
from samdrift.run.availability.actions.maintenance import (
    MaintenanceAlreadyCalledOff,
    MaintenanceAnnouncedTooLate,
    MaintenanceHasBegun,
    MaintenanceOfAShare,
    announce_maintenance,
    call_off_maintenance,
)
from samdrift.run.availability.actions.outages import (
    NotYet,
    OutageHasEnded,
    OutageWithdrawn,
    correct_outage,
    end_outage,
    report_outage,
    withdraw_outage,
)
from samdrift.run.availability.actions.words import EndsBeforeItStarts, NamesAMember, NoWords, OutOfReach

__all__ = [
    "EVERYBODY",
    "BadShare",
    "EndsBeforeItStarts",
    "Hit",
    "HitTwice",
    "MaintenanceAlreadyCalledOff",
    "MaintenanceAnnouncedTooLate",
    "MaintenanceHasBegun",
    "MaintenanceOfAShare",
    "NamesAMember",
    "NoWords",
    "NobodyHit",
    "NotATaker",
    "NotYet",
    "OutOfReach",
    "OutageHasEnded",
    "OutageWithdrawn",
    "SiteOfAnother",
    "announce_maintenance",
    "call_off_maintenance",
    "correct_outage",
    "end_outage",
    "report_outage",
    "withdraw_outage",
]
