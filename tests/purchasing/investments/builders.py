"""Investments for tests: `an_investment(cast)` costs 1 000 kr over three months from September, shared equally by both members."""

from __future__ import annotations

from datetime import UTC, date, datetime

from samdrift.catalog.models import Service
from samdrift.engines.period import Month
from samdrift.members.models import Organization
from samdrift.run.purchasing.actions.investments import Decision, add_investment, dispose_investment
from samdrift.run.purchasing.models import Investment, InvestmentDisposal
from tests.builders import NOW, Cast, everywhere

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (Month(2026, month) for month in (9, 10, 11, 12))
IN_AUGUST = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)


def an_investment(
    cast: Cast,
    name: str = "Servrar",
    *,
    amount_minor: int = 100_000,
    life: int = 3,
    starts: Month = SEPTEMBER,
    key: str = "equal",
    shares: dict[Organization, int | None] | None = None,
    service: Service | None = None,
    number: str = "IT-2026-31",
) -> Investment:
    decision = Decision(number, date(2026, 6, 12), "Samverkansrådet", amount_minor, life, starts)
    sharing = {cast.member: None, cast.other: None} if shares is None else shares
    with everywhere() as actor:
        return add_investment(name, decision, service or cast.desk_service, key, sharing, name_en=f"{name} (en)", by=actor, at=IN_AUGUST)


def disposed(investment: Investment, on: date, reason: str = "Brunnen", at: datetime = NOW) -> InvestmentDisposal:
    with everywhere() as actor:
        return dispose_investment(investment, on, reason, by=actor, at=at)
