"""Who carries what as text and as JSON, for `samdrift report coverage`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from samdrift.catalog.coverage import Grades, Standing
from samdrift.catalog.models import Service
from samdrift.catalog.queries import Cell, WayOut, WaysOut, counted, coverage, services_in_order, those_concerned
from samdrift.core.errors import BadInput
from samdrift.members.models import Organization
from samdrift.ui.amounts import kr_text


class NoSuchMember(BadInput):
    words = gettext_lazy("There is no member called %(name)s.")


@dataclass(frozen=True, slots=True)
class Line:
    owner: Organization
    service: Service
    cell: Cell
    level: str
    way_out: WayOut | None


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """How every need stands on a day, by member and service."""

    on: date
    lines: list[Line]

    def as_json(self) -> dict[str, Any]:
        counts = counted(line.cell for line in self.lines)
        return {
            "on": self.on.isoformat(),
            "counts": {standing.value: number for standing, number in counts.items()},
            "needs": [_line_as_json(line) for line in self.lines],
        }

    def as_text(self, language: str) -> str:
        with override(language):
            counts = counted(line.cell for line in self.lines)
            head = ", ".join(f"{standing.label}: {number}" for standing, number in counts.items())
            return "\n".join([f"{self.on} {head}", *(_line_as_text(line) for line in self.lines)])


def coverage_report(*, on: date, member: str | None = None) -> CoverageReport:
    """This will report how every need stands on a day, or one member's; what it says of others is for the unit."""
    cells, ways = coverage(on=on), WaysOut(on=on)
    concerned, services = those_concerned(cells), services_in_order()
    if member is not None:
        concerned = [one for one in concerned if member.casefold() in (one.name.casefold(), one.short_name.casefold())]
        if not concerned:
            raise NoSuchMember(name=member)
    lines = []
    for owner in concerned:
        for service in services:
            if cell := cells.get((owner.pk, service.pk)):
                level = ways.by_id[cell.level_id].name if cell.level_id is not None else ""
                lines.append(Line(owner, service, cell, level, ways.of(cell) if cell.standing == Standing.NOT_MET else None))
    return CoverageReport(on, lines)


def _line_as_json(line: Line) -> dict[str, Any]:
    way, cell = line.way_out, line.cell
    return {
        "member": line.owner.short_name,
        "service": line.service.name,
        "level": line.level or None,
        "standing": cell.standing.value,
        "required": _three(cell.required),
        "runs_at": _three(cell.runs_at),
        "cheapest_level": way.level.name if way and way.level else None,
        "cost_minor": way.cost_minor if way else None,
    }


def _three(grades: Grades | None) -> list[int] | None:
    return None if grades is None else list(grades)


def _line_as_text(line: Line) -> str:
    cell, way = line.cell, line.way_out
    words = f"{line.owner.short_name}  {line.service.name}  {cell.required or '–'} / {cell.runs_at or '–'}  {cell.standing.label}"
    if way is None:
        return words
    if way.level is None:
        return f"{words}  {_('No level would do.')}"
    cost = _("price not known") if way.cost_minor is None else kr_text(way.cost_minor)
    return f"{words}  {way.level.name}, {cost}"
