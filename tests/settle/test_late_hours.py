"""Hours of a project that come late, or were too many: differences by themselves, and credits that name what they credit."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from samdrift.engines.period import Month
from samdrift.run.projects.models import Project, Rate
from samdrift.run.projects.queries.projects import cost_of, month_costs
from samdrift.settle.actions import Entered
from samdrift.settle.actions.projects import rows_of
from samdrift.settle.checks import differences
from samdrift.settle.explain import explain_line
from samdrift.settle.models import CostEntry, CostPool, SettlementLine
from samdrift.settle.queries import ProjectCharge, project_charges_of
from samdrift.settle.queries.projects import HoursEntered
from tests.builders import Cast, everywhere
from tests.projects.builders import changed, hours
from tests.settle.builders import HEADER, IN_DECEMBER, IN_NOVEMBER, NOVEMBER, OCTOBER, amounts, an_economy, close, costs, send
from tests.settle.project_builders import a_pooled_project, entered, take

IN_OCTOBER = date(2026, 10, 12)


def test_hours_written_after_the_cost_was_entered_are_an_entry_of_their_own(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast)
    take(cast)
    hours(cast, project, 300, who="ulla", at=IN_NOVEMBER)
    assert take(cast) == Entered(1, 0)
    assert take(cast) == Entered(0, 1)
    assert entered()[1:] == [(f"PRJ-{project.code}-2026-10-2", 500_00, "2026-10")]
    settlement = send(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("pool__key", "settlement").get(settlement=settlement, owner=cast.member)
        worked = explain_line(line)[2]
    assert [fact["minutes"] for fact in worked.facts["hours"]] == [600, 900]
    assert len(worked.words) == 2


def test_hours_that_were_too_many_are_credited_and_name_what_they_credit(cast: Cast) -> None:
    """600 minutes, then 300 more, then 120 in all: 780 minutes too many go back, the last entry first."""
    an_economy(cast)
    project = a_pooled_project(cast)
    take(cast)
    hours(cast, project, 300, who="ulla", at=IN_NOVEMBER)
    take(cast)
    hours(cast, project, 120, at=IN_NOVEMBER)
    hours(cast, project, 0, who="ulla", at=IN_NOVEMBER + timedelta(hours=1))
    assert take(cast) == Entered(2, 0)
    with everywhere():
        back = CostEntry.objects.filter(amount_minor__lt=0).order_by("pk")
        assert [(row.credits.voucher, row.amount_minor) for row in back if row.credits] == [
            (f"PRJ-{project.code}-2026-10-2", -500_00),
            (f"PRJ-{project.code}-2026-10", -800_00),
        ]
        assert differences() == []
    assert sum(amount for _voucher, amount, _month in entered()) == 200_00
    assert sum(amounts(send(cast)).values()) == 200_00


def test_late_hours_of_a_closed_month_come_with_the_next_one_and_so_does_what_was_too_much(cast: Cast) -> None:
    an_economy(cast)
    more, less, new = a_pooled_project(cast), a_pooled_project(cast), a_pooled_project(cast, 0)
    take(cast)
    send(cast)
    close(cast)
    hours(cast, more, 630, at=IN_NOVEMBER)
    hours(cast, less, 570, at=IN_NOVEMBER)
    hours(cast, new, 60, at=IN_NOVEMBER)
    with everywhere():
        late = project_charges_of(cast.unit, NOVEMBER)
        waiting = {charge.project: (charge.month, charge.waiting_minor) for charge in late}
        assert waiting == {more: (OCTOBER, 50_00), less: (OCTOBER, -50_00), new: (OCTOBER, 100_00)}
    assert take(cast, NOVEMBER, IN_DECEMBER) == Entered(3, 0)
    found = amounts(send(cast, NOVEMBER, IN_DECEMBER))
    assert {code: amount for (member, code), amount in found.items() if member == cast.other.name} == {
        f"PRJ-{more.pk} late": 16_67,
        f"PRJ-{less.pk} late": -16_67,
        f"PRJ-{new.pk} late": 33_33,
    }
    close(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        assert differences() == []
        assert project_charges_of(cast.unit, Month(2026, 12)) == []


COSTS_IN_TURN = st.lists(st.tuples(st.integers(0, 10_080), st.integers(1, 300_000), st.booleans()), min_size=1, max_size=12)


@given(COSTS_IN_TURN)
def test_whatever_the_order_of_hours_rates_and_entering_all_entries_come_to_the_cost(steps: list[tuple[int, int, bool]]) -> None:
    """Minutes, rate, and whether finance enters then; at the end it does. A credit takes no more than is left of what it names."""
    left: dict[str, int] = {}
    entered: list[HoursEntered] = []
    for place, (minutes, hour, enters) in enumerate(steps, start=1):
        charge = a_charge(minutes, hour, entered, left)
        if not (enters or place == len(steps)) or not charge.takes:
            continue
        for row in rows_of(charge, date(2026, 11, 9)):
            assert row.voucher not in left
            left[row.voucher] = max(row.amount_minor, 0)
            if row.amount_minor < 0:
                left[row.credits] += row.amount_minor
                assert left[row.credits] >= 0
            entered.append(HoursEntered(row.voucher, row.pool, row.amount_minor, 0))
        again = a_charge(minutes, hour, entered, left)
        assert again.waiting_minor == 0
        assert (again.entered_minor or 0) == again.amount_minor == sum(left.values())


def a_charge(minutes: int, hour: int, entered: list[HoursEntered], left: dict[str, int]) -> ProjectCharge:
    """A project's October with so many minutes, without a database."""
    known = tuple(HoursEntered(one.voucher, one.pool_code, one.amount_minor, left[one.voucher]) for one in entered)
    project, rate, pool = Project(pk=1, code="P-1", title="P"), Rate(hour_minor=hour), CostPool(code="DESK")
    return ProjectCharge(project, OCTOBER, minutes, rate, cost_of(minutes, hour), pool, True, known)


