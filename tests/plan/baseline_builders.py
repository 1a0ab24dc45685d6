"""Baselines, what remains, what was expected and a price index, for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samdrift.catalog.models import Service
from samdrift.core.access import Actor, Role, inside
from samdrift.members.models import Organization
from samdrift.plan.actions.baselines import begin_baseline, sign_baseline, state_remaining, write_line
from samdrift.plan.actions.expectations import choose_index, record_expectation, record_index_value
from samdrift.plan.models import Baseline, BaselineSignature, Expectation, RemainingCost
from tests.builders import NOW, a_seat, actor_of, an_account, everywhere

INDEX = "Provindex"


def a_baseline(member: Organization, service: Service, amount: int = 1_000_00, kept: int = 0, *, year: int = 2018) -> Baseline:
    """A baseline with one line, that nobody has signed. Members of tests joined in 2020."""
    with everywhere() as samdrift:
        baseline = begin_baseline(member, year, by=samdrift, at=NOW)
        write_line(baseline, service, "support", amount, kept, by=samdrift, at=NOW)
        return baseline


def signatory_of(member: Organization) -> Actor:
    account = an_account()
    a_seat(account, member, Role.SIGNATORY)
    return actor_of(account)


def signed(baseline: Baseline, by: Actor | None = None) -> BaselineSignature:
    by = by or signatory_of(Organization(pk=baseline.owner_id))
    with inside(by.walls):
        return sign_baseline(baseline, by=by, at=NOW)


def remains(member: Organization, service: Service, amount: int = 0, *, year: int = 2026) -> RemainingCost:
    with everywhere() as samdrift:
        return state_remaining(member, year, service, "support", amount, by=samdrift, at=NOW)


def an_index(values: dict[int, str] | None = None, name: str = INDEX) -> None:
    """A chosen index: a krona of 2018 is two of 2026."""
    with everywhere() as samdrift:
        for year, value in (values or {2018: "100", 2019: "125", 2025: "160", 2026: "200"}).items():
            record_index_value(name, year, Decimal(value), "Syntetiskt", by=samdrift, at=NOW)
        choose_index(name, decided_on=date(2026, 1, 15), decided_by="Samverkansrådet", by=samdrift, at=NOW)


def expects(member: Organization, amount: int, *, year: int = 2026, kind: str = "support", prices_of: int = 2026) -> Expectation:
    with everywhere() as samdrift:
        facts = {"registry_number": "Dnr 77-2019", "decided_on": date(2019, 6, 3), "by": samdrift, "at": NOW}
        return record_expectation(member, year, kind, amount, prices_of=prices_of, **facts)  # type: ignore[arg-type]
