"""Coverage never overlaps and always says what was signed, whatever is signed, renewed and ended, in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samdrift.agree import actions
from samdrift.agree.covering import Cover, Signed, covers_of
from samdrift.agree.models import Adoption, Agreement, Coverage
from samdrift.agree.queries import differences_from_facts, latest_version, levels_offered
from samdrift.core.errors import Refused
from tests.agree.builders import a_calendar, a_version, sign, some_levels
from tests.builders import NOW, TODAY, Cast, everywhere
from tests.remembered import the_cast

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
ADOPTIONS = st.lists(
    st.builds(
        Signed,
        adoption=st.just(0),
        from_on=DAYS,
        until_on=st.none() | DAYS,
        signed_on=DAYS,
        levels=st.dictionaries(st.integers(1, 3), st.integers(1, 2), min_size=1),
    ),
    max_size=6,
).map(lambda ones: [replace(one, adoption=number) for number, one in enumerate(ones)])


def _overlap(one: Cover, other: Cover) -> bool:
    return (other.until_on is None or one.from_on < other.until_on) and (one.until_on is None or other.from_on < one.until_on)


@given(ADOPTIONS)
def test_no_day_of_a_service_is_covered_twice_under_one_agreement(signed: list[Signed]) -> None:
    for one, other in combinations(covers_of(signed), 2):
        assert one.service != other.service or not _overlap(one, other)


@given(ADOPTIONS)
def test_nothing_is_covered_before_it_was_signed_and_signing_more_never_lengthens_what_was(signed: list[Signed]) -> None:
    before = {(c.adoption, c.service): c for c in covers_of(signed[:-1])}
    for cover in covers_of(signed):
        one = signed[cover.adoption]
        assert cover.from_on == max(one.from_on, one.signed_on)
        assert cover.until_on is None or cover.from_on < cover.until_on
        if cover.adoption < len(signed) - 1:
            was = before[cover.adoption, cover.service]
            assert was.until_on is None or (cover.until_on is not None and cover.until_on <= was.until_on)


def test_a_later_text_signed_for_an_earlier_day_leaves_nothing_of_the_one_before() -> None:
    first = Signed(1, date(2027, 1, 1), None, date(2026, 11, 1), {7: 3})
    second = Signed(2, date(2026, 12, 1), None, date(2026, 11, 2), {8: 3})
    assert covers_of([first, second]) == [Cover(2, 8, 3, date(2026, 12, 1), None)]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["join", "join", "renew", "end"]), st.integers(0, 1), st.integers(0, 40), st.integers(0, 2), st.integers(0, 3)
    ),
    min_size=1,
    max_size=7,
)


class CoverageNeverOverlaps(TestCase):
    """Two agreements over the same two services, one member, any sequence of joining, renewing and ending."""

    cast: Cast
    agreements: list[Agreement]

    def setUp(self) -> None:
        self.cast = the_cast()
        self.calendar = a_calendar()
        self.levels = [*some_levels("Guld", "Silver"), *some_levels("Guld")]
        self.agreements = [a_version(self.cast, self.levels, calendar=self.calendar).agreement for _ in range(2)]

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS)
    def test_under_any_sequence_of_signing_renewing_and_ending(self, steps: list[tuple[str, int, int, int, int]]) -> None:
        at = NOW
        for number, (what, which, days, choice, gap) in enumerate(steps):
            at += timedelta(days=gap)
            try:
                self._do(what, self.agreements[which], days, choice, number, at)
            except Refused:
                continue
            with everywhere():
                assert list(differences_from_facts()) == []
        with everywhere():
            rows = [(c.service_id, c.during) for c in Coverage.objects.all()]
        for (service, one), (other_service, other) in combinations(rows, 2):
            if service == other_service:
                assert (one.upper and one.upper <= other.lower) or (other.upper and other.upper <= one.lower)

    def _do(self, what: str, agreement: Agreement, days: int, choice: int, number: int, at: datetime) -> None:
        on = TODAY + timedelta(days=days)
        if what == "renew":
            a_version(self.cast, self.levels, agreement=agreement, calendar=self.calendar, from_on=at.date(), at=at, text=f"Text {number}")
        elif what == "join":
            self._join(agreement, on, choice, at)
        else:
            with everywhere():
                signed = Adoption.objects.filter(version__agreement=agreement, state=Adoption.State.SIGNED)
                adoption = signed.select_related("version__agreement").order_by("-pk").first()
                if adoption:
                    actions.end_adoption(adoption, last_on=on, by=self.cast.actor("karin"), at=at)

    def _join(self, agreement: Agreement, on: date, choice: int, at: datetime) -> None:
        with everywhere() as samdrift:
            version = latest_version(agreement)
            assert version is not None
            offered = list(levels_offered(version).items())
            levels = {service: levels[choice % len(levels)] for service, levels in offered[choice % 2 :]}
            adoption = actions.propose_adoption(
                version, self.cast.member, levels=levels, from_on=max(on, version.from_on), by=samdrift, at=at
            )
        sign(adoption, self.cast.actor("sten"), at=at)
        sign(adoption, self.cast.actor("karin"), at=at)
