"""What may be said, and of which times: rules that outages and maintenance share."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samdrift.core.errors import BadInput
from samdrift.members.models import Organization, Site

FIRST_YEAR, LAST_YEAR = 1901, 2298  # with a year to spare within what work calendars answer for


class NoWords(BadInput):
    words = _("Say what does not work, in a sentence that everybody may read.")


class NamesAMember(BadInput):
    words = _("The text names %(names)s, and every member reads it. Say whom it concerns in the list instead.")


class EndsBeforeItStarts(BadInput):
    words = _("The end must come after the start.")


class OutOfReach(BadInput):
    words = _("The year is too far away.")


def check_times(start_at: datetime, end_at: datetime | None) -> None:
    """This will refuse a span that ends before it lasts, or that no calendar reaches."""
    for at in (start_at, end_at):
        if at is not None and not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise OutOfReach
    if end_at is not None and end_at <= start_at:
        raise EndsBeforeItStarts


def public_words(text: str, text_en: str) -> tuple[str, str]:
    """This will return the words that everybody reads, trimmed; empty ones, and ones that name a member or a member's site, are refused.

    Whom an outage hits is each member's own: the text must not give it away.
    """
    text, text_en = text.strip(), text_en.strip()
    if not text:
        raise NoWords
    said = f"{text}\n{text_en}".casefold()
    if named := [name for name in _names() if re.search(rf"\b{re.escape(name.casefold())}s?\b", said)]:
        raise NamesAMember(names=", ".join(named))
    return text, text_en


def _names() -> list[str]:
    members = Organization.objects.filter(kind__in=(Organization.Kind.MEMBER, Organization.Kind.CUSTOMER))
    found: set[str] = set()
    for row in (
        *members.values_list("name", "name_en", "short_name"),
        *Site.objects.filter(organization__in=members).values_list("name", "city"),
    ):
        found |= {name for name in row if name}
    return sorted(found)
