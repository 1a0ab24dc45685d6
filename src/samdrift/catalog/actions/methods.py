"""Writes of methods by the unit: a method, its versions, who answers for it, and that it has been looked at again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import methods_heads
from samdrift.catalog.actions.grades import ReviewedBefore
from samdrift.catalog.methods import LONGEST, MOST_LINES, tidy
from samdrift.catalog.models import Method, MethodHead, MethodVersion
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.team.models import Employee


class MethodTitledAlready(Refused):
    words = _("There is a method called %(title)s already.")


class EmptyMethod(BadInput):
    words = _("A method without a text helps nobody.")


class TextTooLong(BadInput):
    words = _("The text has more than %(characters)s characters or %(lines)s lines.")
    way_on = _("Make two methods of it.")


class NothingNew(BadInput):
    words = _("The text is what stands there already.")


class ChangeNotSaid(BadInput):
    words = _("Say what has changed, so that those who use the method know.")


class VersionMeanwhile(Refused):
    words = _("Version %(number)s was published while you wrote.")
    way_on = _("Read it, and bring what you wrote into it.")


def checked_text(text: str, *, may_be_empty: bool = False) -> str:
    """This will tidy a text, and refuse one that is empty or too long."""
    found = tidy(text)
    if not found and not may_be_empty:
        raise EmptyMethod
    if len(found) > LONGEST or found.count("\n") >= MOST_LINES:
        raise TextTooLong(characters=LONGEST, lines=MOST_LINES)
    return found


@transaction.atomic
def add_method(
    kind: Method.Kind,
    title: str,
    purpose: str,
    text: str,
    *,
    method_owner: Employee,
    review_on: date,
    by: Actor,
    on: date,
    at: datetime,
    title_en: str = "",
    purpose_en: str = "",
    text_en: str = "",
) -> Method:
    """This will add a method with its first version. `on` is today."""
    by.must(Deed.CHANGE_CATALOG)
    own, english = checked_text(text), checked_text(text_en, may_be_empty=True)
    _to_come(review_on, on)
    names: dict[str, Any] = {"title": title, "title_en": title_en, "purpose": purpose, "purpose_en": purpose_en}
    row = Method(kind=kind, method_owner=method_owner, reviewed_on=on, review_on=review_on, **names)
    keep(row, {"catalog_method_title_once": MethodTitledAlready(title=title)})
    first = MethodVersion.objects.create(method=row, number=1, text=own, text_en=english, published_at=at)
    MethodHead.objects.create(method=row, version=first)
    methods_heads.keep_found_by([row.pk])
    audit.record("add_method", of=row, by=by, at=at)
    return row


@transaction.atomic
def change_method(
    method: Method,
    kind: Method.Kind,
    title: str,
    purpose: str,
    *,
    method_owner: Employee,
    by: Actor,
    at: datetime,
    title_en: str = "",
    purpose_en: str = "",
) -> None:
    """This will say what a method is called, what it is for and who answers for it; its text is another matter."""
    by.must(Deed.CHANGE_CATALOG)
    row = methods_heads.lock(method.pk).method
    row.kind, row.title, row.title_en, row.purpose, row.purpose_en = kind, title, title_en, purpose, purpose_en
    row.method_owner = method_owner
    keep(row, {"catalog_method_title_once": MethodTitledAlready(title=title)})
    methods_heads.keep_found_by([row.pk])
    audit.record("change_method", of=row, by=by, at=at)


@transaction.atomic
def publish_method_version(
    method: Method,
    text: str,
    *,
    what_changed: str,
    review_on: date,
    after: int,
    by: Actor,
    on: date,
    at: datetime,
    text_en: str = "",
) -> MethodVersion:
    """This will publish the next version of a method, which counts from now on.

    `after` is the number of the version that was read and written on from; `on` is today.
    """
    by.must(Deed.CHANGE_CATALOG)
    own, english = checked_text(text), checked_text(text_en, may_be_empty=True)
    _to_come(review_on, on)
    if not what_changed.strip():
        raise ChangeNotSaid
    head = methods_heads.lock(method.pk)
    if head.version.number != after:
        raise VersionMeanwhile(number=head.version.number)
    if (own, english) == (head.version.text, head.version.text_en):
        raise NothingNew
    made = MethodVersion(
        method=head.method, number=after + 1, text=own, text_en=english, what_changed=what_changed.strip(), published_at=at
    )
    keep(made)
    head.version = made
    head.save(update_fields=["version"])
    methods_heads.keep_found_by([method.pk])
    _reviewed(head.method, review_on, on)
    audit.record("publish_method_version", of=made, by=by, at=at)
    return made


@transaction.atomic
def review_method(method: Method, *, review_on: date, by: Actor, on: date, at: datetime) -> None:
    """This will note that a method has been looked at and holds as it stands, and when it is looked at again. `on` is today."""
    by.must(Deed.CHANGE_CATALOG)
    _to_come(review_on, on)
    row = methods_heads.lock(method.pk).method
    _reviewed(row, review_on, on)
    audit.record("review_method", of=row, by=by, at=at)


def _reviewed(method: Method, review_on: date, on: date) -> None:
    Method.objects.filter(pk=method.pk).update(reviewed_on=on, review_on=review_on)


def _to_come(review_on: date, on: date) -> None:
    if review_on <= on:
        raise ReviewedBefore(on=review_on)
