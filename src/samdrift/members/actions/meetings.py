"""Meetings: who meets when, who took part, what stands on the agenda, and what it means for each member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, widened
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import (
    AgendaItem,
    AgendaOption,
    Attendance,
    Body,
    Decision,
    Effect,
    Meeting,
    Minutes,
    Moving,
    Organization,
)
from samdrift.members.queries.decisions import came_to
from samdrift.ui.names import named_text

LARGEST_MINOR = 10**14
Texts = tuple[str, str]  # in the federation's first language, and in English where it is there


class BodyIsThere(Refused):
    words = _("There is already one called %(name)s.")


class MeetingIsCalled(Refused):
    words = _("%(body)s already meets on %(on)s.")


class MeetingHasNotBeen(Refused):
    words = _("The meeting is on %(on)s, which has not come.")
    way_on = _("Write down who came, and what was decided, once it has been.")


class MinutesAreApproved(Refused):
    words = _("The minutes were approved on %(on)s, so the meeting can no longer be changed.")


class NothingMoved(BadInput):
    words = _("The meeting is on that day, at that place.")


class DecidedThatDay(Refused):
    words = _("What stands on the agenda was decided at the meeting on %(on)s, so it was held that day.")


class TookPartThatDay(Refused):
    words = _("It is written down who took part on %(on)s, so the meeting was held that day.")
    way_on = _("If it was not, take back who took part first.")


class NobodyTookPart(Refused):
    words = _("Nobody is written down as having taken part.")
    way_on = _("Write down who did, then that the minutes are approved.")


class NotADayForMinutes(BadInput):
    words = _("Minutes are approved on a day from the meeting's, %(on)s, to today.")


class NotAMemberThen(Refused):
    words = _("%(member)s was not a member on %(on)s.")


class NumberOnAgendaTaken(Refused):
    words = _("The agenda already has a number %(number)s.")


class QuestionMissing(BadInput):
    words = _("Say what is asked and what is recommended.")


class TwoOptionsNeeded(BadInput):
    words = _("A question has at least two options; one of them may be to change nothing.")


class ItemIsDecided(Refused):
    words = _("The question was decided on %(on)s, so what it would mean can no longer be said.")


class WordsMissing(BadInput):
    words = _("Say in words what it means.")


def member_then(organization: Organization, on: date) -> None:
    """This will refuse an organization that is no member, or had not joined on a day; a day of joining that is unknown has passed."""
    if organization.kind != Organization.Kind.MEMBER or (organization.joined_on is not None and organization.joined_on > on):
        raise NotAMemberThen(member=named_text(organization).words, on=on)


@transaction.atomic
def add_body(name: str, *, name_en: str = "", by: Actor, at: datetime) -> Body:
    """This will add a body that decides, such as a council."""
    by.must(Deed.WRITE_DECISIONS)
    row = Body(name=name.strip(), name_en=name_en.strip())
    keep(row, {"members_body_name_once": BodyIsThere(name=named_text(row).words)})
    audit.record("add_body", of=row, by=by, at=at)
    return row


@transaction.atomic
def call_meeting(body: Body, on: date, *, place: str = "", by: Actor, at: datetime) -> Meeting:
    """This will write down that a body meets on a day, to come or past; without a place at a distance."""
    by.must(Deed.WRITE_DECISIONS)
    row = Meeting(body=body, on=on, place=place.strip(), called_at=at)
    keep(row, {"members_meeting_once": MeetingIsCalled(body=named_text(body).words, on=on)})
    audit.record("call_meeting", of=row, by=by, at=at)
    return row


@transaction.atomic
def record_attendance(meeting: Meeting, came: Iterable[Organization], *, by: Actor, at: datetime) -> int:
    """This will write down which organizations took part, the unit or members that day, and return how many of them are new."""
    by.must(Deed.WRITE_DECISIONS)
    meeting = _open(meeting)
    if meeting.on > timezone.localdate(at):
        raise MeetingHasNotBeen(on=meeting.on)
    there = {one.pk for one in came_to(meeting)}
    new = [one for one in came if one.pk not in there]
    for one in new:
        if one.kind != Organization.Kind.UNIT:
            member_then(one, meeting.on)
    _say_who_came(meeting, new, came=True, at=at)
    if new:
        audit.record("record_attendance", of=meeting, by=by, at=at)
    return len(new)


@transaction.atomic
def take_back_attendance(meeting: Meeting, who: Iterable[Organization], *, by: Actor, at: datetime) -> int:
    """This will write down that organizations did not take part after all, and return how many of them were said to have."""
    by.must(Deed.WRITE_DECISIONS)
    meeting = _open(meeting)
    there = {one.pk for one in came_to(meeting)}
    gone = [one for one in who if one.pk in there]
    _say_who_came(meeting, gone, came=False, at=at)
    if gone:
        audit.record("take_back_attendance", of=meeting, by=by, at=at)
    return len(gone)


def _say_who_came(meeting: Meeting, who: Iterable[Organization], *, came: bool, at: datetime) -> None:
    Attendance.objects.bulk_create(Attendance(meeting=meeting, organization=one, came=came, said_at=at) for one in who)


@transaction.atomic
def move_meeting(meeting: Meeting, on: date, *, place: str = "", by: Actor, at: datetime) -> Moving:
    """This will move a meeting to another day or place; when and where it was to be stays as a row. One that was held keeps its day."""
    by.must(Deed.WRITE_DECISIONS)
    meeting, place = _open(meeting), place.strip()
    if (on, place) == (meeting.on, meeting.place):
        raise NothingMoved
    if on != meeting.on:
        if Decision.objects.filter(item__meeting=meeting).exists():
            raise DecidedThatDay(on=meeting.on)
        if came_to(meeting):
            raise TookPartThatDay(on=meeting.on)
    row = Moving(meeting=meeting, from_on=meeting.on, from_place=meeting.place, to_on=on, to_place=place, moved_at=at)
    meeting.on, meeting.place = on, place
    keep(meeting, {"members_meeting_once": MeetingIsCalled(body=named_text(meeting.body).words, on=on)})
    keep(row)
    audit.record("move_meeting", of=row, by=by, at=at)
    return row


@transaction.atomic
def approve_minutes(meeting: Meeting, on: date, *, by: Actor, at: datetime) -> Minutes:
    """This will write down that a meeting's minutes were approved on a day; from then on nothing of the meeting changes."""
    by.must(Deed.WRITE_DECISIONS)
    meeting = _open(meeting)
    if meeting.on > timezone.localdate(at):
        raise MeetingHasNotBeen(on=meeting.on)
    if not meeting.on <= on <= timezone.localdate(at):
        raise NotADayForMinutes(on=meeting.on)
    if not came_to(meeting):
        raise NobodyTookPart
    row = Minutes(meeting=meeting, approved_on=on, recorded_at=at)
    keep(row)
    audit.record("approve_minutes", of=row, by=by, at=at)
    return row


