"""Whom and what a row of a file may be about."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from samdrift.core.access import Actor
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization


def member_named(by: Actor) -> dict[str, Organization]:
    """This will return the members that one may write for, by each of their names and their number; an empty name is one's own."""
    members = list(Organization.objects.filter(kind__in=MEMBERS, pk__in=by.walls.writes))
    named = {name.casefold(): m for m in members for name in (m.name, m.name_en, m.short_name, m.number) if name}
    own = next((m for m in members if m.pk == by.owner_id), None)
    return named | {"": own} if own else named


class Suppliers:
    """The suppliers, as a file may name them: by number, by short name, or by a name that only one of them has."""

    def __init__(self) -> None:
        rows = list(Organization.objects.filter(kind=Organization.Kind.SUPPLIER))
        bearers = Counter(row.name.casefold() for row in rows)
        whole = {row.name.casefold(): row for row in rows if bearers[row.name.casefold()] == 1}
        self._named = whole | {name.casefold(): row for row in rows for name in (row.short_name, row.number) if name}

    def named(self, text: str) -> Organization:
        """This will find who is meant; nobody is a ValueError in the user's words."""
        if text.casefold() not in self._named:
            raise ValueError(_("No supplier is called “%(text)s”.") % {"text": text[:60]})
        return self._named[text.casefold()]
