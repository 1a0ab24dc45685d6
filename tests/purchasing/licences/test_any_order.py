"""Whatever is done in whatever order, the counts are those of a plain set of who holds what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from samdrift.core.tables import RowsRefused
from samdrift.run.purchasing.actions.licence_files import enter_holders
from samdrift.run.purchasing.actions.licences import (
    AlreadyAssigned,
    NoneIsFree,
    assign_licence,
    buy_licences,
    move_licence,
    return_licence,
)
from samdrift.run.purchasing.licence_files import HolderRow
from samdrift.run.purchasing.models import Assignment
from samdrift.run.purchasing.queries.licence_checks import differences
from samdrift.run.purchasing.queries.licences import assigned_by_product, counts_on, pool_of
from tests.builders import NOW, Cast, everywhere
from tests.purchasing.licences.builders import a_product

MEMBERS, KEYS = st.integers(0, 1), st.sampled_from(["anna", "bo", "carin"])


def machine_for(cast: Cast) -> type[RuleBasedStateMachine]:
    members = (cast.member, cast.other)

    class Pool(RuleBasedStateMachine):
        """The model: which keys hold a licence, how many are bought until when, and the total at the end of every day."""

        @initialize()
        def begin(self) -> None:
            self.savepoint = transaction.atomic()
            self.savepoint.__enter__()
            self.product = a_product()
            self.held: set[tuple[int, str]] = set()
            self.bought: list[tuple[int, date | None]] = []
            self.at, self.number, self.over = NOW, 0, False
            self.by_day: dict[date, int] = {}

        @property
        def quantity(self) -> int:
            return sum(number for number, until in self.bought if until is None or until > self.at.date())

        @rule(quantity=st.integers(1, 3), days=st.none() | st.integers(1, 5))
        def buy(self, quantity: int, days: int | None) -> None:
            until, self.number = (self.at + timedelta(days=days)).date() if days else None, self.number + 1
            with everywhere() as by:
                on = self.at.date()
                facts = {"until_on": until, "bought_on": on, "reference": str(self.number)}
                buy_licences(self.product, quantity, from_on=on, by=by, at=self.at, **facts)  # type: ignore[arg-type]
            self.bought.append((quantity, until))

        @rule(days=st.integers(1, 4))
        def wait(self, days: int) -> None:
            self.at += timedelta(days=days)

        @rule(member=MEMBERS, key=KEYS)
        def assign(self, member: int, key: str) -> None:
            free = self.quantity - len(self.held)
            with everywhere() as by:
                try:
                    assign_licence(self.product, members[member], key, by=by, at=self.at)
                except NoneIsFree:
                    assert free <= 0
                except AlreadyAssigned:
                    assert (member, key) in self.held
                else:
                    assert free > 0
                    assert (member, key) not in self.held
                    self.held.add((member, key))

        def _row(self, member: int, key: str) -> Assignment:
            rows = Assignment.objects.select_related("product", "owner")
            return rows.get(owner=members[member], product=self.product, key=key, until_on=None)

        @rule(member=MEMBERS, key=KEYS)
        def give_back(self, member: int, key: str) -> None:
            if (member, key) in self.held:
                with everywhere() as by:
                    return_licence(self._row(member, key), by=by, at=self.at)
                self.held.remove((member, key))

        @rule(member=MEMBERS, key=KEYS, to=MEMBERS, other=KEYS)
        def move(self, member: int, key: str, to: int, other: str) -> None:
            if (member, key) not in self.held:
                return
            with everywhere() as by:
                try:
                    move_licence(self._row(member, key), other, member=members[to], by=by, at=self.at)
                except AlreadyAssigned:
                    assert (to, other) in self.held - {(member, key)}
                else:
                    self.held.remove((member, key))
                    self.held.add((to, other))

        @rule(member=MEMBERS, keys=st.sets(KEYS), over=st.booleans())
        def send_a_file(self, member: int, keys: set[str], over: bool) -> None:
            rows = [HolderRow(line, self.product.code, key, self.at.date(), "", None) for line, key in enumerate(sorted(keys), 2)]
            new = {(member, key) for key in keys} - self.held
            # A key returned earlier today was held on the row's day: known, and given no second time
            with everywhere() as by:
                ended = Assignment.objects.filter(
                    owner=members[member], product=self.product, from_on=self.at.date(), until_on=self.at.date()
                )
                new -= {(member, key) for key in ended.values_list("key", flat=True)}
                try:
                    enter_holders(members[member], rows, over=over, by=by, at=self.at)
                except RowsRefused:
                    assert not over
                    assert len(new) > max(self.quantity - len(self.held), 0)
                else:
                    assert over or len(new) <= max(self.quantity - len(self.held), 0)
                    self.held |= new

        @invariant()
        def counts_are_exact(self) -> None:
            if not hasattr(self, "product"):
                return
            today = self.at.date()
            self.by_day[today] = len(self.held)
            with everywhere():
                pool = pool_of(self.product, on=today)
                assert (pool.bought, pool.assigned) == (self.quantity, len(self.held))
                assert pool.free - pool.over == self.quantity - len(self.held)
                assert differences() == []
                for day, number in self.by_day.items():
                    assert assigned_by_product(on=day).get(self.product.pk, 0) == number
                    assert sum(counts_on(day).get(self.product.pk, {}).values()) == number

        def teardown(self) -> None:
            if hasattr(self, "savepoint"):
                transaction.set_rollback(True)
                self.savepoint.__exit__(None, None, None)

    return Pool


@pytest.mark.django_db
def test_counts_are_exact_in_any_order(cast: Cast) -> None:
    few = settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine_for(cast), settings=few)
