"""Services with their levels from a file: all rows are entered, or none where one cannot be used. What is there is never changed by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.catalog.actions.grades import grade_level
from samdrift.catalog.actions.services import add_level, add_service
from samdrift.catalog.models import Level, Service
from samdrift.catalog.services_table import SERVICES, ServiceRow, service
from samdrift.core.access import Actor, Deed
from samdrift.core.tables import Entered, Once, fitted_rows, stands_once


@transaction.atomic
def import_services(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will add services and levels, and grade levels that have no grades, from a file. A row that says otherwise than what is there,
    in kind, rank or grades, refuses the file; empty grades say nothing."""
    by.must(Deed.CHANGE_CATALOG)
    there = _There()
    once: Once = {}

    def fitting(row: ServiceRow) -> ServiceRow | None:
        stands_once(once, (row.service.casefold(), row.level.casefold()), row.line)
        return row if there.is_news(row) else None

    entered, new = fitted_rows(content, SERVICES, service, fitting)
    for row in new:
        there.enter(row, by, at)
    return entered


class _There:
    """The services and levels that are there, and those of rows before."""

    def __init__(self) -> None:
        self._services = {one.name.casefold(): one for one in Service.objects.all()}
        self._levels: dict[tuple[str, str], Level] = {}
        self._kinds = {name: str(one.kind) for name, one in self._services.items()}
        self._ranks: dict[tuple[str, int], str] = {}
        for level in Level.objects.select_related("service"):
            name = level.service.name.casefold()
            self._levels[name, level.name.casefold()] = level
            self._ranks[name, level.rank] = level.name.casefold()

    def is_news(self, row: ServiceRow) -> bool:
        name, level = row.service.casefold(), row.level.casefold()
        if self._kinds.setdefault(name, row.kind.value) != row.kind.value:
            raise ValueError(_("%(service)s is of another kind.") % {"service": row.service})
        if not level:
            return name not in self._services
        if self._ranks.setdefault((name, row.rank), level) != level:
            raise ValueError(_("Another level of %(service)s has the rank %(rank)s.") % {"service": row.service, "rank": row.rank})
        known = self._levels.get((name, level))
        if known is None:
            return True
        if known.rank != row.rank:
            raise ValueError(_("%(level)s has another rank.") % {"level": row.level})
        if row.grades is not None and known.grades not in (None, row.grades):
            raise ValueError(_("%(level)s has other grades; they are changed by the file of levels' grades.") % {"level": row.level})
        return row.grades not in (None, known.grades)

    def enter(self, row: ServiceRow, by: Actor, at: datetime) -> None:
        name, level = row.service.casefold(), row.level.casefold()
        if name not in self._services:
            self._services[name] = add_service(row.kind, row.service, name_en=row.service_en, by=by, at=at)
        if not level:
            return
        if (name, level) not in self._levels:
            made = add_level(self._services[name], row.level, name_en=row.level_en, rank=row.rank, by=by, at=at)
            self._levels[name, level] = made
        if row.grades is not None:
            grade_level(self._levels[name, level], row.grades, by=by, at=at)
