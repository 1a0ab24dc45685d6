"""What members say of methods, from files: all rows are entered or none; a member's own people say their own only.

A row that says what stands there adds nothing, and last year's file undoes nothing: what was said since is not overwritten.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samdrift.catalog import methods_heads
from samdrift.catalog import methods_use_table as table
from samdrift.catalog.actions.files import Takers
from samdrift.catalog.models import Method, MethodHead, MethodUse, MethodVariation, Suggestion
from samdrift.catalog.queries.methods import latest_variations, methods_in_order
from samdrift.core import audit
from samdrift.core.access import Actor, Deed, widened
from samdrift.core.errors import Refused
from samdrift.core.keeping import refused_when
from samdrift.core.tables import Entered, Once, fitted_rows, stands_once
from samdrift.core.walls import FEDERATION_ID, MEMBERS, TAKERS
from samdrift.members.models import Organization

MOST_ROWS = 5_000
Uses = dict[tuple[int, int], list[MethodUse]]


class SaidMeanwhile(Refused):
    words = gettext_lazy("Somebody said the same of one of these methods at the same moment.")
    way_on = gettext_lazy("Send the file again.")


@transaction.atomic
def import_method_uses(content: bytes, *, by: Actor, on: date, at: datetime) -> Entered:
    """This will say which methods members use, since when and maybe until when. `on` is today: no day is yet to come."""
    by.must(Deed.STATE_NEEDS)
    members, methods = Takers(by, MEMBERS), _Methods()
    standing: Uses = {}
    for one in MethodUse.objects.all():
        standing.setdefault((one.owner_id, one.method_id), []).append(one)
    once: Once = {}

    def fitting(row: table.UseRow) -> MethodUse | None:
        owner, method = members.named(row.member), methods.named(row.method)
        stands_once(once, (owner.pk, method.pk, row.from_on), row.line)
        if max(row.from_on, row.until_on or row.from_on) > on:
            raise ValueError(_("The day has not come yet."))
        made = MethodUse(owner=owner, method=method, during=DateRange(row.from_on, row.until_on))
        there = standing.setdefault((owner.pk, method.pk), [])
        for other in there:
            if (other.during.lower, other.during.upper) == (row.from_on, row.until_on):
                return None
            if _overlap(made, other):
                since = {"member": owner.short_name, "since": other.during.lower}
                raise ValueError(_("%(member)s uses that method since %(since)s, or did so then.") % since)
        there.append(made)
        return made

    entered, new = fitted_rows(content, table.USES, table.use, fitting, most_rows=MOST_ROWS)
    begun = Counter(use.method_id for use in new if use.during.upper is None)
    with widened(FEDERATION_ID), refused_when({"catalog_methoduse_once": SaidMeanwhile()}):
        for method_id in sorted({use.method_id for use in new}):
            methods_heads.lock(method_id)
        MethodUse.objects.bulk_create(new)
        for method_id, number in begun.items():
            MethodHead.objects.filter(method_id=method_id).update(used_by=F("used_by") + number)
    _recorded("import_method_uses", [use.owner for use in new], by, at)
    return entered


@transaction.atomic
def import_method_variations(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will note what members do instead of methods, as whole texts; an empty one says that it does as everybody else again."""
    by.must(Deed.STATE_NEEDS)
    members, methods = Takers(by, MEMBERS), _Methods()
    latest = {(one.owner_id, one.method_id): one for one in latest_variations()}
    once: Once = {}

    def fitting(row: table.VariationRow) -> MethodVariation | None:
        owner, method = members.named(row.member), methods.named(row.method)
        stands_once(once, (owner.pk, method.pk), row.line)
        there = latest.get((owner.pk, method.pk))
        if row.text == (there.text if there else ""):
            return None
        if there is not None and row.written_on is not None and timezone.localdate(there.written_at) > row.written_on:
            words = _("%(member)s wrote something else on %(on)s, after what stands here.")
            raise ValueError(words % {"member": owner.short_name, "on": timezone.localdate(there.written_at)})
        if row.text == method.head.version.text:
            raise ValueError(_("The text is the method's own: leave it empty where nothing differs."))
        return MethodVariation(owner=owner, method=method, version=method.head.version, text=row.text, written_at=at)

    entered, new = fitted_rows(content, table.VARIATIONS, table.variation, fitting, most_rows=MOST_ROWS)
    MethodVariation.objects.bulk_create(new)
    _recorded("import_method_variations", [variation.owner for variation in new], by, at)
    return entered


@transaction.atomic
def import_suggestions(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will hand in suggestions for methods; answers are given on the page, never by a file."""
    by.must(Deed.STATE_NEEDS)
    takers, methods = Takers(by, TAKERS), _Methods()
    made = set(Suggestion.objects.values_list("owner_id", "method_id", "text"))
    once: Once = {}

    def fitting(row: table.SuggestionRow) -> Suggestion | None:
        owner, method = takers.named(row.member), methods.named(row.method)
        stands_once(once, (owner.pk, method.pk, row.text), row.line)
        if (owner.pk, method.pk, row.text) in made:
            return None
        return Suggestion(owner=owner, method=method, text=row.text, made_at=at)

    entered, new = fitted_rows(content, table.SUGGESTIONS, table.suggestion, fitting, most_rows=MOST_ROWS)
    Suggestion.objects.bulk_create(new)
    _recorded("import_suggestions", [suggestion.owner for suggestion in new], by, at)
    return entered


class _Methods:
    """The methods that a file may name, by title."""

    def __init__(self) -> None:
        self._titled = {one.title.casefold(): one for one in methods_in_order()}

    def named(self, title: str) -> Method:
        if title.casefold() not in self._titled:
            raise ValueError(_("There is no method called %(title)s.") % {"title": title[:80]})
        return self._titled[title.casefold()]


def _overlap(one: MethodUse, other: MethodUse) -> bool:
    ends, others = one.during.upper or date.max, other.during.upper or date.max
    return bool(one.during.lower < others and other.during.lower < ends)


def _recorded(deed: str, owners: list[Organization], by: Actor, at: datetime) -> None:
    for owner in {owner.pk: owner for owner in owners}.values():
        audit.record(deed, of=owner, by=by, at=at, owner_id=owner.pk)
