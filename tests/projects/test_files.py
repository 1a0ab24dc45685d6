"""Proposals, hours and bookings from files and to them: all or none, again adds nothing, wrong files refused in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samdrift.run.projects.models import Booking, Proposal, TimeEntry
from samdrift.run.projects.queries.checks import differences
from samdrift.team.models import Function
from tests.builders import Cast, everywhere
from tests.projects.builders import COMING, a_booking, a_project, a_proposal, hours

Browser = Callable[[str], Client]
PROPOSALS = "title;title_en;proposed_by;need;benefit;cost;yearly\n"
HOURS = "employee;project;week;minutes\n"
BOOKINGS = "employee;job;member;project;from_week;weeks;percent;reason\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def send(browser: Client, name: str, content: str | bytes, called: str = "fil.csv") -> object:
    content = content.encode() if isinstance(content, str) else content
    return browser.post(reverse(name), {"file": SimpleUploadedFile(called, content)})


def status(answer: object) -> int:
    return answer.status_code  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("name", ["import_proposals", "import_hours", "import_bookings"])
@pytest.mark.parametrize(
    ("content", "called"),
    [(PNG, "fil.xlsx"), (b"", "tom.csv"), (b"a;b\n1;2\n", "fil.csv"), (b"\xff\xfe\x00", "fil.csv"), (b"PK\x03\x04 nothing", "fil.xlsx")],
)
def test_what_is_no_such_table_is_refused_in_words(as_: Browser, name: str, content: bytes, called: str) -> None:
    assert status(send(as_("karin"), name, content, called)) == 422


def test_proposals_from_a_file_again_add_nothing(cast: Cast, as_: Browser) -> None:
    content = PROPOSALS + "Diarium;Register;Länsverket;Behov;Nytta;1 000,00;500\nArkiv;;It-enheten;Behov;Nytta;2 000;0\n"
    for _time in range(2):
        assert status(send(as_("karin"), "import_proposals", content)) == 302
    with everywhere():
        assert list(Proposal.objects.order_by("title").values_list("title", "cost_minor")) == [("Arkiv", 200_000), ("Diarium", 100_000)]
    other = send(as_("karin"), "import_proposals", content.replace("1 000,00", "9 000,00"))
    assert status(other) == 422


def test_one_wrong_row_enters_none_and_each_is_named(cast: Cast, as_: Browser) -> None:
    content = PROPOSALS + "A;;Länsverket;b;n;1;1\nB;;Okänt verk;b;n;1;1\nC;;Länsverket;b;n;-5;1\nA;;Länsverket;b;n;1;1\n"
    answer = send(as_("karin"), "import_proposals", content)
    assert status(answer) == 422
    assert [row.line for row in answer.context["wrong"]] == [3, 4, 5]  # type: ignore[attr-defined]
    with everywhere():
        assert not Proposal.objects.exists()


def test_a_member_imports_its_own_proposals_only(cast: Cast, as_: Browser) -> None:
    assert status(send(as_("carin"), "import_proposals", PROPOSALS + "A;;Havsverket;b;n;1;1\n")) == 422
    assert status(send(as_("carin"), "import_proposals", PROPOSALS + "A;;Länsverket;b;n;1;1\n")) == 302


def test_hours_from_a_file_again_add_nothing_and_others_correct_them(cast: Cast, as_: Browser) -> None:
    project = a_project(cast)
    content = HOURS + f"Ulla Wikström;{project.code};2026-10-12;600\nElin Wikström;{project.code};2026-10-12;60\n"
    for _time in range(2):
        assert status(send(as_("elin"), "import_hours", content)) == 302
    with everywhere():
        assert TimeEntry.objects.count() == 2
    assert status(send(as_("elin"), "import_hours", content.replace("600", "480"))) == 302
    with everywhere():
        assert TimeEntry.objects.count() == 3
        assert differences() == []


@pytest.mark.parametrize(
    "row",
    [
        "Okänd;{p};2026-10-12;60",
        "Ulla Wikström;X;2026-10-12;60",
        "Ulla Wikström;{p};2026-10-13;60",
        "Ulla Wikström;{p};2100-01-04;60",
        "Ulla Wikström;{p};2026-10-12;-60",
        "Ulla Wikström;{p};2026-10-12;20000",
        "2026-10-12;{p};Ulla Wikström;60",
    ],
)
def test_hours_that_cannot_be_are_refused(cast: Cast, as_: Browser, row: str) -> None:
    project = a_project(cast)
    assert status(send(as_("elin"), "import_hours", HOURS + row.format(p=project.code) + "\n")) == 422
    with everywhere():
        assert not TimeEntry.objects.exists()


def test_bookings_from_a_file_again_add_nothing(cast: Cast, as_: Browser) -> None:
    content = BOOKINGS + f"Ulla Wikström;developer;Länsverket;;{COMING};2;60;\nUlla Wikström;procurer;Havsverket;;{COMING};1;40;\n"
    for _time in range(2):
        assert status(send(as_("elin"), "import_bookings", content)) == 302
    with everywhere():
        assert Booking.objects.count() == 2
        assert differences() == []
    over = BOOKINGS + f"Ulla Wikström;developer;Länsverket;;{COMING};1;30;\n"
    assert status(send(as_("elin"), "import_bookings", over)) == 422
    assert status(send(as_("elin"), "import_bookings", over.replace("30;", "30;Ska gå ändå"))) == 302


@pytest.mark.parametrize(
    "row",
    [
        "Ulla Wikström;developer;Länsverket;;{w};2;130;",
        "Ulla Wikström;chef;Länsverket;;{w};2;30;",
        "Ulla Wikström;developer;;;{w};2;30;",
        "Ulla Wikström;developer;Länsverket;;2100-01-05;2;30;",
        "Ulla Wikström;developer;Länsverket;;{w};0;30;",
    ],
)
def test_bookings_that_cannot_be_are_refused(cast: Cast, as_: Browser, row: str) -> None:
    assert status(send(as_("elin"), "import_bookings", BOOKINGS + row.format(w=COMING) + "\n")) == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_is_known_when_it_is_read_again(cast: Cast, as_: Browser, kind: str) -> None:
    project = a_project(cast)
    a_proposal(cast, "=1+1")
    hours(cast, project, 600)
    a_booking(cast, cast.employee("ulla"), project=project)
    with everywhere():
        Function.objects.filter(pk=cast.function.pk).update(manager=cast.employee("elin"))
    browser = as_("elin")
    for what in ("proposals", "hours", "bookings"):
        table = browser.get(reverse(f"{what}_table", args=[kind]))
        assert table.status_code == 200
        assert status(send(browser, f"import_{what}", table.content, f"fil.{kind}")) == 302
    with everywhere():
        assert (Proposal.objects.count(), TimeEntry.objects.count(), Booking.objects.count()) == (2, 1, 1)
    assert browser.get(reverse("hours_table", args=["exe"])).status_code == 404


def test_an_export_holds_no_more_than_its_reader_may_see(cast: Cast, as_: Browser) -> None:
    project = a_project(cast)
    hours(cast, project, 600)
    a_booking(cast, cast.employee("elin"))
    for what in ("hours", "bookings"):
        assert "Elin" not in as_("karin").get(reverse(f"{what}_table", args=["csv"])).content.decode()
        assert "Elin" in as_("elin").get(reverse(f"{what}_table", args=["csv"])).content.decode()
