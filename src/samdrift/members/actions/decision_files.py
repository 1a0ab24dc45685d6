"""Meetings, agendas, effects, decisions, minutes, dissents and mandates from files: all rows or none, and the same file again adds nothing.

Each row goes through the very action that the page goes through, so that it is refused in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.core.access import Actor, Deed
from samdrift.core.tables import Entered, Row, enter_all, parsed, read_rows
from samdrift.members import decision_tables as tables
from samdrift.members.actions.decisions import HasDissented, RegistryNumberTaken, carry_out, record_decision, say_dissent, set_mandate
from samdrift.members.actions.meetings import (
    MinutesAreApproved,
    NumberOnAgendaTaken,
    approve_minutes,
    call_meeting,
    move_meeting,
    put_on_agenda,
    record_attendance,
    say_effect,
)
from samdrift.members.models import (
    AgendaItem,
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
    Organization,
)
from samdrift.members.queries.decisions import all_effects
from samdrift.ui.names import named_text

T = TypeVar("T")


class _Named:
    """The bodies, organizations and meetings that a file may name."""

    def __init__(self) -> None:
        self.bodies = {name.casefold(): body for body in Body.objects.all() for name in (body.name, body.name_en) if name}
        taking_part = Organization.objects.filter(kind__in=("member", "unit"))
        self.organizations = {name.casefold(): one for one in taking_part for name in (one.short_name, one.name)}
        moved = Moving.objects.select_related("meeting__body").order_by("pk")
        # An older file names a meeting by the day that it was moved from
        self.meetings = {(one.meeting.body_id, one.from_on): one.meeting for one in moved}
        self.meetings |= {(meeting.body_id, meeting.on): meeting for meeting in Meeting.objects.select_related("body")}
        self.items = {(i.meeting_id, i.number): i for i in AgendaItem.objects.select_related("meeting__body")}
        self.decisions = {decision.registry_number: decision for decision in Decision.objects.select_related("body")}

    def body(self, text: str) -> Body:
        return _found(self.bodies, text.casefold(), _("Nobody who decides is called “%(text)s”.") % {"text": text[:80]})

    def organization(self, text: str) -> Organization:
        return _found(self.organizations, text.casefold(), _("No member is called “%(text)s”.") % {"text": text[:80]})

    def meeting(self, body: str, on: date) -> Meeting:
        return _found(self.meetings, (self.body(body).pk, on), _("%(body)s has no meeting on %(on)s.") % {"body": body[:80], "on": on})

    def item(self, body: str, on: date, number: int) -> AgendaItem:
        meeting = self.meeting(body, on)
        return _found(self.items, (meeting.pk, number), _("The agenda has no number %(number)s.") % {"number": number})

    def decision(self, text: str) -> Decision:
        return _found(self.decisions, text, _("No decision has the number “%(text)s”.") % {"text": text[:40]})


K = TypeVar("K")


def _found(things: Mapping[K, T], key: K, otherwise: str) -> T:
    if key not in things:
        raise ValueError(otherwise)
    return things[key]


@transaction.atomic
def import_decision_file(what: str, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will enter a file of `FILES[what]`."""
    columns, needed, read, enter, deed = FILES[what]
    by.must(deed)
    rows, wrong = read_rows(content, needed=needed, wanted=[name for name in columns if name not in needed])
    return enter_all(parsed(rows, wrong, read), wrong, enter(_Named(), by, at))


def _meetings(named: _Named, by: Actor, at: datetime) -> Callable[[tables.MeetingRow], bool]:
    said = set(Attendance.objects.values_list("meeting", "organization"))
    moved = set(Moving.objects.values_list("meeting", "from_on", "from_place"))

    def enter(row: tables.MeetingRow) -> bool:
        body = named.body(row.body)
        came = [named.organization(name) for name in row.came]
        meeting, is_new = named.meetings.get((body.pk, row.on)), False
        if meeting is None:
            meeting, is_new = _called(body, row, by, at), True
            named.meetings[body.pk, row.on] = meeting
        elif meeting.place != row.place and (meeting.pk, row.on, row.place) not in moved:
            raise ValueError(_("That meeting is written down already, with another place."))
        # An older file does not bring back who was taken back since
        new = [one for one in came if (meeting.pk, one.pk) not in said]
        return bool(new and record_attendance(meeting, new, by=by, at=at)) or is_new

    return enter


def _called(body: Body, row: tables.MeetingRow, by: Actor, at: datetime) -> Meeting:
    """The meeting as it was called first, and moved since."""
    (first, place), *later = (*row.moved_from, (row.on, row.place))
    meeting = call_meeting(body, first, place=place, by=by, at=at)
    for on, then in later:
        meeting = move_meeting(meeting, on, place=then, by=by, at=at).meeting
    return meeting


def _minutes(named: _Named, by: Actor, at: datetime) -> Callable[[tables.MinutesRow], bool]:
    there = {one.meeting_id: one.approved_on for one in Minutes.objects.all()}

    def enter(row: tables.MinutesRow) -> bool:
        meeting = named.meeting(row.body, row.on)
        if approved_on := there.get(meeting.pk):
            if approved_on != row.approved_on:
                raise MinutesAreApproved(on=approved_on)
            return False
        approve_minutes(meeting, row.approved_on, by=by, at=at)
        there[meeting.pk] = row.approved_on
        return True

    return enter


