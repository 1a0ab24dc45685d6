"""Did it pay? What a member's own IT cost before, held against what it was expected to pay and what it paid, in one year's prices. Pure.

Only closed months are compared: a year with nine of them takes nine twelfths of what is told for a year. One-off costs count whole, in the
year they fell in. Where something is missing the answer is that it cannot be told, and what is missing is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

A_YEAR = 12  # months


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class Lack(StrEnum):
    """What must be known before it can be told whether it paid."""

    BASELINE = "baseline"  # no baseline is signed
    MONTHS = "months"  # no month is closed
    INDEX = "index"  # a year's price index is not known
    REMAINING = "remaining"  # what the member still pays itself is not stated for a year


class NoIndexValue(ValueError):
    """The price index has no value for a year that an amount comes from or goes to."""


@dataclass(frozen=True, slots=True)
class Index:
    """A price index by year."""

    values: Mapping[int, Fraction]
    _known: dict[tuple[int, int], Fraction] = field(default_factory=dict, repr=False, compare=False)  # quotients of hundreds of members

    def factor(self, from_year: int, to_year: int) -> Fraction:
        """This function will say what one krona of a year is in another year's prices: the quotient of their index values.

        >>> Index({2009: Fraction(100), 2025: Fraction(140)}).factor(2009, 2025)
        Fraction(7, 5)
        """
        if from_year == to_year:
            return Fraction(1)
        found = self._known.get((from_year, to_year))
        if found is None:
            for year in (from_year, to_year):
                if not self.values.get(year):
                    raise NoIndexValue(str(year))
            found = self._known[from_year, to_year] = self.values[to_year] / self.values[from_year]
        return found


@dataclass(frozen=True, slots=True)
class Expected:
    """An amount that a decision says will come in a year, in some year's prices; what comes once is counted whole."""

    minor: int
    prices_of: int
    is_once: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a member, by year and in each year's own prices; amounts in öre.

    baselines: signed ones. months: closed ones with a bill. billed: in those. kept: what the member still pays itself, as stated, at a
    year's rate. once: one-off costs that it bore. sent: bills that can still change. assumed: what the baselines said would be kept.
    """

    baselines: Mapping[int, int] = field(default_factory=dict)
    assumed: Mapping[int, int] = field(default_factory=dict)
    months: Mapping[int, int] = field(default_factory=dict)
    billed: Mapping[int, int] = field(default_factory=dict)
    sent: Mapping[int, int] = field(default_factory=dict)
    kept: Mapping[int, int] = field(default_factory=dict)
    once: Mapping[int, int] = field(default_factory=dict)
    expected: Mapping[int, tuple[Expected, ...]] = field(default_factory=dict)
    employees: int | None = None


@dataclass(frozen=True, slots=True)
class YearPay:
    """A year's comparison, in the prices of the year that all are told in. `kept_is_stated` is False where the baseline had to say it."""

    year: int
    months: int
    baseline_minor: int
    low_minor: int
    high_minor: int
    expected_minor: int | None
    billed_minor: int
    kept_minor: int
    kept_is_stated: bool
    once_minor: int

    @property
    def actual_minor(self) -> int:
        return self.billed_minor + self.kept_minor + self.once_minor

    @property
    def gain_minor(self) -> int:
        return self.baseline_minor - self.actual_minor


@dataclass(frozen=True, slots=True)
class Pay:
    """A member's comparison over its years, or that of many together. Amounts in the prices of `prices_of`.

    Without a baseline, closed months or an index there are no years and no figure. `members` says how many are counted, `employees` how
    many work there, None where one of them is not known.
    """

    prices_of: int | None
    years: tuple[YearPay, ...]
    lacks: frozenset[Lack]
    sent_minor: int = 0
    once_outside_minor: int = 0
    employees: int | None = None
    members: int = 1

    def _sum(self, name: str) -> int:
        return sum(getattr(year, name) for year in self.years)

    @property
    def has_figure(self) -> bool:
        return bool(self.years)

    @property
    def baseline_minor(self) -> int:
        return self._sum("baseline_minor")

    @property
    def low_minor(self) -> int:
        return self._sum("low_minor")

    @property
    def high_minor(self) -> int:
        return self._sum("high_minor")

    @property
    def billed_minor(self) -> int:
        return self._sum("billed_minor")

    @property
    def kept_minor(self) -> int:
        return self._sum("kept_minor")

    @property
    def once_minor(self) -> int:
        return self._sum("once_minor")

    @property
    def actual_minor(self) -> int:
        return self._sum("actual_minor")

    @property
    def expected_minor(self) -> int | None:
        """What was expected of all the years; None where a year has no expectation."""
        found = [year.expected_minor for year in self.years]
        known = [minor for minor in found if minor is not None]
        return sum(known) if known and len(known) == len(found) else None

    @property
    def gain_minor(self) -> int:
        return self.baseline_minor - self.actual_minor

    @property
    def least_minor(self) -> int:
        return self.low_minor - self.actual_minor

    @property
    def most_minor(self) -> int:
        return self.high_minor - self.actual_minor

    @property
    def gain_per_employee_minor(self) -> int | None:
        return round(Fraction(self.gain_minor, self.employees)) if self.years and self.employees else None

    @property
    def verdict(self) -> Verdict:
        """Yes where it paid against the cheapest signed year, no where it did not even against the dearest; between them, or with
        something missing, it cannot be told."""
        if self.lacks or not self.years:
            return Verdict.CANNOT_TELL
        if self.least_minor > 0:
            return Verdict.YES
        return Verdict.NO if self.most_minor < 0 else Verdict.CANNOT_TELL


