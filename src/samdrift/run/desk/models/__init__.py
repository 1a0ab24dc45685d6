"""What is stored of the desk: tickets with their history, promises, and what was imported."""

from samdrift.run.desk.models.imports import ImportedFact, ImportRun, KeptRow
from samdrift.run.desk.models.promises import Promise
from samdrift.run.desk.models.tickets import NORMAL_PRIORITY, OPEN, Event, Message, Note, SentOn, State, Ticket

__all__ = [
    "NORMAL_PRIORITY",
    "OPEN",
    "Event",
    "ImportRun",
    "ImportedFact",
    "KeptRow",
    "Message",
    "Note",
    "Promise",
    "SentOn",
    "State",
    "Ticket",
]
