"""The real log of a help desk (Amaral, Fantinato and Peres 2018), where SAMDRIFT_DATA names the folder that holds data/incidents."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from samdrift.follow_up.attainment import Clock, Tally
from samdrift.run.desk.history import head_of
from samdrift.run.desk.models import Event, ImportedFact, KeptRow, Ticket
from tests.builders import Cast, a_member, everywhere
from tests.follow_up.builders import the_report
from tests.imports.logs import imported

LOG = Path(os.environ.get("SAMDRIFT_DATA", "/nowhere")) / "data" / "incidents" / "incident_event_log.zip"
pytestmark = [pytest.mark.long, pytest.mark.skipif(not LOG.is_file(), reason=f"SAMDRIFT_DATA names no folder with {LOG.name}")]


def test_the_real_log_says_what_is_known_of_it(cast: Cast) -> None:
    for number in range(19):
        a_member(f"Verk {number:02d}")
    result = imported(LOG)
    assert (result.rows, result.incidents, result.added, result.known) == (141_712, 24_918, 24_918, 0)
    assert {(reason, found) for _line, reason, found in result.kept} == {("state", "-100")}
    assert len(result.kept) == 5
    with everywhere():
        events = Event.objects.values_list("kind", flat=True)
        assert events.filter(kind="closed").count() == 24_918
        assert KeptRow.objects.count() == 5
        assert ImportedFact.objects.filter(flagged_in_time=True).count() == 15_803  # 63.4 %
        assert ImportedFact.objects.values("owner").distinct().count() == 21
        for ticket in Ticket.objects.order_by("external_id")[::500]:
            head = head_of(Event.objects.filter(ticket=ticket).order_by("at", "pk"))
            assert head is not None
            assert (ticket.state, ticket.priority) == (head.state, head.priority)

    report = the_report(cast)
    assert int(np.isnan(report.histories.resolved).sum()) == 1_556
    resolved, closed, flag = report.by_priority(Clock.RESOLVED)[3], report.by_priority(Clock.CLOSED)[3], report.by_flag()[3]
    assert 0.82 <= resolved.low < resolved.high <= 0.835
    assert round(closed.low, 2) == round(closed.high, 2) == 0.63
    assert round(flag.low, 3) == 0.645
    assert report.by_priority(Clock.RESOLVED)[1] == Tally(39, 231, 0)
    assert (resolved.total, closed.total) == (23_466, 23_466)
    assert report.flag_agrees(Clock.CLOSED, 3).low > 0.975
    gap = report.gap(3)
    assert gap is not None
    assert round(gap.median / 86_400, 1) == 5.0
    assert sum(row["total"] for row in report.as_json()["rows"]) == 2 * 24_918

    again = imported(LOG)
    assert (again.added, again.known, again.repeated) == (0, 24_918, True)
