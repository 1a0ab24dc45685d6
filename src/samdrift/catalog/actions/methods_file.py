"""Methods from a file: all rows are entered, or none where one cannot be used; a row that says what stands there adds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from samdrift.catalog.actions.methods import add_method, change_method, publish_method_version, review_method
from samdrift.catalog.methods_table import METHODS, MethodRow, method
from samdrift.catalog.models import Method
from samdrift.catalog.queries.methods import methods_in_order
from samdrift.core.access import Actor, Deed
from samdrift.core.tables import Entered, Once, fitted_rows, stands_once
from samdrift.team.models import Employee

Writing = Callable[[], object]
MOST_ROWS = 5_000


@transaction.atomic
def import_methods(content: bytes, *, by: Actor, on: date, at: datetime) -> Entered:
    """This will add methods, and publish new versions of those whose text differs from what stands there. `on` is today."""
    by.must(Deed.CHANGE_CATALOG)
    standing, employees = {one.title.casefold(): one for one in methods_in_order()}, _employees()
    once: Once = {}

    def fitting(row: MethodRow) -> Writing | None:
        stands_once(once, row.title.casefold(), row.line)
        owner = _owner(employees, row.owner)
        found = standing.get(row.title.casefold())
        if found is not None:
            return _differing(found, row, owner, by=by, on=on, at=at)
        _to_come(row.review_on, on)
        return partial(
            add_method,
            row.kind,
            row.title,
            row.purpose,
            row.text,
            title_en=row.title_en,
            purpose_en=row.purpose_en,
            text_en=row.text_en,
            method_owner=owner,
            review_on=row.review_on,
            by=by,
            on=on,
            at=at,
        )

    entered, new = fitted_rows(content, METHODS, method, fitting, most_rows=MOST_ROWS)
    for write in new:
        write()
    return entered


def _differing(found: Method, row: MethodRow, owner: Employee, *, by: Actor, on: date, at: datetime) -> Writing | None:
    """What there is to write where a row says something else of a method that is there."""
    writings: list[Writing] = []
    version = found.head.version
    said = (row.kind, row.title, row.title_en, row.purpose, row.purpose_en, owner.pk)
    if said != (found.kind, found.title, found.title_en, found.purpose, found.purpose_en, found.method_owner_id):
        said_anew = partial(change_method, found, row.kind, row.title, row.purpose, title_en=row.title_en, purpose_en=row.purpose_en)
        writings.append(partial(said_anew, method_owner=owner, by=by, at=at))
    if (row.text, row.text_en) != (version.text, version.text_en):
        if not row.what_changed or row.what_changed == version.what_changed:
            raise ValueError(_("The text differs from version %(number)s: say in “what_changed” what is new.") % {"number": version.number})
        _to_come(row.review_on, on)
        written = partial(publish_method_version, found, row.text, text_en=row.text_en, what_changed=row.what_changed)
        writings.append(partial(written, review_on=row.review_on, after=version.number, by=by, on=on, at=at))
    elif row.review_on != found.review_on:
        _to_come(row.review_on, on)
        writings.append(partial(review_method, found, review_on=row.review_on, by=by, on=on, at=at))
    return (lambda: [write() for write in writings]) if writings else None


def _employees() -> dict[str, list[Employee]]:
    found: dict[str, list[Employee]] = {}
    for employee in Employee.objects.all():
        for name in {employee.email.casefold(), employee.name.casefold()} - {""}:
            found.setdefault(name, []).append(employee)
    return found


def _owner(employees: dict[str, list[Employee]], text: str) -> Employee:
    found = employees.get(text.casefold(), [])
    if len(found) != 1:
        words = _("Nobody in the unit is called %(name)s.") if not found else _("Several in the unit are called %(name)s: give an address.")
        raise ValueError(words % {"name": text[:80]})
    return found[0]


def _to_come(review_on: date, on: date) -> None:
    if review_on <= on:
        raise ValueError(_("The day to look at it again is %(on)s, which has passed.") % {"on": review_on})
