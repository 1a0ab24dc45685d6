"""Joining through its doors: gate by gate, planned again with a reason, late by name, its costs, and what the others are shown."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samdrift.core.errors import Refused
from samdrift.plan.actions.joining import reach_gate
from samdrift.plan.gates import standing
from samdrift.plan.joining_report import joinings_as_dict, joinings_as_text
from samdrift.plan.models import Gate, GateDay, Joining, JoiningReport, OneOffCost, PublishedJoining, PublishedOneOff
from samdrift.plan.queries.joining import one_off_costs
from tests.builders import NOW, Cast, a_member, a_service, actor_of, everywhere
from tests.members.decision_builders import a_decision
from tests.plan.builders import DECIDED, FIRST_OF, a_cost, a_joining, planned, reached, to_join

Browser = Callable[[str], Client]
ALL = tuple(Gate)


def days_of(joining: Joining) -> list[tuple[str, bool, date]]:
    with everywhere():
        return list(GateDay.objects.filter(joining=joining).order_by("pk").values_list("gate", "is_reached", "on"))


def test_a_contact_plans_its_members_gates_and_reaches_them_by_a_decision(cast: Cast, as_: Browser) -> None:
    browser, service = as_("carin"), a_service("Karta")
    given = {"service": service.pk, "responsible": cast.employee("elin").pk, "member": cast.other.pk}
    assert browser.post(reverse("begin_joining"), given).status_code == 302
    assert browser.post(reverse("begin_joining"), given).status_code == 409
    with everywhere():
        joining = Joining.objects.get()
    assert joining.owner_id == cast.member.pk, "a contact speaks for its own member alone"
    decision = to_join(cast)
    assert browser.post(reverse("plan_gate", args=[joining.pk, "signed"]), {"on": "2026-05-01"}).status_code == 302
    assert browser.post(reverse("reach_gate", args=[joining.pk, "decided"]), {"decision": decision.pk}).status_code == 302
    assert browser.post(reverse("reach_gate", args=[joining.pk, "signed"]), {"on": "2026-05-04"}).status_code == 302
    assert days_of(joining) == [
        ("signed", False, date(2026, 5, 1)),
        ("decided", True, DECIDED),
        ("signed", True, date(2026, 5, 4)),
    ]
    page = browser.get(reverse("joining", args=[joining.pk])).content.decode()
    assert "Nått 3 dagar efter första planen" in page
    assert decision.registry_number in page
    rests = as_("carin").get(reverse("decision_rests", args=[decision.pk])).content.decode()
    assert "Länsverket inför Karta" in rests
    assert "Länsverket" not in as_("berit").get(reverse("decision_rests", args=[decision.pk])).content.decode()


@pytest.mark.parametrize("who", ["maja", "sten", "ulla", "auditor"])
def test_others_read_and_do_not_plan(cast: Cast, as_: Browser, who: str) -> None:
    joining = a_joining(cast)
    assert as_(who).get(reverse("joining", args=[joining.pk])).status_code == 200
    assert as_(who).post(reverse("plan_gate", args=[joining.pk, "signed"]), {"on": "2026-05-01"}).status_code == 403
    assert as_(who).post(reverse("publish_joinings")).status_code == 403


def test_a_requester_does_not_read_joinings(as_: Browser) -> None:
    assert as_("anna").get(reverse("joinings")).status_code == 403


def test_a_gate_before_the_one_it_needs_is_refused(cast: Cast, as_: Browser) -> None:
    joining, browser = a_joining(cast), as_("elin")
    early = browser.post(reverse("reach_gate", args=[joining.pk, "in_use"]), {"on": "2026-08-01"})
    assert early.status_code == 409
    assert "”Används” kräver ”Data flyttade” först" in early.content.decode()
    reached(joining, *ALL[:4], decision=to_join(cast))
    before = browser.post(reverse("reach_gate", args=[joining.pk, "in_use"]), {"on": "2026-06-15"})
    assert before.status_code == 409
    assert "2026-07-01" in before.content.decode(), "the day people moved"
    planned(joining, Gate.OLD_OFF, date(2026, 9, 1))
    late = browser.post(reverse("plan_gate", args=[joining.pk, "in_use"]), {"on": "2026-10-01"})
    assert late.status_code == 409
    coming = browser.post(reverse("reach_gate", args=[joining.pk, "in_use"]), {"on": "2100-01-01"})
    assert coming.status_code == 422
    assert len(days_of(joining)) == 5


def test_the_first_gate_is_reached_by_a_decision_about_joining(cast: Cast, as_: Browser) -> None:
    joining, address = a_joining(cast), None
    address = reverse("reach_gate", args=[joining.pk, "decided"])
    assert as_("carin").post(address, {"on": "2026-03-02"}).status_code == 422
    assert as_("carin").post(address, {"decision": a_decision(cast, "price").pk}).status_code == 422, "not a choice"
    assert as_("carin").get(reverse("reach_gate", args=[joining.pk, "half_way"])).status_code == 404


def test_a_day_that_moves_says_why_and_both_stay(cast: Cast, as_: Browser) -> None:
    joining, browser = a_joining(cast), as_("carin")
    planned(joining, Gate.SIGNED)
    address = reverse("plan_gate", args=[joining.pk, "signed"])
    assert browser.post(address, {"on": "2026-05-20"}).status_code == 422
    assert browser.post(address, {"on": FIRST_OF[Gate.SIGNED].isoformat()}).status_code == 409
    assert browser.post(address, {"on": "2026-05-20", "reason": "Mötet flyttades."}).status_code == 302
    page = browser.get(reverse("joining", args=[joining.pk])).content.decode()
    assert "Mötet flyttades." in page
    with everywhere():
        one = standing(GateDay.objects.order_by("pk")).of(Gate.SIGNED)
    assert (one.first_planned_on, one.planned_on) == (FIRST_OF[Gate.SIGNED], date(2026, 5, 20))
    reached(joining, Gate.DECIDED, Gate.SIGNED, decision=to_join(cast))
    assert browser.post(address, {"on": "2026-05-21", "reason": "Igen."}).status_code == 409
    correct = reverse("reach_gate", args=[joining.pk, "signed"])
    assert browser.post(correct, {"on": "2026-05-02"}).status_code == 422
    assert browser.post(correct, {"on": "2026-05-02", "reason": "Fel dag."}).status_code == 302


def test_what_going_over_costs_once_is_planned_actual_and_replaced_never_edited(cast: Cast, as_: Browser) -> None:
    joining, browser = a_joining(cast), as_("carin")
    typed = {"kind": "planned", "what": "Flytt", "amount_minor": "10 000,00", "on": "2100-01-01"}
    assert browser.post(reverse("record_one_off", args=[joining.pk]), typed).status_code == 302
    assert browser.post(reverse("record_one_off", args=[joining.pk]), typed | {"kind": "actual"}).status_code == 422, "a day to come"
    assert browser.post(reverse("record_one_off", args=[joining.pk]), typed | {"amount_minor": "-1"}).status_code == 422
    with everywhere():
        cost = OneOffCost.objects.get()
    address = reverse("replace_one_off", args=[joining.pk, cost.pk])
    better = {"amount_minor": "12 500,50", "on": "2100-01-01", "reason": "Ny offert."}
    assert browser.post(address, better | {"reason": ""}).status_code == 422
    assert browser.post(address, better).status_code == 302
    assert browser.post(address, better).status_code == 409
    with everywhere():
        assert [(one.member_id, one.amount_minor, one.is_actual) for one in one_off_costs()] == [(cast.member.pk, 12_500_50, False)]
        assert one_off_costs([cast.other.pk]) == []
        assert one_off_costs(is_actual=True) == one_off_costs(until=date(2100, 1, 1)) == []


def test_the_unit_sees_all_a_member_its_own_and_of_the_others_what_was_shown(cast: Cast, as_: Browser) -> None:
    service, third = a_service("Karta"), a_member("Tredje verket")
    a_joining(cast, cast.member, service)
    theirs = a_joining(cast, cast.other, service)
    planned(theirs, Gate.SIGNED, date(2026, 5, 1))
    a_cost(theirs, 777)
    assert as_("carin").get(reverse("joining", args=[theirs.pk])).status_code == 404
    page = as_("carin").get(reverse("joinings")).content.decode()
    assert "Havsverket" not in page
    unit = as_("karin").get(reverse("joinings")).content.decode()
    assert "Havsverket" in unit
    assert "777,00" in unit

    assert as_("karin").post(reverse("publish_joinings")).status_code == 302
    page = as_("carin").get(reverse("joinings")).content.decode()
    assert "Havsverket" in page
    assert "Försenat" in page
    assert "777,00" not in page, "what one of two pays would be told by the sum"
    with everywhere():
        assert PublishedJoining.objects.count() == 2
        assert not PublishedOneOff.objects.exists()

    a_cost(a_joining(cast, third, service), 100)
    with everywhere():
        a_cost(Joining.objects.get(owner=cast.member), 10)
    assert as_("karin").post(reverse("publish_joinings")).status_code == 302
    assert "887,00" in as_("carin").get(reverse("joinings")).content.decode()
    with everywhere():
        assert JoiningReport.objects.count() == 2


def test_late_joinings_are_named_the_longest_first(cast: Cast, as_: Browser) -> None:
    today = timezone.localdate()
    for member, days in ((cast.member, 5), (cast.other, 40)):
        joining = a_joining(cast, member)
        planned(joining, Gate.DECIDED, today - timedelta(days=days))
    page = as_("auditor").get(reverse("joinings"))
    assert [(row.joining.owner.name, days) for row, _gate, _on, days in page.context["late"]] == [("Havsverket", 40), ("Länsverket", 5)]
    with everywhere():
        report = joinings_as_dict(on=today)
    assert (report["late"], report["done"]) == (2, 0)
    assert "40 dagar sen" in joinings_as_text(report)


def test_the_report_tells_every_gate_and_cost(cast: Cast) -> None:
    joining = a_joining(cast, service=a_service("Karta"))
    planned(joining, Gate.SIGNED)
    reached(joining, *ALL, decision=to_join(cast))
    a_cost(joining, 100)
    a_cost(joining, 120, is_actual=True)
    with everywhere():
        report = joinings_as_dict(on=date(2026, 11, 1))
    row = report["joinings"][0]
    assert (row["member"], row["service"], row["reached"], row["next"]) == ("Länsverket", "Karta", "old_off", None)
    assert row["gates"]["signed"] == {"first_planned": "2026-05-01", "planned": "2026-05-01", "reached": "2026-05-01"}
    assert (report["planned_minor"], report["actual_minor"], report["done"]) == (100_00, 120_00, 1)


def test_the_pages_cost_as_many_queries_for_30_as_for_3(cast: Cast, as_: Browser) -> None:
    decision, counts = to_join(cast), []
    first = a_joining(cast)
    for number in (3, 27):
        for _one in range(number):
            joining = a_joining(cast, a_member())
            planned(joining, Gate.SIGNED)
            reached(joining, Gate.DECIDED, decision=decision)
            a_cost(joining, 1)
            a_cost(first, 1)
        assert as_("karin").post(reverse("publish_joinings")).status_code == 302
        for who, address in (
            ("karin", reverse("joinings")),
            ("carin", reverse("joinings")),
            ("carin", reverse("joining", args=[first.pk])),
            ("karin", reverse("joinings_table", args=["csv"])),
            ("karin", reverse("decision_rests", args=[decision.pk])),
        ):
            browser = as_(who)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:5] == counts[5:]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_reach_a_gate_at_once_the_second_reads_what_the_first_wrote(transactional_db: None, cast: Cast) -> None:
    joining = a_joining(cast)
    reached(joining, Gate.DECIDED, decision=to_join(cast))
    actor = actor_of(cast.account("elin"))
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def reach() -> None:
        from samdrift.core.access import inside

        try:
            together.wait()
            with inside(actor.walls):
                reach_gate(joining, Gate.SIGNED, FIRST_OF[Gate.SIGNED], by=actor, at=NOW)
            outcomes.append("reached")
        except Refused as no:
            outcomes.append(type(no).__name__)
        finally:
            connections.close_all()

    both = [threading.Thread(target=reach) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert sorted(outcomes) == ["NothingMoves", "reached"]
