"""Costs from files: all or nothing, each wrong row named, the same file twice adds nothing."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed
from samdrift.core.tables import NotATable, RowsRefused
from samdrift.settle.actions import CostDoesNotFit, Entered, MonthNotBegun, PoolIsThere, enter_cost, import_costs
from samdrift.settle.costs_file import CostRow, read_costs
from samdrift.settle.models import CostEntry
from tests.builders import Cast, everywhere
from tests.settle.builders import COSTS, HEADER, IN_NOVEMBER, IN_OCTOBER, NOVEMBER, OCTOBER, SEPTEMBER, a_pool, an_economy, costs


def reasons(cast: Cast, rows: str) -> list[tuple[int, str]]:
    """Line and reason of every row refused, after a check that nothing was entered."""
    with everywhere():
        before = CostEntry.objects.count()
    with pytest.raises(RowsRefused) as refused:
        costs(cast, HEADER + rows)
    with everywhere():
        assert CostEntry.objects.count() == before
    return [(row.line, row.reason) for row in refused.value.rows]


def test_reads_semicolons_and_commas_with_or_without_a_byte_order_mark() -> None:
    rows, wrong = read_costs(COSTS.encode())
    assert not wrong
    assert [(row.line, row.voucher, row.amount_minor) for row in rows] == [(2, "V-1", 1_000_00), (3, "V-2", 1), (4, "V-3", 300_00)]
    assert read_costs(b"\xef\xbb\xbf" + COSTS.encode())[0] == rows
    assert (
        read_costs(
            COSTS.replace("1 000,00", '"1 000,00"').replace("0,01", '"0,01"').replace("300,00", "300.00").replace(";", ",").encode()
        )[0]
        == rows
    )
    assert read_costs(COSTS.replace("\n", "\r\n").encode())[0] == rows


def test_the_same_file_again_adds_nothing(cast: Cast) -> None:
    an_economy(cast)
    assert costs(cast, COSTS) == Entered(3, 0)
    assert costs(cast, COSTS + "V-4;2026-10-30;POST;5;;\n") == Entered(1, 3)
    assert costs(cast, COSTS) == Entered(0, 3)


def test_the_same_voucher_with_another_amount_or_month_is_refused(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    assert [line for line, _reason in reasons(cast, "V-1;2026-10-05;POST;1 001,00;Licenser;\n")] == [2]
    with pytest.raises(RowsRefused):
        costs(cast, COSTS, month=SEPTEMBER)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("V-9;2026-10-05;POST;mycket;;", "mycket"),
        ("V-9;2026-10-05;POST;1,234.50;;", "1,234.50"),
        ("V-9;2026-10-05;POST;0;;", "noll"),
        ("V-9;2026-10-05;POST;99999999999999;;", "stort"),
        ("V-9;5 oktober;POST;10;;", "5 oktober"),
        ("V-9;2026-10-05;HEMLIGT;10;;", "HEMLIGT"),
        (";2026-10-05;POST;10;;", "voucher"),
        ("V-9;2026-10-05;POST;10;;V-1", "credits"),
        ("V-9;2026-10-05;POST;-10;;", "kredit"),
        ("V-9;2026-10-05;POST;-10;;V-77", "V-77"),
        ("V-9;2026-10-05;DESK;-10;;V-1", "V-1"),
        ("V-9;2026-10-05;POST;-1000,01;;V-1", "V-1"),
        ("V-9;2026-10-05;POST;-10;;V-9", "V-9"),
        ("V-9;2026-10-05;POST;10", "4"),
        ("V-9;2026-10-05;POST;10;;;;", "8"),
        (f"V-9;2026-10-05;POST;10;{'x' * 201};", "200"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line_and_nothing_is_entered(cast: Cast, row: str, says: str) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    [(line, reason)] = reasons(cast, "V-8;2026-10-05;POST;10;;\n" + row + "\n")
    assert line == 3
    assert says in reason


def test_every_wrong_row_is_named_at_once_and_a_quoted_line_break_does_not_shift_the_numbers(cast: Cast) -> None:
    an_economy(cast)
    found = reasons(
        cast, 'V-1;2026-10-05;POST;10;"två\nrader";\nV-2;2026-10-05;POST;x;;\n\nV-1;2026-10-05;POST;10;;\nV-3;2026-10-05;Y;1;;\n'
    )
    assert [line for line, _reason in found] == [4, 6, 7]


def test_a_credit_names_what_it_credits_also_in_the_same_file_and_never_more_than_is_left(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, HEADER + "K-1;2026-10-05;POST;-40;Åter;V-1\nV-1;2026-10-05;POST;100;;\n")
    with everywhere():
        assert CostEntry.objects.get(voucher="K-1").credits == CostEntry.objects.get(voucher="V-1")
    assert len(reasons(cast, "K-2;2026-10-05;POST;-61;;V-1\n")) == 1
    assert len(reasons(cast, "K-2;2026-10-05;POST;-30;;V-1\nK-3;2026-10-05;POST;-31;;V-1\n")) == 1
    costs(cast, HEADER + "K-2;2026-10-05;POST;-60;;V-1\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"voucher;booked_on;pool\n",
        b"voucher;booked_on;pool;amount;secret\n",
        b"voucher;voucher;booked_on;pool;amount\n",
        HEADER.encode(),
        "voucher;booked_on;pool;amount;text\nV;2026-10-05;POST;1;Löner\n".encode("latin-1"),
        COSTS.encode("utf-16"),
        b"voucher;booked_on;pool;amount\nV;2026-10-05;POST;1\0\n",
        b'voucher;booked_on;pool;amount\nV;2026-10-05;"POST"x;1\n',
        b'voucher;booked_on;pool;amount\nV;2026-10-05;"POST;1\n',
        gzip.compress(COSTS.encode()),
        b"PK\x03\x04" + bytes(range(256)),
        b"x" * 2_000_001,
        b"voucher;booked_on;pool;amount\n" + b"V;2026-10-05;POST;x\n" * 20_001,
        b"voucher;booked_on;pool;amount\nV;2026-10-05;" + b"P" * 200_000 + b";1\n",
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotATable) as refused:
        read_costs(content)
    assert str(refused.value)


@settings(max_examples=25, deadline=None)  # each is read by a process of its own
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: (HEADER + text).encode("utf-8", "ignore")))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        rows, wrong = read_costs(content)
    except NotATable:
        return
    assert rows or wrong


def test_one_cost_is_entered_by_the_same_rules(cast: Cast) -> None:
    an_economy(cast)
    actor = cast.actor("ulla")
    row = CostRow(0, "V-1", OCTOBER.starts_on, "POST", 100_00)
    with inside(actor.walls):
        assert enter_cost(cast.unit, OCTOBER, row, by=actor, at=IN_NOVEMBER) == Entered(1, 0)
        with pytest.raises(CostDoesNotFit):
            enter_cost(cast.unit, OCTOBER, CostRow(0, "K", OCTOBER.starts_on, "POST", -1), by=actor, at=IN_NOVEMBER)


def test_refuses_costs_of_a_month_that_has_not_begun_and_a_second_pool_of_one_code(cast: Cast) -> None:
    economy = an_economy(cast)
    with pytest.raises(MonthNotBegun):
        costs(cast, COSTS, month=NOVEMBER, at=IN_OCTOBER)
    with pytest.raises(PoolIsThere):
        a_pool(cast, "POST", economy.mail)


@pytest.mark.parametrize("name", ["anna", "maja", "elin"])
def test_only_those_who_settle_enter_costs(cast: Cast, name: str) -> None:
    an_economy(cast)
    actor = cast.actor(name)
    with inside(actor.walls), pytest.raises(NotAllowed):
        import_costs(cast.unit, OCTOBER, COSTS.encode(), by=actor, at=IN_NOVEMBER)
