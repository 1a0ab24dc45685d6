"""Writes of methods by those who use them: that they do, what they do otherwise, and what they suggest; and the owner's answers."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import methods_heads
from samdrift.catalog.actions.grades import own_or_on_behalf
from samdrift.catalog.actions.methods import EmptyMethod, NothingNew, checked_text
from samdrift.catalog.models import (
    Method,
    MethodHead,
    MethodUse,
    MethodVariation,
    PublishedSuggestion,
    Suggestion,
    SuggestionAnswer,
)
from samdrift.catalog.queries.methods import use_of, variation_of
from samdrift.core import audit
from samdrift.core.access import Actor, Deed, Role, widened
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import FEDERATION_ID, MEMBERS
from samdrift.members.models import Organization


class OnlyMembersUse(BadInput):
    words = _("%(name)s is no member: methods are the unit's own.")


class UsedAlready(Refused):
    words = _("%(member)s uses that method already.")


class NotUsed(Refused):
    words = _("%(member)s does not use that method.")


class NothingVaries(Refused):
    words = _("%(member)s does as everybody else already.")


class EmptySuggestion(BadInput):
    words = _("Write what you suggest.")


class EmptyAnswer(BadInput):
    words = _("Write an answer.")


class AnsweredAlready(Refused):
    words = _("The suggestion is answered already.")


class NotItsOwner(NotAllowed):
    words = _("%(name)s, who owns the method, answers, or the director.")


@transaction.atomic
def use_method(method: Method, member: Organization, *, by: Actor, on: date, at: datetime) -> MethodUse:
    """This will say that a member uses a method from today, `on`. How many do is everybody's to know."""
    _at_a_member(member, by)
    row = MethodUse(owner=member, method=method, during=DateRange(on, None))
    with widened(FEDERATION_ID):
        methods_heads.lock(method.pk)
        keep(row, {"catalog_methoduse_once": UsedAlready(member=member.name)})
        MethodHead.objects.filter(method=method).update(used_by=F("used_by") + 1)
    audit.record("use_method", of=row, by=by, at=at)
    return row


@transaction.atomic
def stop_using_method(method: Method, member: Organization, *, by: Actor, on: date, at: datetime) -> None:
    """This will say that a member no longer uses a method: today, `on`, is the first day without it."""
    _at_a_member(member, by)
    with widened(FEDERATION_ID):
        methods_heads.lock(method.pk)
        row = use_of(method, owner_id=member.pk)
        if row is None:
            raise NotUsed(member=member.name)
        audit.record("stop_using_method", of=row, by=by, at=at)
        if row.during.lower >= on:  # it never lasted a day
            row.delete()
        else:
            row.during = DateRange(row.during.lower, on)
            row.save(update_fields=["during"])
        MethodHead.objects.filter(method=method).update(used_by=F("used_by") - 1)


@transaction.atomic
def write_variation(method: Method, member: Organization, text: str, *, by: Actor, at: datetime) -> MethodVariation:
    """This will note the whole text that a member goes by instead; an empty one says that it does as everybody else again."""
    _at_a_member(member, by)
    written = checked_text(text, may_be_empty=True)
    standing, current = variation_of(method, owner_id=member.pk), method.head.version
    if not written and standing is None:
        raise NothingVaries(member=member.name)
    if written == current.text or (standing is not None and written == standing.text and standing.version_id == current.pk):
        raise NothingNew
    row = MethodVariation(owner=member, method=method, version=current, text=written, written_at=at)
    keep(row)
    audit.record("write_variation", of=row, by=by, at=at)
    return row


@transaction.atomic
def suggest_change(method: Method, text: str, *, by: Actor, at: datetime) -> Suggestion:
    """This will hand in a suggestion for a method: the organization's own, seen by the unit."""
    by.must(Deed.SUGGEST)
    row = Suggestion(owner_id=by.owner_id, method=method, text=_said(text, EmptySuggestion), made_at=at)
    keep(row)
    audit.record("suggest_change", of=row, by=by, at=at)
    return row


@transaction.atomic
def answer_suggestion(suggestion: Suggestion, text: str, *, publish: bool, by: Actor, at: datetime) -> SuggestionAnswer:
    """This will answer a suggestion, once; published, both are shown to everybody without saying whose it was."""
    by.must(Deed.CHANGE_CATALOG)
    if not may_answer(suggestion.method, by):
        raise NotItsOwner(name=suggestion.method.method_owner.name)
    answer, published = _said(text, EmptyAnswer), None
    if publish:
        facts = {"method": suggestion.method, "text": suggestion.text, "answer": answer, "published_at": at}
        published = PublishedSuggestion.objects.create(**facts)
        audit.record("publish_suggestion", of=published, by=by, at=at)
    row = SuggestionAnswer(owner_id=suggestion.owner_id, suggestion=suggestion, text=answer, published=published, answered_at=at)
    keep(row, {"catalog_suggestionanswer_once": AnsweredAlready()})
    audit.record("answer_suggestion", of=row, by=by, at=at)
    return row


def may_answer(method: Method, by: Actor) -> bool:
    """This will say whether somebody answers what is suggested for a method: its owner does, and the director."""
    return by.role in (Role.DIRECTOR, Role.SYSTEM) or method.method_owner.account_id == by.account_id


def _at_a_member(member: Organization, by: Actor) -> None:
    own_or_on_behalf(member, by)
    if member.kind not in MEMBERS:
        raise OnlyMembersUse(name=member.name)


def _said(text: str, when_empty: type[BadInput]) -> str:
    try:
        return checked_text(text)
    except EmptyMethod:
        raise when_empty from None
