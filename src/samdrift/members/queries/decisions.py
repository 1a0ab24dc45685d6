"""Reads of meetings and decisions: who may decide what, agendas, decisions and what is late of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from samdrift.core.order import InAlphabet
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
    Moving,
    Organization,
    Subject,
)
from samdrift.ui.names import named_text


@dataclass(frozen=True, slots=True)
class WhoDecides:
    """A subject and the mandate in force for it; None where nobody has said who decides. `next` is one that is still to come."""

    subject: Subject
    mandate: Mandate | None
    next: Mandate | None


def bodies_in_order() -> QuerySet[Body]:
    return Body.objects.order_by(InAlphabet("name"), "pk")


def mandates_in_force(*, on: date) -> dict[str, Mandate]:
    """This will return the mandate that counts on a day, by subject."""
    rows = Mandate.objects.filter(from_on__lte=on).select_related("body", "decision")
    return {row.subject: row for row in rows.order_by("subject", "-from_on", "-pk").distinct("subject")}


def body_that_decides(subject: str, *, on: date) -> Body | None:
    """This will return the body that decides on a subject on a day; None where nobody has said which."""
    rows = Mandate.objects.filter(subject=subject, from_on__lte=on).select_related("body").order_by("-from_on", "-pk")
    mandate = rows.first()
    return mandate.body if mandate else None


def who_decides(*, on: date) -> list[WhoDecides]:
    """This will return each subject that somebody is to decide on, with who does."""
    now = mandates_in_force(on=on)
    coming = {row.subject: row for row in Mandate.objects.filter(from_on__gt=on).select_related("body").order_by("-from_on", "pk")}
    return [WhoDecides(subject, now.get(subject), coming.get(subject)) for subject in Subject if subject != Subject.OTHER]


@dataclass(frozen=True, slots=True)
class Escalation:
    """Whom a deviation or an error is taken to, by the names that the federation has for them, as they stand within a sentence."""

    council: str
    heads: str


def escalation(*, on: date) -> Escalation:
    """This will name who takes a deviation up on a day, and who does after them: the body that decides who may decide.

    Where nobody has said who, or both are the same body, they are called by what they are.
    """
    now = mandates_in_force(on=on)
    first, last = now.get(Subject.DEVIATION), now.get(Subject.MANDATE)
    return Escalation(
        council=_within_a_sentence(first.body) if first else _("the joint council"),
        heads=_within_a_sentence(last.body) if last and (first is None or last.body_id != first.body_id) else _("the heads of agency"),
    )


def _within_a_sentence(body: Body) -> str:
    name = named_text(body).words
    return name[0].lower() + name[1:] if name.startswith("The ") else name


def _council(on: date) -> str:
    return escalation(on=on).council


council_on = lazy(_council, str)  # asked for when it is shown: most refusals that name it are never made


def meetings_with_counts() -> QuerySet[Meeting]:
    """This will return meetings, the last first, each with `item_count` and `came_count`."""
    came = attendances_in_force().filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(number=Count("pk"))
    return (
        Meeting.objects.select_related("body")
        .annotate(item_count=Count("items"), came_count=Coalesce(Subquery(came.values("number"), output_field=IntegerField()), 0))
        .order_by("-on", "pk")
    )


def attendances_in_force() -> QuerySet[Attendance]:
    """This will return who took part in meetings, as it was last said."""
    later = Attendance.objects.filter(meeting=OuterRef("meeting"), organization=OuterRef("organization"), pk__gt=OuterRef("pk"))
    return Attendance.objects.filter(~Exists(later), came=True)


def taken_back(meeting: Meeting) -> list[Attendance]:
    """This will return who was said to have taken part in a meeting and did not after all, by name."""
    last = Attendance.objects.filter(meeting=meeting).order_by("organization_id", "-pk").distinct("organization_id").values("pk")
    rows = Attendance.objects.filter(pk__in=last, came=False).select_related("organization")
    return list(rows.order_by("organization"))


def movings_of(meeting: Meeting) -> list[Moving]:
    """This will return from when and where a meeting was moved, the first move first."""
    return list(Moving.objects.filter(meeting=meeting).order_by("pk"))


def meetings_that_differ() -> list[str]:
    """This will name every meeting that does not stand where its last move took it; read it inside every wall."""
    last = Moving.objects.order_by("meeting_id", "-pk").distinct("meeting_id").select_related("meeting")
    return [
        f"members.meeting {one.meeting_id}: {one.meeting.on} {one.meeting.place}, not {one.to_on} {one.to_place}"
        for one in last
        if (one.meeting.on, one.meeting.place) != (one.to_on, one.to_place)
    ]


def came_to(meeting: Meeting) -> list[Organization]:
    """This will return who took part in a meeting, by name."""
    there = attendances_in_force().filter(meeting=meeting).values("organization")
    return list(Organization.objects.filter(pk__in=there))


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """This will return a meeting's agenda in order, with options and, where there is one, the decision."""
    items = AgendaItem.objects.filter(meeting=meeting).select_related("decision", "decision__replaced_by").prefetch_related("options")
    return list(items.annotate(effect_count=Count("effects__member", distinct=True)).order_by("number"))