def pay_of(known: Known, index: Index, *, prices_of: int | None = None) -> Pay:
    """This function will hold a member's signed baselines against its closed months, in the prices of the latest year that has any.

    Each baseline is brought to those prices; their mean is what doing it oneself would have cost, the lowest and the highest its range.
    """
    counted = sorted(year for year, months in known.months.items() if months)
    lacks = set()
    if not known.baselines:
        lacks.add(Lack.BASELINE)
    if not counted:
        lacks.add(Lack.MONTHS)
    to_year = prices_of or (counted[-1] if counted else None)
    outside = sum(minor for year, minor in known.once.items() if year not in counted)
    none = Pay(to_year, (), frozenset(lacks), sum(known.sent.values()), outside, known.employees)
    if lacks or to_year is None:
        return none
    try:
        own, assumed = alone(known.baselines, index, to_year), alone(known.assumed, index, to_year)
        years = tuple(_year(known, index, year, to_year, own, assumed) for year in counted)
    except NoIndexValue:
        return replace(none, lacks=frozenset({Lack.INDEX}))
    if not all(year.kept_is_stated for year in years):
        lacks.add(Lack.REMAINING)
    return replace(none, years=years, lacks=frozenset(lacks))


def alone(baselines: Mapping[int, int], index: Index, to_year: int) -> list[Fraction]:
    """This function will bring each signed year's cost to another year's prices, a whole year each."""
    return [minor * index.factor(year, to_year) for year, minor in sorted(baselines.items())]


def _year(known: Known, index: Index, year: int, to_year: int, own: list[Fraction], assumed: list[Fraction]) -> YearPay:
    part = Fraction(known.months[year], A_YEAR)
    factor = index.factor(year, to_year)
    stated = known.kept.get(year)
    kept = factor * stated if stated is not None else sum(assumed, Fraction(0)) / (len(assumed) or 1)
    return YearPay(
        year,
        known.months[year],
        round(sum(own, Fraction(0)) / len(own) * part),
        round(min(own) * part),
        round(max(own) * part),
        _expected(known.expected.get(year, ()), index, part, to_year),
        round(factor * known.billed.get(year, 0)),
        round(kept * part),
        stated is not None,
        round(factor * known.once.get(year, 0)),
    )


def _expected(rows: Iterable[Expected], index: Index, part: Fraction, to_year: int) -> int | None:
    found = [row.minor * index.factor(row.prices_of, to_year) * (1 if row.is_once else part) for row in rows]
    return round(sum(found)) if found else None


def together(pays: Iterable[Pay]) -> Pay:
    """This function will sum the members of whom it can be told: those with something missing are left out of every column alike.

    The pays must be told in one year's prices. Members with no lack only; their employees are None when one's are not known.
    """
    counted = [pay for pay in pays if pay.years and not pay.lacks]
    by_year: dict[int, list[YearPay]] = {}
    for pay in counted:
        for year in pay.years:
            by_year.setdefault(year.year, []).append(year)
    heads = [pay.employees for pay in counted]
    known = [number for number in heads if number]
    return Pay(
        counted[0].prices_of if counted else None,
        tuple(_summed(year, rows) for year, rows in sorted(by_year.items())),
        frozenset(),
        sum(pay.sent_minor for pay in counted),
        sum(pay.once_outside_minor for pay in counted),
        sum(known) if known and len(known) == len(heads) else None,
        len(counted),
    )


def _summed(year: int, rows: list[YearPay]) -> YearPay:
    expected = [row.expected_minor for row in rows]
    known = [minor for minor in expected if minor is not None]
    return YearPay(
        year,
        max(row.months for row in rows),
        sum(row.baseline_minor for row in rows),
        sum(row.low_minor for row in rows),
        sum(row.high_minor for row in rows),
        sum(known) if len(known) == len(expected) else None,
        sum(row.billed_minor for row in rows),
        sum(row.kept_minor for row in rows),
        True,
        sum(row.once_minor for row in rows),
    )
