"""Baselines: begun, filled line by line or from a file, and signed; and what a member still pays itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samdrift.catalog.models import Service
from samdrift.core import audit
from samdrift.core.access import AT_A_MEMBER, Actor, Deed, Role
from samdrift.core.errors import BadInput, NotAllowed, Refused
from samdrift.core.keeping import keep, refused_when
from samdrift.core.walls import MEMBERS
from samdrift.members.models import Organization
from samdrift.members.queries.decisions import council_on
from samdrift.plan.baselines_files import FIRST_YEAR
from samdrift.plan.freezing import SIGNED
from samdrift.plan.models import Baseline, BaselineLine, BaselineSignature, CostKind, RemainingCost
from samdrift.plan.queries.baselines import lines_of, signature_of

SIGNS = frozenset({Role.SIGNATORY, Role.HEAD})


class BaselineIsThere(Refused):
    words = _("%(member)s already has a baseline for %(year)s. A year has one.")
    way_on = _("Open the one that is there.")


class BaselineIsSigned(Refused):
    words = _("The baseline for %(year)s is signed, so nothing in it changes.")
    way_on = _("An error in it is taken to %(council)s: the decision is recorded with a registry number, and what was signed stands.")


def signed_already(year: int, *, at: datetime) -> BaselineIsSigned:
    """This will make the refusal of a change to a year's signed baseline, naming who takes up errors on the day."""
    return BaselineIsSigned(year=year, council=council_on(timezone.localdate(at)))


class NotBeforeJoining(BadInput):
    words = _("%(member)s joined in %(joined)s. A baseline is of a year before that.")


class YearNotOver(BadInput):
    words = _("%(year)s is not over, so what it cost is not known.")


class YearTooEarly(BadInput):
    words = _("A baseline is of %(first)s or later.")


class NoMemberHere(BadInput):
    words = _("%(name)s is no member, so it has no baseline.")


class KeepsMoreThanItCost(BadInput):
    words = _("What is kept is between zero and what it cost, and the cost is above zero.")


class NothingToSign(Refused):
    words = _("The baseline for %(year)s has no line, so there is nothing to sign.")


class NotTheOneToSignIt(NotAllowed):
    words = _("A baseline is signed by the member's own signatory or head of agency.")
    way_on = _(
        "One that is signed on paper does not count until they have signed it here: enter its lines, and see to it that one of the two has "
        "an account. The paper stays in the member's registry."
    )


class RemainingBelowZero(BadInput):
    words = _("What remains costs nothing or more.")


@transaction.atomic
def begin_baseline(member: Organization, year: int, *, by: Actor, at: datetime) -> Baseline:
    """This will begin a member's baseline for a year that is over and before it joined; a second one for the year is refused."""
    by.must(Deed.STATE_BASELINE)
    _must_fit(member, year, at)
    baseline = Baseline(owner=member, year=year, begun_at=at)
    keep(baseline, {"plan_baseline_once": BaselineIsThere(member=member.short_name, year=year)})
    audit.record("begin_baseline", of=baseline, by=by, at=at)
    return baseline


def _must_fit(member: Organization, year: int, at: datetime) -> None:
    if member.kind not in MEMBERS:
        raise NoMemberHere(name=member.short_name)
    if year < FIRST_YEAR:
        raise YearTooEarly(first=FIRST_YEAR)
    if year >= at.year:
        raise YearNotOver(year=year)
    if member.joined_on and year >= member.joined_on.year:
        raise NotBeforeJoining(member=member.short_name, joined=member.joined_on.year)


@transaction.atomic
def write_line(
    baseline: Baseline, service: Service, kind: str, amount_minor: int, kept_minor: int = 0, *, by: Actor, at: datetime
) -> BaselineLine:
    """This will write what a service cost in a kind of money, in place of what stood there. Of a signed baseline it is refused."""
    by.must(Deed.STATE_BASELINE)
    baseline = _open(baseline, at)
    if not 0 <= kept_minor <= amount_minor or not amount_minor:
        raise KeepsMoreThanItCost
    line = BaselineLine.objects.filter(owner_id=baseline.owner_id, baseline=baseline, service=service, kind=kind).first()
    line = line or BaselineLine(owner_id=baseline.owner_id, baseline=baseline, service=service, kind=kind)
    line.amount_minor, line.kept_minor = amount_minor, kept_minor
    keep(line, {SIGNED: signed_already(baseline.year, at=at)})
    audit.record("write_baseline_line", of=line, by=by, at=at)
    return line


@transaction.atomic
def drop_line(line: BaselineLine, *, by: Actor, at: datetime) -> None:
    """This will take a line out of a baseline that nobody has signed."""
    by.must(Deed.STATE_BASELINE)
    baseline = _open(line.baseline, at)
    audit.record("drop_baseline_line", of=line, by=by, at=at)
    with refused_when({SIGNED: signed_already(baseline.year, at=at)}):
        BaselineLine.objects.filter(owner_id=line.owner_id, pk=line.pk).delete()


@transaction.atomic
def sign_baseline(baseline: Baseline, *, by: Actor, at: datetime) -> BaselineSignature:
    """This will sign a baseline as it stands, for the member whose it is. From then on the database lets nobody change it."""
    by.must(Deed.SIGN)
    if by.role not in SIGNS or by.role not in AT_A_MEMBER or by.owner_id != baseline.owner_id:
        raise NotTheOneToSignIt
    baseline = _open(baseline, at)
    lines = lines_of(baseline)
    if not lines:
        raise NothingToSign(year=baseline.year)
    signature = BaselineSignature(
        owner_id=baseline.owner_id,
        baseline=baseline,
        account_id=by.account_id,
        at=at,
        total_minor=sum(line.amount_minor for line in lines),
        kept_minor=sum(line.kept_minor for line in lines),
    )
    keep(signature, {"plan_baselinesignature_once": signed_already(baseline.year, at=at)})
    audit.record("sign_baseline", of=baseline, by=by, at=at)
    return signature


def _open(baseline: Baseline, at: datetime) -> Baseline:
    """The baseline's head, locked so that nobody signs while a line is written, and refused once it is signed."""
    found = Baseline.objects.select_for_update(of=("self",)).get(owner_id=baseline.owner_id, pk=baseline.pk)
    if signature_of(found):
        raise signed_already(found.year, at=at)
    return found


@transaction.atomic
def state_remaining(
    member: Organization, year: int, service: Service, kind: str, amount_minor: int, *, by: Actor, at: datetime
) -> RemainingCost:
    """This will state what a member still pays itself for a service, at a year's rate; what it stated before no longer counts."""
    by.must(Deed.STATE_BASELINE)
    if member.kind not in MEMBERS:
        raise NoMemberHere(name=member.short_name)
    if amount_minor < 0:
        raise RemainingBelowZero
    if year > at.year:
        raise YearNotOver(year=year)
    stated = RemainingCost(owner=member, year=year, service=service, kind=CostKind(kind), amount_minor=amount_minor, stated_at=at)
    keep(stated)
    audit.record("state_remaining", of=stated, by=by, at=at)
    return stated
