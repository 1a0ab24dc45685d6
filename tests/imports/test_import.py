"""A foreign log becomes ticket histories, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed
from samdrift.core.models import AuditEntry
from samdrift.run.desk.history import head_of
from samdrift.run.desk.imports import import_incidents, mapping_named
from samdrift.run.desk.models import Event, ImportedFact, ImportRun, KeptRow, Ticket
from tests.builders import NOW, Cast, everywhere
from tests.imports.logs import a_log, a_zip, an_incident, as_csv, imported, moment, row

EVERYTHING = (Ticket, Event, ImportedFact, ImportRun, KeptRow, AuditEntry)


def happened(number: str) -> list[tuple[str, object]]:
    with everywhere():
        return list(Event.objects.filter(ticket__external_id=number).order_by("at", "pk").values_list("kind", "at"))


def counts() -> list[int]:
    with everywhere():
        return [model.objects.count() for model in EVERYTHING]


def test_an_incident_becomes_a_ticket_with_its_history(cast: Cast, tmp_path: Path) -> None:
    result = imported(a_log(tmp_path, an_incident(resolved="1/3/2016 12:00", closed="6/3/2016 12:00", priority="1 - Critical")))
    assert (result.rows, result.incidents, result.added, result.known, result.kept) == (4, 1, 1, 0, ())
    with everywhere():
        ticket = Ticket.objects.get()
        assert (ticket.external_id, ticket.source, ticket.state, ticket.priority) == ("INC1", "import", "closed", 1)
        assert (ticket.service, ticket.reported_at, ticket.subject) == (cast.desk_service, moment(1, 8), "Category 1 · Subcategory 2")
        assert ImportedFact.objects.get().flagged_in_time is True
        assert AuditEntry.objects.get().deed == "import_incidents"
    assert happened("INC1") == [
        ("reported", moment(1, 8)),
        ("priority", moment(1, 8)),
        ("assigned", moment(1, 8)),
        ("resolved", moment(1, 12)),
        ("closed", moment(6, 12)),
    ]


def test_waiting_and_reopening_are_in_the_history(cast: Cast, tmp_path: Path) -> None:
    states = ["New", "Active", "Awaiting User Info", "Active", "Resolved", "Active", "Resolved", "Closed"]
    rows = [
        row(
            "INC1",
            incident_state=state,
            sys_updated_at=f"1/3/2016 {9 + i:02d}:00",
            resolved_at="1/3/2016 15:00",
            closed_at="1/3/2016 16:00",
        )
        for i, state in enumerate(states)
    ]
    imported(a_log(tmp_path, rows))
    assert [kind for kind, _at in happened("INC1")] == (
        ["reported", "assigned", "waiting", "resumed", "resolved", "reopened", "resolved", "closed"]
    )


def test_an_unknown_time_makes_no_event(cast: Cast, tmp_path: Path) -> None:
    imported(a_log(tmp_path, an_incident(closed="6/3/2016 12:00")))
    assert [kind for kind, _at in happened("INC1")] == ["reported", "assigned", "closed"]


def test_the_heads_are_what_the_histories_lead_to(cast: Cast, tmp_path: Path) -> None:
    late = row("INC2", incident_state="Closed", sys_updated_at="3/3/2016 08:00", closed_at="2/3/2016 08:00", priority="4 - Low")
    rows = [*an_incident("INC1"), *an_incident("INC2", closed="2/3/2016 08:00"), late, row("INC3", incident_state="Awaiting User Info")]
    imported(a_log(tmp_path, rows))
    with everywhere():
        for ticket in Ticket.objects.all():
            head = head_of(Event.objects.filter(ticket=ticket).order_by("at", "pk"))
            assert head is not None
            assert (ticket.state, ticket.priority, ticket.changed_at) == (head.state, head.priority, head.changed_at)
        assert Ticket.objects.get(external_id="INC2").priority == 4
        assert Ticket.objects.get(external_id="INC3").state == "waiting"


def test_places_go_round_the_members_and_the_wall_holds(cast: Cast, tmp_path: Path) -> None:
    imported(a_log(tmp_path, [row(f"INC{n}", location=f"Location {n}") for n in range(1, 5)]))
    in_order = sorted([cast.member, cast.other], key=lambda member: member.name)
    with everywhere():
        owners = list(Ticket.objects.order_by("external_id").values_list("owner_id", flat=True))
    assert owners == [in_order[0].pk, in_order[1].pk] * 2
    with inside(cast.actor("carin").walls):
        assert set(Ticket.objects.values_list("owner_id", flat=True)) == {cast.member.pk}


def test_importing_again_adds_nothing(cast: Cast, tmp_path: Path) -> None:
    path = a_log(tmp_path, [*an_incident(), row("INC2", incident_state="Lost")])
    first, before = imported(path), counts()
    second = imported(path)
    assert counts() == before
    assert (second.added, second.known, second.kept, second.repeated) == (0, 1, first.kept, True)


def test_a_log_that_has_grown_adds_what_is_new_and_leaves_the_rest(cast: Cast, tmp_path: Path) -> None:
    imported(a_log(tmp_path, an_incident("INC1")))
    before = happened("INC1")
    result = imported(a_log(tmp_path, [*an_incident("INC1", closed="9/3/2016 08:00"), *an_incident("INC2")]))
    assert (result.added, result.known) == (1, 1)
    assert happened("INC1") == before


def test_the_same_log_in_a_zip_says_the_same(cast: Cast, tmp_path: Path) -> None:
    rows = an_incident(resolved="1/3/2016 12:00", closed="6/3/2016 12:00")
    assert imported(a_zip(tmp_path, as_csv(rows).encode())).added == 1
    assert imported(a_log(tmp_path, rows)).known == 1


def test_a_mark_at_the_beginning_of_the_file_and_a_line_break_in_a_cell_are_read(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"\xef\xbb\xbf" + as_csv([row("INC1", category="two\nlines"), row("INC2", incident_state="Lost")]).encode())
    assert [(line, reason) for line, reason, _found in imported(path).kept] == [(4, "state")]


def test_nobody_but_the_director_and_samdrift_itself_imports(cast: Cast, tmp_path: Path) -> None:
    path = a_log(tmp_path, an_incident())
    for name in ("anna", "carin", "elin", "ulla", "auditor"):
        actor = cast.actor(name)
        with inside(actor.walls), pytest.raises(NotAllowed):
            import_incidents(path, mapping=mapping_named("servicenow"), by=actor, at=NOW)
    assert counts() == [0] * len(EVERYTHING)


def test_progress_is_told_to_the_end(cast: Cast, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = a_log(tmp_path, [*an_incident("INC1"), *an_incident("INC2")])
    with everywhere() as actor:
        import_incidents(
            path,
            mapping=mapping_named("servicenow"),
            by=actor,
            at=NOW,
            progress=lambda words, done, total: told.append((str(words), done, total)),
        )
    size = path.stat().st_size
    assert [(done, total) for _words, done, total in told] == [(size, size), (2, 2)]


def test_the_result_is_said_in_words_and_as_json(cast: Cast, tmp_path: Path) -> None:
    result = imported(a_log(tmp_path, [*an_incident(), row("INC2", incident_state="Lost")]))
    assert result.as_text("en").splitlines() == [
        "log.csv: 5 rows, 1 incidents.",
        "1 tickets added, 0 were known.",
        "One row could not be read and is kept:",
        "  line 6: the mapping does not know this state (Lost)",
    ]
    assert "rad 6: mappningen känner inte till detta läge (Lost)" in result.as_text("sv")
    assert result.as_json() == {
        "file_name": "log.csv",
        "rows": 5,
        "incidents": 1,
        "added": 1,
        "known": 0,
        "repeated": False,
        "kept": [{"line": 6, "reason": "state", "found": "Lost"}],
    }
