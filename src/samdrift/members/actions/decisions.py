"""Decisions: recorded once and never edited, by who may take them; what members did not agree to; what was carried out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed, widened
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.actions.meetings import MeetingHasNotBeen, WordsMissing, member_then
from samdrift.members.models import AgendaItem, Body, CarriedOut, Decision, Dissent, Mandate, Organization, Subject
from samdrift.members.queries.decisions import body_that_decides
from samdrift.ui.names import named_text


class MayNotDecide(Refused):
    words = _("%(body)s may not decide this: on %(on)s it is %(holder)s that decides on “%(subject)s”.")
    way_on = _("Let them decide, or decide first who may.")


class NoRegistryNumber(BadInput):
    words = _("A decision has a number in the register.")


class RegistryNumberTaken(Refused):
    words = _("%(number)s is recorded already. A decision is never edited.")
    way_on = _("Record a new decision that replaces it.")


class NothingDecided(BadInput):
    words = _("Say what was decided.")


class DecidedInTheFuture(BadInput):
    words = _("The day of the decision, %(on)s, has not come.")


class DueBeforeDecided(BadInput):
    words = _("It cannot be done by %(due)s: it was decided later, on %(on)s.")


class NotThatMeeting(BadInput):
    words = _("The question stands on the agenda of %(body)s on %(on)s, so it is decided by them on that day.")


class AnotherSubject(BadInput):
    words = _("The question on the agenda is about something else: “%(subject)s”.")


class ItemHasADecision(Refused):
    words = _("The question is decided already.")


class ReplacesALaterOne(BadInput):
    words = _("%(number)s was decided later, on %(on)s, so this decision cannot replace it.")


class DecisionIsReplaced(Refused):
    words = _("%(number)s is replaced by a later decision, and counts no more.")
    way_on = _("Name the later decision.")


class NobodySeesToIt(BadInput):
    words = _("A member or the unit sees to it that a decision is carried out.")


class DecidesSomethingElse(Refused):
    words = _("%(number)s is about something else: “%(subject)s”.")
    way_on = _("Name a decision about this.")


class HasDissented(Refused):
    words = _("%(member)s has already said that it does not agree.")


class CarriedOutAlready(Refused):
    words = _("It was carried out already.")


class NotThatDay(BadInput):
    words = _("The day has not come, or is before the decision of %(on)s.")


class EveryMandateDecided(BadInput):
    words = _("Say which subject; “Something else” is for everybody to decide.")


@transaction.atomic
def record_decision(
    body: Body,
    subject: str,
    text: str,
    *,
    registry_number: str,
    decided_on: date,
    responsible: Organization,
    by: Actor,
    at: datetime,
    text_en: str = "",
    part: str = "",
    part_en: str = "",
    due_on: date | None = None,
    item: AgendaItem | None = None,
    replaces: Decision | None = None,
) -> Decision:
    """This will record what a body decided. Where it is said who decides on the subject that day, no other body may."""
    by.must(Deed.WRITE_DECISIONS)
    number = registry_number.strip()
    if not number:
        raise NoRegistryNumber
    if not text.strip():
        raise NothingDecided
    if decided_on > timezone.localdate(at):
        raise DecidedInTheFuture(on=decided_on) if item is None else MeetingHasNotBeen(on=decided_on)
    if due_on and due_on < decided_on:
        raise DueBeforeDecided(due=due_on, on=decided_on)
    if responsible.kind not in (Organization.Kind.MEMBER, Organization.Kind.UNIT):
        raise NobodySeesToIt
    _fits_agenda(item, body, subject, decided_on)
    must_be_decided_by(body, subject, on=decided_on)
    if replaces and replaces.decided_on > decided_on:
        raise ReplacesALaterOne(number=replaces.registry_number, on=replaces.decided_on)
    row = Decision(
        body=body,
        item=item,
        subject=subject,
        registry_number=number,
        decided_on=decided_on,
        text=text.strip(),
        text_en=text_en.strip(),
        responsible=responsible,
        part=part.strip(),
        part_en=part_en.strip(),
        due_on=due_on,
        replaces=replaces,
        recorded_at=at,
    )
    refusals: dict[str, Refused] = {
        "members_decision_number_once": RegistryNumberTaken(number=number),
        "members_decision_item_id_key": ItemHasADecision(),
    }
    if replaces:
        refusals["members_decision_replaces_id_key"] = DecisionIsReplaced(number=replaces.registry_number)
    keep(row, refusals)
    audit.record("record_decision", of=row, by=by, at=at)
    return row


def _fits_agenda(item: AgendaItem | None, body: Body, subject: str, on: date) -> None:
    if item is None:
        return
    if (item.meeting.body_id, item.meeting.on) != (body.pk, on):
        raise NotThatMeeting(body=named_text(item.meeting.body).words, on=item.meeting.on)
    if item.subject != subject:
        raise AnotherSubject(subject=Subject(item.subject).label)


def must_be_decided_by(body: Body | str, subject: str, *, on: date) -> None:
    """This will refuse a body, by itself or by its name, that may not decide on a subject on a day; without a rule any may."""
    holder = body_that_decides(subject, on=on)
    if holder is None:
        return
    if subject == Subject.DEVIATION and body == body_that_decides(Subject.MANDATE, on=on):
        return  # where a deviation goes that is not settled first
    names = {holder.name.casefold(), holder.name_en.casefold()} - {""}
    if (body.strip().casefold() not in names) if isinstance(body, str) else (body.pk != holder.pk):
        told = {"body": named_text(body).words, "holder": named_text(holder).words, "subject": Subject(subject).label}
        raise MayNotDecide(**told, on=on)


def must_decide_on(decision: Decision, *subjects: str) -> None:
    """This will refuse to rest on a decision about something else than these subjects, or on one that a later decision replaced."""
    if decision.subject not in subjects:
        raise DecidesSomethingElse(number=decision.registry_number, subject=Subject(decision.subject).label)
    if Decision.objects.filter(replaces=decision).exists():
        raise DecisionIsReplaced(number=decision.registry_number)


@transaction.atomic
def say_dissent(decision: Decision, member: Organization, reason: str, *, by: Actor, at: datetime) -> Dissent:
    """This will record that a member, one on the day of the decision, did not agree to it, and why; once."""
    by.must(Deed.SPEAK_FOR_MEMBER)
    if member.pk not in by.walls.writes:
        raise NotAllowed
    member_then(member, decision.decided_on)
    if not reason.strip():
        raise WordsMissing
    with widened(FEDERATION_ID):  # a member says so to all of them
        row = Dissent(decision=decision, member=member, reason=reason.strip(), said_at=at)
        keep(row, {"members_dissent_once": HasDissented(member=named_text(member).words)})
        audit.record("say_dissent", of=row, by=by, at=at, owner_id=member.pk)
    return row


@transaction.atomic
def carry_out(
    decision: Decision, what_changed: str, *, on: date, by: Actor, at: datetime, what_changed_en: str = "", of_replaced: bool = False
) -> CarriedOut:
    """This will record that a decision was carried out on a day, and what it changed. `of_replaced`: from a file, where a later one may
    have replaced it since."""
    by.must(Deed.WRITE_DECISIONS)
    if not what_changed.strip():
        raise WordsMissing
    if not decision.decided_on <= on <= timezone.localdate(at):
        raise NotThatDay(on=decision.decided_on)
    if not of_replaced and Decision.objects.filter(replaces=decision).exists():
        raise DecisionIsReplaced(number=decision.registry_number)
    row = CarriedOut(decision=decision, on=on, what_changed=what_changed.strip(), what_changed_en=what_changed_en.strip(), recorded_at=at)
    keep(row, {"members_carriedout_decision_id_key": CarriedOutAlready()})
    audit.record("carry_out", of=row, by=by, at=at)
    return row


@transaction.atomic
def set_mandate(subject: str, body: Body, *, from_on: date, decision: Decision, by: Actor, at: datetime) -> Mandate:
    """This will record that a body decides on a subject from a day on, as a decision about who may decide says."""
    by.must(Deed.WRITE_DECISIONS)
    if subject == Subject.OTHER:
        raise EveryMandateDecided
    must_decide_on(decision, Subject.MANDATE)
    if from_on < decision.decided_on:
        raise NotThatDay(on=decision.decided_on)
    row = Mandate(subject=subject, body=body, from_on=from_on, decision=decision, recorded_at=at)
    keep(row)
    audit.record("set_mandate", of=row, by=by, at=at)
    return row
