"""Who carries the services and what is lost with a site, as a report for the command line: counts, and no names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.catalog.queries.cover import lost_with_sites, services_by_cover
from samdrift.team.queries import week_cover
from samdrift.team.weeks import monday_of, week_text
from samdrift.team.words import days_text
from samdrift.ui.names import named_text


def cover_as_dict(*, on: date) -> dict[str, Any]:
    """This will return how each service is carried, with how many have each skill that it needs, and what is lost with each site in the
    week that a day lies in; weekdays are numbers, 0 being Monday."""
    cover = week_cover(monday_of(on))
    return {
        "week": week_text(cover.week),
        "services": [
            {
                "service": named_text(one.service).words,
                "carried_by": str(one.carried),
                "skills": [{"skill": named_text(skill).words, "people": people} for skill, people in one.skills],
            }
            for one in services_by_cover(cover)
        ],
        "lost_with": [
            {
                "site": loss.site.city,
                "services": [{"service": named_text(service).words, "days": list(days)} for service, days in loss.services],
                "skills": [{"skill": named_text(skill).words, "days": list(days)} for skill, days in loss.skills],
            }
            for loss in lost_with_sites(cover)
        ],
    }


def cover_as_text(report: dict[str, Any]) -> str:
    """This will write the report as lines that people read."""
    carried = {"nobody": _("nobody"), "one": _("one person"), "several": _("several"), "not_said": _("not said")}
    lines = [report["week"]]
    for one in report["services"]:
        lines.append(f"{one['service']}: {carried[one['carried_by']]}")
        for skill in one["skills"]:
            people = ngettext("%(n)s person", "%(n)s people", skill["people"]) % {"n": skill["people"]}
            lines.append(f"  {skill['skill']}, {people}")
    for loss in report["lost_with"]:
        lines.append(_("Without %(site)s:") % {"site": loss["site"]})
        for kind in ("services", "skills"):
            lines += [f"  {one[kind[:-1]]}, {days_text(one['days'])}" for one in loss[kind]]
    return "\n".join(lines)
