"""Every write of the desk. Each is one savepoint that adds facts, moves the ticket's head and its promises, and leaves one audit entry."""

from samdrift.run.desk.actions.answering import add_note, answer_ticket, write_to_unit
from samdrift.run.desk.actions.handling import (
    AlreadyTaken,
    Many,
    NobodyChosen,
    NoSuchService,
    NotAPriority,
    NothingToTake,
    assign_ticket,
    change_priority,
    change_service,
    close_many,
    close_ticket,
    resume_ticket,
    sort_ticket,
    take_many,
    take_next,
    take_ticket,
)
from samdrift.run.desk.actions.promising import recompute_open_promises
from samdrift.run.desk.actions.recording import NothingWritten, OnlyEmployeesWork, TicketCannot
from samdrift.run.desk.actions.reporting import (
    NoDeskService,
    OnlyPeopleReport,
    ReporterNotThere,
    SameMember,
    report_ticket,
    send_on,
)
from samdrift.run.desk.actions.settings import switch_single_keys

__all__ = [
    "AlreadyTaken",
    "Many",
    "NoDeskService",
    "NoSuchService",
    "NobodyChosen",
    "NotAPriority",
    "NothingToTake",
    "NothingWritten",
    "OnlyEmployeesWork",
    "OnlyPeopleReport",
    "ReporterNotThere",
    "SameMember",
    "TicketCannot",
    "add_note",
    "answer_ticket",
    "assign_ticket",
    "change_priority",
    "change_service",
    "close_many",
    "close_ticket",
    "recompute_open_promises",
    "report_ticket",
    "resume_ticket",
    "send_on",
    "sort_ticket",
    "switch_single_keys",
    "take_many",
    "take_next",
    "take_ticket",
    "write_to_unit",
]
