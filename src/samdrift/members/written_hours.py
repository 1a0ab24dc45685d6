"""How people write a calendar's hours, and how they are read: a day's hours on one line, a day of the year on a line of its own.

08.00–12.00, 13.00–16.30        two spans; 8-12 and 08:00–12:00 are read as well
22.00–06.00 nästa dag           past midnight, which is never read out of an end that is before its start: that is a slip more often
2027-01-06 Trettondedag jul / Epiphany
2027-01-05 08.00–12.00
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samdrift.members.hours import Names, Spans
from samdrift.ui.amounts import in_english

TIME = r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?"
SPAN = re.compile(rf"(?:kl\.?\s*)?{TIME}\s*[-–—−]\s*{TIME}(\s*(?:the\s+)?next day|\s*nästa dag)?", re.IGNORECASE)
CLOSED = {"", "-", "–", "stängt", "closed"}
LONGEST_NAME = 80


def spans_written(spans: Spans) -> str:
    """This will write a day's spans as `spans_read` reads them, in the reader's language."""
    return ", ".join(_span_written(opens, closes) for opens, closes in spans)


def _span_written(opens: str, closes: str) -> str:
    words = f"{opens}–{closes}" if in_english() else f"{opens}–{closes}".replace(":", ".")
    return words if closes > opens else f"{words} {_('next day')}"


def spans_read(written: str) -> Spans:
    """This will read a day's spans; nothing, or "closed", is none. What cannot be read is a ValidationError."""
    if written.strip().lower() in CLOSED:
        return []
    spans = sorted(_span_read(part.strip()) for part in re.split(r"[,;]", written))
    for (opens, closes), (later, _closes) in pairwise(spans):
        if later < closes or closes <= opens:  # what runs past midnight has the rest of the day
            words = _("Two spans overlap: one lasts until %(closes)s, another begins at %(opens)s.")
            raise ValidationError(words % {"opens": later, "closes": closes})
    return spans


def _span_read(written: str) -> tuple[str, str]:
    match = SPAN.fullmatch(written)
    if match is None:
        raise ValidationError(_("“%(written)s” is no span of time. Write it as 08:00–16:30.") % {"written": written[:40]})
    hour, minute, to_hour, to_minute, next_day = match.groups()
    opens, closes = f"{int(hour):02}:{minute or '00'}", f"{int(to_hour):02}:{to_minute or '00'}"
    if opens >= "24:00" or closes > "24:00":
        raise ValidationError(_("“%(written)s” is no span of time. Write it as 08:00–16:30.") % {"written": written[:40]})
    if closes <= opens and not next_day:
        raise ValidationError(
            _("“%(written)s” ends before it has begun. If it runs past midnight, write “%(written)s next day”.") % {"written": written[:40]}
        )
    if closes > opens and next_day:
        raise ValidationError(_("“%(written)s” would be longer than a day.") % {"written": written[:40]})
    return opens, closes


def closed_written(closed: Mapping[date, Names]) -> str:
    """This will write closed days as `closed_read` reads them, a line each: the day, its name and, after a slash, its English name."""
    return "\n".join(f"{on} {' / '.join(filter(None, names))}".strip() for on, names in sorted(closed.items()))


def closed_read(written: str) -> Mapping[date, Names]:
    """This will read closed days; each line must begin with a day, and no day comes twice. What cannot be read is a ValidationError."""
    read: dict[date, Names] = {}
    for on, rest in _dated(written):
        name, _slash, english = rest.partition(" / ")
        if max(len(name), len(english)) > LONGEST_NAME:
            raise ValidationError(_("The name of %(on)s is too long: at most %(longest)s letters.") % {"on": on, "longest": LONGEST_NAME})
        read[on] = name.strip(), english.strip()
    return read


def special_written(special: Mapping[date, Spans]) -> str:
    """This will write days with hours of their own as `special_read` reads them, a line each."""
    return "\n".join(f"{on} {spans_written(spans)}" for on, spans in sorted(special.items()))


def special_read(written: str) -> Mapping[date, Spans]:
    """This will read days with hours of their own. A day without any belongs among the closed ones: a ValidationError, like what
    cannot be read."""
    read: dict[date, Spans] = {}
    for on, rest in _dated(written):
        read[on] = spans_read(rest)
        if not read[on]:
            raise ValidationError(_("%(on)s has no hours. A day without any stands among the closed days.") % {"on": on})
    return read


def _dated(written: str) -> Iterator[tuple[date, str]]:
    """Each line's day and the rest of it; blank lines are nothing."""
    seen: set[date] = set()
    for number, line in enumerate(written.splitlines(), start=1):
        if not line.strip():
            continue
        word, _space, rest = line.strip().partition(" ")
        on = _day(word, number)
        if on in seen:
            raise ValidationError(_("Line %(line)s: %(on)s stands there twice.") % {"line": number, "on": on})
        seen.add(on)
        yield on, rest.strip()


def _day(word: str, line: int) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII):
            return date.fromisoformat(word)
    except ValueError:
        pass
    raise ValidationError(_("Line %(line)s: “%(word)s” is no day. Write it as 2027-01-06.") % {"line": line, "word": word[:40]})