def _agenda(named: _Named, by: Actor, at: datetime) -> Callable[[tables.AgendaRow], bool]:
    def enter(row: tables.AgendaRow) -> bool:
        meeting = named.meeting(row.body, row.on)
        if there := named.items.get((meeting.pk, row.number)):
            if (there.subject, there.question, there.recommendation) != (row.subject, row.question[0], row.recommendation[0]):
                raise NumberOnAgendaTaken(number=row.number)
            return False
        item = put_on_agenda(
            meeting,
            row.subject,
            row.question,
            options=row.options,
            recommendation=row.recommendation,
            number=row.number,
            by=by,
            at=at,
        )
        named.items[meeting.pk, row.number] = item
        return True

    return enter


def _effects(named: _Named, by: Actor, at: datetime) -> Callable[[tables.EffectRow], bool]:
    said: dict[tuple[int, int], Effect] = {(effect.item_id, effect.member_id): effect for effect in all_effects()}

    def enter(row: tables.EffectRow) -> bool:
        item, member = named.item(row.body, row.on, row.number), named.organization(row.member)
        there = said.get((item.pk, member.pk))
        if there and (there.yearly_minor, there.words) == (row.yearly_minor, row.words):
            return False
        said[item.pk, member.pk] = say_effect(item, member, row.words, yearly_minor=row.yearly_minor, by=by, at=at)
        return True

    return enter


def _decisions(named: _Named, by: Actor, at: datetime) -> Callable[[tables.DecisionRow], bool]:
    done = set(CarriedOut.objects.values_list("decision", flat=True))

    def enter(row: tables.DecisionRow) -> bool:
        there, added = named.decisions.get(row.registry_number), False
        if there is None:
            there, added = _decided(row, named, by, at), True
            named.decisions[there.registry_number] = there
        elif not _says_the_same(there, row, named):
            raise RegistryNumberTaken(number=there.registry_number)
        if row.done_on and there.pk not in done:
            carry_out(there, row.what_changed[0], what_changed_en=row.what_changed[1], on=row.done_on, by=by, at=at, of_replaced=True)
            done.add(there.pk)
            added = True
        return added

    return enter


def _decided(row: tables.DecisionRow, named: _Named, by: Actor, at: datetime) -> Decision:
    return record_decision(
        named.body(row.body),
        row.subject,
        row.text[0],
        text_en=row.text[1],
        registry_number=row.registry_number,
        decided_on=row.decided_on,
        responsible=named.organization(row.responsible),
        part=row.part[0],
        part_en=row.part[1],
        due_on=row.due_on,
        item=named.item(row.body, row.decided_on, row.item) if row.item else None,
        replaces=named.decision(row.replaces) if row.replaces else None,
        by=by,
        at=at,
    )


def _says_the_same(there: Decision, row: tables.DecisionRow, named: _Named) -> bool:
    responsible = named.organization(row.responsible)
    now = (row.decided_on, named.body(row.body).pk, row.subject, row.text[0], responsible.pk, row.part[0], row.due_on)
    return now == (there.decided_on, there.body_id, there.subject, there.text, there.responsible_id, there.part, there.due_on)


def _dissents(named: _Named, by: Actor, at: datetime) -> Callable[[tables.DissentRow], bool]:
    said = {(one.decision_id, one.member_id): one.reason for one in Dissent.objects.all()}

    def enter(row: tables.DissentRow) -> bool:
        decision, member = named.decision(row.registry_number), named.organization(row.member)
        if (there := said.get((decision.pk, member.pk))) is not None:
            if there != row.reason:
                raise HasDissented(member=named_text(member).words)
            return False
        say_dissent(decision, member, row.reason, by=by, at=at)
        said[decision.pk, member.pk] = row.reason
        return True

    return enter


def _mandates(named: _Named, by: Actor, at: datetime) -> Callable[[tables.MandateRow], bool]:
    there = {(one.subject, one.body_id, one.from_on, one.decision_id) for one in Mandate.objects.all()}

    def enter(row: tables.MandateRow) -> bool:
        body, decision = named.body(row.body), named.decision(row.decision)
        key = (row.subject, body.pk, row.from_on, decision.pk)
        if key in there:
            return False
        set_mandate(row.subject, body, from_on=row.from_on, decision=decision, by=by, at=at)
        there.add(key)
        return True

    return enter


# What a file is called -> its columns, those that must be there, how a row is read and entered, and who may.
FILES: Mapping[str, tuple[Sequence[str], Sequence[str], Callable[[Row], Any], Callable[..., Callable[..., bool]], Deed]] = {
    "meetings": (tables.MEETINGS, ("body", "on"), tables.meeting, _meetings, Deed.WRITE_DECISIONS),
    "agenda": (
        tables.AGENDA,
        ("body", "on", "number", "subject", "question", "options", "recommendation"),
        tables.agenda,
        _agenda,
        Deed.WRITE_DECISIONS,
    ),
    "effects": (tables.EFFECTS, ("body", "on", "number", "member", "words"), tables.effect, _effects, Deed.SPEAK_FOR_MEMBER),
    "decisions": (
        tables.DECISIONS,
        ("registry_number", "decided_on", "body", "subject", "text", "responsible"),
        tables.decision,
        _decisions,
        Deed.WRITE_DECISIONS,
    ),
    "minutes": (tables.MINUTES, tables.MINUTES, tables.minutes, _minutes, Deed.WRITE_DECISIONS),
    "dissents": (tables.DISSENTS, tables.DISSENTS, tables.dissent, _dissents, Deed.SPEAK_FOR_MEMBER),
    "mandates": (tables.MANDATES, tables.MANDATES, tables.mandate, _mandates, Deed.WRITE_DECISIONS),
}
