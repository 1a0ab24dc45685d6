"""Baselines, and what members still pay themselves, from files: all rows or none, and the same again adds nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.catalog.models import Service
from samdrift.core.access import AT_A_MEMBER, Actor, Deed
from samdrift.core.tables import Entered, Once, enter_all, stands_once
from samdrift.members.models import Organization
from samdrift.plan.actions.baselines import begin_baseline, signed_already, state_remaining, write_line
from samdrift.plan.baselines_files import CostRow, read_baselines, read_remaining
from samdrift.plan.models import Baseline, BaselineLine, BaselineSignature
from samdrift.plan.queries.baselines import latest_remaining


class Named:
    """Members and services by each of their names; a member's person reaches its own member only."""

    def __init__(self, by: Actor) -> None:
        members = Organization.objects.filter(kind=Organization.Kind.MEMBER)
        if by.role in AT_A_MEMBER:
            members = members.filter(pk=by.owner_id)
        self._members = {name.casefold(): one for one in members for name in (one.name, one.name_en, one.short_name) if name}
        self._services = {name.casefold(): one for one in Service.objects.all() for name in (one.name, one.name_en) if name}

    def member(self, name: str) -> Organization:
        """This will return the member of a name; one that nobody has, or that one may not write for, is a ValueError in words."""
        found = self._members.get(name.casefold())
        if found is None:
            raise ValueError(_("No member is called %(name)s.") % {"name": name[:60]})
        return found

    def service(self, name: str) -> Service:
        """This will return the service of a name; a name that there is none of is a ValueError in words."""
        found = self._services.get(name.casefold())
        if found is None:
            raise ValueError(_("There is no service called %(service)s.") % {"service": name[:60]})
        return found


@transaction.atomic
def import_baselines(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will enter a file's lines into the baselines of their members and years, which it begins where there is none.

    A line that stands there already adds nothing; another amount takes its place, unless the baseline is signed.
    """
    by.must(Deed.STATE_BASELINE)
    rows, wrong = read_baselines(content)
    named = Named(by)
    baselines = {(one.owner_id, one.year): one for one in Baseline.objects.all()}
    signed = set(BaselineSignature.objects.values_list("baseline_id", flat=True))
    there = {(line.baseline_id, line.service_id, line.kind): (line.amount_minor, line.kept_minor) for line in BaselineLine.objects.all()}
    once: Once = {}

    def enter(row: CostRow) -> bool:
        member, service = named.member(row.member), named.service(row.service)
        baseline = baselines.get((member.pk, row.year))
        if baseline is None:
            baseline = baselines[member.pk, row.year] = begin_baseline(member, row.year, by=by, at=at)
        key, amounts = (baseline.pk, service.pk, row.kind), (row.amount_minor, row.kept_minor)
        stands_once(once, key, row.line)
        if there.get(key) == amounts:
            return False
        if baseline.pk in signed:
            raise signed_already(row.year, at=at)
        write_line(baseline, service, row.kind, *amounts, by=by, at=at)
        return True

    return enter_all(rows, wrong, enter)


@transaction.atomic
def import_remaining(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will state what a file says that members still pay themselves; what they have stated so already adds nothing."""
    by.must(Deed.STATE_BASELINE)
    rows, wrong = read_remaining(content)
    named = Named(by)
    there = {(row.owner_id, row.year, row.service_id, row.kind): row.amount_minor for row in latest_remaining()}
    once: Once = {}

    def enter(row: CostRow) -> bool:
        member, service = named.member(row.member), named.service(row.service)
        key = (member.pk, row.year, service.pk, row.kind)
        stands_once(once, key, row.line)
        if there.get(key) == row.amount_minor:
            return False
        state_remaining(member, row.year, service, row.kind, row.amount_minor, by=by, at=at)
        return True

    return enter_all(rows, wrong, enter)
