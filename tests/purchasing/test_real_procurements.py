"""The real files of Upphandlingsmyndigheten for 2021, where SAMDRIFT_DATA names the folder that holds data/procurement."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

import samdrift.config.demo
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.past import import_procurements
from samdrift.run.purchasing.models import PastProcurement, PastValue
from samdrift.run.purchasing.past_files import mapping_named
from samdrift.run.purchasing.queries.past import bought_apart
from tests.builders import NOW, Cast, a_federation, a_member, everywhere
from tests.catalog.builders import sent

FOLDER = Path(os.environ.get("SAMDRIFT_DATA", "/nowhere")) / "data" / "procurement"
FILES = [FOLDER / "number_of_procurements.xlsx", FOLDER / "contracted_value.xlsx"]
MEMBERS = Path(samdrift.config.demo.__file__).parent / "federations" / "counties" / "members.csv"
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not FILES[0].is_file(), reason=f"SAMDRIFT_DATA names no folder with {FILES[0].name}"),
]


def the_members() -> None:
    with open(MEMBERS, encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            a_member(row["short_name"], number=row["number"])


@pytest.mark.django_db
def test_what_the_county_boards_bought_one_by_one_in_2021() -> None:
    """Counted by hand in a spreadsheet: 247 procurements by 21 boards; of 134 main codes 32 by two boards or more, 14 by three or more."""
    a_federation()
    the_members()
    with everywhere() as actor:
        mapping = mapping_named("upphandlingsmyndigheten")
        bought, valued = import_procurements(FILES, mapping=mapping, by=actor, at=NOW)
        assert (bought.rows, bought.of_others, bought.members, bought.added, bought.values_added) == (18_421, 18_174, 21, 247, 0)
        assert (valued.rows, valued.of_others, valued.members, valued.added, valued.values_added) == (9_780, 9_654, 18, 0, 126)
        again = import_procurements(FILES, mapping=mapping, by=actor, at=NOW)
        assert [(one.added, one.values_added) for one in again] == [(0, 0), (0, 0)]
        assert len(set(PastProcurement.objects.values_list("cpv", flat=True))) == 134
        assert (len(bought_apart()), len(bought_apart(least=3))) == (32, 14)
        first = bought_apart()[0]
        assert (first.code, first.name, first.members) == ("90700000", "Miljötjänster", 10)
        assert Organization.objects.filter(kind="member").count() == 21


def test_a_procurer_sends_the_real_files_in_by_the_browser_and_takes_them_out_again(cast: Cast, as_: Callable[[str], Client]) -> None:
    the_members()
    for path in (*FILES, *FILES):
        assert sent(as_("elin"), "/bought-one-by-one/import/", path.read_bytes())[0] == 302
    given = as_("elin").get("/bought-one-by-one/table.xlsx/").content
    assert sent(as_("elin"), "/bought-one-by-one/import/", given)[0] == 302
    with everywhere():
        assert (PastProcurement.objects.count(), PastValue.objects.count()) == (247, 126)
