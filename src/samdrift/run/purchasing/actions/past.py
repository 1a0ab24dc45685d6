"""Past procurements from files of a statistics database: the members' rows, once."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput
from samdrift.core.tables import Entered, RowsRefused, WrongRow
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization
from samdrift.run.purchasing.models import CpvCode, PastProcurement, PastValue, ProcurementImport
from samdrift.run.purchasing.past_files import Mapping, PastFile, organization_digits, read_past
from samdrift.ui.amounts import count_text

LOCK = 0x5D7  # one import at a time: the second waits, and then finds what the first has added
BATCH = 1_000
Key = tuple[int, str, str, date]


class FileMissing(BadInput):
    words = gettext_lazy("%(file)s cannot be opened: %(why)s.")


@dataclass(frozen=True, slots=True)
class PastImported(Entered):
    """What came of a file. `of_others`: rows of buyers that are no members, left out."""

    file: str
    rows: int
    of_others: int
    members: int
    values_added: int

    def as_json(self) -> dict[str, Any]:
        """This will return the result as plain values, for `--json`."""
        return asdict(self)

    def as_text(self) -> str:
        """This will say the result in a sentence or two."""
        words = _(
            "%(file)s: %(rows)s rows, %(of_others)s of them of others than the members and left out. "
            "%(added)s procurements of %(members)s members added, %(known)s were known; %(values_added)s values added."
        )
        return words % {name: value if isinstance(value, str) else count_text(value) for name, value in asdict(self).items()}


@transaction.atomic
def import_procurements(paths: Sequence[Path], *, mapping: Mapping, by: Actor, at: datetime) -> list[PastImported]:
    """This will read files of past procurements, all of them or none; again adds nothing.

    A file with values adds them to the procurements that are there, and adds those that are not.
    """
    by.must(Deed.PURCHASE)
    return [import_procurements_file(path.name, _content(path), mapping=mapping, by=by, at=at) for path in paths]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as no:
        raise FileMissing(file=path, why=no.strerror) from None


@transaction.atomic
def import_procurements_file(name: str, content: bytes, *, mapping: Mapping, by: Actor, at: datetime) -> PastImported:
    """This will read one file of past procurements, all of its members' rows or none."""
    by.must(Deed.PURCHASE)
    members = {organization_digits(m.number): m for m in Organization.objects.filter(kind__in=MEMBERS).exclude(number="")}
    file = read_past(content, mapping, buyers=members.keys())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return _write(name, content, file, members, mapping, by, at)


def _write(
    name: str, content: bytes, file: PastFile, members: dict[str, Organization], mapping: Mapping, by: Actor, at: datetime
) -> PastImported:
    there = {
        (past.buyer_id, past.number, past.title, past.published_on): past
        for past in PastProcurement.objects.filter(buyer__in=members.values()).select_related("value")
    }
    numbers = Counter((members[row.buyer].pk, row.number) for row in file.chosen)
    by_number: dict[tuple[int, str], list[Key]] = defaultdict(list)
    for known_key in there:
        by_number[known_key[:2]].append(known_key)
    new: dict[Key, PastProcurement] = {}
    values: dict[Key, int] = {}
    wrong: list[WrongRow] = []
    for row in file.chosen:
        buyer = members[row.buyer]
        key: Key = (buyer.pk, *row.key[1:])
        if key not in there and numbers[key[:2]] == 1 and len(by_number[key[:2]]) == 1:
            key = by_number[key[:2]][0]  # its number names one here and one there: the title or the day is written otherwise
        past = there.get(key)
        if past is None and key not in new:
            new[key] = PastProcurement(
                buyer=buyer,
                number=row.number,
                title=row.title,
                published_on=row.published_on,
                year=row.year,
                cpv=row.cpv,
                agreement=row.agreement,
                is_coordinated=row.is_coordinated,
            )
        if row.value_minor is None:
            continue
        known = values.get(key) if past is None or not hasattr(past, "value") else past.value.amount_minor
        if known is None:
            values[key] = row.value_minor
        elif known != row.value_minor:
            wrong.append(WrongRow(row.line, _("%(number)s is entered already, with another value.") % {"number": row.number}))
    if wrong:
        raise RowsRefused(wrong)
    if new or values:
        source = ProcurementImport.objects.create(
            file_name=name[:200],
            digest=hashlib.sha256(content).hexdigest(),
            at=at,
            rows=file.rows,
            of_others=file.of_others,
            added=len(new),
            values_added=len(values),
            source=mapping.credit[:200],
            source_url=mapping.url,
            license=mapping.license[:60],
            is_synthetic=mapping.is_synthetic,
        )
        _store(source, there, new, values, file.names)
        audit.record("import_procurements", of=source, by=by, at=at)
    return PastImported(
        added=len(new),
        known=len(file.chosen) - len(new),
        file=name,
        rows=file.rows,
        of_others=file.of_others,
        members=len({row.buyer for row in file.chosen}),
        values_added=len(values),
    )


def _store(
    source: ProcurementImport,
    there: dict[Key, PastProcurement],
    new: dict[Key, PastProcurement],
    values: dict[Key, int],
    names: dict[str, str],
) -> None:
    for past in new.values():
        past.source = source
    PastProcurement.objects.bulk_create(new.values(), BATCH)
    PastValue.objects.bulk_create(
        (PastValue(procurement=new.get(key) or there[key], amount_minor=amount, source=source) for key, amount in values.items()), BATCH
    )
    named = set(CpvCode.objects.values_list("code", flat=True))
    CpvCode.objects.bulk_create((CpvCode(code=code, name=name) for code, name in names.items() if code not in named), BATCH)
