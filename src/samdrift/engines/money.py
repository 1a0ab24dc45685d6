"""Amounts in whole minor units (öre), read from text as Swedes write it. How amounts are shown is the pages' matter."""

from __future__ import annotations

import re

# \s holds the no-break (U+00A0), narrow no-break (U+202F) and thin (U+2009) spaces that spreadsheets and pages put between thousands.
# One or two decimals after a comma or a point, exactly two after the colon of "1 234:50". Three decimals are refused: "1,234" is
# a thousand and more to an American, one and a bit to a Swede. Fifteen digits of kronor fit a 64-bit integer of öre with room to add.
AMOUNT = re.compile(
    r"\s*(?P<sign>[-+−–]?)\s*"
    r"(?P<whole>[0-9]{1,15}|[0-9]{1,3}(?:\s[0-9]{3}){1,4})"
    r"(?:[.,](?P<decimals>[0-9]{1,2})|:(?P<ore>[0-9]{2}))?"
    r"(?:\s*(?:kr|sek))?\s*",
    re.IGNORECASE,
)


class NotAnAmount(ValueError):
    """The text is no amount, or could be read as more than one."""


def parse_amount(text: str) -> int:
    """This function will read an amount written as Swedes write it and give it in minor units (öre).

    Thousands may be parted by one space of any kind, decimals by comma, point or colon; ``kr`` or ``SEK`` may follow; the minus may be a
    hyphen, a minus sign or a dash. Text that is no amount, or that could mean two (``1,234.50``, ``1.234``), is NotAnAmount. Space between
    thousands and a decimal comma are the form of Språkrådet's Svenska skrivregler; the point is that of computers, the colon of price tags.

    >>> parse_amount("−1 234,50 kr")
    -123450
    """
    match = AMOUNT.fullmatch(text)
    if match is None:
        raise NotAnAmount(f"not an amount: {text[:40]!r}")
    whole = re.sub(r"\s", "", match["whole"])
    minor = int(whole) * 100 + int((match["decimals"] or match["ore"] or "").ljust(2, "0"))
    return -minor if match["sign"] in ("-", "−", "–") else minor
