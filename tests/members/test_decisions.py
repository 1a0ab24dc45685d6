"""Decisions through their doors: by who may, under a number, never edited; dissent, what was carried out, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags

from samdrift.members.actions.decisions import DecisionIsReplaced, MayNotDecide, must_be_decided_by, record_decision
from samdrift.members.decisions_report import decisions_as_dict, decisions_as_text
from samdrift.members.models import CarriedOut, Decision, Dissent, Mandate
from samdrift.members.queries.decisions import Escalation, escalation
from samdrift.plan.actions.baselines import signed_already
from tests.builders import NOW, Cast, everywhere
from tests.members.decision_builders import COMING, HELD, a_body, a_decision, a_mandate, a_meeting, an_item

Browser = Callable[[str], Client]


def decided(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"registry_number": "Dnr 7-2026", "text": "Byt nyckeln.", "responsible": cast.unit.pk, "part": "Servicedesk", **more}


def test_a_question_is_decided_by_those_who_met_on_that_day(cast: Cast, as_: Browser) -> None:
    item = an_item()
    assert as_("elin").post(reverse("decide_item", args=[item.pk]), decided(cast, due_on="2026-12-01")).status_code == 302
    with everywhere():
        decision = Decision.objects.get()
        assert (decision.body, decision.decided_on, decision.subject) == (item.meeting.body, HELD, "key")
    again = as_("elin").post(reverse("decide_item", args=[item.pk]), decided(cast, registry_number="Dnr 8-2026"))
    assert again.status_code == 409
    assert "Dnr 7-2026" in as_("anna").get(reverse("decision", args=[decision.pk])).content.decode()


@pytest.mark.parametrize("who", ["carin", "hedda", "ulla", "auditor"])
def test_members_finance_and_auditors_read_and_do_not_decide(cast: Cast, as_: Browser, who: str) -> None:
    decision = a_decision(cast)
    assert as_(who).get(reverse("decisions")).status_code == 200
    assert as_(who).get(reverse("decision", args=[decision.pk])).status_code == 200
    assert as_(who).post(reverse("record_decision"), decided(cast)).status_code == 403


def test_a_decision_by_someone_who_may_not_is_refused_and_names_who_may(cast: Cast, as_: Browser) -> None:
    council, director = a_body("Samverkansrådet"), a_body("It-direktören")
    a_mandate(cast, "key", council)
    given = {"body": director.pk, "decided_on": "2026-10-08", "subject": "key"}
    refused = as_("karin").post(reverse("record_decision"), decided(cast, **given))
    assert refused.status_code == 409
    assert "It-direktören får inte besluta detta: 2026-10-08 är det Samverkansrådet som beslutar" in strip_tags(refused.text)
    assert "Byt nyckeln." in refused.content.decode(), "nothing typed is lost"
    with everywhere(), translation.override("en"), pytest.raises(MayNotDecide, match="it is The council that decides"):
        must_be_decided_by(director, "key", on=date(2026, 10, 8))
    before = as_("karin").post(reverse("record_decision"), decided(cast, **given | {"decided_on": "2025-12-31"}))
    assert before.status_code == 302, "nobody had said who decides then"
    allowed = as_("karin").post(reverse("record_decision"), decided(cast, **given | {"body": council.pk}, registry_number="Dnr 9"))
    assert allowed.status_code == 302


def test_who_decides_rests_on_a_decision_about_it_and_changes_from_a_day(cast: Cast, as_: Browser) -> None:
    council, heads = a_body("Samverkansrådet"), a_body("Myndighetscheferna")
    a_mandate(cast, "price", council)
    about_it, other = a_decision(cast, "mandate", body=heads, on=date(2026, 6, 1)), a_decision(cast, "price", body=council)
    given = {"subject": "price", "body": heads.pk, "from_on": "2026-07-01"}
    assert as_("karin").post(reverse("set_mandate"), given | {"decision": other.pk}).status_code == 422, "not a choice"
    early = as_("karin").post(reverse("set_mandate"), given | {"decision": about_it.pk, "from_on": "2026-05-01"})
    assert early.status_code == 422
    assert as_("karin").post(reverse("set_mandate"), given | {"decision": about_it.pk}).status_code == 302
    with everywhere():
        assert Mandate.objects.filter(subject="price").count() == 2
    page = as_("anna").get(reverse("decisions")).content.decode()
    assert "Myndighetscheferna" in page
    assert "Ingen har sagt vem" in page, "of the other subjects"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"registry_number": " "}, 422),
        ({"text": ""}, 422),
        ({"decided_on": COMING.isoformat()}, 422),
        ({"due_on": "2026-10-07"}, 422),
        ({"responsible": 1}, 422),
        ({"subject": "allt"}, 422),
        ({"body": 999_999}, 422),
    ],
)
def test_a_decision_without_a_number_or_in_the_future_is_refused(cast: Cast, as_: Browser, wrong: dict[str, Any], status: int) -> None:
    given = {"body": a_body().pk, "decided_on": "2026-10-08", "subject": "other"}
    assert as_("karin").post(reverse("record_decision"), decided(cast, **given) | wrong).status_code == status


def test_a_meeting_that_has_not_been_decides_nothing(cast: Cast, as_: Browser) -> None:
    item = an_item(a_meeting(on=COMING))
    assert as_("elin").post(reverse("decide_item", args=[item.pk]), decided(cast)).status_code == 409


def test_a_decision_is_never_edited_but_replaced_once_by_a_later_one(cast: Cast, as_: Browser) -> None:
    body = a_body()
    first = a_decision(cast, body=body, registry_number="Dnr 1", on=date(2026, 3, 1))
    given = {"body": body.pk, "decided_on": "2026-10-08", "subject": "other", "replaces": first.pk}
    taken = as_("karin").post(reverse("record_decision"), decided(cast, **given, registry_number="Dnr 1"))
    assert taken.status_code == 409
    assert "Ett beslut ändras aldrig" in taken.content.decode()
    early = as_("karin").post(reverse("record_decision"), decided(cast, **given) | {"decided_on": "2026-02-01"})
    assert early.status_code == 422
    assert as_("karin").post(reverse("record_decision"), decided(cast, **given)).status_code == 302
    assert as_("karin").post(reverse("record_decision"), decided(cast, **given, registry_number="Dnr 8")).status_code == 422, (
        "no choice any more"
    )
    assert as_("karin").post(reverse("carry_out", args=[first.pk]), {"on": "2026-10-09", "what_changed": "Allt."}).status_code == 409
    with everywhere() as samdrift:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Decision.objects.filter(pk=first.pk).update(text="Något annat.")
        again = {"registry_number": "Dnr 99", "decided_on": HELD, "responsible": cast.unit}
        with pytest.raises(DecisionIsReplaced):
            record_decision(body, "other", "Igen.", replaces=first, by=samdrift, at=NOW, **again)  # type: ignore[arg-type]


def test_a_member_says_once_that_it_does_not_agree_and_the_decision_holds(cast: Cast, as_: Browser) -> None:
    decision = a_decision(cast)
    address = reverse("say_dissent", args=[decision.pk])
    assert as_("hedda").post(address, {"reason": "För dyrt.", "member": cast.other.pk}).status_code == 302
    assert as_("carin").post(address, {"reason": "Igen."}).status_code == 409
    with everywhere():
        assert [(one.member, one.reason) for one in Dissent.objects.select_related("member")] == [(cast.member, "För dyrt.")]
    assert "För dyrt." in as_("bo").get(reverse("decision", args=[decision.pk])).content.decode()
    assert as_("anna").post(address, {"reason": "Jag med."}).status_code == 403
    assert as_("auditor").post(address, {"reason": "Jag med."}).status_code == 403


def test_dissent_by_one_that_was_not_a_member_that_day_is_refused(cast: Cast, as_: Browser) -> None:
    decision = a_decision(cast, on=date(2019, 12, 31))
    answer = as_("carin").post(reverse("say_dissent", args=[decision.pk]), {"reason": "För dyrt."})
    assert answer.status_code == 409
    assert "Länsverket var inte medlem 2019-12-31." in strip_tags(answer.text)


def test_a_late_decision_is_named_until_it_is_carried_out_once(cast: Cast, as_: Browser) -> None:
    today = timezone.localdate()
    decision = a_decision(cast, on=date(2026, 3, 1), due_on=date(2026, 4, 1), text="Stäng av.")
    assert "Ett beslut borde vara verkställt" in as_("carin").get(reverse("decisions")).content.decode()
    address, told = reverse("carry_out", args=[decision.pk]), {"on": "2026-05-01", "what_changed": "Den är av."}
    assert as_("elin").post(address, told | {"on": (today + timedelta(days=2)).isoformat()}).status_code == 422
    assert as_("elin").post(address, told | {"on": "2026-02-28"}).status_code == 422
    assert as_("elin").post(address, told).status_code == 302
    assert as_("elin").post(address, told).status_code == 409
    with everywhere():
        assert CarriedOut.objects.get().what_changed == "Den är av."
    assert "Inget beslut är försenat." in as_("carin").get(reverse("decisions")).content.decode()


def test_decisions_are_found_by_words_and_subject(cast: Cast, as_: Browser) -> None:
    a_decision(cast, "price", text="Priset på kartan.", registry_number="Dnr 31")
    a_decision(cast, "other", text="Rutin för kartan.", registry_number="Dnr 32")
    found = as_("anna").get(reverse("decisions"), {"q": "kartan", "about": "price"}).content.decode()
    assert "Dnr 31" in found
    assert "Dnr 32" not in found


def test_the_report_says_who_decides_what_was_decided_and_who_did_not_agree(cast: Cast, as_: Browser) -> None:
    council = a_body("Samverkansrådet")
    a_mandate(cast, "key", council)
    decision = a_decision(cast, "key", body=council, on=HELD, due_on=date(2026, 10, 20), text="Byt nyckeln.")
    assert as_("carin").post(reverse("say_dissent", args=[decision.pk]), {"reason": "För dyrt."}).status_code == 302
    with everywhere():
        report = decisions_as_dict(on=date(2026, 11, 1))
    assert {one["subject"]: one["body"] for one in report["who_decides"]} == {
        "key": "Samverkansrådet",
        "price": None,
        "agreement": None,
        "joining": None,
        "deviation": None,
        "mandate": None,
    }
    first = report["decisions"][0]
    assert (first["registry_number"], first["state"]) == (decision.registry_number, "late")
    assert first["dissent"] == [{"member": "Länsverket", "reason": "För dyrt."}]
    assert "Länsverket: För dyrt." in decisions_as_text(report)


def test_the_list_costs_as_many_queries_for_30_as_for_3(cast: Cast, as_: Browser) -> None:
    browser, counts, body = as_("berit"), [], a_body()
    for number in (3, 22):
        for _one in range(number):
            a_decision(cast, body=body, due_on=date(2026, 10, 9))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("decisions")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_deviation_is_taken_to_bodies_by_the_names_that_the_federation_has_for_them(cast: Cast) -> None:
    with everywhere(), translation.override("sv"):
        assert escalation(on=HELD) == Escalation("samverkansrådet", "myndighetscheferna"), "nobody has said who"
    council, heads = a_body("It-rådet"), a_body("Rektorsmötet")
    a_mandate(cast, "deviation", council)
    a_mandate(cast, "mandate", heads)
    with everywhere():
        assert escalation(on=HELD) == Escalation("It-rådet", "Rektorsmötet")
        for body in (council, heads):  # it goes on to the heads
            must_be_decided_by(body, "deviation", on=HELD)
        with pytest.raises(MayNotDecide):
            must_be_decided_by(a_body(), "deviation", on=HELD)
    with everywhere(), translation.override("sv"):
        assert "tas upp med It-rådet" in signed_already(2019, at=NOW).onward()
