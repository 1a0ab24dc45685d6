"""What stands on what, and which own systems could be shared, as a report to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.catalog.models import Thing
from samdrift.catalog.queries import Candidate, all_standing, candidates, things, what_stands
from samdrift.catalog.queries.components import Stood
from samdrift.ui.amounts import kr_text
from samdrift.ui.names import named_text


@dataclass(frozen=True, slots=True)
class ArchitectureReport:
    """Every service and component with the services that stop when it does, and the candidates for sharing."""

    standing: list[tuple[Stood, list[Thing]]]
    candidates: list[Candidate]

    def as_json(self) -> dict[str, Any]:
        """This will return the report for a program: names as they are written, amounts in whole öre, None where a cost is not stated."""
        return {
            "standing": [
                {
                    "name": stood.thing.name,
                    "kind": stood.part.kind,
                    "stands_on": [lower.name for lower in stood.stands_on],
                    "services_that_stop": [service.name for service in stopping],
                }
                for stood, stopping in self.standing
            ],
            "candidates": [
                {
                    "capability": one.capability.name,
                    "members": one.members,
                    "yearly_minor": one.yearly_minor,
                    "costs_not_stated": one.unknown,
                    "shared_services": [service.name for service in one.shared],
                    "systems": [
                        {"member": system.member.short_name, "system": system.name, "yearly_minor": system.yearly_minor}
                        for system in one.systems
                    ],
                }
                for one in self.candidates
            ],
        }

    def as_text(self, language: str) -> str:
        """This will return the report for people."""
        with translation.override(language):
            return self._text()

    def _text(self) -> str:
        lines = [_("What stops with what")]
        for stood, stopping in self.standing:
            names = ", ".join(named_text(service).words for service in stopping)
            lines.append(f"  {named_text(stood.thing).words}: {names or '–'}")
        lines += ["", _("Candidates for sharing")]
        for one in self.candidates:
            members = ngettext("%(number)s member", "%(number)s members", one.members) % {"number": one.members}
            lines.append(f"  {named_text(one.capability).words}: {members}, {kr_text(one.yearly_minor)} {_('a year')}")
            for system in one.systems:
                cost = _("not stated") if system.yearly_minor is None else kr_text(system.yearly_minor)
                lines.append(f"    {system.member.short_name}: {system.name}, {cost}")
        return "\n".join(lines)


def architecture_report() -> ArchitectureReport:
    """This will gather the report as far as the reader sees."""
    stands, named = what_stands(), things()
    standing = [(stood, [named[part] for part in stands.chains_up(stood.part) if part.kind == "service"]) for stood in all_standing()]
    return ArchitectureReport(standing, candidates())
