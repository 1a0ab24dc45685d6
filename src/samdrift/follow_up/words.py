"""Shares that may be ranges, as people write them in the active language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samdrift.follow_up.attainment import Clock, Outcome, Tally
from samdrift.ui.amounts import count_text, share_text
from samdrift.ui.times import duration_text

UNIT = " \u00a0%"


def range_text(low: float, high: float) -> str:
    """This function will write a share from low to high: 82,4–83,2 %; one figure when both read the same."""
    first, last = share_text(low), share_text(high)
    return last if first == last else f"{first.rstrip(UNIT)}–{last}"


def share_of(tally: Tally) -> str:
    """This function will write a tally's share; a dash when nothing was promised."""
    return range_text(tally.low, tally.high) if tally.total else "–"


def interval_of(tally: Tally) -> str:
    return range_text(*tally.interval) if tally.total else "–"


def points_text(low: float, high: float) -> str:
    """This function will write a difference between shares in percentage points: 19,1–20,0 procentenheter."""
    return _("%(points)s percentage points") % {"points": range_text(low, high).rstrip(UNIT)}


def hours_text(seconds: int) -> str:
    return duration_text(seconds, hours_only=True)


def tickets_text(number: int) -> str:
    return ngettext("%(n)s ticket", "%(n)s tickets", number) % {"n": count_text(number)}


def clock_words(clock: Clock) -> str:
    """This function will say where a clock stops."""
    return {Clock.RESOLVED: _("resolved"), Clock.CLOSED: _("closed")}[clock]


def outcome_words(outcome: Outcome) -> str:
    return {Outcome.MET: _("met"), Outcome.MISSED: _("missed"), Outcome.UNKNOWN: _("cannot be told")}[outcome]
