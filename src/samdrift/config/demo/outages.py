"""A year of outages and maintenance, one outage that goes on and one piece of work to come. Synthetic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from samdrift.catalog.models import Service
from samdrift.catalog.queries import takers_of
from samdrift.config.demo.demo import moment
from samdrift.core.access import Role
from samdrift.engines.period import Month
from samdrift.run.availability.actions import EVERYBODY, Hit, announce_maintenance, correct_outage, end_outage, report_outage

if TYPE_CHECKING:
    from samdrift.config.demo.demo import Demo

HALF_OF_THEM_MINUTES = 45
SPREAD = 1.1  # of the logarithm of an outage's length
HITS_ALL = 0.35  # of the outages
SHARES_PPM = (1_000_000, 1_000_000, 500_000, 250_000)


def build(demo: Demo) -> None:
    """This will record the outages of a year as operations would have, one after the other, and the maintenance beside them."""
    demo.tell("A year of outages and maintenance ...")
    failing = [service for service in demo.services if demo.described(service).get("outages")]
    if not failing:
        return
    zone = str(timezone.get_default_timezone())
    months = [*demo.months_back(demo.plan["months_of_costs"]), demo.month]
    starts = []
    for service in failing:
        for month in months:
            start_at, end_at = month.window(zone)
            for _ in range(2):
                if demo.draw.random() < demo.plan["outages_a_month"] / 2:
                    starts.append((start_at + demo.draw.random() * (end_at - start_at), service))
    for start_at, service in sorted(starts, key=lambda start: start[0]):
        _outage(demo, service, start_at.replace(microsecond=0))
    for number, service in enumerate(failing):
        for month in [*months, demo.month.next()][number % 3 :: 3]:
            _maintenance(demo, service, month)
    now = demo.at - timedelta(minutes=40)
    text, text_en = demo.described(failing[-1])["outages"][0]
    by = demo.actor(demo.unit, Role.STAFF)
    report_outage(failing[-1], start_at=now, text=text, text_en=text_en, by=by, at=now + timedelta(minutes=5))


def _outage(demo: Demo, service: Service, start_at: datetime) -> None:
    """Reported some minutes after it began, ended when it ended; every tenth was corrected the day after."""
    draw, by = demo.draw, demo.actor(demo.unit, Role.STAFF)
    text, text_en = draw.choice(demo.described(service)["outages"])
    lasted = timedelta(minutes=max(3, round(HALF_OF_THEM_MINUTES * draw.lognormvariate(0, SPREAD))))
    end_at, hits = start_at + lasted, _hits(demo, service, start_at)
    if end_at + timedelta(days=1) >= demo.at:
        return
    outage = report_outage(service, start_at=start_at, text=text, text_en=text_en, hits=hits, by=by, at=start_at + timedelta(minutes=8))
    outage = end_outage(outage, end_at=end_at, by=by, at=max(end_at, start_at + timedelta(minutes=8)) + timedelta(minutes=5))
    if draw.random() < 0.1:
        earlier = start_at - timedelta(minutes=6)
        correct_outage(
            outage, start_at=earlier, end_at=end_at, text=text, text_en=text_en, hits=hits, by=by, at=end_at + timedelta(hours=20)
        )


def _hits(demo: Demo, service: Service, start_at: datetime) -> Sequence[Hit] | None:
    if demo.draw.random() < HITS_ALL:
        return EVERYBODY
    takers = [uptake.owner_id for uptake in takers_of(service, on=timezone.localdate(start_at))]
    share = demo.draw.choice(SHARES_PPM)
    chosen = demo.draw.sample(takers, min(len(takers), demo.draw.randint(1, 4)))
    return [Hit(taker, share_ppm=share) for taker in chosen]


def _maintenance(demo: Demo, service: Service, month: Month) -> None:
    """The second such day of the month as the plan says, announced two weeks before."""
    said = demo.plan["maintenance"]
    on = [day for day in month.days() if day.isoweekday() == said["weekday"]][1]
    start_at = moment(on, said["from_hour"])
    announced_at = min(start_at - timedelta(days=14), demo.at)
    text, text_en = said["text"]
    announce_maintenance(
        service,
        start_at=start_at,
        end_at=start_at + timedelta(hours=said["hours"]),
        text=text,
        text_en=text_en,
        by=demo.actor(demo.unit, Role.STAFF),
        at=announced_at,
    )
