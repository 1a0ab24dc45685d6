"""Proposing that a taker joins a version, and giving notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.actions.covering import cover, locked_taker
from samdrift.agree.actions.terms import refuse_penalty_within_one
from samdrift.agree.models import AdoptedLevel, Adoption, Coverage, Version, VersionTally
from samdrift.agree.notice import first_last_day, next_lawful_day
from samdrift.agree.queries import fits_taker, levels_offered, may_propose_for, side_of
from samdrift.catalog.models import Level, Service
from samdrift.core import audit
from samdrift.core.access import Actor, widened
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Organization
from samdrift.team.models import Function
from samdrift.ui.names import named_text

State = Adoption.State


class NotATaker(BadInput):
    words = _("%(organization)s cannot join this agreement.")


class NothingTaken(BadInput):
    words = _("Choose a level for at least one service.")


class LevelNotOffered(BadInput):
    words = _("Version %(version)s does not offer %(service)s at the level %(level)s.")


class BeforeVersion(BadInput):
    words = _("Version %(version)s holds from %(from_on)s: choose that day or a later one.")


class NewerVersionSigned(Refused):
    words = _("%(taker)s has already signed version %(number)s, which is newer.")
    way_on = _("Join the newest version.")


class NotInForce(Refused):
    words = _("There is nothing to end: this has not been signed by both sides, or no longer covers anything after that day.")


class LastDayTooEarly(BadInput):
    words = _("The last day can be %(earliest)s at the earliest.")


class EndsAtYearEnd(BadInput):
    words = _("It ends at the end of a year: %(next)s is the next such day.")


@transaction.atomic
def propose_adoption(
    version: Version,
    taker: Organization,
    *,
    levels: Mapping[Service, Level],
    from_on: date,
    by: Actor,
    at: datetime,
    function: Function | None = None,
) -> Adoption:
    """This will propose that a taker joins a version from a day, at a level for each service it takes.

    The unit or the taker's signatory proposes; it counts when both sides have signed. It replaces a proposal of the same version that is
    not signed by both, whose signature, if there was one, counts no more. Inside the unit, `function` is the one of its functions that
    takes. Where the version carries a penalty, a taker of the provider's own legal person is refused.
    """
    if not may_propose_for(by, taker.pk):
        raise NotAllowed
    if not fits_taker(version.agreement, taker, function):
        raise NotATaker(organization=named_text(function or taker).words)
    refuse_penalty_within_one(version, version.agreement, taker)
    _fits(version, levels, from_on)
    locked_taker(taker.pk)
    refuse_older(version, taker, function=function)
    others = Adoption.objects.filter(owner=taker, function=function, version=version)
    is_first = not others.exclude(state=State.REPLACED).exists()
    others.filter(state=State.PROPOSED).update(state=State.REPLACED)
    adoption = Adoption.objects.create(owner=taker, function=function, version=version, during=DateRange(from_on, None))
    AdoptedLevel.objects.bulk_create(
        AdoptedLevel(owner=taker, adoption=adoption, service=service, level=level) for service, level in levels.items()
    )
    if is_first:
        count_taker(version, "offered")
    audit.record("propose_adoption", of=adoption, by=by, at=at)
    return adoption


def _fits(version: Version, levels: Mapping[Service, Level], from_on: date) -> None:
    if not levels:
        raise NothingTaken
    offered = levels_offered(version)
    for service, level in levels.items():
        if level not in offered.get(service, []):
            raise LevelNotOffered(version=version.number, service=named_text(service).words, level=named_text(level).words)
    if from_on < version.from_on:
        raise BeforeVersion(version=version.number, from_on=version.from_on.isoformat())


def refuse_older(version: Version, taker: Organization, *, function: Function | None = None) -> None:
    """This will refuse what would let an older text end a newer one that the taker has signed."""
    signed = Adoption.objects.filter(owner=taker, function=function, state=State.SIGNED, version__agreement=version.agreement)
    newer = signed.filter(version__number__gt=version.number).select_related("version").first()
    if newer:
        raise NewerVersionSigned(taker=named_text(function or taker).words, number=newer.version.number)


def count_taker(version: Version, what: str) -> None:
    """This will count one taker more that a version was "offered" to or that has "adopted" it: a federation row, whoever acts."""
    with widened(FEDERATION_ID):
        counted = VersionTally.objects.filter(version=version).update(**{what: F(what) + 1})
        assert counted == 1, "every version has its tally, and the walls were widened to reach it"


@transaction.atomic
def end_adoption(adoption: Adoption, *, last_on: date, by: Actor, at: datetime) -> None:
    """This will give notice by one of the sides: what the adoption covers ends after a day, at the earliest when the version's notice has
    run out.

    Coverage that a later version took over ended there, and stays ended.
    """
    if side_of(by, adoption) is None:
        raise NotAllowed
    locked_taker(adoption.owner_id)
    adoption = Adoption.objects.select_for_update(of=("self",)).select_related("version__agreement").get(pk=adoption.pk)
    earliest = earliest_last_day(adoption, on=timezone.localdate(at))
    if last_on < earliest:
        raise LastDayTooEarly(earliest=earliest.isoformat())
    lawful = next_lawful_day(last_on, ends=adoption.version.notice_ends)
    if last_on != lawful:
        raise EndsAtYearEnd(next=lawful.isoformat())
    until_on = last_on + timedelta(days=1)
    if adoption.state != State.SIGNED or not _covers_after(adoption, until_on):
        raise NotInForce
    adoption.during = DateRange(adoption.during.lower, until_on)
    adoption.save(update_fields=["during"])
    cover(adoption)
    audit.record("end_adoption", of=adoption, by=by, at=at)


def earliest_last_day(adoption: Adoption, *, on: date) -> date:
    """This will return the first day that may be the last one, when notice is given on a day: by the version's own terms."""
    version = adoption.version
    earliest = first_last_day(on, months=version.notice_months, ends=version.notice_ends)
    return max(earliest, next_lawful_day(adoption.during.lower, ends=version.notice_ends))


def _covers_after(adoption: Adoption, day: date) -> bool:
    return Coverage.objects.filter(owner_id=adoption.owner_id, adoption=adoption, during__contains=day).exists()
