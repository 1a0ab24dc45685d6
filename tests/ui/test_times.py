from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from samdrift.ui import times

NOW = datetime(2026, 11, 23, 12, 53, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_the_federations_zone() -> Any:
    with timezone.override(ZoneInfo("Europe/Stockholm")):
        yield


def show(expression: str, language: str = "sv", **facts: Any) -> str:
    with translation.override(language):
        return Template("{% load samdrift %}{{ " + expression + " }}").render(Context(facts)).replace("\u00a0", " ")


def test_a_day_is_iso_in_both_languages_and_carries_its_machine_form() -> None:
    for language in ("sv", "en"):
        assert show("x|day", language, x=date(2026, 11, 23)) == '<time datetime="2026-11-23">2026-11-23</time>'


def test_an_instants_day_is_the_federations_day_not_utcs() -> None:
    assert ">2026-11-24<" in show("x|day", x=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))


def test_the_clock_is_written_as_swedes_and_as_english_readers_do() -> None:
    assert show("x|clock", x=NOW) == '<time datetime="2026-11-23T13:53+01:00">kl. 13.53</time>'
    assert show("x|clock", "en", x=NOW) == '<time datetime="2026-11-23T13:53+01:00">13:53</time>'
    assert "kl. 08.05" in show("x|clock", x=datetime(2026, 6, 1, 6, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("away", "swedish", "english"),
    [
        (timedelta(hours=-13), "i dag kl. 00.53", "today 00:53"),
        (timedelta(hours=-14), "i går kl. 23.53", "yesterday 23:53"),
        (timedelta(hours=11), "i morgon kl. 00.53", "tomorrow 00:53"),
        (timedelta(days=-2), "2026-11-21 kl. 13.53", "2026-11-21 13:53"),
        (timedelta(days=2), "2026-11-25 kl. 13.53", "2026-11-25 13:53"),
    ],
)
def test_near_days_are_said_in_words_by_the_federations_midnight(away: timedelta, swedish: str, english: str) -> None:
    assert f">{swedish}<" in show("x|moment:now", x=NOW + away, now=NOW)
    assert f">{english}<" in show("x|moment:now", "en", x=NOW + away, now=NOW)


def test_without_now_a_moment_is_its_date() -> None:
    assert ">2026-11-23 kl. 13.53<" in show("x|moment", x=NOW)


def test_refuses_naive_instants() -> None:
    with pytest.raises(ValueError, match="naive"):
        times.clock_text(datetime(2026, 11, 23, 13, 53))  # noqa: DTZ001  (the wrong input)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 min"),
        (40, "40 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (719, "11 min"),
        (7500, "2 h 05 min"),
        (14400, "4 h"),
        (86399, "23 h 59 min"),
        (86400, "1 d"),
        (273600, "3 d 4 h"),
        (-2100, "−35 min"),
        (86400 * 1234, "1 234 d"),
    ],
)
def test_lengths_of_time_are_cut_never_rounded_up(seconds: float, words: str) -> None:
    assert show("x|duration", x=seconds) == words


def test_service_time_keeps_to_hours_since_its_day_is_no_24_hours() -> None:
    assert show('x|duration:"h"', x=273600) == "76 h"
    assert show('x|duration:"h"', x=timedelta(hours=40, minutes=5)) == "40 h 05 min"
