"""A unit's month from its costs to its end: worked by hand, sent, closed, corrected in the next."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from samdrift.core.access import inside
from samdrift.core.errors import NotAllowed, Refused
from samdrift.core.models import AuditEntry
from samdrift.engines.period import Month
from samdrift.run.desk.models import Ticket
from samdrift.settle.actions import (
    CorrectsACorrection,
    CostsChangedSinceSent,
    CountBelowZero,
    KeyForAClosedMonth,
    KeyIsDecided,
    MonthIsOpen,
    MonthNotOver,
    NothingSent,
    NothingToSettle,
    SameCount,
    SettlementIsClosed,
    SharesMissing,
    close_month,
    send_settlement,
)
from samdrift.settle.checks import differences
from samdrift.settle.models import CostEntry, PublishedPool, Settlement, SettlementLine, TakenCorrection, TakenEntry
from samdrift.settle.queries import (
    EarlierMonthIsOpen,
    MemberHasNoHeadcount,
    MemberHasNoShare,
    NobodyTakesIt,
    ServiceHasNoKey,
    bill_of,
    preview,
    settlements_in_order,
)
from samdrift.settle.sharing import AllDriversZero
from tests.builders import Cast, a_headcount, a_service, a_ticket, everywhere
from tests.settle.builders import (
    COSTS,
    HEADER,
    IN_DECEMBER,
    IN_NOVEMBER,
    IN_OCTOBER,
    NOVEMBER,
    OCTOBER,
    SEPTEMBER,
    a_closed_october,
    a_key,
    a_pool,
    amounts,
    an_economy,
    close,
    correct,
    costs,
    send,
)


def stops_of(cast: Cast) -> list[type[Refused]]:
    with everywhere():
        return [type(stop) for stop in preview(cast.unit, OCTOBER).stops]


def test_a_month_worked_by_hand(cast: Cast) -> None:
    """1 000,01 kr by 3 and 1 employees: exactly 750,0075 and 250,0025; the öre left goes to the larger remainder. 300 kr in two."""
    an_economy(cast)
    costs(cast, COSTS)
    settlement = send(cast)
    assert settlement.total_minor == 1_300_01
    assert amounts(settlement) == {
        ("Länsverket", "POST usual"): 750_01,
        ("Havsverket", "POST usual"): 250_00,
        ("Länsverket", "DESK usual"): 150_00,
        ("Havsverket", "DESK usual"): 150_00,
    }
    with everywhere():
        moved = {line.owner.name: line.moved_ppm for line in SettlementLine.objects.filter(pool__code="POST").select_related("owner")}
        assert moved == {"Länsverket": 250_000, "Havsverket": -250_000}
        assert AuditEntry.objects.filter(deed="send_settlement").count() == 1
        assert differences() == []


def test_a_second_run_gives_the_same_lines_and_stores_nothing(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    with everywhere():
        assert preview(cast.unit, OCTOBER).pools == preview(cast.unit, OCTOBER).pools
    assert send(cast) == send(cast)
    with everywhere():
        assert Settlement.objects.count() == 1


def test_what_is_sent_later_supersedes_and_the_bill_is_the_latest(cast: Cast) -> None:
    economy = an_economy(cast)
    costs(cast, COSTS)
    send(cast)
    costs(cast, HEADER + "V-4;2026-10-29;DESK;100;;\n")
    assert send(cast).number == 2
    with everywhere():
        bill = bill_of(economy.other.pk, OCTOBER)
        assert bill is not None
        assert (bill.settlement.number, bill.total_minor) == (2, 450_00)
        first = Settlement.objects.get(number=1)
        assert SettlementLine.objects.filter(settlement=first).count() == 4


def test_counts_the_tickets_of_the_month_in_the_federations_zone_and_none_that_were_imported(cast: Cast) -> None:
    an_economy(cast)
    a_key(cast, cast.desk_service, "tickets", from_month=OCTOBER)
    a_ticket(cast.person("anna"), at=datetime(2026, 9, 30, 22, 30, tzinfo=UTC))  # half past midnight on the 1st of October in Sweden
    a_ticket(cast.person("anna"), at=datetime(2026, 10, 31, 22, 30, tzinfo=UTC))
    a_ticket(cast.person("anna"), at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))  # November there
    a_ticket(cast.person("bo"), at=IN_OCTOBER)
    with everywhere():
        Ticket.objects.create(
            owner=cast.other,
            source="import",
            channel="import",
            subject="x",
            reported_at=IN_OCTOBER,
            service=cast.desk_service,
            changed_at=IN_OCTOBER,
        )
    costs(cast, COSTS)
    settlement = send(cast)
    assert amounts(settlement)["Länsverket", "DESK usual"] == 200_00
    assert amounts(settlement)["Havsverket", "DESK usual"] == 100_00


def test_fixed_shares_split_by_their_weights_and_the_key_recorded_last_counts(cast: Cast) -> None:
    an_economy(cast)
    a_key(cast, cast.desk_service, "fixed", from_month=OCTOBER, shares={cast.member: 1, cast.other: 0})
    a_key(cast, cast.desk_service, "fixed", from_month=OCTOBER, shares={cast.member: 1, cast.other: 2}, at=IN_NOVEMBER)
    with pytest.raises(KeyIsDecided):
        a_key(cast, cast.desk_service, "fixed", from_month=OCTOBER, shares={cast.member: 1, cast.other: 2}, at=IN_DECEMBER)
    costs(cast, COSTS)
    settlement = send(cast)
    assert amounts(settlement)["Länsverket", "DESK usual"] == 100_00
    with pytest.raises(SharesMissing):
        a_key(cast, cast.desk_service, "fixed", from_month=NOVEMBER)


def test_what_is_missing_stops_a_month_and_is_named(cast: Cast) -> None:
    an_economy(cast)
    archive = a_service("E-arkiv")
    a_pool(cast, "ARKIV", archive)
    costs(cast, COSTS + "V-9;2026-10-30;ARKIV;10;;\n")
    assert stops_of(cast) == [ServiceHasNoKey]
    with pytest.raises(ServiceHasNoKey, match="E-arkiv"):
        send(cast)
    a_key(cast, archive, "equal")
    assert stops_of(cast) == [NobodyTakesIt]
    a_key(cast, cast.desk_service, "tickets", from_month=OCTOBER)
    assert set(stops_of(cast)) == {NobodyTakesIt, AllDriversZero}
    a_key(cast, cast.desk_service, "fixed", from_month=OCTOBER, shares={cast.member: 1}, at=IN_NOVEMBER)
    assert set(stops_of(cast)) == {NobodyTakesIt, MemberHasNoShare}


def test_a_member_without_a_head_count_stops_a_month(cast: Cast) -> None:
    economy = an_economy(cast)
    long_ago = Month(2023, 10)
    a_key(cast, economy.mail, "headcount", from_month=long_ago)
    costs(cast, HEADER + "V-0;2023-10-30;POST;10;;\n", month=long_ago)
    with everywhere():
        assert [type(stop) for stop in preview(cast.unit, long_ago).stops] == [MemberHasNoHeadcount]


def test_a_month_is_neither_sent_nor_closed_before_it_is_over(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, COSTS, at=IN_OCTOBER)
    with pytest.raises(MonthNotOver):
        send(cast, at=IN_OCTOBER)
    with pytest.raises(MonthNotOver):
        close(cast, at=IN_OCTOBER)
    with pytest.raises(NothingToSettle):
        send(cast, SEPTEMBER)
    with pytest.raises(NothingSent):
        close(cast)


def test_a_closed_month_refuses_change(cast: Cast) -> None:
    a_closed_october(cast)
    with pytest.raises(SettlementIsClosed):
        close(cast)
    with pytest.raises(SettlementIsClosed):
        send(cast)
    with pytest.raises(KeyForAClosedMonth):
        a_key(cast, cast.desk_service, "equal", from_month=OCTOBER, at=IN_DECEMBER)
    with everywhere():
        assert TakenEntry.objects.count() == CostEntry.objects.count() == 3
        line, entry = SettlementLine.objects.all()[0], CostEntry.objects.all()[0]
        for change in (line.delete, entry.delete, line.save, entry.save):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_costs_that_came_after_a_month_was_sent_must_be_sent_before_it_closes(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    send(cast)
    costs(cast, HEADER + "V-4;2026-10-29;DESK;100;;\n")
    with pytest.raises(CostsChangedSinceSent):
        close(cast)
    send(cast)
    close(cast)


def test_counts_that_drift_after_a_month_was_sent_do_not_keep_it_open(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    sent = send(cast)
    a_headcount(cast.other, 97, at=IN_NOVEMBER)
    assert close(cast).settlement == sent


def test_a_late_cost_is_settled_with_the_next_month_under_its_key_and_shown_as_the_earlier_months(cast: Cast) -> None:
    a_closed_october(cast)
    costs(cast, HEADER + "V-8;2026-10-30;POST;100;Glömd;\n", at=IN_DECEMBER)
    costs(cast, HEADER + "V-10;2026-11-05;POST;40;;\n", month=NOVEMBER, at=IN_DECEMBER)
    a_headcount(cast.other, 2, year=2026, at=IN_DECEMBER)
    a_headcount(cast.member, 2, year=2026, at=IN_DECEMBER)
    settlement = send(cast, NOVEMBER, IN_DECEMBER)
    assert amounts(settlement) == {
        ("Länsverket", "POST late"): 50_00,
        ("Havsverket", "POST late"): 50_00,
        ("Länsverket", "POST usual"): 20_00,
        ("Havsverket", "POST usual"): 20_00,
    }
    with everywhere():
        assert {f"{pool.month:%Y-%m}" for pool in PublishedPool.objects.filter(settlement=settlement)} == {"2026-10", "2026-11"}
    close(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        assert TakenEntry.objects.count() == 5
        assert differences() == []


def test_a_month_before_the_first_closed_one_never_waits_to_be_sent(cast: Cast) -> None:
    a_closed_october(cast)
    costs(cast, HEADER + "V-8;2026-09-30;POST;100;Glömd;\n", month=SEPTEMBER, at=IN_DECEMBER)
    with everywhere():
        states = {str(row.month): row.state for row in settlements_in_order(cast.unit)}
    assert states == {"2026-09": "closed", "2026-10": "closed"}


def test_months_are_settled_in_their_order(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    costs(cast, HEADER + "V-10;2026-11-05;POST;40;;\n", month=NOVEMBER, at=IN_DECEMBER)
    with pytest.raises(EarlierMonthIsOpen, match="2026-10"):
        send(cast, NOVEMBER, IN_DECEMBER)
    send(cast)
    close(cast)
    send(cast, NOVEMBER, IN_DECEMBER)


def test_a_corrected_count_gives_every_member_of_the_pool_a_line_in_the_next_month_that_sums_to_zero(cast: Cast) -> None:
    a_closed_october(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("settlement__unit", "pool").get(owner=cast.other, pool__code="POST")
        right = SettlementLine.objects.get(owner=cast.member, pool__code="POST")
    correct(cast, line, 2)
    costs(cast, HEADER + "V-10;2026-11-05;DESK;40;;\n", month=NOVEMBER, at=IN_DECEMBER)
    settlement = send(cast, NOVEMBER, IN_DECEMBER)
    # 1 000,01 by 3 and 2: 600,006 and 400,004, so 600,01 and 400,00
    assert amounts(settlement)["Länsverket", "POST correction"] == 600_01 - 750_01
    assert amounts(settlement)["Havsverket", "POST correction"] == 400_00 - 250_00
    assert settlement.total_minor == 40_00
    with everywhere():
        pointed = SettlementLine.objects.filter(settlement=settlement, corrects__isnull=False).values_list("owner", "corrects")
        assert set(pointed) == {(cast.member.pk, right.pk), (cast.other.pk, line.pk)}
    close(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        assert TakenCorrection.objects.count() == 1
        assert differences() == []


def test_a_count_corrected_twice_is_settled_from_what_was_settled_last(cast: Cast) -> None:
    a_closed_october(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("settlement__unit", "pool").get(owner=cast.other, pool__code="POST")
    correct(cast, line, 2)
    send(cast, NOVEMBER, IN_DECEMBER)
    close(cast, NOVEMBER, IN_DECEMBER)
    correct(cast, line, 1, at=IN_DECEMBER)
    settlement = send(cast, NOVEMBER.next(), datetime(2027, 1, 7, tzinfo=UTC))
    assert amounts(settlement) == {("Länsverket", "POST correction"): 150_00, ("Havsverket", "POST correction"): -150_00}
    with everywhere():
        assert differences() == []


def test_refuses_corrections_that_change_nothing_or_of_what_is_not_settled(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    send(cast)
    with everywhere():
        line = SettlementLine.objects.select_related("settlement__unit", "pool").get(owner=cast.other, pool__code="POST")
    with pytest.raises(MonthIsOpen):
        correct(cast, line, 2)
    close(cast)
    with pytest.raises(SameCount):
        correct(cast, line, 1)
    with pytest.raises(CountBelowZero):
        correct(cast, line, -1)
    correct(cast, line, 2)
    send(cast, NOVEMBER, IN_DECEMBER)
    close(cast, NOVEMBER, IN_DECEMBER)
    with everywhere():
        correction = SettlementLine.objects.select_related("settlement__unit", "pool").filter(corrects=line).get()
    with pytest.raises(CorrectsACorrection):
        correct(cast, correction, 3)


def test_differences_name_a_line_that_does_not_follow_from_its_pool(cast: Cast) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    settlement = send(cast)
    with everywhere():
        pool = PublishedPool.objects.get(code="DESK")
        wrong = PublishedPool.objects.create(
            settlement=settlement,
            service=pool.service,
            key=pool.key,
            code="FEL",
            name="Fel",
            month=pool.month,
            amount_minor=100,
            total_count=1,
        )
        SettlementLine.objects.create(owner=cast.member, settlement=settlement, pool=wrong, count=1, amount_minor=99, moved_ppm=0)
        found = differences()
    assert any("its total is" in words for words in found)
    assert any("pool FEL" in words and "recomputed 100" in words for words in found)


@pytest.mark.parametrize("name", ["anna", "maja", "elin"])
def test_only_those_who_settle_may_send_and_close(cast: Cast, name: str) -> None:
    an_economy(cast)
    costs(cast, COSTS)
    actor = cast.actor(name)
    with inside(actor.walls):
        for act in (send_settlement, close_month):
            with pytest.raises(NotAllowed):
                act(cast.unit, OCTOBER, by=actor, at=IN_NOVEMBER)
