"""Past procurements from a statistics database: whose rows come in, once, and what several members bought separately."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samdrift.core.errors import NotAllowed
from samdrift.core.tables import NotATable, RowsRefused
from samdrift.run.purchasing.actions.past import FileMissing, import_procurements, import_procurements_file
from samdrift.run.purchasing.models import CpvCode, PastProcurement, PastValue, ProcurementImport
from samdrift.run.purchasing.past_files import MappingRefused, mapping_named, organization_digits
from samdrift.run.purchasing.queries.past import bought_apart, past_in_order, sources_of_past
from tests.builders import NOW, Cast, everywhere
from tests.purchasing.past_builders import (
    CARE,
    HAVSVERKET,
    HEAD,
    KOMMUN,
    LANSVERKET,
    a_row,
    a_workbook,
    number_members,
    read_in,
    values,
)

MINE, THEIRS, STRANGERS = a_row(LANSVERKET, "A-1"), a_row(HAVSVERKET, "B-1"), a_row(KOMMUN, "C-1")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def stored() -> tuple[int, int, int]:
    with everywhere():
        return PastProcurement.objects.count(), PastValue.objects.count(), ProcurementImport.objects.count()


def test_rows_of_members_come_in_and_those_of_others_are_counted_and_left_out(cast: Cast) -> None:
    number_members(cast)
    told = read_in(cast, a_workbook([MINE, STRANGERS, THEIRS]))
    assert (told.rows, told.of_others, told.members, told.added, told.known) == (3, 1, 2, 2, 0)
    with everywhere():
        assert {past.buyer for past in PastProcurement.objects.select_related("buyer")} == {cast.member, cast.other}
        past = PastProcurement.objects.get(number="A-1")
        assert (past.title, past.published_on.isoformat(), past.year, past.cpv) == ("Skogsvård A-1", "2021-03-26", 2021, "77200000")
        assert dict(CpvCode.objects.values_list("code", "name")) == {"77000000": "Jordbruk", "77200000": "Skogstjänster"}


def test_again_adds_nothing_and_a_longer_file_what_is_new(cast: Cast) -> None:
    number_members(cast)
    read_in(cast, a_workbook([MINE, THEIRS]))
    again = read_in(cast, a_workbook([MINE, THEIRS]))
    assert (again.added, again.known, again.values_added) == (0, 2, 0)
    assert stored() == (2, 0, 1)
    assert read_in(cast, a_workbook([MINE, THEIRS, a_row(HAVSVERKET, "B-2")])).added == 1


def test_values_find_their_procurement_and_bring_it_where_it_is_missing(cast: Cast) -> None:
    number_members(cast)
    read_in(cast, a_workbook([MINE]))
    told = read_in(cast, values([(MINE, 1234.5), (THEIRS, 0.0), (STRANGERS, 9.0)]))
    assert (told.added, told.known, told.values_added) == (1, 1, 2)
    with everywhere():
        assert dict(PastValue.objects.values_list("procurement__number", "amount_minor")) == {"A-1": 1_234_50, "B-1": 0}
    assert read_in(cast, values([(MINE, 1234.5)])).values_added == 0
    with pytest.raises(RowsRefused) as refused:
        read_in(cast, values([(THEIRS, 0.0), (MINE, 1234.0)]))
    assert [row.line for row in refused.value.rows] == [3]


def test_one_number_for_two_procurements_is_two_of_them(cast: Cast) -> None:
    number_members(cast)
    twice = [a_row(LANSVERKET, "MT3409", title="Inköpssystem"), a_row(LANSVERKET, "MT3409", title="Modell för björn")]
    assert read_in(cast, values([(twice[0], 73.0), (twice[1], 1.0)])).added == 2
    assert stored() == (2, 2, 1)


def test_a_title_that_is_written_otherwise_is_the_same_procurement_where_its_number_is_alone(cast: Cast) -> None:
    number_members(cast)
    read_in(cast, a_workbook([a_row(LANSVERKET, "A-1", title="Naturvårdsbränning")]))
    told = read_in(cast, values([(a_row(LANSVERKET, "A-1", title="Naturvårdsbränning i länet"), 5.0)]))
    assert (told.added, told.known, told.values_added) == (0, 1, 1)
    assert stored() == (1, 1, 2)


def test_several_members_bought_the_same_by_the_level_one_chooses(cast: Cast) -> None:
    number_members(cast)
    care = [a_row(LANSVERKET, "A-2", cpv=CARE), a_row(LANSVERKET, "A-3", cpv=CARE)]
    coordinated = a_row(HAVSVERKET, "B-9", cpv=CARE, coordinated="True")
    read_in(cast, a_workbook([MINE, THEIRS, *care, coordinated]))
    with everywhere():
        assert [(row.code, row.name, row.members, len(row.bought)) for row in bought_apart()] == [("77200000", "Skogstjänster", 2, 2)]
        assert [(row.code, row.name, len(row.bought)) for row in bought_apart(level=2)] == [("77000000", "Jordbruk", 4)]
        assert bought_apart(least=3) == []
        assert [past.title for past in bought_apart()[0].bought] == ["Skogsvård A-1", "Skogsvård B-1"]


def test_made_up_procurements_give_way_to_real_ones(cast: Cast) -> None:
    number_members(cast)
    mapping = replace(mapping_named("upphandlingsmyndigheten"), is_synthetic=True)
    with everywhere() as actor:
        made_up = [a_row(buyer, "X", cpv=CARE) for buyer in (LANSVERKET, HAVSVERKET)]
        import_procurements_file("x.xlsx", a_workbook(made_up), mapping=mapping, by=actor, at=NOW)
        assert ([row.code for row in bought_apart()], sources_of_past().are_synthetic) == (["77314000"], True)
    read_in(cast, a_workbook([MINE, THEIRS]))
    with everywhere():
        assert ([row.code for row in bought_apart()], sources_of_past().are_synthetic) == (["77200000"], False)
        assert sources_of_past().total == len(past_in_order()) == 2


@pytest.mark.parametrize(
    "content",
    [
        PNG,
        b"",
        a_workbook([]),
        a_workbook([MINE[:-4] + MINE[-3:]], [*HEAD[:-4], *HEAD[-3:]]),
        a_workbook([[*MINE, 1.0]], [*HEAD, "År"]),
        b"PK\x03\x04 no workbook at all",
    ],
    ids=["a picture", "nothing", "no rows", "no number", "a year twice", "no workbook"],
)
def test_refuses_a_renamed_picture_an_empty_file_and_one_without_a_column(cast: Cast, content: bytes) -> None:
    number_members(cast)
    with pytest.raises(NotATable):
        read_in(cast, content)
    assert stored() == (0, 0, 0)


@pytest.mark.parametrize(
    "swap",
    [
        ("Organisationsnummer för köpare", "Upphandlingens titel"),
        ("Publiceringsdatum", "Upphandlings-ID"),
        ("Huvudsaklig CPV-kod", "Typ av avtal"),
        ("Samordnad upphandling", "Sektor för köpare"),
        ("År", "Publiceringsdatum"),
    ],
)
def test_refuses_columns_that_have_changed_places_and_names_the_rows(cast: Cast, swap: tuple[str, str]) -> None:
    number_members(cast)
    head = list(HEAD)
    one, other = head.index(swap[0]), head.index(swap[1])
    head[one], head[other] = head[other], head[one]
    with pytest.raises(RowsRefused) as refused:
        read_in(cast, a_workbook([MINE, STRANGERS], head))
    assert [row.line for row in refused.value.rows] == [2, 3]
    assert stored() == (0, 0, 0)


@pytest.mark.parametrize("kronor", [-1.0, 10.0**13, "många", "NaN", "inf"])
def test_refuses_what_is_no_value(cast: Cast, kronor: float) -> None:
    number_members(cast)
    with pytest.raises(RowsRefused):
        read_in(cast, values([(MINE, kronor)]))


def test_a_second_file_that_is_broken_leaves_nothing_of_the_first(cast: Cast, tmp_path: Path) -> None:
    number_members(cast)
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    first.write_bytes(a_workbook([MINE]))
    second.write_bytes(PNG)
    with everywhere() as actor:
        for wrong in (second, tmp_path / "missing.xlsx"):
            with pytest.raises((NotATable, FileMissing)):
                import_procurements([first, wrong], mapping=mapping_named("upphandlingsmyndigheten"), by=actor, at=NOW)
    assert stored() == (0, 0, 0)


def test_only_those_who_buy_for_all_may(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        read_in(cast, a_workbook([MINE]), who="carin")


def test_a_mapping_that_is_not_there_or_lacks_a_column_is_refused_in_words(tmp_path: Path) -> None:
    lacking = tmp_path / "own.toml"
    lacking.write_text('[columns]\nbuyer = "Köpare"\n[source]\ncredit = "Egen"\n')
    broken = tmp_path / "broken.toml"
    broken.write_text("[columns")
    for name in ("nowhere", "../../etc/passwd", str(lacking), str(broken), str(tmp_path / "none.toml")):
        with pytest.raises(MappingRefused):
            mapping_named(name)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_refusal_in_words(text: str) -> None:
    try:
        digits = organization_digits(text)
    except ValueError as no:
        digits = str(no)
    assert digits
