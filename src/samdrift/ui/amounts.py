"""Numbers as people write them: money in minor units, counts, shares. Pure text, for pages, letters and spreadsheets alike.

Swedish groups digits with a no-break space and uses a decimal comma; English groups with a comma and uses a point. Both use the
minus sign (U+2212) and a no-break space before a unit, so that a figure never breaks over two lines.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

NBSP = "\u00a0"
MINUS = "\u2212"


def in_english() -> bool:
    """This function will say whether the active language writes numbers and clocks the English way."""
    return (get_language() or "").startswith("en")


def whole(value: object) -> int | None:
    """This function will return the whole number it is given, or None for nothing; anything else is a TypeError.

    A template's missing variable arrives as "". A float here would be money or people counted in binary fractions, which is a bug.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"a whole number is needed, not {value!r}")
    return value


def _written(digits: str) -> str:
    """Group an ASCII number with commas and a point, such as "-1,234.50", the way the active language does."""
    if not in_english():
        digits = digits.replace(",", NBSP).replace(".", ",")
    return digits.replace("-", MINUS)


def count_text(number: int) -> str:
    """This function will write a whole number with its digits grouped: 1 234."""
    return _written(f"{number:,}")


def amount_text(minor: int) -> str:
    """This function will write an amount given in minor units (öre) without its unit: 1 234,50."""
    sign = "-" if minor < 0 else ""
    units, rest = divmod(abs(minor), 100)
    return _written(f"{sign}{units:,}.{rest:02d}")


def kr_text(minor: int) -> str:
    """This function will write an amount given in öre with its unit: 1 234,50 kr, or in English SEK 1,234.50."""
    if in_english():
        sign = MINUS if minor < 0 else ""
        return f"{sign}SEK{NBSP}{amount_text(abs(minor))}"
    return f"{amount_text(minor)}{NBSP}kr"


def change_text(minor: int, *, unit: bool = False) -> str:
    """This function will write a difference between two amounts with its sign, +1 224,80 or −3 421,00; none is a word."""
    if minor == 0:
        return _("unchanged")
    return ("+" if minor > 0 else "") + (kr_text(minor) if unit else amount_text(minor))


def share_text(ratio: float | Fraction | Decimal, *, decimals: int = 1) -> str:
    """This function will write a ratio (0.998) as a share: 99,8 %.

    A share short of the whole never reads as the whole: 0.99996 is 99,9 %, since "100 %" would say that a promise was kept entirely.
    """
    exact = Decimal(ratio.numerator) / ratio.denominator if isinstance(ratio, Fraction) else Decimal(str(ratio))
    step = Decimal(1).scaleb(-decimals)
    rounded = (exact * 100).quantize(step, ROUND_HALF_UP)
    if ratio < 1 and rounded >= 100:
        rounded = 100 - step
    rounded += 0  # Decimal's negative zero becomes plain zero
    return _written(f"{rounded:,f}") + ("%" if in_english() else f"{NBSP}%")
