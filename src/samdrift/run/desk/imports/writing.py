"""Imports a log: all of it or nothing, and an incident only once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samdrift.catalog.models import Service
from samdrift.catalog.queries import desk_service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.members.models import Organization
from samdrift.members.queries import members_in_order
from samdrift.run.desk.history import Head, head_of
from samdrift.run.desk.imports.incidents import Incident, Kept, Log, history_of
from samdrift.run.desk.imports.mapping import Mapping, MappingRefused
from samdrift.run.desk.imports.reading import FileRefused, Progress, read_table
from samdrift.run.desk.models import Event, ImportedFact, ImportRun, KeptRow, Ticket

BATCH = 1_000
LOCK = 0x5D1  # one import at a time: the second waits, and then finds what the first has added
NAMED_IN_TEXT = 20  # kept rows that are listed one by one in words


class NothingToImportTo(Refused):
    """A log needs a service desk and members before it."""

    words = gettext_lazy("There is no service desk, or no member, to give imported tickets to.")
    way_on = gettext_lazy("Set up the federation first.")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of an import. `repeated`: the same file was imported by the same mapping before, so it was not read again."""

    file_name: str
    rows: int
    incidents: int
    added: int
    known: int
    kept: tuple[tuple[int, str, str], ...]  # line, reason (a KeptRow.Reason), the cell found
    repeated: bool = False

    def as_json(self) -> dict[str, Any]:
        """This function will return the result as plain values, for `--json`."""
        kept = [{"line": line, "reason": reason, "found": found} for line, reason, found in self.kept]
        names = ("file_name", "rows", "incidents", "added", "known", "repeated")
        return {**{name: getattr(self, name) for name in names}, "kept": kept}

    def as_text(self, language: str) -> str:
        """This function will say the result in words, with the first kept rows by their line."""
        with translation.override(language):
            told = [
                _("%(file)s: %(rows)s rows, %(incidents)s incidents.")
                % {"file": self.file_name, "rows": self.rows, "incidents": self.incidents}
            ]
            if self.repeated:
                told.append(_("The same file was imported before; it was not read again."))
            told.append(_("%(added)s tickets added, %(known)s were known.") % {"added": self.added, "known": self.known})
            if self.kept:
                number = len(self.kept)
                told.append(
                    ngettext("One row could not be read and is kept:", "%(n)s rows could not be read and are kept:", number) % {"n": number}
                )
                for line, reason, found in self.kept[:NAMED_IN_TEXT]:
                    told.append(
                        "  "
                        + _("line %(line)s: %(reason)s") % {"line": line, "reason": KeptRow.Reason(reason).label}
                        + (f" ({found})" if found else "")
                    )
                if number > NAMED_IN_TEXT:
                    told.append("  " + _("and %(n)s more") % {"n": number - NAMED_IN_TEXT})
            return "\n".join(told)


def import_incidents(path: Path, *, mapping: Mapping, by: Actor, at: datetime, progress: Progress = lambda *_said: None) -> ImportResult:
    """This function will read a log of incidents into tickets with their histories, in one transaction.

    An incident whose number has been imported before is left as it is and counted as known, so a log that has grown adds what is new. Rows
    that cannot be read are kept. FileRefused or MappingRefused leaves nothing behind. Run it as Samdrift itself, inside its walls.
    `progress(words, done, total)` is called now and then.
    """
    by.must(Deed.IMPORT)
    digest = _digest(path)
    before = ImportRun.objects.filter(digest=digest, mapping_digest=mapping.digest).first()
    if before:
        return _again(path, before)
    placed = Placing(mapping)
    log = _read(path, mapping, progress)
    return _write(log, path, digest, placed, by=by, at=at, progress=progress)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as no:
        raise FileRefused("missing", file=path, reason=no.strerror) from None


def _again(path: Path, before: ImportRun) -> ImportResult:
    known = before.tickets_added + before.tickets_known
    kept = tuple(KeptRow.objects.filter(run=before).values_list("line", "reason", "found"))
    return ImportResult(path.name, before.rows, known, 0, known, kept, repeated=True)


def _read(path: Path, mapping: Mapping, progress: Progress) -> Log:
    table = read_table(path, encoding=mapping.encoding, delimiter=mapping.delimiter, progress=progress)
    lacking = sorted({*mapping.columns.values(), *mapping.subject} - set(table.head))
    if lacking:
        raise FileRefused("columns", file=path, mapping=mapping.name, columns=", ".join(lacking))
    log = Log(table.head, mapping)
    for line, cells in table.rows:
        log.add(line, cells)
    if not log.rows:
        raise FileRefused("empty", file=path)
    if not log.incidents:
        first = log.kept[0]
        raise FileRefused("nothing", file=path, mapping=mapping.name, line=first.line, reason=first.reason.label, found=first.found)
    return log


