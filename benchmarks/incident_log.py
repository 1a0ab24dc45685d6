"""How fast a real log is imported and reported on, beside what one would write in an afternoon: `python -m benchmarks.incident_log`.

SAMDRIFT_DATA names the folder that holds data/incidents/incident_event_log.zip. Runs on a throw-away database, as the tests do.
"""

from __future__ import annotations

import csv
import io
import os
import resource
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from benchmarks._database import in_a_database
from benchmarks.timing import timed

LOG = Path(os.environ.get("SAMDRIFT_DATA", "../shared")) / "data" / "incidents" / "incident_event_log.zip"
SAMPLE = 500  # incidents that the peer writes, one statement a row
HOURS = {"1": 4, "2": 8, "3": 217, "4": 497}
T = TypeVar("T")


def rows() -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(LOG) as archive, archive.open(archive.namelist()[0]) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))


def moment(text: str) -> datetime | None:
    return None if text == "?" else datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


def peer_import() -> int:
    """csv.DictReader, the whole file in memory, and one INSERT a row."""
    from samdrift.catalog.queries import desk_service
    from samdrift.members.queries import members_in_order
    from samdrift.run.desk.models import Event, Ticket

    incidents: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows():
        incidents[row["number"]].append(row)
    member, service = members_in_order()[0], desk_service()
    assert service is not None
    for number, history in list(incidents.items())[:SAMPLE]:
        last = history[-1]
        opened = moment(last["opened_at"])
        assert opened is not None
        ticket = Ticket.objects.create(
            owner=member,
            channel="import",
            source="import",
            external_id=f"peer {number}",
            subject=number,
            reported_at=opened,
            service=service,
            changed_at=opened,
        )
        for kind, at in (("reported", opened), ("resolved", moment(last["resolved_at"])), ("closed", moment(last["closed_at"]))):
            if at:
                Event.objects.create(owner=member, ticket=ticket, kind=kind, at=at, service=service if kind == "reported" else None)
    return SAMPLE


def peer_report() -> dict[tuple[str, str], int]:
    """The met ones, from the file itself; where the time resolved is unknown, certain only when it was closed in time."""
    last = {row["number"]: row for row in rows()}
    met: dict[tuple[str, str], int] = defaultdict(int)
    for row in last.values():
        priority = row["priority"][0]
        opened, closed = moment(row["opened_at"]), moment(row["closed_at"])
        resolved = moment(row["resolved_at"]) or closed
        if not (opened and closed and resolved):
            raise ValueError(row["number"])
        for clock, stopped in (("resolved", resolved), ("closed", closed)):
            met[priority, clock] += (stopped - opened).total_seconds() <= HOURS[priority] * 3600
    return dict(met)


def measured() -> None:
    from samdrift.follow_up.actions import ensure_log_agreement
    from samdrift.follow_up.attainment import Clock
    from samdrift.follow_up.queries import terms_named
    from samdrift.follow_up.target_report import target_report
    from samdrift.run.desk.imports import import_incidents, mapping_named
    from tests.builders import NOW, a_cast, a_member, everywhere

    a_cast()
    for number in range(19):
        a_member(f"Verk {number:02d}")
    with everywhere() as actor:
        ours, result = timed(lambda: import_incidents(LOG, mapping=mapping_named("servicenow"), by=actor, at=NOW))
        megabytes = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
        again, _repeated = timed(lambda: import_incidents(LOG, mapping=mapping_named("servicenow"), by=actor, at=NOW))
        agreement = ensure_log_agreement(by=actor, at=NOW)
        report_time, report = timed(lambda: target_report(terms_named(agreement.name), by=actor))
        json_time, _told = timed(report.as_json)
        peer_time, written = timed(peer_import)
        peer_report_time, met = timed(peer_report)
    same = all(met[str(p), clock.value] == tally.met for clock in Clock for p, tally in report.by_priority(clock).items())
    per_incident, peer_per_incident = ours / result.added * 1e3, peer_time / written * 1e3
    print(f"import: {result.rows:,} rows, {result.added:,} incidents in {ours:.1f} s, at most {megabytes:.0f} MB with its reading process")
    print(f"        {per_incident:.2f} ms an incident, with DictReader and one INSERT a row {peer_per_incident:.2f} ms: ", end="")
    print(f"{peer_per_incident / per_incident:.0f}x")
    print(f"again:  {again * 1e3:.0f} ms, nothing added")
    print(
        f"report: {report_time:.2f} s, {json_time * 1e3:.0f} ms more as JSON; from the file in plain Python {peer_report_time:.2f} s: ",
        end="",
    )
    print(f"{peer_report_time / (report_time + json_time):.0f}x, same answers: {'yes' if same else 'NO'}")


def main() -> int:
    if not LOG.is_file():
        print(f"{LOG} is not there: set SAMDRIFT_DATA", file=sys.stderr)
        return 1
    in_a_database(measured)
    return 0


if __name__ == "__main__":
    sys.exit(main())
