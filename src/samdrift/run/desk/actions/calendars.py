"""A calendar's hours are changed where what is promised in them is known: the promises that run are recomputed with it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.engines.worktime import NeverOpen
from samdrift.members import actions as members
from samdrift.members.hours import Hours, changes, hours_of
from samdrift.members.models import Calendar, CalendarRevision, CalendarVersion
from samdrift.members.queries import latest_revision, revision_in_force
from samdrift.run.desk.actions.promising import recompute_open_promises


class RevisedMeanwhile(Refused):
    words = _("Somebody else has changed these hours since you began. Go on, and see what differs from theirs.")


class NothingRevised(BadInput):
    words = _("These are the hours as they stand: nothing would change.")


class VersionHasBegun(BadInput):
    words = _("New hours begin on a day to come. What is wrong until then is corrected in the hours that hold now.")


class PromisesNeverDue(Refused):
    words = _("With these hours there are open promises that would never be due: too little is open after they began.")


@transaction.atomic
def revise_calendar(version: CalendarVersion, *, hours: Hours, reason: str, instead_of: int, by: Actor, at: datetime) -> int:
    """This will correct a version's hours, move the open promises that are counted in them, and say how many those are.

    `instead_of` is the number of the revision that one saw: if there is a later one by now, nothing is done.
    """
    by.must(Deed.WRITE_AGREEMENTS)
    calendar = Calendar.objects.select_for_update(of=("self",)).get(pk=version.calendar_id)
    latest = latest_revision(version)
    must_be_latest(latest, seen=instead_of)
    must_change(latest, hours)
    members.revise_calendar(version, hours=hours, reason=reason, by=by, at=at)
    try:
        return recompute_open_promises(calendar, by=by, at=at)
    except NeverOpen as never:
        raise PromisesNeverDue from never


@transaction.atomic
def begin_new_hours(calendar: Calendar, *, from_on: date, hours: Hours, reason: str, by: Actor, at: datetime) -> CalendarRevision:
    """This will add a version of a calendar that takes over on a day to come. Promises made before that day keep the hours they have."""
    by.must(Deed.WRITE_AGREEMENTS)
    must_lie_ahead(from_on, at=at)
    must_change(revision_in_force(calendar.pk, on=from_on), hours)
    return members.add_calendar_version(calendar, from_on=from_on, hours=hours, reason=reason, by=by, at=at)


def must_be_latest(latest: CalendarRevision | None, *, seen: int) -> None:
    """This will refuse one who saw another revision than the one that counts now."""
    if (latest.number if latest else 0) != seen:
        raise RevisedMeanwhile


def must_change(latest: CalendarRevision | None, hours: Hours) -> None:
    """This will refuse hours that the engine cannot count in, and those that stand already."""
    members.check_hours(hours)
    if latest and not changes(hours_of(latest), hours):
        raise NothingRevised


def must_lie_ahead(from_on: date, *, at: datetime) -> None:
    """This will refuse a version that would have begun: tickets have been promised something in the hours of its days."""
    if from_on <= timezone.localdate(at):
        raise VersionHasBegun