def effects_of(item: AgendaItem) -> list[Effect]:
    """This will return what an answer means for each member, as it was last said, by the member's name."""
    latest = Effect.objects.filter(item=item).order_by("member_id", "-pk").distinct("member_id").values("pk")
    rows = Effect.objects.filter(pk__in=latest).select_related("member", "said_by")
    return list(rows.order_by("member", "pk"))


def sum_of(effects: Iterable[Effect]) -> tuple[int, int]:
    """This will return the sum over the effects whose money is known, in öre, and how many those are."""
    known = [effect.yearly_minor for effect in effects if effect.yearly_minor is not None]
    return sum(known), len(known)


def decisions() -> QuerySet[Decision]:
    """This will return decisions, the last first, each with `dissent_count`, and with what replaces it and how it was carried out."""
    joined = ("body", "responsible", "carried_out", "replaced_by", "item")
    return Decision.objects.select_related(*joined).annotate(dissent_count=Count("dissents")).order_by("-decided_on", "-pk")


def standing_decisions(*subjects: str) -> QuerySet[Decision]:
    """This will return the decisions about these subjects that no later one replaced, the last first."""
    return Decision.objects.filter(subject__in=subjects, replaced_by=None).order_by("-decided_on", "-pk")


def is_late(*, on: date) -> Q:
    """This will pick decisions whose day to be done by has passed, that stand and are not carried out."""
    return Q(due_on__lt=on, carried_out=None, replaced_by=None)


def late_decisions(*, on: date) -> QuerySet[Decision]:
    """This will return the decisions that are late, the longest first."""
    return decisions().filter(is_late(on=on)).order_by("due_on", "pk")


def decisions_found(text: str = "", *, subject: str = "") -> QuerySet[Decision]:
    """This will return the decisions whose number or text holds some words, of a subject or of all."""
    rows = decisions()
    if subject:
        rows = rows.filter(subject=subject)
    for word in text.split()[:8]:
        rows = rows.filter(Q(registry_number__icontains=word) | Q(text__icontains=word) | Q(text_en__icontains=word))
    return rows


def dissents_of(decision: Decision) -> list[Dissent]:
    """This will return who did not agree to a decision, by name."""
    return list(Dissent.objects.filter(decision=decision).select_related("member").order_by("member", "pk"))


def all_effects() -> QuerySet[Effect]:
    """This will return every effect as last said, meeting by meeting."""
    later = Effect.objects.filter(item=OuterRef("item"), member=OuterRef("member"), pk__gt=OuterRef("pk"))
    rows = Effect.objects.filter(~Exists(later)).select_related("item__meeting__body", "member")
    return rows.order_by(F("item__meeting__on"), "item__meeting_id", "item__number", "member_id")


def carried_out() -> dict[int, CarriedOut]:
    """This will return how decisions were carried out, by the decision's id."""
    return {row.decision_id: row for row in CarriedOut.objects.all()}
