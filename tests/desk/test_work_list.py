"""The unit's work list, through its doors: order, views, filters, search, taking and closing several."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samdrift.core.models import Account
from samdrift.run.desk.models import Ticket
from tests.builders import Cast, a_service, a_ticket, everywhere
from tests.desk.builders import an_agreement, as_it_stands, assert_projections_hold, local

Browser = Callable[[str], Client]


def listed(browser: Client, query: str = "") -> list[int]:
    """The numbers in the list, from the top."""
    content = browser.get(f"/work/{query}").content.decode()
    return [int(pk) for pk in re.findall(r'<a href="/tickets/(\d+)/\?', content)]


@pytest.fixture
def covered(cast: Cast) -> Cast:
    an_agreement(cast.unit, cast.member, [cast.desk_service])
    return cast


def test_what_is_due_first_stands_on_top_and_what_is_paused_last(covered: Cast, as_: Browser) -> None:
    without_promise = a_ticket(covered.person("bo"), at=local(20, 9))
    paused, later, first = (a_ticket(covered.person("anna"), at=local(day, 9)) for day in (20, 24, 23))
    as_("elin").post(f"/tickets/{paused.pk}/write/", {"body": "Vilken?", "how": "waiting"})
    assert listed(as_("elin")) == [first.pk, later.pk, without_promise.pk, paused.pk]


def test_each_row_says_which_clock_counts_and_when_it_is_due(covered: Cast, as_: Browser) -> None:
    ticket = a_ticket(covered.person("anna"), at=local(23, 9))
    seen = as_("elin").get("/work/").content.decode().replace("\u00a0", " ")
    assert re.search(r"<strong>Svar</strong> <time[^>]*>(2026-11-23|i dag|i går) kl. 13.00", seen)
    as_("elin").post(f"/tickets/{ticket.pk}/write/", {"body": "Vi tittar."})
    seen = as_("elin").get("/work/").content.decode().replace("\u00a0", " ")
    assert re.search(r"<strong>Åtgärd</strong> <time[^>]*>(2026-11-24|i dag|i går) kl. 16.00", seen)


def test_views_hold_what_they_say_and_count_it(covered: Cast, as_: Browser) -> None:
    mine, nobodys, waiting, resolved, closed = (a_ticket(covered.person("anna")) for _ in range(5))
    elin = as_("elin")
    elin.post(f"/tickets/{mine.pk}/take/")
    elin.post(f"/tickets/{waiting.pk}/write/", {"body": "Vilken?", "how": "waiting"})
    for ticket in (resolved, closed):
        elin.post(f"/tickets/{ticket.pk}/write/", {"body": "Klart.", "how": "resolved"})
    elin.post(f"/tickets/{closed.pk}/close/")
    assert listed(elin, "?view=mine") == [mine.pk]
    assert set(listed(elin, "?view=nobody")) == {nobodys.pk, waiting.pk}
    assert listed(elin, "?view=waiting") == [waiting.pk]
    assert listed(elin, "?view=resolved") == [resolved.pk]
    assert listed(elin, "?view=closed") == [closed.pk]
    assert set(listed(elin, "?view=nonsense")) == set(listed(elin)) == {mine.pk, nobodys.pk, waiting.pk}
    page = elin.get("/work/").content.decode()
    assert re.search(r'Alla öppna <span class="sd-num">3</span>', page)


def test_overdue_is_a_view_and_a_word(covered: Cast, as_: Browser) -> None:
    late = a_ticket(covered.person("anna"), at=local(2, 9))
    assert listed(as_("elin"), "?view=overdue") == [late.pk]
    assert "över</span>" in as_("elin").get("/work/?view=overdue").content.decode().replace("\u00a0", " ")


def test_filters_and_search_find_open_and_closed_work(covered: Cast, as_: Browser) -> None:
    mail = a_service("E-post")
    one, other = a_ticket(covered.person("anna"), "Skrivaren står"), a_ticket(covered.person("bo"), "Posten helt% borta")
    elin = as_("elin")
    elin.post(f"/tickets/{other.pk}/sort/", {"service": mail.pk, "priority": 2})
    assert listed(elin, f"?member={covered.other.pk}") == [other.pk]
    assert listed(elin, f"?service={mail.pk}&priority=2") == [other.pk]
    assert listed(elin, "?q=SKRIVAREN") == listed(elin, f"?q=SD-{one.pk}") == listed(elin, f"?q={one.pk}") == [one.pk]
    assert listed(elin, "?q=helt%25") == [other.pk]
    assert listed(elin, "?q=_%25") == []
    elin.post(f"/tickets/{one.pk}/write/", {"body": "Klart.", "how": "resolved"})
    elin.post(f"/tickets/{one.pk}/close/")
    assert listed(elin, "?view=closed&q=skrivaren") == [one.pk]


@pytest.mark.parametrize(
    "query", ["?q=%00", "?member=x&service=-1&priority=9", "?page=zzz", "?q=" + "9" * 40, "?view[]=1", "?member=" + "9" * 30]
)
def test_a_list_that_cannot_be_read_from_its_address_still_answers(covered: Cast, as_: Browser, query: str) -> None:
    assert as_("elin").get(f"/work/{query}").status_code == 200


def test_take_the_next_takes_what_is_due_first_of_what_nobody_has(covered: Cast, as_: Browser) -> None:
    later, first = a_ticket(covered.person("anna"), at=local(24, 9)), a_ticket(covered.person("anna"), at=local(23, 9))
    assert as_("elin").post("/work/next/").headers["Location"] == f"/tickets/{first.pk}/"
    assert as_("karin").post("/work/next/").headers["Location"] == f"/tickets/{later.pk}/"
    nothing = as_("elin").post("/work/next/", follow=True)
    assert "Inget ärende väntar på att någon tar det." in nothing.content.decode()
    assert as_it_stands(first).assignee == covered.employee("elin")
    assert_projections_hold()


def test_several_are_taken_at_once_and_of_the_others_is_said_why_not(covered: Cast, as_: Browser) -> None:
    free, taken = a_ticket(covered.person("anna")), a_ticket(covered.person("anna"))
    as_("karin").post(f"/tickets/{taken.pk}/take/")
    numbers = [free.pk, taken.pk, "x", "9" * 30]
    answer = as_("elin").post("/work/bulk/?view=nobody", {"do": "take", "ticket": numbers}, follow=True)
    said = answer.content.decode()
    assert answer.redirect_chain[0][0] == "/work/?view=nobody"
    assert "Du tog ett ärende." in said
    assert f"{taken.number} är redan hos Karin Wikström." in said
    assert as_it_stands(taken).assignee == covered.employee("karin")


def test_several_resolved_ones_are_closed_at_once(covered: Cast, as_: Browser) -> None:
    resolved, active = a_ticket(covered.person("anna")), a_ticket(covered.person("anna"))
    as_("elin").post(f"/tickets/{resolved.pk}/write/", {"body": "Klart.", "how": "resolved"})
    said = as_("elin").post("/work/bulk/", {"do": "close", "ticket": [resolved.pk, active.pk]}, follow=True).content.decode()
    assert "Ett ärende stängdes." in said
    assert f"{active.number} är i läget ”Nytt”" in said
    assert as_it_stands(resolved).state == "closed"
    assert_projections_hold()


def test_nothing_chosen_is_said_so(covered: Cast, as_: Browser) -> None:
    for given in ({"do": "take"}, {"do": "dance", "ticket": [1]}, {}):
        assert "Välj först" in as_("elin").post("/work/bulk/", given, follow=True).content.decode()


def test_one_goes_from_ticket_to_ticket_in_the_list_one_came_from(covered: Cast, as_: Browser) -> None:
    first, second, third = (a_ticket(covered.person("anna"), at=local(day, 9)) for day in (23, 24, 25))
    seen = as_("elin").get(f"/tickets/{second.pk}/?view=all").content.decode()
    assert f'rel="prev" href="/tickets/{first.pk}/?view=all"' in seen
    assert f'rel="next" href="/tickets/{third.pk}/?view=all"' in seen


def test_imported_tickets_are_history_and_not_work(covered: Cast, as_: Browser) -> None:
    ticket = a_ticket(covered.person("anna"))
    with everywhere():
        Ticket.objects.filter(pk=ticket.pk).update(source=Ticket.Source.IMPORT)
    assert listed(as_("elin")) == []


def test_single_keys_are_switched_in_one_place_for_the_account_and_one_stays_on_the_page(covered: Cast, as_: Browser) -> None:
    elin = as_("elin")
    ticket = a_ticket(covered.person("anna"))
    here = f"/tickets/{ticket.pk}/?view=all"
    assert elin.get(here).content.decode().count('action="/work/keys/"') == 1
    assert "data-keys" in elin.get("/work/").content.decode()
    assert elin.post("/work/keys/", {"on": "no", "next": here}).headers["Location"] == here
    assert not Account.objects.get(pk=covered.account("elin").pk).single_keys
    for page in ("/work/", here):
        assert "data-keys" not in elin.get(page).content.decode()
        assert elin.get(page).content.decode().count('action="/work/keys/"') == 1
    for elsewhere in ("//elsewhere.example/", "https://elsewhere.example/", ""):
        assert elin.post("/work/keys/", {"on": "yes", "next": elsewhere}).headers["Location"] == "/work/"
    assert "data-keys" in elin.get("/work/").content.decode()


def test_the_list_asks_as_much_of_the_database_for_three_and_thirty(covered: Cast, as_: Browser) -> None:
    counts = []
    for number in (3, 27):
        for _ in range(number):
            a_ticket(covered.person("anna"))
        with CaptureQueriesContext(connection) as queries:
            assert len(listed(as_("elin"))) in (3, 30)
        counts.append(len(queries))
    assert counts[0] == counts[1]
