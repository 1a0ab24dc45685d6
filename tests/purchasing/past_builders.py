"""Files of past procurements for tests, with the headings of the statistics database."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from samdrift.core.access import inside
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.past import PastImported, import_procurements_file
from samdrift.run.purchasing.past_files import mapping_named
from tests.builders import NOW, Cast, everywhere

LANSVERKET, HAVSVERKET, KOMMUN = "2021002247", "2021002254", "2120001132"
HEAD = (
    "År",
    "Organisationsnummer för köpare",
    "Sektor för köpare",
    "CPV-Huvudgrupp",
    "CPV-Grupp",
    "CPV-Undergrupp",
    "CPV-Kategori",
    "CPV-Underkategori",
    "Huvudsaklig CPV-kod",
    "Typ av avtal",
    "Samordnad upphandling",
    "Upphandlings-ID",
    "Upphandlingens titel",
    "Publiceringsdatum",
    "Antal upphandlingar, Summa",
)
VALUE = "Kontrakterat värde, Summa"
FOREST = ("77000000 Jordbruk", "77200000 Skogstjänster", "", "", "", "77200000 Skogstjänster")
CARE = ("77000000 Jordbruk", "77300000 Trädgårdstjänster", "77310000 Grönområden", "77314000 Markskötsel", "", "77314000 Markskötsel")


def a_row(buyer: str, number: str, *, cpv: Sequence[str] = FOREST, title: str = "", coordinated: str = "False") -> list[Any]:
    named = title or f"Skogsvård {number}"
    return [2021.0, buyer, "Stat", *cpv, "Ramavtal", coordinated, number, named, "2021-03-26", 1.0]


def a_workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def values(rows: Sequence[tuple[list[Any], float]]) -> bytes:
    """The second file: the same columns, with what was contracted in the place of the count."""
    return a_workbook([[*row[:-1], kronor] for row, kronor in rows], [*HEAD[:-1], VALUE])


def number_members(cast: Cast) -> None:
    """The cast's two members get the numbers that the files know them by."""
    with everywhere():
        Organization.objects.filter(pk=cast.member.pk).update(number="202100-2247")
        Organization.objects.filter(pk=cast.other.pk).update(number="202100-2254")


def read_in(cast: Cast, content: bytes, *, who: str = "karin") -> PastImported:
    actor = cast.actor(who)
    with inside(actor.walls):
        return import_procurements_file("file.xlsx", content, mapping=mapping_named("upphandlingsmyndigheten"), by=actor, at=NOW)
