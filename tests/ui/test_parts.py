from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html

from samdrift.ui import parts
from tests.ui import patterns


def show(source: str, language: str = "sv", **facts: Any) -> str:
    with translation.override(language):
        return Template("{% load samdrift %}" + source).render(Context(facts))


def rects(svg: str) -> list[tuple[str, str]]:
    return re.findall(r'class="sd-use__(\w+)"[^>]*?width="([^"]+)"', svg)


def test_a_bar_shows_what_is_used() -> None:
    assert rects(parts.used_bar(115, 240)) == [("track", "100%"), ("part", "47.92%")]
    assert 'data-state="ok"' in parts.used_bar(115, 240)


def test_an_overrun_passes_its_mark() -> None:
    bar = parts.used_bar(71, 63)
    assert rects(bar) == [("part", "88.73%"), ("over", "11.27%"), ("mark", "2")]
    assert 'data-state="miss"' in bar


@pytest.mark.parametrize(("part", "whole", "first"), [(63, 63, "100.00%"), (0, 0, "0.00%"), (5, 0, "0.00%"), (1e12, 1, "0.00%")])
def test_a_bar_holds_at_its_edges(part: float, whole: float, first: str) -> None:
    assert dict(rects(parts.used_bar(part, whole)))["part"] == first


def test_a_bar_is_silent_since_the_words_stand_beside_it() -> None:
    assert 'aria-hidden="true"' in parts.used_bar(1, 2)


def test_geometry_has_a_decimal_point_whatever_the_language() -> None:
    assert show("{{ x|width }}", "sv", x=0.485) == "48.50%"


def test_refuses_a_state_that_has_no_shape() -> None:
    with pytest.raises(ValueError, match="'red' is none of ok, risk, miss, wait, plan"):
        parts.state_tag("red", "Bruten")


def test_refuses_a_bar_below_zero() -> None:
    with pytest.raises(ValueError, match="zero"):
        parts.used_bar(-1, 2)


def test_a_why_says_in_hidden_words_which_figure_it_explains() -> None:
    shown = show('{% why "Svarstid" %}{% step "Räkningen" "08.54 − 08.42 = 12 min" %}ja{% endstep %}{% endwhy %}')
    assert '<summary>Varför?<span class="sd-sr"> Svarstid</span></summary>' in shown
    assert '<span class="sd-sum">08.54 − 08.42 = 12 min</span>ja' in shown
    assert "<details" in shown
    assert " open" not in shown
    assert " open" in show('{% why "Svarstid" open=True %}{% endwhy %}')


def test_an_internal_post_says_so_in_words_and_a_public_one_names_its_readers() -> None:
    at = patterns.NOW
    internal = show('{% post "Elin" "Umeå" at internal=True %}x{% endpost %}', at=at)
    assert "Internt – bara it-enheten ser detta" in internal
    assert "sd-post--internal" in internal
    public = show('{% post "Elin" "Umeå" at seen_by="Anna" %}x{% endpost %}', at=at)
    assert "Syns för Anna" in public
    assert "internal" not in public


def test_a_write_box_without_the_choice_offers_none() -> None:
    box = render_to_string("ui/write.html", {"readers": "Anna", "action": "/"})
    assert "audience" not in box
    assert "Anna" in box


def test_paging_keeps_the_rest_of_the_query_and_marks_where_one_is() -> None:
    nav = patterns.rendered().split('<nav class="sd-paging')[1].split("</nav>")[0]
    assert 'rel="next" href="?page=8&amp;q=skrivare"' in nav
    assert "151–175 av 1\u00a0234" in nav
    assert nav.count('aria-current="page"') == 1


def test_one_page_needs_no_paging() -> None:
    assert "nav" not in show('{% include "ui/paging.html" with page_obj=rows %}', rows=Paginator(range(3), 10).page(1))


def test_no_line_ends_inside_a_day_of_a_refusal_and_what_comes_in_it_is_escaped() -> None:
    said = show("{{ words|unbroken }}", words="Stängd <b>2026-10-31</b>, nästa 2026-11-30.")
    held = '<span class="sd-nowrap">{}</span>'
    assert said == f"Stängd &lt;b&gt;{held.format('2026-10-31')}&lt;/b&gt;, nästa {held.format('2026-11-30')}."
    as_told = format_html('<time datetime="{0}">{0}</time>', "2026-11-23")
    assert show("{{ words|unbroken }}", words=as_told) == f'<time datetime="2026-11-23">{held.format("2026-11-23")}</time>'
    assert show("{{ words|unbroken }}", words=None) == ""