class Placing:
    """Says whose an incident is and which service it is about, by the mapping's tables and the federation's rows."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.members = members_in_order()
        desk = desk_service()
        if desk is None or not self.members:
            raise NothingToImportTo
        self.desk = desk
        short_names = {member.short_name: member for member in self.members}
        services = {service.name: service for service in Service.objects.all()}
        self.member_at = {place: self._there(short_names, name, "no_member") for place, name in mapping.members_named.items()}
        self.service_of = {category: self._there(services, name, "no_service") for category, name in mapping.services_named.items()}

    def _there(self, rows: dict[str, Any], name: str, code: str) -> Any:
        if name not in rows:
            raise MappingRefused(code, mapping=self.mapping.name, found=name)
        return rows[name]

    def member(self, incident: Incident) -> Organization:
        """This will return the member that the incident's place belongs to.

        Spread places go round the members in order, by the number in the place's name; where the place is unknown, by the incident's own.
        """
        if incident.place in self.member_at:
            return self.member_at[incident.place]  # type: ignore[no-any-return]
        if not self.mapping.spread_over_members:
            raise MappingRefused("no_place", mapping=self.mapping.name, found=incident.place or incident.number)
        text = incident.place or incident.number
        digits = "".join(sign for sign in text if sign in "0123456789")[-9:]
        return self.members[(int(digits or 0) - 1) % len(self.members)]

    def service(self, incident: Incident) -> Service:
        return self.service_of.get(incident.category, self.desk)  # type: ignore[no-any-return]


@transaction.atomic
def _write(log: Log, path: Path, digest: str, placed: Placing, *, by: Actor, at: datetime, progress: Progress) -> ImportResult:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    mapping = placed.mapping
    before = ImportRun.objects.filter(digest=digest, mapping_digest=mapping.digest).first()
    if before:
        return _again(path, before)
    known = set(Ticket.objects.filter(source=Ticket.Source.IMPORT).values_list("external_id", flat=True))
    new = [incident for incident in log.incidents.values() if incident.number not in known]
    run = ImportRun.objects.create(
        file_name=path.name[-200:],
        digest=digest,
        mapping=mapping.name,
        mapping_digest=mapping.digest,
        at=at,
        rows=log.rows,
        tickets_added=len(new),
        tickets_known=len(log.incidents) - len(new),
        rows_kept=len(log.kept),
        source=mapping.source.credit,
        source_url=mapping.source.url,
        license=mapping.source.license,
        license_url=mapping.source.license_url,
        members_are_synthetic=mapping.members_are_synthetic,
    )
    done = 0
    for batch in _batches(new):
        _write_tickets(batch, run, placed)
        done += len(batch)
        progress(gettext_lazy("Writing"), done, len(new))
    _keep(log.kept, run)
    audit.record("import_incidents", of=run, by=by, at=at)
    kept = tuple((kept.line, str(kept.reason), kept.found) for kept in log.kept)
    return ImportResult(path.name, log.rows, len(log.incidents), len(new), len(log.incidents) - len(new), kept)


def _batches(incidents: Iterable[Incident]) -> Iterable[Sequence[Incident]]:
    left = iter(incidents)
    while batch := list(islice(left, BATCH)):
        yield batch


def _write_tickets(incidents: Sequence[Incident], run: ImportRun, placed: Placing) -> None:
    """Write tickets, their events and what else the log says; the head follows from the events by the desk's own rule."""
    tickets, histories = [], []
    for incident in incidents:
        history = _events(incident, placed)
        tickets.append(_ticket(incident, history))
        histories.append(history)
    Ticket.objects.bulk_create(tickets)
    for ticket, history in zip(tickets, histories, strict=True):
        for event in history:
            event.ticket = ticket
    Event.objects.bulk_create([event for history in histories for event in history], batch_size=5 * BATCH)
    ImportedFact.objects.bulk_create(
        [
            ImportedFact(owner_id=ticket.owner_id, ticket=ticket, run=run, flagged_in_time=incident.in_time)
            for ticket, incident in zip(tickets, incidents, strict=True)
        ]
    )


def _events(incident: Incident, placed: Placing) -> list[Event]:
    owner_id, service_id = placed.member(incident).pk, placed.service(incident).pk
    return [
        Event(
            owner_id=owner_id,
            kind=step.kind,
            at=step.at,
            priority=step.priority,
            service_id=service_id if step.kind == Event.Kind.REPORTED else None,
        )
        for step in history_of(incident)
    ]


def _ticket(incident: Incident, history: Sequence[Event]) -> Ticket:
    head = head_of(history)
    assert head is not None  # every history begins with a report
    return Ticket(
        owner_id=history[0].owner_id,
        channel=Ticket.Channel.IMPORT,
        source=Ticket.Source.IMPORT,
        external_id=incident.number,
        subject=(incident.subject or incident.number)[:200],
        reported_at=incident.opened_at,
        **{column.name: getattr(head, column.name) for column in fields(Head)},
    )


def _keep(kept: Iterable[Kept], run: ImportRun) -> None:
    unit = Organization.objects.get(kind=Organization.Kind.UNIT)
    KeptRow.objects.bulk_create(
        [KeptRow(owner=unit, run=run, line=row.line, reason=row.reason, found=row.found, raw=row.raw) for row in kept], batch_size=BATCH
    )
