"""Contracts and call-offs: within the ceiling and the period, seen by whom, and how they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from django.test import Client

from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed, Refused
from samdrift.members.actions.organizations import NotAnOrganizationNumber, NumberTaken
from samdrift.run.purchasing.actions import calloffs as c
from samdrift.run.purchasing.actions import contracts as k
from samdrift.run.purchasing.actions.suppliers import add_supplier
from samdrift.run.purchasing.models import CallOff, Contract, ContractUse
from samdrift.run.purchasing.queries.contract_checks import differences
from samdrift.run.purchasing.queries.contracts import Standing, call_offs_by_member, call_offs_of, contract_standing
from tests.builders import NOW, TODAY, Cast, everywhere
from tests.purchasing.contract_builders import CEILING, a_call_off, a_contract, a_supplier, an_order, some_terms


def standing(contract: Contract, on: date = TODAY) -> Standing:
    with everywhere():
        found = contract_standing(contract.pk, on=on)
    assert found is not None
    return found


def deliver(cast: Cast, row: CallOff, amount: int | None = None, *, on: date = TODAY, who: str = "carin") -> None:
    actor = cast.actor(who)
    with inside(actor.walls):
        c.deliver(row, on=on, amount_minor=amount, by=actor, at=NOW)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"ends_on": None}, k.FrameworkNeedsAnEnd),
        ({"ends_on": date(2025, 12, 31)}, k.ContractEndsFirst),
        ({"ends_on": date(9999, 12, 31)}, k.NotTheseYears),
        ({"starts_on": date(1, 1, 1)}, k.NotTheseYears),
        ({"ceiling_minor": 0}, k.NoCeiling),
        ({"ceiling_minor": -5}, k.NoCeiling),
        ({"renewal_months": 0}, k.RenewalsHaveNoLength),
    ],
)
def test_refuses_a_contract_without_an_end_or_a_ceiling(cast: Cast, said: dict[str, object], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        a_contract(cast, **said)


def test_refuses_a_contract_with_somebody_who_is_no_supplier_or_a_reference_that_is_taken(cast: Cast) -> None:
    with pytest.raises(k.NotASupplier):
        a_contract(cast, supplier=cast.member)
    a_contract(cast, reference="2026-1")
    with pytest.raises(k.ReferenceTaken):
        a_contract(cast, reference="2026-1")


def test_a_supplier_s_number_is_checked_and_its_own(cast: Cast) -> None:
    by = cast.actor("elin")
    with inside(by.walls):
        made = add_supplier("Datorbolaget AB", short_name="Datorbolaget", number="5560360793", by=by, at=NOW)
        assert made.number == "556036-0793"
        with pytest.raises(NotAnOrganizationNumber):
            add_supplier("Fel AB", short_name="Fel", number="556036-0794", by=by, at=NOW)
        with pytest.raises(NumberTaken), transaction.atomic():
            add_supplier("Kopia AB", short_name="Kopia", number="556036-0793", by=by, at=NOW)


def test_what_is_ordered_is_committed_until_it_comes_and_called_off_then(cast: Cast) -> None:
    contract = a_contract(cast)
    first, second = a_call_off(cast, contract), a_call_off(cast, contract, an_order(200_000_00), who="berit")
    now = standing(contract)
    assert (now.use.called_off_minor, now.use.committed_minor, now.left_minor) == (0, 300_000_00, 700_000_00)
    deliver(cast, first)
    deliver(cast, second, 150_000_00, who="berit")
    now = standing(contract)
    assert (now.use.called_off_minor, now.use.committed_minor, now.left_minor) == (250_000_00, 0, 750_000_00)
    with everywhere():
        assert differences() == []
        assert [(row.member, row.ordered_minor) for row in call_offs_by_member(contract)] == [
            (cast.other, 150_000_00),
            (cast.member, 100_000_00),
        ]


def test_a_cancelled_order_leaves_the_ceiling_as_it_was(cast: Cast) -> None:
    contract = a_contract(cast)
    deliver(cast, a_call_off(cast, contract), 0)
    assert standing(contract).left_minor == CEILING
    with everywhere():
        assert differences() == []


def test_refuses_a_second_delivery_more_than_was_ordered_and_one_before_the_order(cast: Cast) -> None:
    row = a_call_off(cast, a_contract(cast))
    with pytest.raises(c.MoreThanOrdered):
        deliver(cast, row, row.amount_minor + 1)
    with pytest.raises(c.MoreThanOrdered):
        deliver(cast, row, -1)
    with pytest.raises(c.DeliveredBeforeOrdered):
        deliver(cast, row, on=TODAY - timedelta(days=1))
    with pytest.raises(c.OrderedLater):
        deliver(cast, row, on=TODAY + timedelta(days=1))
    deliver(cast, row)
    with pytest.raises(c.DeliveredAlready):
        deliver(cast, row)


def test_refuses_a_call_off_above_what_is_left_to_the_very_ore(cast: Cast) -> None:
    contract = a_contract(cast)
    a_call_off(cast, contract, an_order(CEILING - 1_00))
    with pytest.raises(c.AboveCeiling) as refused:
        a_call_off(cast, contract, an_order(1_01))
    assert "1.00 is left" in str(refused.value).replace("\xa0", " ") or "1,00" in str(refused.value)
    a_call_off(cast, contract, an_order(1_00))
    assert standing(contract).state == "full"


def test_refuses_a_call_off_after_the_period_s_end_before_its_start_and_on_a_day_to_come(cast: Cast) -> None:
    contract = a_contract(cast, starts_on=date(2026, 2, 1), ends_on=date(2026, 11, 22))
    with pytest.raises(c.ContractIsOver):
        a_call_off(cast, contract)  # on 23 November
    with pytest.raises(c.ContractNotBegun):
        a_call_off(cast, contract, an_order(on=date(2026, 1, 31)))
    with pytest.raises(c.OrderedLater):
        a_call_off(cast, contract, an_order(on=TODAY + timedelta(days=1)))
    a_call_off(cast, contract, an_order(on=date(2026, 11, 22)))  # entered a day late, ordered on the last day


@pytest.mark.parametrize("amount", [0, -100])
def test_refuses_a_call_off_of_nothing(cast: Cast, amount: int) -> None:
    with pytest.raises(c.NothingOrdered):
        a_call_off(cast, a_contract(cast), an_order(amount))


def test_refuses_the_same_order_twice_at_one_member_and_not_at_two(cast: Cast) -> None:
    contract = a_contract(cast)
    a_call_off(cast, contract, an_order(reference="B-7"))
    with pytest.raises(c.CallOffIsThere):
        a_call_off(cast, contract, an_order(reference="B-7"))
    a_call_off(cast, contract, an_order(reference="B-7"), who="berit")
    assert standing(contract).use.committed_minor == 200_000_00


def test_the_database_has_the_last_word_on_the_ceiling(cast: Cast) -> None:
    contract = a_contract(cast)
    with everywhere(), pytest.raises(Exception, match="purchasing_use_within_ceiling"), transaction.atomic():
        ContractUse.objects.filter(contract=contract).update(committed_minor=CEILING + 1)


def test_a_renewal_moves_the_end_and_the_reminder(cast: Cast) -> None:
    contract, by = a_contract(cast), cast.actor("elin")
    assert standing(contract).reminder_on == date(2027, 10, 2)
    with inside(by.walls):
        k.renew_contract(contract, by=by, at=NOW)
    now = standing(contract)
    assert (now.use.until_on, now.reminder_on) == (date(2028, 12, 31), date(2028, 10, 2))
    a_call_off(cast, contract, an_order(on=date(2028, 6, 1)), at=datetime(2028, 6, 1, 9, tzinfo=UTC))
    with everywhere():
        assert differences() == []


def test_a_reminder_is_counted_from_the_period_that_runs_after_two_renewals(cast: Cast, as_: Callable[[str], Client]) -> None:
    contract = a_contract(cast)  # until 2027-12-31, twelve months at a time, ninety days' notice
    for until_on, reminder_on in ((date(2028, 12, 31), date(2028, 10, 2)), (date(2029, 12, 31), date(2029, 10, 2))):
        assert as_("elin").post(f"/contracts/{contract.pk}/renew/").status_code == 302
        now = standing(contract)
        assert (now.use.until_on, now.reminder_on) == (until_on, reminder_on)
    assert as_("elin").post(f"/contracts/{contract.pk}/renew/").status_code == 409
    page = as_("elin").get(f"/contracts/{contract.pk}/").content.decode()
    assert "2029-10-02" in page
    assert "2027-10-02" not in page
    days = (date(2027, 11, 1), date(2028, 11, 1), date(2029, 10, 1), date(2029, 10, 2), date(2030, 1, 1))
    assert [standing(contract, day).state for day in days] == ["runs", "runs", "runs", "notice", "over"]


def test_refuses_a_renewal_that_is_not_left_or_comes_too_late(cast: Cast) -> None:
    by = cast.actor("elin")
    contract = a_contract(cast, renewals_most=1)
    over = a_contract(cast, ends_on=date(2026, 11, 22))
    with inside(by.walls):
        k.renew_contract(contract, by=by, at=NOW)
        with pytest.raises(k.NoRenewalLeft):
            k.renew_contract(contract, by=by, at=NOW)
        with pytest.raises(k.PeriodIsOver):
            k.renew_contract(over, by=by, at=NOW)


def test_a_member_sees_its_own_call_offs_and_the_totals(cast: Cast) -> None:
    contract = a_contract(cast)
    a_call_off(cast, contract)
    a_call_off(cast, contract, who="berit")
    carin = cast.actor("carin")
    with inside(carin.walls):
        assert {row.owner_id for row in call_offs_of(contract, carin)} == {cast.member.pk}
        assert CallOff.objects.count() == 1  # whatever is asked: the wall stands in the database
        now = contract_standing(contract.pk, on=TODAY)
    assert now is not None
    assert now.use.committed_minor == 200_000_00


def test_a_member_calls_off_for_itself_only_and_buys_nothing_for_all(cast: Cast) -> None:
    contract, carin, supplier = a_contract(cast), cast.actor("carin"), a_supplier(cast)
    with inside(carin.walls):
        with pytest.raises(NotAllowed):
            c.call_off(contract, cast.other, an_order(), by=carin, at=NOW)
        with pytest.raises(NotAllowed):
            k.add_contract(some_terms(supplier), by=carin, at=NOW)
        with pytest.raises(NotAllowed):
            k.renew_contract(contract, by=carin, at=NOW)


def test_three_call_offs_tell_the_day_it_runs_out(cast: Cast) -> None:
    contract = a_contract(cast)
    for day in (1, 2):
        a_call_off(cast, contract, an_order(200_000_00, on=date(2026, 10, day)))
    assert standing(contract).pace is None
    a_call_off(cast, contract, an_order(200_000_00))
    now = standing(contract)
    assert now.pace is not None
    days = (TODAY - date(2026, 1, 1)).days + 1
    assert now.pace.ends_on == TODAY + timedelta(days=400_000_00 * days // 600_000_00)
    assert now.state == "early"


def test_the_check_notices_a_projection_that_does_not_follow(cast: Cast) -> None:
    contract = a_contract(cast)
    a_call_off(cast, contract)
    with everywhere():
        ContractUse.objects.filter(contract=contract).update(committed_minor=1, until_on=date(2030, 1, 1))
        assert len(differences()) == 1


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_in_whatever_order_the_totals_follow_from_the_facts(cast: Cast, seed: int) -> None:
    """Call-offs, deliveries, cancellations and renewals drawn at random, the refused ones among them."""
    draw = Random(seed)
    contracts, rows = [a_contract(cast), a_contract(cast, ceiling_minor=1_000_00)], list[tuple[CallOff, str]]()
    by = cast.actor("elin")
    for _step in range(60):
        what, who = draw.choice(["order", "order", "deliver", "cancel", "renew"]), draw.choice(["carin", "berit"])
        try:
            if what == "order":
                order = an_order(draw.randint(1, 500_00), on=date(2026, 11, draw.randint(1, 23)))
                rows.append((a_call_off(cast, draw.choice(contracts), order, who=who), who))
            elif what == "renew":
                with inside(by.walls):
                    k.renew_contract(draw.choice(contracts), by=by, at=NOW)
            elif rows:
                row, whose = draw.choice(rows)
                deliver(cast, row, 0 if what == "cancel" else draw.randint(1, row.amount_minor), who=whose)
        except (c.AboveCeiling, c.DeliveredAlready, k.NoRenewalLeft):
            pass
    with everywhere():
        assert differences() == []
        assert CallOff.objects.count() == len(rows)
