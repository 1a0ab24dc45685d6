"""How fast past procurements are read in and shown, beside a plain loop over the same rows: `python -m benchmarks.procurements`.

The statistics database's own files where SAMDRIFT_DATA names the folder that holds data/procurement; else as many rows made for the run.
"""

from __future__ import annotations

import csv
import io
import os
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks._database import in_a_database
from benchmarks.settlement import line
from benchmarks.timing import timed

FOLDER = Path(os.environ.get("SAMDRIFT_DATA", "/nowhere")) / "data" / "procurement"
FILES = (FOLDER / "number_of_procurements.xlsx", FOLDER / "contracted_value.xlsx")
MEMBERS = Path(__file__).parents[1] / "src/samdrift/config/demo/federations/counties/members.csv"
ROWS, MADE_CODES = 18_000, 134
CONTRACTS, CALL_OFFS = 40, 1_500
AIM_IMPORT, AIM_PAGE = 15.0, 0.3


def made_rows(numbers: list[str], mapping: Any) -> bytes:
    """This will write a file with as many rows as the real one, every seventieth of a member."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(mapping.columns.values())
    for n in range(ROWS):
        buyer = numbers[n // 70 % len(numbers)] if n % 70 == 0 else "2120001132"
        code = f"{10 + n // 70 % MADE_CODES * 7 % 80:02}000000 Vara {n % MADE_CODES}"
        said = dict.fromkeys(mapping.columns, "")
        said |= {"buyer": buyer, "number": f"N{n}", "title": f"Upphandling {n}", "published": "2021-03-26", "year": "2021"}
        said |= {"cpv": code, "agreement": "Ramavtal", "coordinated": "False", "value": str(n)}
        writer.writerow(said[name] for name in mapping.columns)
    return out.getvalue().encode()


def peer(rows: list[Any], digits: int) -> int:
    """What two or more members bought apart, as one would count it in an afternoon: every row held against every other."""
    found = set()
    for row in rows:
        if len({other.buyer_id for other in rows if other.cpv[:digits] == row.cpv[:digits]}) > 1:
            found.add(row.cpv[:digits])
    return len(found)


def some_contracts(cast: Any) -> None:
    from samdrift.core.access import inside
    from samdrift.run.purchasing.actions.calloffs import Order, call_off
    from tests.builders import NOW, TODAY
    from tests.purchasing.contract_builders import a_contract, a_supplier

    supplier, actor = a_supplier(cast), cast.actor("elin")
    contracts = [a_contract(cast, supplier=supplier) for _number in range(CONTRACTS)]

    def call() -> None:
        with inside(actor.walls):
            for n in range(CALL_OFFS):
                call_off(contracts[n % CONTRACTS], cast.member, Order(f"B-{n}", TODAY, 1_00, "Vara"), by=actor, at=NOW)

    line(f"{CALL_OFFS} call-offs, one after the other", timed(call)[0])


def main() -> None:
    in_a_database(measure)


def measure() -> None:
    from django.test import Client

    from samdrift.run.purchasing.actions.past import import_procurements, import_procurements_file
    from samdrift.run.purchasing.models import PastProcurement
    from samdrift.run.purchasing.past_files import mapping_named
    from samdrift.run.purchasing.queries.contract_checks import differences
    from samdrift.run.purchasing.queries.past import LEVELS, bought_apart
    from tests.builders import NOW, a_cast, a_member, everywhere

    cast = a_cast()
    with open(MEMBERS, encoding="utf-8", newline="") as rows:
        numbers = [row["number"] for row in csv.DictReader(rows)]
    for number in numbers:
        a_member(f"Myndighet {number}", number=number)
    mapping = mapping_named("upphandlingsmyndigheten")
    made = made_rows(numbers, mapping)

    def read_in() -> list[Any]:
        with everywhere() as actor:
            if FILES[0].is_file():
                return import_procurements(FILES, mapping=mapping, by=actor, at=NOW)
            return [import_procurements_file("made.csv", made, mapping=mapping, by=actor, at=NOW)]

    took, results = timed(read_in)
    told = ", ".join(f"{one.rows} rows" for one in results)
    line(f"import: {told}", took, f"aim {AIM_IMPORT} s; {sum(one.added for one in results)} added")
    took, results = timed(read_in)
    line("the same again", took, f"{sum(one.added + one.values_added for one in results)} added")
    with everywhere():
        stored = list(PastProcurement.objects.all())
        for level in LEVELS:
            took, apart = timed(partial(bought_apart, level=level))
            slow, counted = timed(partial(peer, stored, level))
            line(f"bought apart by {level} digits", took, f"{len(apart)}; the peer {slow:.3f} s, same: {counted == len(apart)}")
    client = Client(HTTP_HOST="localhost")
    client.force_login(cast.account("carin"))
    client.get("/bought-one-by-one/")
    for query in ("", "?level=2"):
        took, answer = timed(partial(client.get, f"/bought-one-by-one/{query}"))
        line(f"the page {query or 'by main code'}", took, f"aim {AIM_PAGE} s; {answer.status_code}, {len(answer.content) // 1000} kB")
    some_contracts(cast)
    client.get("/contracts/")
    line(f"the page of {CONTRACTS} contracts", timed(lambda: client.get("/contracts/"))[0])
    with everywhere():
        took, found = timed(differences)
        line("check: every contract recomputed", took, f"{len(found)} differences")


if __name__ == "__main__":
    main()
