"""Writes of interfaces: offered in versions, used, and retired once nobody needs them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Interface, InterfaceUse, Thing, one_of, part_of
from samdrift.catalog.queries import users_of
from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.ui.names import named_text


class InterfaceThereAlready(Refused):
    words = _("There is %(name)s in version %(version)s already.")
    way_on = _("What changes gets a new version.")


class InterfaceEndsBeforeItStarts(BadInput):
    words = _("The first day without it comes after the day from which it is offered, %(on)s.")


class InterfaceUsedAlready(Refused):
    words = _("%(user)s uses %(interface)s already.")


class UsesItsOwn(BadInput):
    words = _("%(user)s offers the interface and needs no contract with itself.")


class InterfaceRetires(Refused):
    words = _("%(interface)s is retired from %(on)s, so nobody begins to use it.")
    way_on = _("Use the version that follows it.")


class InterfaceStillUsed(Refused):
    words = _("%(interface)s is still used by %(users)s.")
    way_on = _("Choose a day to come, so that they have time to move, or say first that they have moved.")


@transaction.atomic
def offer_interface(
    offered_by: Thing,
    name: str,
    version: str,
    *,
    from_on: date,
    by: Actor,
    at: datetime,
    description: str = "",
    description_en: str = "",
    until_on: date | None = None,
) -> Interface:
    """This will say that a service or component offers an interface in a version from a day; `until_on` is the first day without it."""
    by.must(Deed.CHANGE_CATALOG)
    if until_on is not None and until_on <= from_on:
        raise InterfaceEndsBeforeItStarts(on=from_on)
    words = {"name": name, "version": version, "description": description, "description_en": description_en}
    row = Interface(**words, from_on=from_on, until_on=until_on, **one_of(part_of(offered_by)))
    keep(row, {"catalog_interface_once": InterfaceThereAlready(name=name, version=version)})
    audit.record("offer_interface", of=row, by=by, at=at)
    return row


@transaction.atomic
def use_interface(interface: Interface, user: Thing, *, by: Actor, at: datetime) -> InterfaceUse:
    """This will say that a service or component uses an interface. One that is being retired gets no new users."""
    by.must(Deed.CHANGE_CATALOG)
    row = _locked(interface)
    if row.until_on is not None:
        raise InterfaceRetires(interface=row, on=row.until_on)
    if part_of(row.offered_by) == part_of(user):
        raise UsesItsOwn(user=named_text(user).words)
    use = InterfaceUse(interface=row, **one_of(part_of(user)))
    keep(use, {"catalog_interfaceuse_once": InterfaceUsedAlready(user=named_text(user).words, interface=row)})
    audit.record("use_interface", of=use, by=by, at=at)
    return use


@transaction.atomic
def leave_interface(use: InterfaceUse, *, by: Actor, at: datetime) -> None:
    """This will say that an interface is no longer used by one that did. What somebody else said in the meantime stays so."""
    by.must(Deed.CHANGE_CATALOG)
    row = InterfaceUse.objects.select_for_update(of=("self",)).filter(pk=use.pk).first()
    if row is not None:
        audit.record("leave_interface", of=row, by=by, at=at)
        row.delete()


@transaction.atomic
def retire_interface(interface: Interface, *, on: date, by: Actor, at: datetime) -> None:
    """This will end an interface: `on` is the first day without it. A day to come gives its users time; by today, nobody may use it."""
    by.must(Deed.CHANGE_CATALOG)
    row = _locked(interface)
    if on <= row.from_on:
        raise InterfaceEndsBeforeItStarts(on=row.from_on)
    users = users_of(row)
    if users and on <= timezone.localdate(at):
        raise InterfaceStillUsed(interface=row, users=", ".join(named_text(use.user).words for use in users))
    row.until_on = on
    row.save(update_fields=["until_on"])
    audit.record("retire_interface", of=row, by=by, at=at)


def _locked(interface: Interface) -> Interface:
    """Lock the interface, which owns the rule of who may begin to use it."""
    return Interface.objects.select_for_update(of=("self",)).select_related("service", "component").get(pk=interface.pk)
