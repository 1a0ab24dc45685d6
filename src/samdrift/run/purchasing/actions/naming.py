"""Whom a row of a file may be about."""

from __future__ import annotations

from samdrift.core.access import Actor
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization


def member_named(by: Actor) -> dict[str, Organization]:
    """This will return the members that one may write for, by each of their names and their number; an empty name is one's own."""
    members = list(Organization.objects.filter(kind__in=MEMBERS, pk__in=by.walls.writes))
    named = {name.casefold(): m for m in members for name in (m.name, m.name_en, m.short_name, m.number) if name}
    own = next((m for m in members if m.pk == by.owner_id), None)
    return named | {"": own} if own else named
