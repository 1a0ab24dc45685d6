"""Methods as text and as JSON, for `samdrift report methods`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from samdrift.catalog.models import Method
from samdrift.catalog.queries.methods import methods_found, suggestions_waiting, users_by_method, variations_by_method
from samdrift.members.models import Organization


@dataclass(frozen=True, slots=True)
class Line:
    method: Method
    users: list[Organization]
    variations: int
    waiting: int


@dataclass(frozen=True, slots=True)
class MethodsReport:
    """Who uses which method, which should have been looked at again, and where suggestions wait."""

    on: date
    lines: list[Line]

    def as_json(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "methods": [
                {
                    "title": line.method.title,
                    "kind": line.method.kind,
                    "owner": line.method.method_owner.name,
                    "version": line.method.head.version.number,
                    "reviewed_on": line.method.reviewed_on.isoformat(),
                    "review_on": line.method.review_on.isoformat(),
                    "overdue": line.method.review_on <= self.on,
                    "used_by": [user.short_name for user in line.users],
                    "variations": line.variations,
                    "suggestions_waiting": line.waiting,
                }
                for line in self.lines
            ],
        }

    def as_text(self, language: str) -> str:
        with override(language):
            return "\n".join(self._said(line) for line in self.lines) or _("No method is shared yet")

    def _said(self, line: Line) -> str:
        users = len(line.users)
        parts = [
            line.method.title,
            line.method.method_owner.name,
            _("version %(number)s") % {"number": line.method.head.version.number},
            ngettext("one member uses it", "%(number)s members use it", users) % {"number": users},
            _("looked at %(on)s") % {"on": line.method.reviewed_on},
        ]
        if line.method.review_on <= self.on:
            parts.append(_("overdue"))
        if line.waiting:
            parts.append(ngettext("one suggestion", "%(number)s suggestions", line.waiting) % {"number": line.waiting})
        return "  ".join(parts)


def methods_report(*, on: date) -> MethodsReport:
    """This will report every method on a day; who uses which is for the unit to see."""
    methods = list(methods_found(on=on))
    users, variations, waiting = users_by_method(one.pk for one in methods), variations_by_method(), suggestions_waiting()
    return MethodsReport(on, [Line(one, users.get(one.pk, []), variations.get(one.pk, 0), waiting.get(one.pk, 0)) for one in methods])