def test_late_hours_in_any_order_come_to_the_cost_and_the_bills_to_the_entries(cast: Cast) -> None:
    """Three projects over two months, entered, sent and closed between corrections, with a key that changes in the second."""
    an_economy(cast)
    draw, projects = Random(9), [a_pooled_project(cast, 0) for _one in range(3)]
    billed = 0
    for round_ in range(4):
        at = IN_NOVEMBER + timedelta(hours=round_)
        for project in projects:
            hours(cast, project, draw.randrange(1, 2_000), week=draw.choice([IN_OCTOBER, date(2026, 11, 2)]), at=at)
        if round_ < 2:
            take(cast, OCTOBER, at)
            billed = sum(amounts(send(cast, OCTOBER, at)).values())
        if round_ == 1:
            close(cast, OCTOBER, at)
            changed(projects[0], {cast.member: 1, cast.other: 6}, at=at)
    take(cast, NOVEMBER, IN_DECEMBER)
    billed += sum(amounts(send(cast, NOVEMBER, IN_DECEMBER)).values())
    close(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        cost = sum(month.amount_minor for month in month_costs())
        assert differences() == []
        assert all(charge.waiting_minor == 0 for month in (OCTOBER, NOVEMBER) for charge in project_charges_of(cast.unit, month))
        late = SettlementLine.objects.filter(pool__code=f"PRJ-{projects[0].pk}", settlement__month=NOVEMBER.starts_on)
        assert {line.pool.total_count for line in late.select_related("pool")} == {7}
        first = SettlementLine.objects.filter(pool__code=f"PRJ-{projects[0].pk}", settlement__month=OCTOBER.starts_on)
        assert {line.pool.total_count for line in first.select_related("pool")} <= {3}
    assert billed == sum(amount for _voucher, amount, _month in entered()) == cost


def test_what_somebody_credits_by_hand_stays_credited(cast: Cast) -> None:
    an_economy(cast)
    project = a_pooled_project(cast)
    take(cast)
    costs(cast, HEADER + f"K-1;2026-10-30;DESK;-100,00;Rabatt;PRJ-{project.code}-2026-10\n")
    assert take(cast) == Entered(0, 1)
    assert amounts(send(cast)) == {
        (cast.member.name, f"PRJ-{project.pk} usual"): 600_00,
        (cast.other.name, f"PRJ-{project.pk} usual"): 300_00,
    }
    hours(cast, project, 0, at=IN_NOVEMBER)
    assert take(cast) == Entered(1, 0)  # no more is credited than is left
    assert take(cast) == Entered(0, 1)
    assert sum(amount for _voucher, amount, _month in entered()) == 0
    with everywhere():
        assert differences() == []
