"""The days that offices of a country are closed, beyond the weekend, from the kept library `holidays`.

Sweden. *Law*: the public holidays of lagen (1989:253) om allmänna helgdagar, without its Sundays, which a calendar's week closes by itself.
*Law for leave, custom for opening hours*: midsummer eve, Christmas eve and New Year's eve are no public holidays, but semesterlagen
(1977:480) 7 § counts them as Sundays, and agencies keep closed. *Custom, and left out*: half days before holidays, squeeze days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import holidays

# Which of the library's days close an office, and in which language it names them first. Another country's federation adds its line.
CLOSING = {"SE": (("public", "de_facto"), "sv")}
COUNTRY_OF_ZONE = {"Europe/Stockholm": "SE"}


class UnknownCountry(ValueError):
    """No line of CLOSING says which of the country's days close an office."""


def closed_days(country: str, years: Iterable[int]) -> Mapping[date, tuple[str, str]]:
    """This will return each closed day of the years with its name in the country's language and in English, in order.

    `Hours` takes it as `closed`. `country` is an ISO 3166 code; one that CLOSING does not list is an UnknownCountry.

    >>> days = closed_days("SE", [2026])
    >>> len(days), days[date(2026, 6, 19)]
    (16, ('Midsommarafton', 'Midsummer Eve'))
    """
    if country not in CLOSING:
        raise UnknownCountry(f"no closed days are known for {country!r}; known are {', '.join(sorted(CLOSING))}")
    categories, language = CLOSING[country]
    own, english = (
        holidays.country_holidays(country, years=sorted(set(years)), categories=categories, language=spoken)
        for spoken in (language, "en_US")
    )
    return {on: (own[on], english[on]) for on in sorted(own)}


def country_of(zone: str) -> str | None:
    """This will return the country whose closed days are proposed for a calendar in a zone; None where none are known."""
    return COUNTRY_OF_ZONE.get(zone)
