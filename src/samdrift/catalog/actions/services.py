"""Writes of services: their levels, who owns them, and who takes which from when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from samdrift.catalog import projections
from samdrift.catalog.models import Level, Service, Uptake
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import TAKERS
from samdrift.members.models import Organization
from samdrift.team.models import Employee


class ServiceNamedAlready(Refused):
    words = _("The catalog has a service called %(name)s already.")


class OneDeskService(Refused):
    words = _("New tickets start at another service already.")


class LevelNamedAlready(Refused):
    words = _("%(service)s has a level called %(name)s already.")


class RankTaken(Refused):
    words = _("%(service)s has a level with the rank %(rank)s already.")


class LevelOfOtherService(BadInput):
    words = _("%(level)s is not a level of %(service)s.")


class NotATaker(BadInput):
    words = _("%(name)s cannot take a service: a member, the unit or an outside customer can.")


class ServiceTakenAlready(Refused):
    words = _("%(taker)s takes %(service)s already on some of those days.")
    way_on = _("Change the level, or end what is taken first.")


class EndsBeforeItStarts(BadInput):
    words = _("The last day comes before the first.")


class UptakeEndedAlready(Refused):
    words = _("%(taker)s no longer takes %(service)s then.")


class UptakeNotBegun(Refused):
    words = _("%(taker)s takes %(service)s from %(on)s, so it cannot change before.")


class SameLevel(Refused):
    words = _("%(taker)s takes %(service)s at that level already.")


@transaction.atomic
def add_service(
    kind: Service.Kind,
    name: str,
    *,
    by: Actor,
    at: datetime,
    name_en: str = "",
    description: str = "",
    description_en: str = "",
    service_owner: Employee | None = None,
    is_base: bool = False,
    is_desk: bool = False,
) -> Service:
    """This will add a service to the catalog. Every member takes a base service; new tickets start at the one that is the desk's."""
    by.must(Deed.CHANGE_CATALOG)
    row = Service(
        kind=kind,
        name=name,
        name_en=name_en,
        description=description,
        description_en=description_en,
        service_owner=service_owner,
        is_base=is_base,
        is_desk=is_desk,
    )
    keep(row, {"catalog_service_name_key": ServiceNamedAlready(name=name), "catalog_service_one_desk": OneDeskService()})
    audit.record("add_service", of=row, by=by, at=at)
    return row


@transaction.atomic
def name_service_owner(service: Service, employee: Employee | None, *, by: Actor, at: datetime) -> None:
    """This will say which employee answers for a service; None leaves it without an owner."""
    by.must(Deed.CHANGE_CATALOG)
    row = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    row.service_owner = employee
    row.save(update_fields=["service_owner"])
    audit.record("name_service_owner", of=row, by=by, at=at)


@transaction.atomic
def add_level(service: Service, name: str, *, rank: int, by: Actor, at: datetime, name_en: str = "") -> Level:
    """This will offer a service at one more level; the higher the rank, the more it promises."""
    by.must(Deed.CHANGE_CATALOG)
    row = Level(service=service, name=name, name_en=name_en, rank=rank)
    keep(
        row,
        {
            "catalog_level_name_once": LevelNamedAlready(service=service.name, name=name),
            "catalog_level_rank_once": RankTaken(service=service.name, rank=rank),
        },
    )
    audit.record("add_level", of=row, by=by, at=at)
    return row


@transaction.atomic
def take_service(
    taker: Organization, service: Service, level: Level, *, from_on: date, by: Actor, at: datetime, until_on: date | None = None
) -> Uptake:
    """This will let a member take a service at one of its levels from a day; `until_on` is the first day without it."""
    by.must(Deed.CHANGE_CATALOG)
    if taker.kind not in TAKERS:
        raise NotATaker(name=taker.name)
    if until_on is not None and until_on <= from_on:
        raise EndsBeforeItStarts
    row = _take(taker, service, level, DateRange(from_on, until_on))
    _keep_grades(service.pk)
    audit.record("take_service", of=row, by=by, at=at)
    return row


@transaction.atomic
def change_level(uptake: Uptake, level: Level, *, on: date, by: Actor, at: datetime) -> Uptake:
    """This will let a member go on at another level from a day, in a row that follows the one before."""
    by.must(Deed.CHANGE_CATALOG)
    uptake = _lasting(uptake, on)
    if level.pk == uptake.level_id:
        raise SameLevel(**_words(uptake))
    until = uptake.during.upper
    _close(uptake, on)
    row = _take(uptake.owner, uptake.service, level, DateRange(on, until))
    _keep_grades(uptake.service_id)
    audit.record("change_level", of=row, by=by, at=at)
    return row


@transaction.atomic
def end_uptake(uptake: Uptake, *, on: date, by: Actor, at: datetime) -> None:
    """This will end what a member takes: `on` is the first day without it. What has not lasted a day is taken back whole."""
    by.must(Deed.CHANGE_CATALOG)
    uptake = _lasting(uptake, on)
    audit.record("end_uptake", of=uptake, by=by, at=at)
    _close(uptake, on)
    _keep_grades(uptake.service_id)


def _take(taker: Organization, service: Service, level: Level, during: DateRange) -> Uptake:
    projections.lock([service.pk])  # two at once would meet in the exclusion constraint as a deadlock, not as a refusal
    if level.service_id != service.pk:
        raise LevelOfOtherService(level=level.name, service=service.name)
    row = Uptake(owner=taker, service=service, level=level, during=during)
    keep(row, {"catalog_uptake_one_level": ServiceTakenAlready(taker=taker.name, service=service.name)})
    return row


def _lasting(uptake: Uptake, on: date) -> Uptake:
    """Lock the uptake, which owns the rule of what follows it, and refuse a day on which it does not last."""
    uptake = Uptake.objects.select_for_update(of=("self",)).select_related("owner", "service").get(pk=uptake.pk)
    starts, ends = uptake.during.lower, uptake.during.upper
    if ends is not None and ends <= on:
        raise UptakeEndedAlready(**_words(uptake))
    if starts is not None and on < starts:
        raise UptakeNotBegun(**_words(uptake), on=starts)
    return uptake


def _close(uptake: Uptake, on: date) -> None:
    if uptake.during.lower == on:
        uptake.delete()
    else:
        uptake.during = DateRange(uptake.during.lower, on)
        uptake.save(update_fields=["during"])


def _keep_grades(service_id: int) -> None:
    """What the service runs at follows from who takes what; locked after the uptake: the later of two sees what the earlier wrote."""
    projections.lock([service_id])
    projections.keep_taken([service_id])


def _words(uptake: Uptake) -> dict[str, str]:
    return {"taker": uptake.owner.name, "service": uptake.service.name}
