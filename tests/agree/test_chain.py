"""Does the chain hold: the rule by itself, and over functions, suppliers and services below."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from samdrift.agree.chain import Said, Verdict, first_uncovered, judge
from samdrift.agree.queries import Link, chain_links
from samdrift.catalog.models import Dependency
from samdrift.members.actions import Hours
from tests.agree.builders import a_calendar, some_levels
from tests.agree.carrying import a_led_function, a_text, an_organization, on_paper, proposed, signed_by, with_the_member
from tests.builders import TODAY, Cast, everywhere

SHARES = st.integers(1, 1_000_000)
OPEN = {(1, 1): None}


@given(SHARES, st.lists(SHARES, min_size=1, max_size=5))
def test_availability_in_series_is_the_product_and_never_better_than_its_weakest(promised: int, carried: list[int]) -> None:
    judged = judge(Said(promised, 1), [Said(share, 1) for share in carried], OPEN)
    product = Fraction(1)
    for share in carried:
        product *= Fraction(share, 1_000_000)
    assert judged.carried == product <= Fraction(min(carried), 1_000_000)
    assert (judged.verdict == Verdict.HOLDS) == (product >= Fraction(promised, 1_000_000))


@given(SHARES, st.integers(1, 10**6), st.lists(st.tuples(SHARES, st.integers(1, 10**6)), min_size=1, max_size=4))
def test_a_time_holds_when_no_carrier_takes_longer_or_keeps_fewer(share: int, within: int, carried: list[tuple[int, int]]) -> None:
    judged = judge(Said(share, 1, within), [Said(of, 1, time) for of, time in carried], OPEN)
    assert (judged.verdict == Verdict.HOLDS) == all(time <= within and of >= share for of, time in carried)
    quicker = judge(Said(share, 1, within), [Said(1_000_000, 1, 1) for _one in carried], OPEN)
    assert quicker.verdict == Verdict.HOLDS, "a carrier that does better never breaks a chain"


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_the_first_hour_left_out_is_the_first_that_is_promised_and_not_carried(promised: set[int], carried: set[int]) -> None:
    def spans(hours: set[int]) -> list[tuple[datetime, datetime]]:
        start = datetime(2026, 11, 23, tzinfo=UTC)
        merged: list[tuple[datetime, datetime]] = []
        for hour in sorted(hours):
            opens = start + timedelta(hours=hour)
            merged = (
                [*merged[:-1], (merged[-1][0], opens + timedelta(hours=1))]
                if merged and merged[-1][1] == opens
                else [
                    *merged,
                    (opens, opens + timedelta(hours=1)),
                ]
            )
        return merged

    gap = first_uncovered(spans(promised), spans(carried))
    left_out = promised - carried
    assert (gap is None) == (not left_out)
    if gap:
        assert gap[0] == datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=min(left_out))


def _links(service: Any, measure: str, *, to: Any = None) -> list[Link]:
    with everywhere():
        found = [link for link in chain_links(on=TODAY) if link.promise.service_id == service.pk and link.promise.measure == measure]
    return [link for link in found if link.to == to]


def test_each_promise_is_held_against_the_nearest_that_carries_it(cast: Cast) -> None:
    operations, giver = a_led_function(cast, "Drift")
    desk, taker = a_led_function(cast, "Desken")
    (level,), calendar, karin = some_levels("Guld"), a_calendar(), cast.actor("karin")
    with_the_member(cast, level, calendar)
    (link,) = _links(level.service, "availability")
    assert (link.verdict, list(link.carriers)) == (Verdict.UNKNOWN, []), "nothing is written that carries it"
    between = a_text(cast, level, calendar, kind="functions", function=operations, availability=999_000, resolution_hours=5)
    signed_by(proposed(between, cast.unit, desk), giver, taker)
    (link,) = _links(level.service, "availability")
    assert (link.verdict, [one.who for one in link.carriers]) == (Verdict.HOLDS, [operations])
    (link,) = _links(level.service, "resolution")
    assert link.verdict == Verdict.SHORT
    assert [(carrier.who, target and target.within_seconds, why) for carrier, target, why, _gap in link.short] == [
        (operations, 5 * 3600, "time")
    ]
    # Two suppliers in series beneath operations: 99.95 % x 99.9 % is less than the 99.9 % that operations promises the desk
    for number, share in enumerate((999_500, 999_000)):
        supplier = an_organization("supplier", f"Bolag {number}")
        contract = a_text(cast, level, calendar, kind="underpinning", provider=supplier, availability=share, resolution_hours=None)
        on_paper(signed_by(proposed(contract, cast.unit, operations), karin), karin)
    (link,) = _links(level.service, "availability", to=desk)
    assert (link.verdict, len(link.carriers)) == (Verdict.SHORT, 2)
    assert link.judged.carried == Fraction(9995, 10_000) * Fraction(999, 1000)
    assert link.missing_points == "0,050"
    (link,) = _links(level.service, "resolution", to=desk)
    assert (link.verdict, len(link.silent)) == (Verdict.UNKNOWN, 2)
    (link,) = _links(level.service, "availability")
    assert link.verdict == Verdict.HOLDS, "what lies beneath operations is held against operations' own promise"


def test_a_carrier_on_weekdays_cannot_carry_what_is_promised_around_the_clock(cast: Cast) -> None:
    (level,) = some_levels("Guld")
    always = a_calendar(hours=Hours(weekly={day: [("00:00", "24:00")] for day in range(7)}))
    weekdays = a_calendar(hours=Hours(weekly={day: [("08:00", "17:00")] for day in range(5)}))
    with_the_member(cast, level, always)
    supplier = an_organization("supplier", "Nätbolaget")
    contract = a_text(cast, level, weekdays, kind="underpinning", provider=supplier, availability=999_900, resolution_hours=1)
    on_paper(signed_by(proposed(contract, cast.unit), cast.actor("karin")), cast.actor("karin"))
    for measure in ("availability", "resolution"):
        (link,) = _links(level.service, measure)
        assert link.verdict == Verdict.SHORT
        ((carrier, _target, why, gap),) = link.short
        assert (carrier.who, why) == (supplier, "hours")
        assert gap is not None
        assert gap[0] == datetime(2026, 11, 22, 23, tzinfo=UTC), "from midnight to eight on the first day"


def test_a_service_below_is_multiplied_in_and_named_when_it_promises_nothing(cast: Cast) -> None:
    (level,), (network,), calendar = some_levels("Guld"), some_levels("Guld"), a_calendar()
    karin = cast.actor("karin")
    with_the_member(cast, level, calendar)
    with everywhere():
        Dependency.objects.create(service=level.service, on_service=network.service)
    for below, share in ((level, 999_500), (network, 998_000)):
        supplier = an_organization("supplier", f"Bolag {below.pk}")
        contract = a_text(cast, below, calendar, kind="underpinning", provider=supplier, availability=share)
        on_paper(signed_by(proposed(contract, cast.unit), karin), karin)
    (link,) = _links(level.service, "availability")
    assert link.verdict == Verdict.SHORT
    assert [(carrier.service, carrier.is_below) for carrier, _target in link.factors] == [
        (level.service, False),
        (network.service, True),
    ]
    (link,) = _links(level.service, "resolution")
    assert link.verdict == Verdict.HOLDS, "how soon somebody answers is between those who deliver the service itself"
