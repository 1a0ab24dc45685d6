"""The frame around every page, and the pages that say no."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.ui.patterns import frame, rendered

REFUSALS = ["400.html", "403.html", "404.html", "409.html", "500.html", "503.html", "session_ended.html"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("template", REFUSALS)
def test_every_refusal_renders_with_nothing_and_says_the_way_on(template: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(template)
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert "<h1></h1>" not in page
    assert "Samdrift" in page


def test_a_refusal_shows_its_own_fact_and_way_on_as_text() -> None:
    page = render_to_string(
        "409.html", {"refusal": "Oktober är <stängd>", "way_on": "Rätta i november.", "way_on_url": "/x", "way_on_label": "Rätta"}
    )
    assert "<h1>Oktober är &lt;stängd&gt;</h1>" in page
    assert "<p>Rätta i november.</p>" in page
    assert '<a class="ds-button" href="/x">Rätta</a>' in page


def test_the_frame_shows_the_seat_one_acts_in() -> None:
    page = rendered()
    for words in ("Ájlin Čoŋkku-Šuorpmi", "Kontaktperson, Länsstyrelsen i Norrbottens län", "Byt roll", "Logga ut", "English"):
        assert words in page


def test_who_has_one_seat_is_not_asked_to_change() -> None:
    assert "Byt roll" not in rendered(page=frame(seats=1))


def test_who_is_signed_out_can_sign_in_and_change_language() -> None:
    page = rendered(page=frame(person="", role="", organization="", menu=[], seats=0))
    assert "Logga in" in page
    assert "Logga ut" not in page
    assert "English" in page


def test_synthetic_data_say_so_above_and_below() -> None:
    assert rendered().count("Syntetiska uppgifter") == 2
    assert "Syntetiska uppgifter" not in rendered(page=frame(synthetic=False))


def test_exactly_one_menu_item_is_current() -> None:
    menu = rendered().split('<nav class="sd-nav"')[1].split("</nav>")[0]
    assert menu.count("aria-current") == 1


def test_single_keys_that_are_switched_off_are_not_offered() -> None:
    assert "data-keys" in rendered()
    assert "data-keys" not in rendered(page=frame(single_keys=False))
