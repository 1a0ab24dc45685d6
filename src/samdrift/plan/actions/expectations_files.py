"""Expectations and index values from files: all rows or none, and the same again adds nothing."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from samdrift.core.access import Actor, Deed
from samdrift.core.tables import Entered, Once, enter_all, stands_once
from samdrift.plan.actions.baselines_files import Named
from samdrift.plan.actions.expectations import record_expectation, record_index_value
from samdrift.plan.expectations_files import ExpectedRow, IndexRow, read_expectations, read_index
from samdrift.plan.queries.expectations import expected_rows, index_rows


@transaction.atomic
def import_expectations(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will record what a file says that decisions expect; what is recorded so already adds nothing, another figure counts instead."""
    by.must(Deed.FOLLOW_UP)
    rows, wrong = read_expectations(content)
    named = Named(by)
    there = {
        (one.owner_id, one.year, one.kind): (one.amount_minor, one.prices_of, one.registry_number, one.decided_on)
        for one in expected_rows()
    }
    once: Once = {}

    def enter(row: ExpectedRow) -> bool:
        member = named.member(row.member)
        key = (member.pk, row.year, row.kind)
        stands_once(once, key, row.line)
        if there.get(key) == (row.amount_minor, row.prices_of, row.registry_number, row.decided_on):
            return False
        record_expectation(
            member,
            row.year,
            row.kind,
            row.amount_minor,
            prices_of=row.prices_of,
            registry_number=row.registry_number,
            decided_on=row.decided_on,
            by=by,
            at=at,
        )
        return True

    return enter_all(rows, wrong, enter)


@transaction.atomic
def import_index(content: bytes, *, by: Actor, at: datetime) -> Entered:
    """This will record the values of a file; a value that is there with its source adds nothing, another one counts instead."""
    by.must(Deed.FOLLOW_UP)
    rows, wrong = read_index(content)
    there = {(one.name, one.year, one.month): (Decimal(one.value), one.source) for one in index_rows()}
    once: Once = {}

    def enter(row: IndexRow) -> bool:
        key = (row.name, row.year, row.month)
        stands_once(once, key, row.line)
        if there.get(key) == (row.value, row.source):
            return False
        record_index_value(row.name, row.year, row.value, row.source, month=row.month, by=by, at=at)
        return True

    return enter_all(rows, wrong, enter)
