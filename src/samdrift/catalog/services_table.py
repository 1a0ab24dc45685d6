"""The table of services with their levels: a row for each level, or one for a service that has none yet. No database."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samdrift.catalog.coverage import Grades
from samdrift.catalog.models import Service
from samdrift.catalog.tables import GRADES, grades_or_none, text_of
from samdrift.core.tables import Columns, Row, whole_number

SERVICES = Columns(("service", "kind", "level", "rank"), ("service_en", "level_en", *GRADES))
HIGHEST_RANK = 100


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service at one of its levels; without a level it has no rank and no grades either."""

    line: int
    service: str
    service_en: str
    kind: Service.Kind
    level: str
    level_en: str
    rank: int
    grades: Grades | None


def service(row: Row) -> ServiceRow:
    """This will read a service at a level; a cell that cannot be used is a ValueError in words."""
    kind = row["kind"].casefold()
    if kind not in Service.Kind.values:
        kinds = ", ".join(Service.Kind.values)
        raise ValueError(_("“%(text)s” is none of %(words)s.") % {"text": row["kind"][:40], "words": kinds})
    name, name_en = text_of(row, "service", 80), text_of(row, "service_en", 80) if row["service_en"] else ""
    grades = grades_or_none(row)
    if not row["level"]:
        if row["rank"] or row["level_en"] or grades is not None:
            raise ValueError(_("It has a rank or grades, but no level."))
        return ServiceRow(row.line, name, name_en, Service.Kind(kind), "", "", 0, None)
    level, level_en = text_of(row, "level", 40), text_of(row, "level_en", 40) if row["level_en"] else ""
    rank = whole_number(row["rank"], least=1, most=HIGHEST_RANK)
    return ServiceRow(row.line, name, name_en, Service.Kind(kind), level, level_en, rank, grades)
