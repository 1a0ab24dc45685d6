"""Writes of capabilities, of what serves them at a member, and of what the member lets the others know."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Capability, CapabilitySystem, PublishedCost, Service
from samdrift.core import audit
from samdrift.core.access import Actor, Deed, widened
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import FEDERATION_ID, MEMBERS
from samdrift.members.models import Organization


class CapabilityNamedAlready(Refused):
    words = _("There is a capability called %(name)s already.")


class NotAMember(BadInput):
    words = _("%(name)s is no member.")


class SharedOrOwn(BadInput):
    words = _("Choose a shared service, or write the name of a system of your own: one of the two.")


class SharedHasNoCost(BadInput):
    words = _("What a shared service costs stands on the bill; only a system of your own has a cost here.")


class NegativeCost(BadInput):
    words = _("A cost is zero or more.")


class SystemThereAlready(Refused):
    words = _("%(system)s serves %(capability)s at %(member)s already.")


class CostNotStated(Refused):
    words = _("What %(system)s costs a year is not stated, so there is nothing to publish.")


class PublishedAlready(Refused):
    words = _("What %(system)s costs is published already.")


@transaction.atomic
def add_capability(name: str, *, by: Actor, at: datetime, name_en: str = "", parent: Capability | None = None) -> Capability:
    """This will say that an agency must be able to do something, maybe as a part of something larger."""
    by.must(Deed.CHANGE_CATALOG)
    row = Capability(name=name, name_en=name_en, parent=parent)
    keep(row, {"catalog_capability_name_key": CapabilityNamedAlready(name=name)})
    audit.record("add_capability", of=row, by=by, at=at)
    return row


@transaction.atomic
def name_system(
    member: Organization,
    capability: Capability,
    *,
    by: Actor,
    at: datetime,
    service: Service | None = None,
    name: str = "",
    yearly_minor: int | None = None,
) -> CapabilitySystem:
    """This will say what serves a capability at a member: a shared service, or a system of its own and, if known, what it costs a year."""
    by.must(Deed.NAME_SYSTEMS)
    if member.kind not in MEMBERS:
        raise NotAMember(name=member.name)
    if (service is None) == (not name):
        raise SharedOrOwn
    if service is not None and yearly_minor is not None:
        raise SharedHasNoCost
    _check_cost(yearly_minor)
    row = CapabilitySystem(owner=member, capability=capability, service=service, name=name, yearly_minor=yearly_minor)
    system = service.name if service else name
    keep(
        row,
        {"catalog_capabilitysystem_once": SystemThereAlready(system=system, capability=capability.name, member=member.short_name)},
    )
    audit.record("name_system", of=row, by=by, at=at)
    return row


@transaction.atomic
def state_cost(system: CapabilitySystem, yearly_minor: int, *, by: Actor, at: datetime) -> None:
    """This will say what a member's own system costs a year. What is published of it follows."""
    by.must(Deed.NAME_SYSTEMS)
    row = _locked(system)
    if row.service_id is not None:
        raise SharedHasNoCost
    _check_cost(yearly_minor)
    row.yearly_minor = yearly_minor
    row.save(update_fields=["yearly_minor"])
    with widened(FEDERATION_ID):
        _published(row).update(yearly_minor=yearly_minor)
    audit.record("state_cost", of=row, by=by, at=at)


@transaction.atomic
def drop_system(system: CapabilitySystem, *, by: Actor, at: datetime) -> None:
    """This will say that a system no longer serves a capability at its member; what was published of it goes too."""
    by.must(Deed.NAME_SYSTEMS)
    row = _locked(system)
    with widened(FEDERATION_ID):
        _published(row).delete()
    audit.record("drop_system", of=row, by=by, at=at)
    row.delete()


@transaction.atomic
def publish_cost(system: CapabilitySystem, *, by: Actor, at: datetime) -> PublishedCost:
    """This will let all members know of a member's own system and what it costs; only the member's own people decide that."""
    by.must(Deed.PUBLISH_COSTS)
    row = _locked(system)
    if row.service_id is not None:
        raise SharedHasNoCost
    if row.yearly_minor is None:
        raise CostNotStated(system=row.name)
    cost = PublishedCost(member=row.owner, capability=row.capability, name=row.name, yearly_minor=row.yearly_minor, published_at=at)
    with widened(FEDERATION_ID):
        keep(cost, {"catalog_publishedcost_once": PublishedAlready(system=row.name)})
    audit.record("publish_cost", of=row, by=by, at=at)
    return cost


@transaction.atomic
def withdraw_cost(system: CapabilitySystem, *, by: Actor, at: datetime) -> None:
    """This will keep a member's own system from the others again."""
    by.must(Deed.PUBLISH_COSTS)
    row = _locked(system)
    with widened(FEDERATION_ID):
        _published(row).delete()
    audit.record("withdraw_cost", of=row, by=by, at=at)


def _locked(system: CapabilitySystem) -> CapabilitySystem:
    """Lock the member's row, which owns the rule that what is published says the same."""
    return CapabilitySystem.objects.select_for_update(of=("self",)).select_related("owner", "capability").get(pk=system.pk)


def _published(row: CapabilitySystem) -> QuerySet[PublishedCost]:
    return PublishedCost.objects.filter(member_id=row.owner_id, capability_id=row.capability_id, name=row.name)


def _check_cost(yearly_minor: int | None) -> None:
    if yearly_minor is not None and yearly_minor < 0:
        raise NegativeCost
