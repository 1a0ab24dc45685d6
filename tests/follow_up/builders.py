"""A small log worked by hand, imported, and an agreement to hold it against."""

from __future__ import annotations

from pathlib import Path

from samdrift.agree.models import Agreement
from samdrift.follow_up.actions import ensure_log_agreement
from samdrift.follow_up.queries import terms_named
from samdrift.follow_up.target_report import TargetReport, target_report
from tests.builders import NOW, Cast, everywhere
from tests.imports.logs import a_log, an_incident, imported

HAVSVERKET, LANSVERKET = "Location 1", "Location 2"  # in the order of the members' names

# Of priority 3 (217 h, nine days and an hour), opened on 1 March at 08:00:
SMALL = [
    *an_incident("INC1", resolved="2/3/2016 08:00", closed="7/3/2016 08:00", location=HAVSVERKET),  # met, met
    *an_incident("INC2", resolved="9/3/2016 08:00", closed="14/3/2016 08:00", location=HAVSVERKET),  # met, missed
    *an_incident(
        "INC3", resolved="10/3/2016 09:00", closed="15/3/2016 09:00", location=LANSVERKET, made_sla="false"
    ),  # met to the minute, missed
    *an_incident("INC4", resolved="10/3/2016 09:01", closed="15/3/2016 09:01", location=LANSVERKET, made_sla="false"),  # missed, missed
    *an_incident("INC5", closed="20/3/2016 08:00", location=LANSVERKET, made_sla="?"),  # unknown, missed
    # Of priority 1 (4 h):
    *an_incident("INC6", resolved="1/3/2016 11:00", closed="6/3/2016 11:00", location=LANSVERKET, priority="1 - Critical"),  # met, missed
]


def a_small_log(folder: Path, rows: list[list[str]] = SMALL) -> Agreement:
    imported(a_log(folder, rows))
    return the_agreement()


def the_agreement() -> Agreement:
    with everywhere() as actor:
        return ensure_log_agreement(by=actor, at=NOW)


def the_report(cast: Cast) -> TargetReport:
    with everywhere() as actor:
        return target_report(terms_named(the_agreement().name), by=actor)
