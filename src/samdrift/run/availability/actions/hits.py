"""Whom an outage or a maintenance window concerns: the whole of a taker, or some of its sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.agree.models import WHOLE_PPM
from samdrift.catalog.models import Service
from samdrift.catalog.queries import takers_of
from samdrift.core.errors import BadInput
from samdrift.members.models import Site
from samdrift.members.queries import organizations_by_id

EVERYBODY = None  # in place of a list: all that take the service on the day it starts


@dataclass(frozen=True, slots=True)
class Hit:
    """A taker, or one of its sites, and the share of its use of the service, in parts per million."""

    owner_id: int
    site_id: int | None = None
    share_ppm: int = WHOLE_PPM


class NobodyHit(BadInput):
    words = _("Nobody is hit: none is chosen, or none takes %(service)s on %(day)s.")


class NotATaker(BadInput):
    words = _("%(names)s: does not take %(service)s on %(day)s, so it cannot be hit.")


class SiteOfAnother(BadInput):
    words = _("%(site)s is no site of %(name)s.")


class HitTwice(BadInput):
    words = _("%(name)s is chosen twice: choose the whole of it, or each of the sites once.")


class BadShare(BadInput):
    words = _("A share is more than 0 and at most 100 per cent.")


def settled_hits(service: Service, hits: Sequence[Hit] | None, *, start_at: datetime) -> list[Hit]:
    """This will return whom it concerns: all that take the service on the day it starts when `hits` is None, else the hits, checked.

    A hit on one that does not take the service that day, on somebody else's site, or twice on the same, is refused.
    """
    on = timezone.localdate(start_at)
    takers = {uptake.owner_id for uptake in takers_of(service, on=on)}
    if hits is EVERYBODY:
        hits = [Hit(taker) for taker in sorted(takers)]
    if not hits:
        raise NobodyHit(service=service.name, day=on.isoformat())
    names = organizations_by_id({hit.owner_id for hit in hits})
    if strangers := sorted({names[hit.owner_id].name for hit in hits if hit.owner_id not in takers}):
        raise NotATaker(names=", ".join(strangers), service=service.name, day=on.isoformat())
    sites = Site.objects.in_bulk([hit.site_id for hit in hits if hit.site_id is not None])
    whole = Counter(hit.owner_id for hit in hits if hit.site_id is None)
    times = Counter((hit.owner_id, hit.site_id) for hit in hits)
    for hit in hits:
        name = names[hit.owner_id].name
        if not 0 < hit.share_ppm <= WHOLE_PPM:
            raise BadShare
        if hit.site_id is not None and (hit.site_id not in sites or sites[hit.site_id].organization_id != hit.owner_id):
            raise SiteOfAnother(site=getattr(sites.get(hit.site_id), "name", "?"), name=name)
        if times[hit.owner_id, hit.site_id] > 1 or (hit.site_id is not None and whole[hit.owner_id]):
            raise HitTwice(name=name)
    return list(hits)
