"""The small parts that pages are made of, as HTML: state tags, bars, Why, notices, posts. Usage: docs/reference/components.md."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

STATES = ("ok", "risk", "miss", "wait", "plan")
TONES = ("plain", "ok", "risk", "miss")
MARKUP_OR_DAY = re.compile(r"<[^>]*>|(?P<day>\b\d{4}-\d{2}-\d{2}\b)")


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return value


def state_tag(state: str, word: object) -> SafeString:
    """This function will make a state tag: a word with a shape and a color, never one of them alone."""
    return format_html('<span class="sd-tag" data-state="{}">{}</span>', _one_of(state, STATES), word)


def per_cent(ratio: float) -> str:
    """This function will write a ratio as an SVG length, "48.50%", whatever the reader's language; outside 0-1 it is cut."""
    return f"{min(max(ratio, 0.0), 1.0) * 100:.2f}%"


def used_bar(part: float, whole: float, state: str = "") -> SafeString:
    """This function will make the bar of how much of an allowance is *used*. The words stand beside it; the bar says nothing alone.

    Past the allowance the bar stretches to what was used and a mark shows where the allowance ended: 71 of 63 looks like more than 63.
    """
    if part < 0 or whole < 0:
        raise ValueError("a bar shows amounts of zero and more")
    scale = max(part, whole) or 1
    if part <= whole:
        shapes = format_html(
            '<rect class="sd-use__track" width="100%" height="100%"/><rect class="sd-use__part" width="{}" height="100%"/>',
            per_cent(part / scale),
        )
    else:
        shapes = format_html(
            '<rect class="sd-use__part" y="20%" width="{0}" height="60%"/>'
            '<rect class="sd-use__over" x="{0}" y="20%" width="{1}" height="60%"/>'
            '<rect class="sd-use__mark" x="{0}" width="2" height="100%"/>',
            per_cent(whole / scale),
            per_cent((part - whole) / scale),
        )
    return format_html(
        '<svg class="sd-use" data-state="{}" aria-hidden="true" focusable="false">{}</svg>',
        _one_of(state or ("miss" if part > whole else "ok"), STATES),
        shapes,
    )


def why_block(content: SafeString, figure: object, *, is_open: bool = False) -> SafeString:
    """This function will make the "Why?" of a figure; hidden words say which figure, since a page has many."""
    return format_html(
        '<details class="sd-why"{}><summary>{}<span class="sd-sr"> {}</span></summary><ol class="sd-steps">{}</ol></details>',
        SafeString(" open") if is_open else "",
        _("Why?"),
        figure,
        content,
    )


def why_link(href: str, figure: object, is_open: bool = False) -> SafeString:
    """This function will make the "Why?" of a table row that must stay one line: a link to the same page with that row opened."""
    return format_html(
        '<a href="{}"{}>{}<span class="sd-sr"> {}</span></a>',
        href,
        SafeString(' aria-expanded="true"') if is_open else "",
        _("Hide") if is_open else _("Why?"),
        figure,
    )


def step_item(content: SafeString, heading: object, figure: object = "") -> SafeString:
    """This function will make one step of a Why: what it is, the arithmetic in large when there is some, then words and links."""
    arithmetic = format_html('<span class="sd-sum">{}</span>', figure) if figure else ""
    return format_html("<li><strong>{}</strong> {}{}</li>", heading, arithmetic, content)


def notice_block(content: SafeString, tone: str, heading: object, *, level: int = 2, role: str = "") -> SafeString:
    """This function will make a notice: the fact as a heading, then what it means or the way on."""
    return format_html(
        '<div class="sd-notice" data-state="{0}"{1}><h{2}>{3}</h{2}>{4}</div>',
        _one_of(tone, TONES),
        format_html(' role="{}"', role) if role else "",
        level,
        unbroken(heading),
        content,
    )


def unbroken(words: object) -> SafeString:
    """This function will make text in which no line ends inside a day (2026-11-23), as browsers let it after a hyphen.

    Days that templates write are time elements, which hold together by themselves; markup that comes in the text is left as it is.
    """
    return mark_safe(MARKUP_OR_DAY.sub(_held_together, conditional_escape(words if isinstance(words, SafeString) else str(words))))


def _held_together(found: re.Match[str]) -> str:
    return f'<span class="sd-nowrap">{found[0]}</span>' if found["day"] else found[0]


def nothing_block(content: SafeString, words: object) -> SafeString:
    """This function will make the empty state: what is empty, then the next step."""
    return format_html('<div class="sd-empty"><p><strong>{}</strong></p>{}</div>', words, content)


def post_item(content: SafeString, **about: object) -> SafeString:
    """This function will make one post of a conversation, as a list item that says who sees it."""
    return SafeString(render_to_string("ui/post.html", {"content": content, **about}))
