"""From the rows of a log to the history of each incident: pure, and small enough to hold a large log."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple, TypeVar

from samdrift.run.desk.history import RULES, can_happen
from samdrift.run.desk.imports.mapping import Mapping
from samdrift.run.desk.models import NORMAL_PRIORITY, Event, KeptRow, State

T = TypeVar("T")
Kind = Event.Kind
Reason = KeptRow.Reason
ENDED = (State.RESOLVED, State.CLOSED)
LONGEST_RAW = 10_000
LONGEST_NUMBER = 60


class Step(NamedTuple):
    """Something that happened to an incident; `priority` goes with a changed priority only."""

    at: datetime
    kind: Kind
    priority: int | None = None


@dataclass(slots=True)
class Incident:
    """What the rows read so far say of one incident: the latest word of each column, and the steps in between."""

    number: str
    opened_at: datetime
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    state: State | None = None
    priority: int = NORMAL_PRIORITY
    in_time: bool | None = None
    place: str = ""
    category: str = ""
    assigned: str = ""
    subject: str = ""
    resolved_since: datetime | None = None  # when its rows began to say resolved, until they say something else
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that cannot be read, and why."""

    line: int
    reason: Reason
    found: str
    raw: str


class Unreadable(Exception):
    def __init__(self, reason: Reason, found: str = "") -> None:
        super().__init__(reason)
        self.reason, self.found = reason, found


class Log:
    """Takes the rows of a log one by one, in the order of the file, which is the order in which things happened to each incident."""

    def __init__(self, head: list[str], mapping: Mapping) -> None:
        self.mapping = mapping
        self.width = len(head)
        self.place = {name: head.index(column) for name, column in mapping.columns.items()}
        self.subject = [head.index(column) for column in mapping.subject]
        self.incidents: dict[str, Incident] = {}
        self.kept: list[Kept] = []
        self.rows = 0
        self._moments: dict[str, datetime | None] = {}

    def add(self, line: int, cells: list[str]) -> None:
        """This will let the row tell what it knows of its incident, or keep it when it cannot be read."""
        self.rows += 1
        try:
            self._take(cells)
        except Unreadable as no:
            self.kept.append(Kept(line, no.reason, no.found[:200], raw_row(cells)))

    def _take(self, cells: list[str]) -> None:
        if len(cells) != self.width:
            raise Unreadable(Reason.CELLS, str(len(cells)))
        unknown = self.mapping.unknown
        said = {name: "" if cells[place] in unknown else cells[place] for name, place in self.place.items()}
        opened_at, updated_at = self._moment(said["opened"]), self._moment(said["updated"])
        resolved_at, closed_at = self._moment(said["resolved"]), self._moment(said["closed"])
        state = self._meant(self.mapping.states, said["state"], Reason.STATE)
        priority = self._meant(self.mapping.priorities, said["priority"], Reason.PRIORITY)
        in_time = self._meant(self.mapping.in_time, said.get("in_time", ""), Reason.FLAG)
        if not 0 < len(said["number"]) <= LONGEST_NUMBER:
            raise Unreadable(Reason.NUMBER, said["number"])
        if opened_at is None:
            raise Unreadable(Reason.OPENED)
        ends = [at for at in (resolved_at, closed_at) if at]
        if sorted([opened_at, *ends]) != [opened_at, *ends]:
            raise Unreadable(Reason.ORDER, f"{said['opened']}, {said['resolved']}, {said['closed']}")
        incident = self.incidents.get(said["number"]) or Incident(said["number"], opened_at)
        if incident.opened_at != opened_at:
            raise Unreadable(Reason.OTHER_OPENED, said["opened"])
        self.incidents[incident.number] = incident
        incident.resolved_at, incident.closed_at = resolved_at, closed_at
        incident.in_time = in_time if in_time is not None else incident.in_time
        incident.place = said.get("member") or incident.place
        incident.category = said.get("service") or incident.category
        incident.subject = incident.subject or " · ".join(cells[i] for i in self.subject if cells[i] not in unknown)
        at = max(updated_at or opened_at, opened_at)
        if priority is not None and priority != incident.priority:
            incident.steps.append(Step(at if incident.state else opened_at, Kind.PRIORITY_CHANGED, priority))
            incident.priority = priority
        assigned = said.get("assigned", "")
        _move(incident, state or incident.state or State.NEW, at, reassigned=bool(assigned) and assigned != incident.assigned)
        incident.assigned = assigned or incident.assigned

    def _moment(self, text: str) -> datetime | None:
        if not text:
            return None
        if text not in self._moments:  # a log of minutes names each of them often
            self._moments[text] = self.mapping.moment(text)
        at = self._moments[text]
        if at is None:
            raise Unreadable(Reason.TIME, text)
        return at

    @staticmethod
    def _meant(words: Table[str, T], text: str, reason: Reason) -> T | None:
        if not text:
            return None
        if text not in words:
            raise Unreadable(reason, text)
        return words[text]


def _move(incident: Incident, state: State, at: datetime, *, reassigned: bool) -> None:
    """Note the steps that lead from the state before to this one. How it ended is known only when its last row is."""
    before, incident.state = incident.state, state
    steps = incident.steps
    if state in ENDED:
        incident.resolved_since = incident.resolved_since or at
        return
    if before in ENDED:
        steps += [Step(incident.resolved_since or at, Kind.RESOLVED), Step(at, Kind.REOPENED)]
        incident.resolved_since = None
    elif before == State.WAITING and state != State.WAITING:
        steps.append(Step(at, Kind.RESUMED))
    elif (state == State.ACTIVE and before != State.ACTIVE) or (reassigned and state == before != State.NEW):
        steps.append(Step(at, Kind.ASSIGNED))
    if state == State.WAITING and before != State.WAITING:
        steps.append(Step(at, Kind.WAITING))


def history_of(incident: Incident) -> list[Step]:
    """This function will return everything that happened to an incident, oldest first, beginning with its report.

    What the desk's rules do not allow where it stands (a wait after the end) is left out. Two things they do not allow stay, since the log
    says them: a priority changed after the end, and a closing without a known resolving. A time that is not known makes no step.
    """
    steps = list(incident.steps)
    if incident.state in ENDED and incident.resolved_at:
        steps.append(Step(incident.resolved_at, Kind.RESOLVED))
    if incident.state == State.CLOSED and incident.closed_at:
        steps.append(Step(incident.closed_at, Kind.CLOSED))
    steps.sort(key=attrgetter("at"))
    history, state = [Step(incident.opened_at, Kind.REPORTED)], State.NEW
    for step in steps:
        if can_happen(step.kind, state) or step.kind in (Kind.PRIORITY_CHANGED, Kind.CLOSED):
            history.append(step)
            state = RULES[step.kind][1] or (State.ACTIVE if state == State.NEW else state)
    return history


def raw_row(cells: list[str]) -> str:
    """This function will write a row's cells as the line of CSV they were, cut when it is very long."""
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().rstrip("\r\n")[:LONGEST_RAW]
