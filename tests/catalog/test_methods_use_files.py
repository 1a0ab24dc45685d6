"""What members say of methods as files: a member's people their own, the unit everybody's, all rows or none, again nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samdrift.catalog import methods_heads
from samdrift.catalog.actions import methods_use as actions
from samdrift.catalog.models import MethodHead, MethodUse, MethodVariation, Suggestion
from samdrift.core.access import inside
from samdrift.core.models import AuditEntry
from tests.builders import NOW, Cast, a_member, everywhere
from tests.catalog.builders import sent
from tests.catalog.methods_builders import a_method, a_suggestion, does_otherwise, the_next_version, uses

Browser = Callable[[str], Client]
USES, VARIATIONS, SUGGESTIONS = "/methods/uses/", "/methods/variations/", "/methods/suggestions/"
ALL = (USES, VARIATIONS, SUGGESTIONS)


def kept() -> tuple[int, int, int]:
    with everywhere():
        assert methods_heads.differences() == []
        return MethodUse.objects.count(), MethodVariation.objects.count(), Suggestion.objects.count()


def taken_out(browser: Client, url: str, kind: str = "csv") -> bytes:
    return bytes(browser.get(f"{url}table.{kind}/").content)


def test_a_contact_says_by_file_what_the_member_uses(cast: Cast, as_: Browser) -> None:
    method = a_method(cast, "Byt")
    a_method(cast, "Stäng")
    rows = "method;from_on;until_on\nbyt;2026-01-01;\nStäng;2025-01-01;2025-06-01\n"
    for _again in range(2):
        assert sent(as_("carin"), f"{USES}import/", rows)[0] == 302
    with everywhere():
        assert {(use.method.title, use.owner) for use in MethodUse.objects.all()} == {("Byt", cast.member), ("Stäng", cast.member)}
        assert MethodHead.objects.get(method=method).used_by == 1
        assert AuditEntry.objects.filter(deed="import_method_uses", owner_id=cast.member.pk).count() == 1
    assert kept()[0] == 2


def test_a_variation_and_a_suggestion_come_by_file_and_an_empty_text_takes_back(cast: Cast, as_: Browser) -> None:
    a_method(cast, "Byt", text="Ring\nVänta")
    texts = 'method;text\nByt;"Ring\nHämta"\n'
    for url in (VARIATIONS, SUGGESTIONS):
        for _again in range(2):
            assert sent(as_("carin"), f"{url}import/", texts)[0] == 302
    with everywhere():
        assert (MethodVariation.objects.get().text, Suggestion.objects.get().owner) == ("Ring\nHämta", cast.member)
    for _again in range(2):
        assert sent(as_("carin"), f"{VARIATIONS}import/", "method;text\nByt;\n")[0] == 302
    assert kept() == (0, 2, 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["elin", "carin"])
def test_what_is_given_out_is_taken_in_and_adds_nothing(cast: Cast, as_: Browser, kind: str, name: str) -> None:
    method = a_method(cast, "=Byt")
    the_next_version(method, "Nytt\noch bättre")
    for member in (cast.member, cast.other):
        uses(member, method)
        does_otherwise(member, method, "- Ring\n=1+1")
    a_suggestion(cast, method, "+ Mer\n\n@ Klart")
    before = kept()
    for url in ALL:
        assert sent(as_(name), f"{url}import/", taken_out(as_(name), url, kind))[0] == 302
    assert kept() == before == (2, 2, 1)


def test_a_member_takes_out_and_sends_in_its_own_only(cast: Cast, as_: Browser) -> None:
    method = a_method(cast, "Byt")
    uses(cast.other, method)
    does_otherwise(cast.other, method, "Hemligt")
    a_suggestion(cast, method, "Också hemligt", by="berit")
    theirs = {url: taken_out(as_("elin"), url) for url in ALL}
    assert all(cast.other.short_name in content.decode() for content in theirs.values())
    for url in ALL:
        assert taken_out(as_("carin"), url).decode().strip().count("\n") == 0, "the heading alone"
        status, page = sent(as_("carin"), f"{url}import/", theirs[url])
        assert status == 422
        assert '<th scope="row">2</th>' in page
        for nobody in ("anna", "maja", "sten", "auditor", "ulla"):
            assert sent(as_(nobody), f"{url}import/", theirs[url])[0] == 403
    assert kept() == (1, 1, 1)


def test_last_years_file_undoes_nothing(cast: Cast, as_: Browser) -> None:
    method = a_method(cast, "Byt")
    old = f"method;text;written_on;member\nByt;Gammalt;2025-11-01;{cast.member.short_name}\n"
    does_otherwise(cast.member, method, "Nytt")
    status, page = sent(as_("elin"), f"{VARIATIONS}import/", old)
    assert status == 422
    assert "2026-11-23" in page
    by = cast.actor("carin")
    uses(cast.member, method)
    given = taken_out(as_("carin"), USES)
    with inside(by.walls):
        actions.stop_using_method(method, cast.member, by=by, on=NOW.date() + timedelta(days=1), at=NOW)
    assert sent(as_("carin"), f"{USES}import/", given)[0] == 422
    assert kept() == (1, 1, 0)


@pytest.mark.parametrize(
    ("url", "row"),
    [
        (USES, "Okänd;2026-01-01"),
        (USES, "Byt;2999-01-01"),
        (USES, "Byt;2026-01-01"),
        (USES, "Byt;2020-06-01"),
        (USES, "Byt;igår"),
        (USES, ";2026-01-01"),
        (VARIATIONS, "Okänd;x"),
        (VARIATIONS, "Byt;x"),
        (VARIATIONS, 'Stäng;"Öppna\nStäng"'),
        (VARIATIONS, f"Stäng;{'x' * 12_001}"),
        (SUGGESTIONS, "Byt;"),
        (SUGGESTIONS, "Byt;x"),
        (SUGGESTIONS, f"Byt;{'x' * 4_001}"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_nothing_is_entered(cast: Cast, as_: Browser, url: str, row: str) -> None:
    a_method(cast, "Byt")
    a_method(cast, "Stäng")
    head, good = ("method;from_on\n", "Byt;2020-01-01\n") if url == USES else ("method;text\n", "Byt;x\n")
    status, page = sent(as_("carin"), f"{url}import/", head + good + row + "\n")
    assert status == 422
    assert '<th scope="row">3</th>' in page
    assert kept() == (0, 0, 0)


def test_swapped_and_missing_columns_and_a_renamed_picture_are_refused(cast: Cast, as_: Browser) -> None:
    a_method(cast, "Byt")
    for url in ALL:
        for content in (b"\x89PNG\r\n\x1a\n" + bytes(60), b"method\nByt\n", b""):
            assert sent(as_("carin"), f"{url}import/", content)[0] == 422
    assert sent(as_("carin"), f"{USES}import/", "method;from_on\n2026-01-01;Byt\n")[0] == 422
    assert kept() == (0, 0, 0)


def test_the_files_cost_as_many_queries_for_thirty_rows_as_for_three(cast: Cast, as_: Browser) -> None:
    browser = as_("elin")

    def queries() -> list[int]:
        counts = []
        for url in ALL:
            content = taken_out(browser, url)
            with CaptureQueriesContext(connection) as seen:
                taken_out(browser, url)
                assert sent(browser, f"{url}import/", content)[0] == 302
            counts.append(len(seen))
        return counts

    def grow(number: int) -> None:
        method = a_method(cast)
        a_suggestion(cast, method, f"{timezone.now()}")
        for _n in range(number):
            member = a_member()
            uses(member, method)
            does_otherwise(member, method, "Annat")
        for n in range(number):
            a_suggestion(cast, method, f"Mer {n}")

    grow(3)
    queries()
    few = queries()
    grow(27)
    assert queries() == few
