"""Reads of expectations, and of the price index that the federation has chosen."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django.db.models import F, OuterRef, QuerySet, Subquery

from samdrift.core.access import READS_ALL, Actor, Deed
from samdrift.plan.models import Expectation, IndexChoice, IndexValue

MONTHS = 12


def expectations_that_count() -> QuerySet[Expectation]:
    """This will return what decisions say will come, each as it was recorded last."""
    same = Expectation.objects.filter(owner=OuterRef("owner"), year=OuterRef("year"), kind=OuterRef("kind"))
    return Expectation.objects.annotate(latest=Subquery(same.order_by("-recorded_at", "-pk").values("pk")[:1])).filter(pk=F("latest"))


def expectations_read_by(actor: Actor) -> QuerySet[Expectation]:
    """This will return the expectations that an actor may read, by member, year and kind."""
    if not actor.may(Deed.READ_BILLS):
        return Expectation.objects.none()
    rows = expectations_that_count() if actor.role in READS_ALL else expectations_that_count().filter(owner_id=actor.owner_id)
    return rows.select_related("owner").order_by("owner", "-year", "kind")


def expected_rows(owner_ids: Iterable[int] | None = None) -> QuerySet[Expectation]:
    """This will return every expectation that counts, of these members or of all that the walls show; one query."""
    rows = Expectation.objects.all() if owner_ids is None else Expectation.objects.filter(owner__in=list(owner_ids))
    return rows.order_by("owner_id", "year", "kind", "-recorded_at", "-pk").distinct("owner_id", "year", "kind")


def chosen_index() -> IndexChoice | None:
    """This will return which index the federation has chosen; None before it has."""
    return IndexChoice.objects.order_by("-recorded_at", "-pk").first()


def index_names() -> list[str]:
    """This will return the names of the indexes that have values."""
    return list(IndexValue.objects.order_by("name").values_list("name", flat=True).distinct())


def index_rows(name: str | None = None) -> list[IndexValue]:
    """This will return the values that count of an index, or of all, the latest year first and a year's own value before its months."""
    rows = IndexValue.objects.all() if name is None else IndexValue.objects.filter(name=name)
    latest = rows.order_by("name", "-year", F("month").asc(nulls_first=True), "-recorded_at", "-pk")
    return list(latest.distinct("name", "year", "month"))


def index_by_year(name: str) -> dict[int, Fraction]:
    """This will return an index by year: the year's own value, else the mean of its months where all twelve are known."""
    of_years: dict[int, Fraction] = {}
    of_months: dict[int, list[Fraction]] = {}
    for row in index_rows(name):
        if row.month is None:
            of_years[row.year] = Fraction(row.value)
        else:
            of_months.setdefault(row.year, []).append(Fraction(row.value))
    means = {year: sum(values, Fraction(0)) / MONTHS for year, values in of_months.items() if len(values) == MONTHS}
    return {**means, **of_years}
