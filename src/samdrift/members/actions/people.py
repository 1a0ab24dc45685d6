"""People at a member, what they sign in with, and the roles they have.

A contact or head of agency acts for their own member only; the director for everybody. A role fits the kind of organization, so no
role of the unit can be given at a member.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import AT_A_MEMBER, AT_THE_UNIT, Actor, Deed, Role, widened
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep
from samdrift.core.models import Account, Seat
from samdrift.members.models import Organization, Person, Site

Kind = Organization.Kind
ROLES_AT: Mapping[str, frozenset[Role]] = {
    Kind.MEMBER: AT_A_MEMBER,
    Kind.CUSTOMER: AT_A_MEMBER,
    Kind.UNIT: AT_THE_UNIT - {Role.SYSTEM},
    Kind.FEDERATION: frozenset({Role.AUDITOR}),
}


class RoleNotThere(BadInput):
    words = _("The role %(role)s cannot be had at %(organization)s.")


class RoleHeldAlready(Refused):
    words = _("This account has the role %(role)s already.")


class RoleEndedAlready(Refused):
    words = _("That role has ended already.")


class YourOwnRole(Refused):
    words = _("You cannot end the role you act in: then nobody might be left to give it back.")
    way_on = _("Ask somebody else to end it.")


class SiteElsewhere(BadInput):
    words = _("That site belongs to another organization.")


class NoAddress(BadInput):
    words = _("An e-mail address is needed to sign in.")


class AddressTaken(Refused):
    words = _("Somebody signs in with %(email)s already.")
    way_on = _("If it is the same person, ask the IT unit to tie the account to this organization too.")


class PasswordNotYours(Refused):
    status = 403
    words = _("This account has a role at another organization too, so its password is not yours to set.")
    way_on = _("Ask the IT unit.")


class PasswordTooWeak(BadInput):
    words = _("%(why)s")


class NoPasswordYet(Refused):
    words = _("Your account has no password, so there is none to change.")
    way_on = _("Somebody who looks after people's roles can set the first one.")


def roles_at(organization: Organization) -> frozenset[Role]:
    """This will return the roles that a seat at an organization can have; a supplier has none."""
    return ROLES_AT.get(organization.kind, frozenset())


def must_steer(organization_id: int, by: Actor) -> None:
    """This will refuse unless the actor may change people at that organization: their own member, or anywhere for the director."""
    by.must(Deed.CHANGE_PEOPLE)
    if by.role in AT_A_MEMBER and by.owner_id != organization_id:
        raise NotAllowed


@transaction.atomic
def add_person(
    organization: Organization, name: str, *, by: Actor, at: datetime, email: str = "", phone: str = "", site: Site | None = None
) -> Person:
    """This will add a human at a member, who needs no account to be helped."""
    must_steer(organization.pk, by)
    if site is not None and site.organization_id != organization.pk:
        raise SiteElsewhere
    row = Person(owner=organization, name=name, email=email, phone=phone, site=site)
    keep(row)
    audit.record("add_person", of=row, by=by, at=at)
    return row


@transaction.atomic
def open_account(person: Person, *, by: Actor, at: datetime) -> Account:
    """This will give a person the account of their e-mail address, with an unusable password until one is set.

    Only the unit may tie an account that sits elsewhere too, and it then loses its password, which somebody elsewhere may have set.
    """
    must_steer(person.owner_id, by)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.account is not None:
        return person.account
    person.account = account_at(person.email, organization_id=person.owner_id, by=by)
    person.save(update_fields=["account"])
    audit.record("open_account", of=person, by=by, at=at)
    return person.account


def account_at(email: str, *, organization_id: int, by: Actor) -> Account:
    """This will return the account of an address, made with an unusable password where there is none; `open_account` has the rules."""
    email = email.strip()
    if not email:
        raise NoAddress
    account = Account.objects.select_for_update().filter(email__iexact=email).first()
    if account is None:
        account = Account(email=email)
        account.set_unusable_password()
        keep(account, {name: AddressTaken(email=email) for name in ("core_account_email_once", "core_account_email_key")})
    elif account.is_system or (by.role in AT_A_MEMBER and _sits_elsewhere(account, organization_id)):
        raise AddressTaken(email=email)
    elif _sits_elsewhere(account, organization_id):
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


@transaction.atomic
def give_seat(account: Account, organization: Organization, role: Role, *, on: date, by: Actor, at: datetime) -> Seat:
    """This will give an account a role at an organization from a day on.

    A member's contact or head gives roles to people of their own member only.
    """
    must_steer(organization.pk, by)
    if role not in roles_at(organization):
        raise RoleNotThere(role=role.label, organization=organization.name)
    if by.role in AT_A_MEMBER and not Person.objects.filter(owner=organization, account=account).exists():
        raise NotAllowed
    account = Account.objects.select_for_update().get(pk=account.pk, is_system=False)  # owns the rule: a role once at a time
    if Seat.objects.filter(account=account, owner_id=organization.pk, role=role, during__overlap=DateRange(on, None)).exists():
        raise RoleHeldAlready(role=role.label)
    row = Seat.objects.create(account=account, owner_id=organization.pk, role=role, during=DateRange(on, None))
    audit.record("give_seat", of=row, by=by, at=at)
    return row


@transaction.atomic
def end_seat(seat: Seat, *, on: date, by: Actor, at: datetime) -> None:
    """This will end a role: `on` is the first day without it. A role that has not lasted a day is taken back whole."""
    must_steer(seat.owner_id, by)
    if seat.pk == by.seat_id:
        raise YourOwnRole
    Account.objects.select_for_update().get(pk=seat.account_id)
    seat = Seat.objects.get(pk=seat.pk)
    starts, ends = seat.during.lower, seat.during.upper
    if ends is not None and ends <= on:
        raise RoleEndedAlready
    audit.record("end_seat", of=seat, by=by, at=at)
    if starts is not None and starts >= on:
        seat.delete()
    else:
        seat.during = DateRange(starts, on)
        seat.save(update_fields=["during"])


@transaction.atomic
def set_password(account: Account, password: str, *, organization: Organization, by: Actor, at: datetime) -> None:
    """This will set the password of an account at an organization, for somebody who has none or has forgotten it; it signs them out.

    A member's contact or head may only where all roles the account ever had are at their own member: else they could enter another's.
    """
    must_steer(organization.pk, by)
    account = Account.objects.select_for_update().get(pk=account.pk, is_system=False)
    if not Seat.objects.filter(account=account, owner_id=organization.pk).exists():
        raise NotAllowed
    if by.role in AT_A_MEMBER and _sits_elsewhere(account, organization.pk):
        raise PasswordNotYours
    _set_password(account, password)
    audit.record("set_password", of=account, by=by, at=at, owner_id=organization.pk)


@transaction.atomic
def change_own_password(password: str, *, by: Actor, at: datetime) -> Account:
    """This will change the password one signs in with; an account that never had one gets its first from somebody else.

    The door asks for the present password first. The other sessions of the account end, since they were begun with the old one.
    """
    by.must(Deed.CHANGE_OWN_PASSWORD)
    account = Account.objects.select_for_update().get(pk=by.account_id, is_system=False)
    if not account.has_usable_password():
        raise NoPasswordYet
    _set_password(account, password)
    with widened(by.owner_id):  # an auditor writes nothing else
        audit.record("change_own_password", of=account, by=by, at=at, owner_id=by.owner_id)
    return account


def _set_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as wrong:
        raise PasswordTooWeak(why=" ".join(wrong.messages)) from wrong
    account.set_password(password)
    account.save(update_fields=["password"])


def _sits_elsewhere(account: Account, organization_id: int) -> bool:
    """Ever: a role that begins tomorrow or ended yesterday counts too."""
    return Seat.objects.filter(~Q(owner_id=organization_id), account=account).exists()
