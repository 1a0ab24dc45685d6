"""Methods: read and found by everybody, published by the unit, used, varied and improved by members."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samdrift.catalog import methods, methods_heads
from samdrift.catalog.actions import methods as actions
from samdrift.catalog.methods_report import methods_report
from samdrift.catalog.models import Method, MethodHead, MethodVersion
from samdrift.catalog.queries.methods import methods_found
from samdrift.core.access import inside
from samdrift.core.models import AuditEntry
from tests.builders import NOW, TODAY, Cast, a_member, everywhere
from tests.catalog.methods_builders import REVIEW, a_method, a_suggestion, does_otherwise, the_next_version, uses

Browser = Callable[[str], Client]


def typed(cast: Cast, **other: str) -> dict[str, str]:
    facts = {"kind": "how_to", "title": "Byt lösenord", "purpose": "När det är glömt", "text": "Ring\nVänta", "review_on": "2099-01-01"}
    return facts | {"method_owner": str(cast.employee("elin").pk)} | other


def test_the_examples_in_the_docstrings_hold() -> None:
    outcome = doctest.testmod(methods)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_staff_add_a_method_and_everybody_reads_it(cast: Cast, as_: Browser) -> None:
    assert as_("elin").post("/methods/new/", typed(cast)).status_code == 302
    assert as_("elin").post("/methods/new/", typed(cast, title="BYT lösenord")).status_code == 409, "the same title again"
    made = _only()
    for name in ("anna", "berit", "karin", "auditor"):
        page = as_(name).get(f"/methods/{made.pk}/").content.decode()
        assert "<li>Ring</li><li>Vänta</li>" in page
    for name in ("carin", "ulla", "auditor"):
        assert as_(name).post("/methods/new/", typed(cast, title="x")).status_code == 403


def _only() -> Method:
    with everywhere():
        return Method.objects.get()


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "song"},
        {"title": ""},
        {"title": "x" * 121},
        {"purpose": ""},
        {"text": " \r\n "},
        {"text": "x\x00"},
        {"text": "x" * (methods.LONGEST + 1)},
        {"text": "x\n" * (methods.MOST_LINES + 1)},
        {"text_en": "x\n" * (methods.MOST_LINES + 1)},
        {"review_on": "2020-01-01"},
        {"review_on": "snart"},
        {"method_owner": "999999"},
    ],
)
def test_refuses_a_method_that_cannot_be_used(cast: Cast, as_: Browser, other: dict[str, str]) -> None:
    assert as_("elin").post("/methods/new/", typed(cast, **other)).status_code == 422
    with everywhere():
        assert not Method.objects.exists()


def test_a_version_says_what_changed_and_the_ones_before_stay(cast: Cast, as_: Browser) -> None:
    method = a_method(cast, text="Vänta i 12 timmar")
    url = f"/methods/{method.pk}/versions/new/"
    new = {"text": "Vänta i 8 timmar", "what_changed": "Kortare", "review_on": "2099-01-01", "after": "1"}
    assert as_("elin").get(url).content.decode().count("Vänta i 12 timmar") == 1
    for wrong in ({"what_changed": " "}, {"text": ""}, {"text": "Vänta i 12 timmar "}, {"review_on": "2020-01-01"}, {"after": "x"}):
        assert as_("elin").post(url, new | wrong).status_code == 422
    assert as_("carin").post(url, new).status_code == 403
    assert as_("elin").post(url, new).status_code == 302
    page = as_("anna").get(f"/methods/{method.pk}/versions/2/").content.decode()
    assert "12</del>" in page
    assert "8</ins>" in page
    assert "Kortare" in page
    assert "Vänta i 12 timmar" in as_("anna").get(f"/methods/{method.pk}/versions/1/").content.decode()
    assert as_("anna").get(f"/methods/{method.pk}/versions/3/").status_code == 404
    with everywhere():
        head = MethodHead.objects.get(method=method)
        assert (head.version.number, head.method.reviewed_on) == (2, timezone.localdate())
        assert methods_heads.differences() == []


def test_whoever_writes_on_from_an_older_version_is_told_and_loses_nothing(cast: Cast, as_: Browser) -> None:
    method = a_method(cast)
    the_next_version(method, "Någon annans")
    new = {"text": "Min egen", "what_changed": "Mitt", "review_on": "2099-01-01", "after": "1"}
    answer = as_("elin").post(f"/methods/{method.pk}/versions/new/", new)
    assert answer.status_code == 409
    assert "Min egen" in answer.content.decode()
    with everywhere():
        assert MethodVersion.objects.filter(method=method).count() == 2


def test_a_change_of_title_is_found_at_once(cast: Cast, as_: Browser) -> None:
    method = a_method(cast, "Gammal rubrik")
    changed = {key: value for key, value in typed(cast).items() if key not in ("text", "review_on")}
    assert as_("elin").post(f"/methods/{method.pk}/change/", changed).status_code == 302
    assert found("lösenord") == ["Byt lösenord"]
    assert found("gammal") == []
    a_method(cast, "Upptagen")
    assert as_("elin").post(f"/methods/{method.pk}/change/", changed | {"title": "Upptagen"}).status_code == 409
    with everywhere():
        assert AuditEntry.objects.filter(deed="change_method").count() == 1


def test_a_review_that_changes_nothing_moves_the_day(cast: Cast, as_: Browser) -> None:
    method = a_method(cast)
    with everywhere():
        Method.objects.update(review_on=timezone.localdate() - timedelta(days=1))
    assert "försenad" in as_("anna").get("/methods/?show=overdue").content.decode()
    url = f"/methods/{method.pk}/review/"
    assert as_("elin").post(url, {"review_on": "2020-01-01"}).status_code == 422
    assert as_("elin").post(url, {"review_on": "2099-01-01"}).status_code == 302
    assert f"/methods/{method.pk}/" not in as_("anna").get("/methods/?show=overdue").content.decode()


def found(words: str, **more: Any) -> list[str]:
    with everywhere():
        return [one.title for one in methods_found(words, on=TODAY, **more)]


def test_words_are_found_in_both_languages_by_stem_and_by_beginning(cast: Cast) -> None:
    a_method(cast, "Återställ från säkerhetskopian", title_en="Restore from the backup", text="Ta fram bandet", text_en="Fetch the tapes")
    a_method(cast, "Beställ dator", text="Välj modell")
    for words in ("säkerhetskopian", "säkerhets", "SÄKERHETS", "restoring", "backup", "bandet", "tape"):
        assert found(words) == ["Återställ från säkerhetskopian"], words
    assert found("återställ kopian") == [], "what a word ends with does not find it"
    assert found("datorer") == ["Beställ dator"]
    assert found("dat modell") == ["Beställ dator"], "all words, wherever they stand"
    assert found("datorer mod") == ["Beställ dator"], "one by its stem, one by its beginning"
    assert found("hur man beställer datorer") == ["Beställ dator"], "filling words need not be there"
    assert found("telefon") == []
    assert found("  ") == ["Beställ dator", "Återställ från säkerhetskopian"], "without words all, in Swedish order"


def test_a_word_in_the_title_comes_before_any_number_of_them_in_the_text(cast: Cast) -> None:
    a_method(cast, "Annat", text="lösenord " * 50, purpose="lösenord lösenord")
    a_method(cast, "Ett långt namn på något som handlar om hur man byter lösenord när man har glömt det", text="x")
    assert found("lösenord")[-1] == "Annat"


def test_a_version_that_no_longer_counts_is_not_what_a_method_is_found_by(cast: Cast) -> None:
    the_next_version(a_method(cast, "Byt", text="telefax"), "e-post")
    assert found("telefax") == []
    assert found("e-post") == ["Byt"]


@pytest.mark.parametrize("words", ["'", "a' | 'b", ":*", "\\", "((((", "-", "\x00", "%", "_", "å" * 500, "!&|<->", "'); --", "\ud800"])
def test_no_search_breaks_the_page(cast: Cast, as_: Browser, words: str) -> None:
    a_method(cast)
    encoded = words.encode("utf-8", "surrogatepass").decode("latin-1")
    assert as_("anna").get("/methods/", {"q": words.encode("utf-8", "surrogatepass")}).status_code == 200
    assert as_("anna").get("/methods/", {"q": encoded, "show": "nothing", "page": "x"}).status_code == 200


def test_the_page_says_what_it_found_and_offers_a_way_on(cast: Cast, as_: Browser) -> None:
    a_method(cast, "Byt lösenord", title_en="Change password")
    page = as_("anna").get("/methods/?q=passwords").content.decode()
    assert "Byt lösenord" in page
    assert as_("anna").get("/methods/?q=telefax").content.decode().count("telefax") >= 2


def test_the_unit_sees_who_uses_a_method_and_a_member_that_it_does(cast: Cast, as_: Browser) -> None:
    first, second = a_method(cast, "Första"), a_method(cast, "Andra")
    uses(cast.member, first)
    uses(cast.other, first)
    assert "Havsverket, Länsverket" in as_("karin").get("/methods/").content.decode()
    own = as_("carin").get("/methods/?show=used").content.decode()
    assert f"/methods/{first.pk}/" in own
    assert f"/methods/{second.pk}/" not in own
    page = as_("carin").get(f"/methods/{first.pk}/").content.decode()
    assert "Havsverket" not in page, "whose use it is, a member does not see"
    assert "2 medlemmar" in page
    assert "Havsverket" in as_("elin").get(f"/methods/{first.pk}/").content.decode()


def test_the_report_says_who_uses_what(cast: Cast) -> None:
    method = a_method(cast, "Byt lösenord")
    uses(cast.member, method)
    does_otherwise(cast.other, method, "Öppna\nLås")
    a_suggestion(cast, method)
    with everywhere():
        report = methods_report(on=REVIEW)
    assert report.as_json()["methods"] == [
        {
            "title": "Byt lösenord",
            "kind": "how_to",
            "owner": "Elin Wikström",
            "version": 1,
            "reviewed_on": "2026-11-23",
            "review_on": "2028-01-01",
            "overdue": True,
            "used_by": ["Länsverket"],
            "variations": 1,
            "suggestions_waiting": 1,
        }
    ]
    assert "Byt lösenord" in report.as_text("en")


def test_check_finds_a_head_that_does_not_follow(cast: Cast) -> None:
    method = a_method(cast)
    with everywhere():
        MethodHead.objects.filter(method=method).update(used_by=3, search=None)
        assert len(methods_heads.differences()) == 2
    uses(a_member(), a_method(cast))


@pytest.mark.parametrize("name", ["karin", "carin"])
def test_list_and_page_cost_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, as_: Browser, name: str) -> None:
    browser, method = as_(name), a_method(cast)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            for address in ("/methods/", "/methods/?q=metod", "/methods/table.csv/", f"/methods/{method.pk}/"):
                assert browser.get(address).status_code == 200
        return len(seen)

    def grow(number: int) -> None:
        for n in range(number):
            uses(cast.member, a_method(cast))
            member = a_member()
            uses(member, method)
            does_otherwise(member, method, f"Öppna\nLås {n}")
            a_suggestion(cast, method)
            the_next_version(method, f"Öppna {number} {n}")

    grow(3)
    queries()
    few = queries()
    grow(27)
    assert queries() == few


def test_a_rule_is_kept_below_the_door_too(cast: Cast) -> None:
    by = cast.actor("elin")
    method = a_method(cast)
    with inside(by.walls), pytest.raises(actions.ChangeNotSaid):
        actions.publish_method_version(method, "x", what_changed="", review_on=REVIEW, after=1, by=by, on=TODAY, at=NOW)