def _open(meeting: Meeting) -> Meeting:
    """The meeting, locked so that two who change it come one after the other, and refused once its minutes are approved."""
    found = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    if minutes := Minutes.objects.filter(meeting=found).first():
        raise MinutesAreApproved(on=minutes.approved_on)
    return found


@transaction.atomic
def put_on_agenda(
    meeting: Meeting,
    subject: str,
    question: Texts,
    *,
    options: Sequence[Texts],
    recommendation: Texts,
    by: Actor,
    at: datetime,
    number: int | None = None,
) -> AgendaItem:
    """This will put a question on a meeting's agenda with its options, as the next number unless one is given."""
    by.must(Deed.WRITE_DECISIONS)
    if not (question[0].strip() and recommendation[0].strip()):
        raise QuestionMissing
    meeting = _open(meeting)
    given = [(text.strip(), text_en.strip()) for text, text_en in options if text.strip()]
    if len(given) < 2:
        raise TwoOptionsNeeded
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    row = AgendaItem(
        meeting=meeting,
        number=number or last + 1,
        subject=subject,
        question=question[0].strip(),
        question_en=question[1].strip(),
        recommendation=recommendation[0].strip(),
        recommendation_en=recommendation[1].strip(),
        recorded_at=at,
    )
    keep(row, {"members_agenda_number_once": NumberOnAgendaTaken(number=row.number)})
    for place, (text, text_en) in enumerate(given, 1):
        keep(AgendaOption(item=row, number=place, text=text, text_en=text_en))
    audit.record("put_on_agenda", of=row, by=by, at=at)
    return row


@transaction.atomic
def say_effect(item: AgendaItem, member: Organization, words: str, *, yearly_minor: int | None, by: Actor, at: datetime) -> Effect:
    """This will say what the recommended answer means for a member, by the member's own people or by the unit; all members read it.

    What was said before stays as a row and counts no more.
    """
    by.must(Deed.SPEAK_FOR_MEMBER)
    if member.pk not in by.walls.writes:
        raise NotAllowed
    member_then(member, item.meeting.on)
    if not words.strip() or abs(yearly_minor or 0) > LARGEST_MINOR:
        raise WordsMissing
    decided = Decision.objects.filter(item=item).first()
    if decided:
        raise ItemIsDecided(on=decided.decided_on)
    with widened(FEDERATION_ID):  # a member says so to all of them
        row = Effect(item=item, member=member, said_by_id=by.owner_id, yearly_minor=yearly_minor, words=words.strip(), said_at=at)
        keep(row)
        audit.record("say_effect", of=row, by=by, at=at, owner_id=member.pk)
    return row
