"""What is against the rules, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samdrift.engines.rota import Rule
from samdrift.team.queries.rotas import Broken
from samdrift.ui.times import duration_text, moment_text


def by_text(rule: str, by_seconds: int) -> str:
    """This function will write by how much a rule is not kept: hours, or days where days are what it counts."""
    if rule == Rule.KNOWN_AHEAD:
        days = by_seconds // 86_400
        return _("one day too late") if days == 1 else _("%(days)s days too late") % {"days": days}
    length = duration_text(by_seconds, hours_only=True)
    if rule in (Rule.DAILY_REST, Rule.NIGHT_REST, Rule.WEEKLY_REST):
        return _("%(length)s too little") % {"length": length}
    return _("%(length)s too much") % {"length": length}


def broken_words(broken: Broken) -> str:
    """This function will write a breach as a sentence: who, which rule and where it is from, when, and by how much."""
    facts = {
        "who": broken.employee.name if broken.employee else _("All of them"),
        "rule": broken.rule.label,
        "source": f" ({broken.source})" if broken.source else "",
        "starts": moment_text(broken.start_at),
        "ends": moment_text(broken.end_at),
        "by": by_text(broken.rule, broken.by_seconds),
    }
    return _("%(who)s: %(rule)s%(source)s, %(starts)s – %(ends)s, %(by)s.") % facts
