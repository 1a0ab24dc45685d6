"""`{% load samdrift %}`: figures, times and names as filters; the parts of a page as tags. Usage: docs/reference/components.md.

Every filter turns nothing (None, or a template's missing "") into "", so that `|default` can say what nothing means on that page.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django import template
from django.core.paginator import Paginator
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samdrift.ui import amounts, names, parts, times, undo

register = template.Library()


def _nothing(value: object) -> bool:
    return value is None or value == ""


def _time(value: date, words: str) -> SafeString:
    machine = times.local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def kr(minor: object) -> str:
    """This filter will write öre as kronor with the unit."""
    number = amounts.whole(minor)
    return "" if number is None else amounts.kr_text(number)


@register.filter
def amount(minor: object) -> str:
    """This filter will write öre as kronor without the unit, for a column whose head names it."""
    number = amounts.whole(minor)
    return "" if number is None else amounts.amount_text(number)


@register.filter
def change(minor: object, unit: str = "") -> str:
    """This filter will write a difference in öre with its sign; `change:"kr"` adds the unit."""
    number = amounts.whole(minor)
    return "" if number is None else amounts.change_text(number, unit=unit == "kr")


@register.filter
def count(number: object) -> str:
    """This filter will write a whole number with grouped digits."""
    value = amounts.whole(number)
    return "" if value is None else amounts.count_text(value)


@register.filter
def share(ratio: float | Fraction | Decimal | str | None, decimals: int = 1) -> str:
    """This filter will write a ratio as a share; `share:2` gives two decimals."""
    return "" if ratio is None or isinstance(ratio, str) else amounts.share_text(ratio, decimals=decimals)


@register.filter
def width(ratio: float) -> str:
    """This filter will write a ratio as an SVG length, for pictures."""
    return parts.per_cent(ratio)


@register.filter
def day(value: date | str | None) -> str:
    """This filter will write a day or an instant's day, as a time element."""
    if value is None or isinstance(value, str):
        return ""
    words = times.day_text(value)
    return _time(date.fromisoformat(words), words)


@register.filter
def clock(value: datetime | str | None) -> str:
    """This filter will write an instant's time of day, as a time element."""
    return "" if value is None or isinstance(value, str) else _time(value, times.clock_text(value))


@register.filter
def moment(value: datetime | str | None, now: datetime | None = None) -> str:
    """This filter will write an instant's day and time of day, as a time element; `moment:now` says today and tomorrow."""
    return "" if value is None or isinstance(value, str) else _time(value, times.moment_text(value, now=now))


@register.filter
def duration(seconds: float | timedelta | str | None, unit: str = "") -> str:
    """This filter will write seconds as a length of time; `duration:"h"` keeps to hours, for service time."""
    return "" if seconds is None or isinstance(seconds, str) else times.duration_text(seconds, hours_only=unit == "h")


@register.filter
def unbroken(words: object) -> str:
    """This filter will keep each day of a sentence that comes whole (a refusal, a message) on one line."""
    return "" if _nothing(words) else parts.unbroken(words)


@register.filter
def named(thing: object, field: str = "name") -> str:
    """This filter will write a thing's name in the reader's language, or in the other one, marked with its language."""
    if _nothing(thing):
        return ""
    chosen = names.named_text(thing, field)
    return format_html('<span lang="{}">{}</span>', chosen.foreign, chosen.words) if chosen.foreign else chosen.words


@register.filter
def plainly_named(thing: object, field: str = "name") -> str:
    """This filter will write a thing's name where markup cannot stand: titles, options and attributes."""
    return "" if _nothing(thing) else names.named_text(thing, field).words


@register.filter
def page_numbers(paginator: Paginator[object], number: int) -> list[int | None]:
    """This filter will list the page numbers to offer around the current one; None stands for a gap."""
    pages = paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    return [page if isinstance(page, int) else None for page in pages]


@register.simple_tag
def state(state: str, word: object) -> SafeString:
    """This tag will write a state: {% state "risk" word %}."""
    return parts.state_tag(state, word)


@register.simple_tag
def used(part: float, whole: float, state: str = "") -> SafeString:
    """This tag will draw how much of an allowance is used: {% used 71 63 %}."""
    return parts.used_bar(part, whole, state)


@register.simple_tag(name="why_link")
def why_link(href: str, figure: object, is_open: bool = False) -> SafeString:
    """This tag will link to the same page with a row's Why opened: {% why_link "?row=2" service.name opened %}."""
    return parts.why_link(href, figure, is_open)


@register.simple_block_tag
def why(content: SafeString, figure: object, open: bool = False) -> SafeString:  # noqa: A002  (the word of HTML)
    """This tag will explain a figure in steps: {% why "Response time" %}{% step "The target" %}...{% endstep %}{% endwhy %}."""
    return parts.why_block(content, figure, is_open=open)


@register.simple_block_tag
def step(content: SafeString, heading: object, figure: object = "") -> SafeString:
    """This tag will be one step inside why: {% step "The sum" "2 + 2 = 4" %}...{% endstep %}."""
    return parts.step_item(content, heading, figure)


@register.simple_block_tag
def notice(content: SafeString, tone: str, heading: object, level: int = 2, role: str = "") -> SafeString:
    """This tag will say something the reader should know: {% notice "risk" heading %}...{% endnotice %}."""
    return parts.notice_block(content, tone, heading, level=level, role=role)


@register.simple_block_tag
def nothing(content: SafeString, words: object) -> SafeString:
    """This tag will say what is empty and offer the next step: {% nothing "No tickets" %}...{% endnothing %}."""
    return parts.nothing_block(content, words)


@register.simple_block_tag
def post(
    content: SafeString, author: str, place: str, at: datetime, now: datetime | None = None, seen_by: str = "", internal: bool = False
) -> SafeString:
    """This tag will show one post of a conversation: {% post author place at internal=True now=now seen_by="..." %}...{% endpost %}."""
    return parts.post_item(content, author=author, place=place, at=at, now=now, seen_by=seen_by, internal=internal)


register.filter("undo", undo.undo_of)
