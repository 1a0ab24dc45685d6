from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.money import NotAnAmount, parse_amount


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1 234,50", 123450),
        ("−1 234,50", -123450),
        ("-1 234,50", -123450),
        ("–1 234,50", -123450),
        ("+7", 700),
        ("1234.50", 123450),
        ("1 234:50", 123450),
        ("12 kr", 1200),
        ("12,5 kr", 1250),
        ("12 SEK", 1200),
        ("1\u00a0234,50\u00a0kr", 123450),
        ("1\u202f234\u202f567,00", 123456700),
        ("1\u2009234", 123400),
        ("  0,05\n", 5),
        ("-0", 0),
        ("0,00", 0),
        ("12kr", 1200),
        ("− 3 kr", -300),
        ("999999999999999,99", 99999999999999999),
    ],
)
def test_reads_an_amount_as_swedes_write_it(text: str, minor: int) -> None:
    assert parse_amount(text) == minor


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "kr",
        "tolv",
        "1,234.50",
        "1.234,50",
        "1,2345",
        "1,234",
        "1.234",
        "1:5",
        "12 34",
        "1234 567",
        "1  234",
        "1 234, 50",
        "12,",
        ",50",
        "--1",
        "1-",
        "(12)",
        "12 tkr",
        "12 € ",
        "1e3",
        "nan",
        "inf",
        "٣",
        "1_000",
        "9" * 16,
        "1" * 100_000,
        "=1+1",
    ],
)
def test_refuses_text_that_is_no_amount_or_could_mean_two(text: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_amount(text)


def test_a_refusal_quotes_the_text_but_not_all_of_a_long_one() -> None:
    with pytest.raises(NotAnAmount, match="'tolv'"):
        parse_amount("tolv")
    with pytest.raises(NotAnAmount) as refused:
        parse_amount("x" * 100_000)
    assert len(str(refused.value)) < 100


@given(st.integers(-(10**15), 10**15), st.sampled_from(" \u00a0\u202f"), st.sampled_from(",.:"), st.sampled_from(["", " kr", "\u00a0kr"]))
def test_an_amount_written_out_reads_back(minor: int, space: str, point: str, unit: str) -> None:
    kronor, ore = divmod(abs(minor), 100)
    text = f"{'−' * (minor < 0)}{kronor:,}".replace(",", space) + f"{point}{ore:02}{unit}"
    assert parse_amount(text) == minor


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    with suppress(NotAnAmount):
        assert isinstance(parse_amount(text), int)
