"""Writes of follow-up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.actions import add_agreement, offer_version, open_deviation, set_target, start_draft, write_clause
from samdrift.agree.models import WHOLE_PPM, Agreement, Deviation, Measure
from samdrift.catalog.models import Level
from samdrift.catalog.queries import desk_service
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput
from samdrift.engines.period import Month
from samdrift.follow_up.queries.missed_months import missed_months
from samdrift.members.actions import Hours, add_calendar
from samdrift.members.models import Calendar, Organization
from samdrift.run.desk.imports.writing import NothingToImportTo

LOG_AGREEMENT = "Avtalad åtgärdstid ur loggen (härledd)"
LOG_AGREEMENT_EN = "Resolution times inferred from the log"
ALL_HOURS = "Dygnet runt"
HOUR = 3600

# On a threshold near 217 h (priority 3) and 497 h (priority 4) from opened to closed the log's own flag turns; 4 and 8 h are tried.
INFERRED_HOURS = {1: 4, 2: 8, 3: 217, 4: 497}


class MonthNotOver(BadInput):
    words = _("%(month)s is not over, so nothing can be said of it yet.")


@transaction.atomic
def open_deviations(month: Month, *, by: Actor, at: datetime) -> list[Deviation]:
    """This will open a deviation for every taker and service whose month missed a target and has none yet; again it opens nothing more."""
    by.must(Deed.HANDLE_DEVIATIONS)
    if month.next().starts_on > timezone.localdate(at):
        raise MonthNotOver(month=str(month))
    return [open_deviation(one.adoption, one.service, month, missed=one.missed, by=by, at=at) for one in missed_months(month, at=at)]


@transaction.atomic
def ensure_log_agreement(*, by: Actor, at: datetime) -> Agreement:
    """This will return the agreement whose resolution times are inferred from the imported log, and write it the first time.

    Nobody has adopted it: it is there to hold a log against. It needs a service desk in the catalog.
    """
    by.must(Deed.WRITE_AGREEMENTS)
    there = Agreement.objects.filter(name=LOG_AGREEMENT).first()
    if there:
        return there
    service, unit = desk_service(), Organization.objects.filter(kind=Organization.Kind.UNIT).first()
    if service is None or unit is None:
        raise NothingToImportTo
    today = timezone.localdate(at)
    level = service.levels.first() or Level.objects.create(service=service, name="Bas", name_en="Base", rank=1)
    agreement = add_agreement(LOG_AGREEMENT, name_en=LOG_AGREEMENT_EN, provider=unit, by=by, at=at)
    draft = start_draft(agreement, from_on=today, by=by, at=at)
    write_clause(
        draft,
        "1",
        heading="Åtgärdstid",
        heading_en="Resolution time",
        text="Åtgärdstiderna är härledda ur en importerad ärendelogg. De är inte avtalade med någon och prövas bara mot loggen.",
        text_en="The resolution times are inferred from an imported log. They are agreed with nobody and only held against the log.",
        by=by,
        at=at,
    )
    calendar = _all_hours(today, by=by, at=at)
    for priority, hours in INFERRED_HOURS.items():
        set_target(
            draft,
            clause="1",
            service=service,
            level=level,
            measure=Measure.RESOLUTION,
            priority=priority,
            within_seconds=hours * HOUR,
            share_ppm=WHOLE_PPM,
            calendar=calendar,
            by=by,
            at=at,
        )
    offer_version(draft, by=by, at=at)
    return agreement


def _all_hours(on: date, *, by: Actor, at: datetime) -> Calendar:
    there = Calendar.objects.filter(name=ALL_HOURS).first()
    if there:
        return there
    weekly = {weekday: [("00:00", "24:00")] for weekday in range(7)}
    return add_calendar(ALL_HOURS, name_en="Around the clock", from_on=on - timedelta(days=1), hours=Hours(weekly), by=by, at=at)
