"""Who may be a party: takers by kind of agreement, and sides that have no account to sign with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samdrift.agree.models import Adoption, Agreement, Signature
from samdrift.core.access import Role
from samdrift.core.models import Seat
from samdrift.members.models import Organization
from samdrift.team.models import Function

Kind = Agreement.Kind
Side = Signature.Side

TAKERS_OF: Mapping[str, tuple[str, ...]] = {
    Kind.OLA: (Organization.Kind.MEMBER, Organization.Kind.UNIT),
    Kind.SLA: (Organization.Kind.CUSTOMER,),
    Kind.UNDERPINNING: (Organization.Kind.UNIT,),
    Kind.FUNCTIONS: (Organization.Kind.UNIT,),
}
SIGNS_AT_A_TAKER = (Role.SIGNATORY, Role.HEAD)


def fits_taker(agreement: Agreement, taker: Organization, function: Function | None) -> bool:
    """This will say whether an organization, or with `function` that function of the unit, can take what an agreement promises."""
    if taker.kind not in TAKERS_OF[agreement.kind]:
        return False
    if agreement.kind == Kind.FUNCTIONS:
        return function is not None and function.unit_id == taker.pk == agreement.provider_id and function.pk != agreement.function_id
    if function is not None:
        return agreement.kind == Kind.UNDERPINNING and function.unit_id == taker.pk
    return taker.pk != agreement.provider_id


def side_without_account(adoption: Adoption, *, on: date) -> Side | None:
    """This will return the side that signs on paper: a supplier, or a customer where nobody who signs has a seat that day."""
    agreement = adoption.version.agreement
    if agreement.kind == Kind.UNDERPINNING:
        return Side.PROVIDER
    if adoption.owner.kind != Organization.Kind.CUSTOMER:
        return None
    return None if has_seat(adoption.owner_id, SIGNS_AT_A_TAKER, on=on) else Side.TAKER


def has_seat(owner_id: int, roles: tuple[Role, ...], *, on: date) -> bool:
    """This will say whether somebody is seated at an organization in one of these roles on a day."""
    return Seat.objects.filter(owner_id=owner_id, role__in=roles, during__contains=on).exists()
