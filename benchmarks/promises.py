"""How fast open promises follow a correction of the hours they are counted in: `python -m benchmarks.promises`.

50,000 tickets with two open promises each, a third of them waited for once, stand in a database made for the run and dropped after it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.timing import timed
from tests import harness

TICKETS = 50_000
AIM_COMPUTED, AIM_STORED = 2.0, 20.0
SEED = 20261125
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DAYS = 90


def line(name: str, seconds: float, more: str = "") -> None:
    print(f"{name:<52}{seconds:>8.3f} s  {more}", flush=True)


def a_full_desk() -> Any:
    """This will make the tickets with their histories and promises, and return the cast, the calendar, and tickets with histories."""
    from samdrift.agree.models import Measure, Target
    from samdrift.members.queries import work_calendar
    from samdrift.run.desk.models import Event, Promise, Ticket
    from samdrift.run.desk.promises import Terms, course_of, made_promises
    from tests.builders import a_cast, everywhere
    from tests.desk.builders import a_calendar, an_agreement

    drawn = np.random.default_rng(SEED)
    cast = a_cast()
    calendar = a_calendar(closed=[date(2026, 11, 6), date(2026, 12, 24), date(2026, 12, 25)])
    an_agreement(cast.unit, cast.member, [cast.desk_service], calendar=calendar)
    anna = cast.person("anna")
    with everywhere():
        revision = calendar.versions.get().revisions.get()
        hours = work_calendar(revision)
        targets = {(target.priority, target.measure): target for target in Target.objects.all()}
        tickets, events = [], []
        for seconds, priority, waited in zip(
            drawn.integers(0, DAYS * 86_400, TICKETS), drawn.integers(1, 5, TICKETS), drawn.integers(0, 3, TICKETS), strict=True
        ):
            at = AT - timedelta(seconds=int(seconds))
            ticket = Ticket(
                owner_id=anna.owner_id,
                requester=anna,
                channel="portal",
                subject="Skrivaren",
                reported_at=at,
                service=cast.desk_service,
                priority=int(priority),
                changed_at=AT,
            )
            history = [
                Event(kind="reported", at=at, service=cast.desk_service),
                Event(kind=Event.Kind.PRIORITY_CHANGED, at=at, priority=int(priority)),
            ]
            if not waited:
                history += [Event(kind="waiting", at=at + timedelta(hours=1)), Event(kind="resumed", at=at + timedelta(hours=30))]
            tickets.append(ticket)
            events.append(history)
        Ticket.objects.bulk_create(tickets, batch_size=5_000)
        promises: list[Promise] = []
        for ticket, history in zip(tickets, events, strict=True):
            for event in history:
                event.ticket, event.owner_id = ticket, ticket.owner_id
            terms = [Terms(targets[ticket.priority, m], revision.pk, hours) for m in (Measure.RESPONSE, Measure.RESOLUTION)]
            promises += made_promises(ticket, course_of(history, reported_at=ticket.reported_at), ticket.reported_at, terms)
        Event.objects.bulk_create([event for history in events for event in history], batch_size=5_000)
        Promise.objects.bulk_create(promises, batch_size=5_000)
    return cast, calendar, list(zip(tickets, events, strict=True))


def recompute() -> None:
    from django.db import connection

    from samdrift.core.access import inside
    from samdrift.members.queries import work_calendar
    from samdrift.run.desk.actions import recompute_open_promises
    from samdrift.run.desk.promises import MEASURES, clock_of, course_of
    from tests.desk.builders import HOURS, a_revision

    took, (cast, calendar, desk) = timed(a_full_desk)
    line("tickets, histories and promises made", took)
    revision = a_revision(calendar, [(day, "08:00", "16:30") for day in range(5)])

    def computed() -> int:
        hours, count = work_calendar(revision), 0
        for ticket, history in desk:
            course = course_of(history, reported_at=ticket.reported_at)
            for measure, within in zip(MEASURES, HOURS[ticket.priority], strict=True):
                clock_of(course, measure, within_seconds=within * 3600, calendar=hours)
                count += 1
        return count

    with harness.as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute("ANALYZE")  # as autovacuum has long done in a database that is not made anew
    actor, asked = cast.actor("elin"), Asked()
    with inside(actor.walls):
        alone, count = timed(computed)
        line(f"{count:,} promises computed anew from their histories", alone, f"aim {AIM_COMPUTED:.0f} s")
        with connection.execute_wrapper(asked):
            took, moved = timed(lambda: recompute_open_promises(calendar, by=actor, at=AT))
    line(f"{moved:,} open promises follow a correction", took)
    line("  of that stored by the database", asked.stored, f"aim {AIM_STORED:.0f} s")


class Asked:
    """How long the database took to store what it was asked to while it was listened to."""

    def __init__(self) -> None:
        self.stored = 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        took, answer = timed(lambda: execute(sql, params, many, context))
        if sql.lstrip().startswith(("UPDATE", "INSERT")):
            self.stored += took
        return answer


def main() -> None:
    in_a_database(recompute)


if __name__ == "__main__":
    main()
