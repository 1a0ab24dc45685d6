"""Being spread out in words: what the page says first, which way is better, where a figure comes from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samdrift.follow_up.models import Measure
from samdrift.follow_up.spread import MORE_IS_BETTER, Both, Source, Spread, Turn, turn_of
from samdrift.ui.amounts import MINUS, count_text

# A measure's name in a sentence
IN_A_SENTENCE: Mapping[Measure, str | Promise] = {
    Measure.APPLICANTS: gettext_lazy("applicants"),
    Measure.DAYS_TO_HIRE: gettext_lazy("time to hire"),
    Measure.TURNOVER: gettext_lazy("turnover"),
    Measure.TRAVEL: gettext_lazy("travel"),
    Measure.HANDS: gettext_lazy("time to hands on site"),
    Measure.COVER: gettext_lazy("cover"),
}
SOURCES: Mapping[Source, str | Promise] = {
    Source.ENTERED: gettext_lazy("entered"),
    Source.PLANNED: gettext_lazy("from planned weeks"),
    Source.BOTH: gettext_lazy("entered and from planned weeks"),
}
TURNS: Mapping[Turn, str | Promise] = {
    Turn.BETTER: gettext_lazy("better"),
    Turn.WORSE: gettext_lazy("worse"),
    Turn.SAME: gettext_lazy("as before"),
}


def opening(turns: Mapping[Measure, Turn], sites: int | None) -> str:
    """This function will say what can be compared, how it turned out for all sites together, and what cannot be told; never why.

    turns: of all sites together, for each measure that can be compared. sites: how many can be; None where that is not told.
    """
    missing = [measure for measure in Measure if measure not in turns]
    if not turns:
        return _("No measure can be compared before and after yet.")
    facts = {"compared": count_text(len(turns)), "all": count_text(len(Measure)), "sites": count_text(sites or 0)}
    if sites is None:
        said = [_("%(compared)s of %(all)s measures can be compared before and after.") % facts]
    else:
        words = ngettext(
            "%(compared)s of %(all)s measures can be compared before and after, at one site.",
            "%(compared)s of %(all)s measures can be compared before and after, at %(sites)s sites.",
            sites,
        )
        said = [words % facts]
    parts = [
        (_("better: %(measures)s"), [measure for measure, turn in turns.items() if turn == Turn.BETTER]),
        (_("worse: %(measures)s"), [measure for measure, turn in turns.items() if turn == Turn.WORSE]),
        (_("as before: %(measures)s"), [measure for measure, turn in turns.items() if turn == Turn.SAME]),
    ]
    told = "; ".join(words % {"measures": _listed(measures)} for words, measures in parts if measures)
    said.append(_("All sites together, %(told)s.") % {"told": told})
    if missing:
        said.append(_("Cannot be told: %(measures)s.") % {"measures": _listed(missing)})
    said.append(_("It does not say why: other things changed too."))
    return " ".join(said)


def _listed(measures: list[Measure]) -> str:
    return ", ".join(str(IN_A_SENTENCE[measure]) for measure in measures)


def site_by_site(one: Spread) -> str:
    """This function will count the sites that turned out better and worse in a measure; nothing where none can be compared."""
    turns = list(one.turns.values())
    if not turns:
        return ""
    facts = {turn.value: count_text(turns.count(turn)) for turn in Turn}
    words = _("Sites that can be compared: %(number)s. Better at %(better)s, worse at %(worse)s, as before at %(same)s.")
    said = words % {"number": count_text(len(turns)), **facts}
    if one.overlapping:
        said += " " + _("At %(number)s the ranges overlap, so that it may be chance.") % {"number": count_text(one.overlapping)}
    return said


def which_way(measure: str) -> str:
    """This function will say which way a measure is better."""
    return _("more is better") if measure in MORE_IS_BETTER else _("less is better")


def turn_text(measure: str, both: Both) -> str:
    """This function will say how a measure turned out, as a word; nothing where it cannot be compared."""
    turn = turn_of(measure, both)
    return str(TURNS[turn]) if turn else ""


def mean_text(figure: Fraction, *, signed: bool = False) -> str:
    """This function will write a mean with one decimal as the reader does; a difference with its sign."""
    rounded = round(figure, 1)
    words = number_format(Decimal(str(float(abs(rounded)))), decimal_pos=1)
    sign = MINUS if rounded < 0 else "+" if signed and rounded else ""
    return f"{sign}{words}"
