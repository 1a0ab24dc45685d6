"""Outages are stated, and stated anew: nothing that was said is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.run.availability.actions.hits import EVERYBODY, Hit, settled_hits
from samdrift.run.availability.actions.words import check_times, public_words
from samdrift.run.availability.models import SAID, Outage, OutageHit, OutageStatement
from samdrift.run.availability.queries import latest_hits


class NotYet(BadInput):
    words = _("An outage is recorded when it has happened: a time cannot lie ahead. Work that is planned is announced as maintenance.")


class OutageHasEnded(Refused):
    words = _("The outage has already ended.")
    way_on = _("Correct its times if they are wrong.")


class OutageWithdrawn(Refused):
    words = _("The outage is withdrawn: it was none after all.")
    way_on = _("Report a new one if there is one.")


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement's content; the names are those of `SAID`."""

    start_at: datetime
    end_at: datetime | None
    text: str
    text_en: str
    withdrawn: bool = False

    def fields(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in SAID}


@transaction.atomic
def report_outage(
    service: Service,
    *,
    start_at: datetime,
    text: str,
    by: Actor,
    at: datetime,
    text_en: str = "",
    hits: Sequence[Hit] | None = EVERYBODY,
    end_at: datetime | None = None,
) -> Outage:
    """This will record that a service has not worked since `start_at`, for the hits: all that take it unless they are named.

    With `end_at` it is over already. Neither time lies ahead of `at`.
    """
    by.must(Deed.RECORD_OUTAGES)
    text, text_en = public_words(text, text_en)
    _check_past(start_at, end_at, at=at)
    hits = settled_hits(service, hits, start_at=start_at)
    said = _Said(start_at, end_at, text, text_en)
    outage = Outage.objects.create(service=service, **said.fields())
    _state(outage, said, hits, at=at)
    audit.record("report_outage", of=outage, by=by, at=at)
    return outage


@transaction.atomic
def end_outage(outage: Outage, *, end_at: datetime, by: Actor, at: datetime, text: str | None = None, text_en: str = "") -> Outage:
    """This will record that the outage ended at `end_at`; with a `text`, what everybody reads of it from now on."""
    by.must(Deed.RECORD_OUTAGES)
    outage = _locked(outage)
    if outage.end_at is not None:
        raise OutageHasEnded
    _check_past(outage.start_at, end_at, at=at)
    words = (outage.text, outage.text_en) if text is None else public_words(text, text_en)
    return _stated_anew(outage, _Said(outage.start_at, end_at, *words), _hits_now(outage), "end_outage", by=by, at=at)


@transaction.atomic
def correct_outage(
    outage: Outage,
    *,
    start_at: datetime,
    end_at: datetime | None,
    text: str,
    by: Actor,
    at: datetime,
    text_en: str = "",
    hits: Sequence[Hit] | None = EVERYBODY,
) -> Outage:
    """This will state the outage anew: its times, its words and its hits. What was said before stays to be read, and counts no more."""
    by.must(Deed.RECORD_OUTAGES)
    outage = _locked(outage)
    text, text_en = public_words(text, text_en)
    _check_past(start_at, end_at, at=at)
    hits = settled_hits(outage.service, hits, start_at=start_at)
    return _stated_anew(outage, _Said(start_at, end_at, text, text_en), hits, "correct_outage", by=by, at=at)


@transaction.atomic
def withdraw_outage(outage: Outage, *, by: Actor, at: datetime) -> Outage:
    """This will record that it was no outage after all: it counts for nobody any more."""
    by.must(Deed.RECORD_OUTAGES)
    outage = _locked(outage)
    said = _Said(outage.start_at, outage.end_at, outage.text, outage.text_en, withdrawn=True)
    return _stated_anew(outage, said, _hits_now(outage), "withdraw_outage", by=by, at=at)


def _locked(outage: Outage) -> Outage:
    locked = Outage.objects.select_related("service").select_for_update(of=("self",)).get(pk=outage.pk)
    if locked.withdrawn:
        raise OutageWithdrawn
    return locked


def _check_past(start_at: datetime, end_at: datetime | None, *, at: datetime) -> None:
    check_times(start_at, end_at)
    if start_at > at or (end_at is not None and end_at > at):
        raise NotYet


def _hits_now(outage: Outage) -> list[Hit]:
    return [Hit(hit.owner_id, hit.site_id, hit.share_ppm) for hit in latest_hits([outage.pk])]


def _stated_anew(outage: Outage, said: _Said, hits: Sequence[Hit], deed: str, *, by: Actor, at: datetime) -> Outage:
    """Add the statement and move the head, which the caller has locked."""
    outage.latest += 1
    for name, value in said.fields().items():
        setattr(outage, name, value)
    outage.save(update_fields=["latest", *SAID])
    _state(outage, said, hits, at=at)
    audit.record(deed, of=outage, by=by, at=at)
    return outage


def _state(outage: Outage, said: _Said, hits: Sequence[Hit], *, at: datetime) -> None:
    statement = OutageStatement.objects.create(outage=outage, number=outage.latest, at=at, **said.fields())
    OutageHit.objects.bulk_create(
        OutageHit(statement=statement, owner_id=hit.owner_id, site_id=hit.site_id, share_ppm=hit.share_ppm) for hit in hits
    )
