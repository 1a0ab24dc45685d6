"""Deviations from a file: all rows or none; one that is there already is known, and stays as it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from samdrift.agree.actions.deviations import open_deviation, own_deviation, plan_remedy
from samdrift.agree.deviation_files import DeviationRow, read_deviations
from samdrift.agree.models import Adoption, Coverage, Deviation
from samdrift.agree.queries import adoptions_read_by
from samdrift.core.access import Actor, Deed
from samdrift.core.tables import Entered, Once, enter_all, stands_once
from samdrift.team.models import Employee, Function


@transaction.atomic
def import_deviations(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will open the deviations of a file, with their owner and plan where the file names them."""
    by.must(Deed.HANDLE_DEVIATIONS)
    rows, wrong = read_deviations(content)
    names = _Names(by)
    once: Once = {}

    def enter(row: DeviationRow) -> bool:
        stands_once(once, (row.taker.casefold(), row.agreement, row.service, row.month, row.about), row.line)
        if names.has(row):
            return False
        _enter(row, names, by, at)
        return True

    return enter_all(rows, wrong, enter)


class _Names:
    """The adoptions, and those in the unit, that a file may name: within what the actor reads."""

    def __init__(self, by: Actor) -> None:
        self._covers: dict[tuple[str, str, str], list[tuple[Coverage, Adoption]]] = {}
        adoptions = {a.pk: a for a in adoptions_read_by(by).filter(state=Adoption.State.SIGNED)}
        for coverage in Coverage.objects.filter(adoption__in=adoptions).select_related("service").order_by("pk"):
            adoption = adoptions[coverage.adoption_id]
            key = (adoption.taker_in_short.casefold(), adoption.version.agreement.name, coverage.service.name)
            self._covers.setdefault(key, []).append((coverage, adoption))
        self._there = set(Deviation.objects.filter(adoption__in=adoptions).values_list("adoption", "service__name", "month", "about"))
        self._owners: dict[str, Function | Employee] = {e.email.casefold(): e for e in Employee.objects.exclude(email="")}
        self._owners |= {function.name.casefold(): function for function in Function.objects.all()}

    def has(self, row: DeviationRow) -> bool:
        _coverage, adoption = self.covered(row)
        return (adoption.pk, row.service, row.month.starts_on, row.about) in self._there

    def covered(self, row: DeviationRow) -> tuple[Coverage, Adoption]:
        """The coverage and the adoption under which a row's service was promised in its month; the last one of several."""
        during = DateRange(row.month.starts_on, row.month.next().starts_on)
        found = self._covers.get((row.taker.casefold(), row.agreement, row.service), [])
        met = [pair for pair in found if _meet(pair[0].during, during)]
        if not met:
            facts = {"taker": row.taker, "agreement": row.agreement, "service": row.service, "month": row.month}
            raise ValueError(_("%(agreement)s did not cover %(service)s for %(taker)s in %(month)s.") % facts)
        return met[-1]

    def owner(self, text: str) -> Function | Employee:
        if text.casefold() not in self._owners:
            raise ValueError(_("No function is called “%(text)s”, and no employee has that address.") % {"text": text[:80]})
        return self._owners[text.casefold()]


def _meet(one: DateRange, other: DateRange) -> bool:
    return one.lower < other.upper and (one.upper is None or other.lower < one.upper)


def _enter(row: DeviationRow, names: _Names, by: Actor, at: datetime) -> None:
    coverage, adoption = names.covered(row)
    owner = names.owner(row.owner) if row.owner else None
    deviation = open_deviation(adoption, coverage.service, row.month, about=row.about, what=row.what, by=by, at=at)
    if owner and row.plan_by:
        own_deviation(deviation, who=owner, plan_by=row.plan_by, by=by, at=at)
    if row.plan and row.due:
        plan_remedy(deviation, row.plan, due_on=row.due, by=by, at=at)
