"""Targets of a draft from a file: all rows or none; one that stands already is known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.agree.actions.drafts import locked_draft, set_target
from samdrift.agree.models import Draft, DraftClause, DraftTarget
from samdrift.agree.target_files import TargetRow, read_targets
from samdrift.catalog.models import Level
from samdrift.core.access import Actor
from samdrift.core.tables import Entered, Once, enter_all, stands_once
from samdrift.members.models import Calendar

KEY = ("service_id", "level_id", "measure", "priority")
SAID = ("clause", "within_seconds", "share_ppm", "calendar_id")


@transaction.atomic
def import_targets(draft: Draft, content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will promise what a file says. A target for the same level, measure and priority is changed; one that stands is known."""
    draft = locked_draft(draft, by)
    rows, wrong = read_targets(content)
    names = _Names(draft)
    once: Once = {}

    def enter(row: TargetRow) -> bool:
        promised = names.promised(row)
        stands_once(once, (promised["level"], row.measure, row.priority), row.line)
        if names.stands(promised):
            return False
        set_target(draft, **promised, by=by, at=at)
        return True

    return enter_all(rows, wrong, enter)


class _Names:
    """What a file may name, and what the draft promises before it."""

    def __init__(self, draft: Draft) -> None:
        self._clauses = set(DraftClause.objects.filter(draft=draft).values_list("number", flat=True))
        self._levels = {(level.service.name.casefold(), level.name.casefold()): level for level in Level.objects.select_related("service")}
        self._calendars = {calendar.name.casefold(): calendar for calendar in Calendar.objects.all()}
        self._there = set(DraftTarget.objects.filter(draft=draft).values_list(*KEY, *SAID))

    def promised(self, row: TargetRow) -> dict[str, Any]:
        """What `set_target` takes; a name that there is none of is a ValueError."""
        level = self._levels.get((row.service.casefold(), row.level.casefold()))
        if level is None:
            raise ValueError(_("There is no level “%(level)s” of “%(service)s”.") % {"level": row.level[:40], "service": row.service[:40]})
        calendar = self._calendars.get(row.calendar.casefold())
        if calendar is None:
            raise ValueError(_("There is no calendar called “%(name)s”.") % {"name": row.calendar[:40]})
        if row.clause not in self._clauses:
            raise ValueError(_("The draft has no clause %(number)s.") % {"number": row.clause[:40]})
        return {
            "clause": row.clause,
            "service": level.service,
            "level": level,
            "measure": row.measure,
            "priority": row.priority,
            "within_seconds": row.within_seconds,
            "share_ppm": row.share_ppm,
            "calendar": calendar,
        }

    def stands(self, said: dict[str, Any]) -> bool:
        """Whether the draft says just that already."""
        key = (said["service"].pk, said["level"].pk, said["measure"], said["priority"])
        return (*key, said["clause"], said["within_seconds"], said["share_ppm"], said["calendar"].pk) in self._there
