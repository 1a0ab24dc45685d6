"""A function manager's Monday: what of this week is theirs to mend, a sentence each with one thing to do. Never a list of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.catalog.queries.cover import carried_alone
from samdrift.follow_up.queries.promises import PromiseCounts
from samdrift.team.models import Function
from samdrift.team.queries import WeekCover, overdue_check_ins, sites_without_cover, skills_without_cover, week_cover
from samdrift.team.queries.rotas import broken_rules
from samdrift.team.weeks import monday_of
from samdrift.team.words import days_text
from samdrift.ui.names import named_text

NAMED = 4  # of a kind; the rest are told by their number


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands, whether it needs something done, and the one thing to do: a link and its words."""

    words: str
    url: str
    action: str
    calls: bool
    about: str = ""


def monday(functions: Sequence[Function], promises: PromiseCounts, *, on: date) -> list[Sentence]:
    """This will say what of the week that a day lies in asks for those who lead functions; `promises` are those of their teams."""
    cover = week_cover(monday_of(on))
    return [
        _without_cover(functions, cover),
        _carried_alone(functions, cover),
        _against_the_rules(functions, on=on),
        _overdue_check_ins(functions, on=on),
        _promises_due(promises),
    ]


def _without_cover(functions: Sequence[Function], cover: WeekCover) -> Sentence:
    found = [(function, [*sites_without_cover(cover, [function]), *skills_without_cover(cover, [function])]) for function in functions]
    gaps = [gap for _function, of_function in found for gap in of_function]
    first = next((function for function, of_function in found if of_function), functions[0])
    told = {(type(gap.what), gap.what.pk): f"{_place(gap.what)} ({days_text(gap.days)})" for gap in gaps}
    words = ngettext("%(n)s site or skill is without cover this week.", "%(n)s sites or skills are without cover this week.", len(told))
    return Sentence(
        words % {"n": len(told)} if told else _("No site and no skill is without cover this week."),
        reverse("function_week", args=[first.pk]),
        _("See the week"),
        bool(told),
        _listed(list(told.values())),
    )


def _place(what: object) -> str:
    city = getattr(what, "city", "")
    return city or named_text(what).words


def _carried_alone(functions: Sequence[Function], cover: WeekCover) -> Sentence:
    found = carried_alone(cover, functions)
    words = ngettext(
        "%(n)s service is carried by one person or by nobody.", "%(n)s services are carried by one person or by nobody.", len(found)
    )
    about = _listed([named_text(one.service).words for one in found])
    return Sentence(
        words % {"n": len(found)} if found else _("No service is carried by one person alone."),
        reverse("service_cover"),
        _("See who carries what"),
        bool(found),
        about,
    )


def _against_the_rules(functions: Sequence[Function], *, on: date) -> Sentence:
    """Which rules on working time this week's shifts are against, where nobody has agreed to depart from them."""
    found = [(function, one) for function in functions for one in broken_rules(function, monday_of(on)) if one.departure is None]
    words = ngettext("%(n)s time the week’s shifts are against a rule.", "%(n)s times the week’s shifts are against a rule.", len(found))
    return Sentence(
        words % {"n": len(found)} if found else _("No shift of the week is against a rule."),
        reverse("rota", args=[found[0][0].pk if found else functions[0].pk]),
        _("See the rota"),
        bool(found),
        _listed(list(dict.fromkeys(str(one.rule.label) for _function, one in found))),
    )


def _overdue_check_ins(functions: Sequence[Function], *, on: date) -> Sentence:
    days = overdue_check_ins(functions, on=on)
    words = ngettext("%(n)s check-in was to be held before today.", "%(n)s check-ins were to be held before today.", len(days))
    return Sentence(
        words % {"n": len(days)} if days else _("No check-in has passed its day."),
        reverse("function_week", args=[functions[0].pk]) + "#check-ins",
        _("Note the days"),
        bool(days),
        _listed([date_format(day, "Y-m-d") for day in dict.fromkeys(days)]),
    )


def _promises_due(promises: PromiseCounts) -> Sentence:
    late = ngettext("%(n)s promise is late", "%(n)s promises are late", promises.late) % {"n": promises.late}
    soon = ngettext("%(n)s is due within 24 hours", "%(n)s are due within 24 hours", promises.soon) % {"n": promises.soon}
    calls = bool(promises.late or promises.soon)
    words = _("%(late)s, and %(soon)s.") % {"late": late, "soon": soon}
    shown = "late" if promises.late else "soon"
    return Sentence(
        words if calls else _("No promise is late or due within 24 hours."),
        f"{reverse('promises')}?team=mine&show={shown}" if calls else f"{reverse('promises')}?team=mine",
        _("See the promises"),
        calls,
    )


def _listed(names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return ", ".join(names)
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + " " + _("and %(n)s more") % {"n": more}
