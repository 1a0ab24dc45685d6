"""What holds or is to come without naming a decision: keys, prices and versions, on a page and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samdrift.agree.models import Agreement, Version
from samdrift.catalog.models import Price
from samdrift.members.models import Subject
from samdrift.plan.queries.undecided import undecided
from samdrift.settle.models import AllocationKey
from tests.builders import NOW, TODAY, Cast, a_level, a_service, everywhere
from tests.members.decision_builders import a_decision

Browser = Callable[[str], Client]
BEFORE, COMING = date(2026, 1, 1), date(2100, 1, 1)


def three_without(cast: Cast, number: int) -> None:
    """A key, a price and a version, of things of their own, none of them with a decision."""
    level = a_level(a_service(f"Tjänst {number}"))
    with everywhere():
        said = {"decided_on": BEFORE, "decided_by": "Rådet", "recorded_at": NOW}
        AllocationKey.objects.create(service=level.service, kind="equal", from_on=BEFORE, **said)
        Price.objects.create(level=level, from_on=BEFORE, amount_minor=100, per="member", recorded_at=NOW)
        agreement = Agreement.objects.create(name=f"Överenskommelse {number}", provider=cast.unit)
        Version.objects.create(agreement=agreement, number=1, from_on=BEFORE, offered_at=NOW, digest="0" * 64)


def test_what_a_later_row_replaced_or_names_a_decision_is_left_out(cast: Cast, as_: Browser) -> None:
    three_without(cast, 1)
    price, agreement = a_decision(cast, "price"), a_decision(cast, "agreement")
    with everywhere():
        level = Price.objects.get().level
        coming = {"level": level, "amount_minor": 200, "per": "member", "recorded_at": NOW}
        Price.objects.create(from_on=date(2026, 10, 1), decision=price, **coming)
        Price.objects.create(from_on=COMING, **coming)
        Version.objects.create(
            agreement=Agreement.objects.get(), number=2, from_on=COMING, offered_at=NOW, digest="1" * 64, decision=agreement
        )
        found = undecided(on=TODAY)
    assert [(one.subject, one.from_on) for one in found] == [
        (Subject.KEY, BEFORE),
        (Subject.PRICE, COMING),
        (Subject.AGREEMENT, BEFORE),
    ]
    karin = as_("karin")
    assert reverse("without_decision") in karin.get(reverse("decisions")).content.decode()
    only = karin.get(reverse("without_decision"), {"about": "price"}).content.decode()
    assert "2100-01-01" in only
    assert "Överenskommelse 1" not in only
    out = karin.get(reverse("without_decision_table", args=["csv"])).content.decode("utf-8-sig")
    assert [(row["about"], row["name"], row["from_on"]) for row in csv.DictReader(io.StringIO(out), delimiter=";")] == [
        ("key", "Tjänst 1", "2026-01-01"),
        ("price", "Tjänst 1", "2100-01-01"),
        ("agreement", "Överenskommelse 1", "2026-01-01"),
    ]
    assert karin.get(reverse("without_decision_table", args=["xlsx"])).status_code == 200


def test_a_requester_is_not_let_in(as_: Browser) -> None:
    assert as_("anna").get(reverse("without_decision")).status_code == 403
    assert reverse("without_decision") not in as_("anna").get(reverse("decisions")).content.decode()


def test_the_page_costs_as_many_queries_for_30_as_for_3(cast: Cast, as_: Browser) -> None:
    browser, counts = as_("karin"), []
    for first, last in ((0, 1), (1, 10)):
        for number in range(first, last):
            three_without(cast, number)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(reverse("without_decision"))
        assert page.context["total"] == last * 3
        counts.append(len(queries))
    assert counts[0] == counts[1]
