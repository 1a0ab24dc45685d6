"""What a cell says: text into a day, an amount, a number or a truth. What it does not say is a ValueError in the user's words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from samdrift.engines.money import NotAnAmount, parse_amount

LARGEST_MINOR = 10**14  # a million million kronor: sums of many still fit a 64-bit integer
YES = frozenset({"yes", "ja", "true", "sant", "1", "x"})
NO = frozenset({"no", "nej", "false", "falskt", "0", ""})


def a_day(text: str) -> date:
    """This will read a day written as 2026-10-05."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is not a day; write it as 2026-10-05.") % {"text": text[:40]}) from None


def an_amount(text: str) -> int:
    """This will read an amount in kronor into öre; what is none, is zero or is too large is refused."""
    try:
        minor = parse_amount(text)
    except NotAnAmount:
        raise ValueError(_("“%(text)s” is not an amount; write it as 1 234,50.") % {"text": text[:40]}) from None
    if not minor:
        raise ValueError(_("The amount is zero."))
    if abs(minor) > LARGEST_MINOR:
        raise ValueError(_("The amount is too large."))
    return minor


def whole_number(text: str, *, least: int, most: int) -> int:
    """This will read a whole number from least to most."""
    if text.isascii() and text.isdigit() and len(text) < 16 and least <= int(text) <= most:
        return int(text)
    facts = {"text": text[:40], "least": least, "most": most}
    raise ValueError(_("“%(text)s” is not a whole number from %(least)s to %(most)s.") % facts)


def yes_or_no(text: str) -> bool:
    """This will read yes or no, in Swedish or English; an empty cell is no."""
    if text.casefold() in YES | NO:
        return text.casefold() in YES
    raise ValueError(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})
