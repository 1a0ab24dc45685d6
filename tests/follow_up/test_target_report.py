"""An agreement's resolution times held against an imported log."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from samdrift.agree.actions import add_agreement, offer_version, set_target, start_draft, write_clause
from samdrift.agree.models import Agreement, Measure, Version
from samdrift.catalog.models import Level
from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed
from samdrift.follow_up.actions import ensure_log_agreement
from samdrift.follow_up.attainment import Clock, Tally
from samdrift.follow_up.queries import NameTheLevel, NoSuchAgreement, NoSuchLevel, terms_named
from samdrift.follow_up.target_report import target_report
from samdrift.members.models import Calendar
from samdrift.run.desk.models import Promise
from tests.builders import NOW, TODAY, Cast, a_ticket, everywhere
from tests.follow_up.builders import a_small_log, the_agreement, the_report
from tests.imports.logs import a_log, imported, row


def test_the_small_log_says_what_was_worked_out_by_hand(cast: Cast, tmp_path: Path) -> None:
    a_small_log(tmp_path)
    report = the_report(cast)
    assert report.by_priority(Clock.RESOLVED) == {1: Tally(1, 0, 0), 3: Tally(3, 1, 1)}
    assert report.by_priority(Clock.CLOSED) == {1: Tally(0, 1, 0), 3: Tally(1, 4, 0)}
    assert report.by_member(Clock.RESOLVED, 3) == {cast.other.pk: Tally(2, 0, 0), cast.member.pk: Tally(1, 1, 1)}
    assert report.by_flag() == {1: Tally(1, 0, 0), 3: Tally(2, 2, 1)}
    assert report.flag_agrees(Clock.CLOSED, 3) == Tally(3, 1)
    assert report.flag_agrees(Clock.RESOLVED, 3) == Tally(3, 1)
    gap = report.gap(3)
    assert gap is not None
    assert (gap.median, gap.near, gap.looks_like_a_rule) == (5 * 86_400, Tally(4, 0), True)


def test_the_rows_are_named_and_can_be_summed(cast: Cast, tmp_path: Path) -> None:
    a_small_log(tmp_path)
    told = the_report(cast).as_json()
    assert told["tickets"] == 6
    assert told["targets"][2] == {"service": "Servicedesk", "priority": 3, "within_seconds": 217 * 3600}
    assert {key: told["rows"][0][key] for key in ("priority", "member", "clock", "met", "missed", "unknown", "total")} == {
        "priority": 1,
        "member": "Länsverket",
        "clock": "resolved",
        "met": 1,
        "missed": 0,
        "unknown": 0,
        "total": 1,
    }
    for whole in told["totals"]:
        parts = [r for r in told["rows"] if (r["priority"], r["clock"]) == (whole["priority"], whole["clock"])]
        assert whole["member"] is None
        for count in ("met", "missed", "unknown", "total"):
            assert sum(part[count] for part in parts) == whole[count]
    assert told["log_flag"][1] == {"priority": 3, "in_time": 2, "late": 2, "unknown": 1, "total": 5}
    assert told["sources"][0]["license"] == "CC BY 4.0"


@pytest.mark.parametrize(
    ("language", "words"), [("sv", ("Prioritet", "löst", "60,0–80,0 %")), ("en", ("Priority", "resolved", "60.0–80.0%"))]
)
def test_the_text_is_an_aligned_table(cast: Cast, tmp_path: Path, language: str, words: tuple[str, str, str]) -> None:
    a_small_log(tmp_path)
    lines = the_report(cast).as_text(language).splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith(words[0]))
    row_of_p3 = next(line for line in lines[head:] if line.startswith("P3") and words[1] in line)
    assert words[2] in row_of_p3.replace("\u00a0", " ")
    assert len({line.index("P3") for line in lines if "P3" in line and not line.startswith("P3")}) == 1


def test_no_promise_is_stored_and_live_tickets_are_left_out(cast: Cast, tmp_path: Path) -> None:
    a_ticket(cast.person("anna"))
    a_small_log(tmp_path)
    before = _promises()
    assert len(the_report(cast).histories) == 6
    assert _promises() == before


def _promises() -> int:
    with everywhere():
        return Promise.objects.filter(ticket__source="import").count()


def test_a_ticket_that_was_opened_again_is_not_resolved_until_the_last_time(cast: Cast, tmp_path: Path) -> None:
    ends = {"resolved_at": "20/3/2016 08:00", "closed_at": "25/3/2016 08:00"}
    steps = [("New", "1/3/2016 08:00"), ("Resolved", "1/3/2016 09:00"), ("Active", "2/3/2016 08:00")]
    rows = [row("INC1", incident_state=state, sys_updated_at=at, **ends) for state, at in steps]
    rows += [row("INC1", incident_state="Closed", sys_updated_at="25/3/2016 08:00", **ends)]
    reopened = [row("INC2", incident_state=state, sys_updated_at=at) for state, at in steps]
    a_small_log(tmp_path, [*rows, *reopened])
    assert the_report(cast).by_priority(Clock.RESOLVED) == {3: Tally(0, 1, 1)}  # INC2 was last seen open within its target


def test_a_member_counts_its_own_tickets_only(cast: Cast, tmp_path: Path) -> None:
    agreement = a_small_log(tmp_path)
    actor = cast.actor("carin")
    with inside(actor.walls):
        report = target_report(terms_named(agreement.name), by=actor)
        assert report.by_priority(Clock.RESOLVED) == {1: Tally(1, 0, 0), 3: Tally(1, 1, 1)}
        assert list(report.members) == [cast.member.pk]
    requester = cast.actor("anna")
    with inside(requester.walls), pytest.raises(NotAllowed):
        target_report(terms_named(agreement.name), by=requester)


def test_the_inferred_agreement_is_written_once_and_says_so(cast: Cast) -> None:
    assert the_agreement() == the_agreement()
    with everywhere():
        version = Version.objects.get(agreement__name_en="Resolution times inferred from the log")
        assert {t.priority: t.within_seconds for t in version.targets.all()} == {1: 14_400, 2: 28_800, 3: 781_200, 4: 1_789_200}
        assert "inferred" in version.clauses.get().text_en


def test_only_those_who_write_agreements_write_the_inferred_one(cast: Cast) -> None:
    actor = cast.actor("carin")
    with inside(actor.walls), pytest.raises(NotAllowed):
        ensure_log_agreement(by=actor, at=NOW)


def an_agreement_at_two_levels(cast: Cast) -> Agreement:
    the_agreement()  # brings a calendar and a level
    with everywhere() as actor:
        service, calendar = cast.desk_service, Calendar.objects.get(name="Dygnet runt")
        more = Level.objects.create(service=service, name="Guld", name_en="Gold", rank=9)
        agreement = add_agreement("Servicedesk", name_en="The desk", provider=cast.unit, by=actor, at=NOW)
        draft = start_draft(agreement, from_on=TODAY + timedelta(days=1), by=actor, at=NOW)
        write_clause(draft, "1", heading="Tider", text="Tider.", by=actor, at=NOW)
        for level, hours in ((service.levels.get(rank=1), 200), (more, 20)):
            set_target(
                draft,
                clause="1",
                service=service,
                level=level,
                measure=Measure.RESOLUTION,
                priority=3,
                within_seconds=hours * 3600,
                share_ppm=900_000,
                calendar=calendar,
                by=actor,
                at=NOW,
            )
        offer_version(draft, by=actor, at=NOW)
        return agreement


def test_an_agreement_is_found_by_either_name_and_a_level_where_it_has_several(cast: Cast, tmp_path: Path) -> None:
    imported(a_log(tmp_path, [row("INC1", priority="1 - Critical"), row("INC2")]))
    an_agreement_at_two_levels(cast)
    with everywhere() as actor:
        with pytest.raises(NameTheLevel, match="Guld, Bas"):
            terms_named("the desk")
        with pytest.raises(NoSuchLevel, match="Guld, Bas"):
            terms_named("Servicedesk", "Silver")
        with pytest.raises(NoSuchAgreement, match="Servicedesk"):
            terms_named("Something else")
        report = target_report(terms_named("SERVICEDESK", "guld"), by=actor)
        assert report.targets(3) == [20 * 3600]
        assert (len(report.histories), report.counted, report.unpromised) == (2, 1, 1)  # priority 1 is promised nothing
        assert set(report.by_priority(Clock.RESOLVED)) == {3}


def test_without_a_log_every_count_is_empty(cast: Cast) -> None:
    report = the_report(cast)
    assert report.as_json()["rows"] == []
    assert report.by_flag() == {}
    assert report.gap(3) is None
