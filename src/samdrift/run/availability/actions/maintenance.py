"""Planned work is announced before it begins, or it is an outage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import WHOLE_PPM
from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.run.availability.actions.hits import EVERYBODY, Hit, settled_hits
from samdrift.run.availability.actions.words import check_times, public_words
from samdrift.run.availability.models import Cancellation, MaintenanceHit, MaintenanceWindow


class MaintenanceAnnouncedTooLate(Refused):
    words = _("Maintenance is announced before it begins, and this would have begun already.")
    way_on = _("Report it as an outage: work that nobody was told of counts.")


class MaintenanceOfAShare(BadInput):
    words = _("Maintenance is announced for the whole of a member or a site, not for a share of it.")


class MaintenanceHasBegun(Refused):
    words = _("The maintenance has begun, so it cannot be called off.")


class MaintenanceAlreadyCalledOff(Refused):
    words = _("The maintenance is already called off.")


@transaction.atomic
def announce_maintenance(
    service: Service,
    *,
    start_at: datetime,
    end_at: datetime,
    text: str,
    by: Actor,
    at: datetime,
    text_en: str = "",
    hits: Sequence[Hit] | None = EVERYBODY,
) -> MaintenanceWindow:
    """This will announce work on a service: time that the promise does not count, for the hits, all that take it unless they are named."""
    by.must(Deed.RECORD_OUTAGES)
    text, text_en = public_words(text, text_en)
    check_times(start_at, end_at)
    if start_at <= at:
        raise MaintenanceAnnouncedTooLate
    hits = settled_hits(service, hits, start_at=start_at)
    if any(hit.share_ppm != WHOLE_PPM for hit in hits):
        raise MaintenanceOfAShare
    window = MaintenanceWindow.objects.create(
        service=service, start_at=start_at, end_at=end_at, announced_at=at, text=text, text_en=text_en
    )
    MaintenanceHit.objects.bulk_create(MaintenanceHit(window=window, owner_id=hit.owner_id, site_id=hit.site_id) for hit in hits)
    audit.record("announce_maintenance", of=window, by=by, at=at)
    return window


@transaction.atomic
def call_off_maintenance(window: MaintenanceWindow, *, by: Actor, at: datetime) -> None:
    """This will call off announced maintenance, before it begins: the time counts again."""
    by.must(Deed.RECORD_OUTAGES)
    if window.start_at <= at:
        raise MaintenanceHasBegun
    # Two who call off at once: the one-to-one row has the last word, and the second reads it.
    _made, created = Cancellation.objects.get_or_create(window=window, defaults={"at": at})
    if not created:
        raise MaintenanceAlreadyCalledOff
    audit.record("call_off_maintenance", of=window, by=by, at=at)
