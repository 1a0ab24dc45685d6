"""Who takes part, where they are and how big they are, as the unit's director writes it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum.se import orgnr

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import BadInput, Refused
from samdrift.core.keeping import keep
from samdrift.core.walls import FEDERATION_ID
from samdrift.members.models import Headcount, Organization, Site, check_organization_number

FIRST_YEAR = 1900


class NotAnOrganizationNumber(BadInput):
    words = _("%(number)s is not an organization number: ten digits, the last one a check digit.")


class NumberTaken(Refused):
    words = _("Another organization has the number %(number)s already.")


class ShortNameTaken(Refused):
    words = _("Another organization is called %(name)s for short already.")


class SiteNamedAlready(Refused):
    words = _("%(organization)s has a site called %(name)s already.")


class NotAYear(BadInput):
    words = _("A head count is of a year that has begun, %(first)s to %(last)s.")


class NotACount(BadInput):
    words = _("The number of employees and of full-time equivalents cannot be below zero.")


class HeadcountRecordedAlready(Refused):
    words = _("A head count of %(year)s was recorded in this very moment.")


class OneFederation(BadInput):
    words = _("A database holds one federation, and it is there already.")


def organization_number(number: str) -> str:
    """This will return a Swedish organization number as NNNNNN-NNNN; nothing stays nothing.

    Its length and check digit (Luhn) must be right.
    """
    number = number.strip()
    if not number:
        return ""
    try:
        check_organization_number(number)
    except ValidationError as wrong:
        raise NotAnOrganizationNumber(number=number) from wrong
    return str(orgnr.format(number))


@transaction.atomic
def name_federation(name: str, *, name_en: str, short_name: str, by: Actor, at: datetime) -> Organization:
    """This will give the federation its name; its own row is always there."""
    by.must(Deed.CHANGE_ORGANIZATIONS)
    row = Organization.objects.select_for_update(of=("self",)).get(pk=FEDERATION_ID)
    row.name, row.name_en, row.short_name = name, name_en, short_name
    keep(row, {"members_organization_short_name_once": ShortNameTaken(name=short_name)})
    audit.record("name_federation", of=row, by=by, at=at)
    return row


@transaction.atomic
def add_organization(
    kind: Organization.Kind,
    name: str,
    *,
    short_name: str,
    by: Actor,
    at: datetime,
    name_en: str = "",
    number: str = "",
    legal_person: str = "",
    joined_on: date | None = None,
) -> Organization:
    """This will add an organization; its number is stored as NNNNNN-NNNN.

    Whoever acts sees its own rows from their next request on, since walls are drawn when a request begins.
    """
    by.must(Deed.CHANGE_ORGANIZATIONS)
    if kind == Organization.Kind.FEDERATION:
        raise OneFederation
    number = organization_number(number)
    names = {"name": name, "name_en": name_en, "short_name": short_name}
    row = Organization(kind=kind, **names, number=number, legal_person=legal_person.strip(), joined_on=joined_on)
    keep(
        row,
        {
            "members_organization_number_once": NumberTaken(number=number),
            "members_organization_short_name_once": ShortNameTaken(name=short_name),
        },
    )
    audit.record("add_organization", of=row, by=by, at=at)
    return row


@transaction.atomic
def name_legal_person(organization: Organization, legal_person: str, *, by: Actor, at: datetime) -> Organization:
    """This will say which legal person an organization is or is a part of: the same name for all that are parts of one. Empty: not known.

    What has been signed stays; a penalty within one legal person is refused from then on.
    """
    by.must(Deed.CHANGE_ORGANIZATIONS)
    row = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    row.legal_person = legal_person.strip()
    keep(row)
    audit.record("name_legal_person", of=row, by=by, at=at)
    return row


@transaction.atomic
def add_site(
    organization: Organization,
    name: str,
    *,
    city: str,
    latitude: float | None = None,
    longitude: float | None = None,
    by: Actor,
    at: datetime,
) -> Site:
    """This will add a place where an organization works.

    Latitude and longitude are degrees in WGS 84, north and east positive; both or neither.
    """
    by.must(Deed.CHANGE_ORGANIZATIONS)
    row = Site(organization=organization, name=name, city=city, latitude=latitude, longitude=longitude)
    keep(row, {"members_site_name_once": SiteNamedAlready(organization=organization.name, name=name)})
    audit.record("add_site", of=row, by=by, at=at)
    return row


@transaction.atomic
def record_headcount(
    organization: Organization, year: int, *, employees: int, by: Actor, at: datetime, fte: Decimal | None = None, source: str = ""
) -> Headcount:
    """This will record how many work at an organization in a year. A figure recorded later for the same year counts from then on; the
    earlier one stays, so that what was settled by it can still be explained."""
    by.must(Deed.CHANGE_ORGANIZATIONS)
    if not FIRST_YEAR <= year <= at.year:
        raise NotAYear(first=FIRST_YEAR, last=at.year)
    if employees < 0 or (fte is not None and fte < 0):
        raise NotACount
    row = Headcount(organization=organization, year=year, employees=employees, fte=fte, source=source, recorded_at=at)
    keep(row, {"members_headcount_once": HeadcountRecordedAlready(year=year)})
    audit.record("record_headcount", of=row, by=by, at=at)
    return row
