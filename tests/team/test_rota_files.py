"""Rotas from files and to them: all of the rows or none, again adds nothing, and what is wrong is named line by line."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samdrift.core.access import Actor, inside
from samdrift.team.actions.rotas import AgainstTheRules, CountsNoLonger, announce_rota, swap_shift
from samdrift.team.models import Rota, RuleDeparture, Shift
from samdrift.team.weeks import A_WEEK
from tests.builders import Cast, a_cast, a_function, an_employee, everywhere
from tests.team.rota_builders import COMING, THIS_WEEK, a_rota, at, led_by, planned, shifts

Browser = Callable[[str], Client]
HEAD = "employee;starts;ends;kind\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def line(
    who: str = "Elin Wikström", day: int = 0, begins: str = "17:00", ends: str = "08:00", kind: str = "standby", week: Any = COMING
) -> str:
    starts, until = at(week, day, 0).date(), at(week, day + 1, 0).date()
    return f"{who};{starts} {begins};{until} {ends};{kind}\n"


def send(browser: Client, cast: Cast, content: str | bytes, called: str = "fil.csv", **more: str) -> Any:
    content = content.encode() if isinstance(content, str) else content
    return browser.post(reverse("import_shifts", args=[cast.function.pk]), {"file": SimpleUploadedFile(called, content), **more})


@pytest.mark.parametrize(
    ("content", "called"),
    [
        (PNG, "fil.xlsx"),
        (b"", "tom.csv"),
        (b"a;b\n1;2\n", "fil.csv"),
        (b"employee;starts;ends\nElin;2026-11-02 17:00;2026-11-03 08:00\n", "fil.csv"),
        (b"PK\x03\x04 nothing", "fil.xlsx"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(cast: Cast, as_: Browser, content: bytes, called: str) -> None:
    assert send(as_("karin"), cast, content, called).status_code == 422


def test_a_file_becomes_a_rota_that_waits_and_again_adds_nothing(cast: Cast, as_: Browser) -> None:
    content = HEAD + line() + line("karin wikström", 1) + line("Ulla Wikström", 0, "18:00", "06:00", "STANDBY", COMING + A_WEEK)
    for _time in range(2):
        assert send(as_("karin"), cast, content).status_code == 302
    with everywhere() as samdrift:
        rota = Rota.objects.get()
        assert (rota.from_week, rota.weeks, rota.shifts.count()) == (COMING, 2, 3)
        announce_rota(rota, by=samdrift, at=timezone.now())
    assert send(as_("karin"), cast, content).status_code == 302
    with everywhere():
        assert Rota.objects.count() == 1
    changed = send(as_("karin"), cast, content.replace("06:00", "07:00"))
    assert changed.status_code == 302
    with everywhere():
        assert Rota.objects.count() == 2  # another rota, which waits


def test_a_files_duty_is_counted_as_the_form_says_and_each_night_is_named_on_its_line(cast: Cast, as_: Browser) -> None:
    nights = HEAD + line("Elin Wikström", 0, "22:00", "06:00", "duty") + line("Elin Wikström", 2, "22:00", "06:00", "duty")
    agreed = {"reason": "Driften vaktas på natten", "agreed_by": "Saco-S"}
    refused = send(as_("karin"), cast, nights)
    assert refused.status_code == 422
    assert [row.line for row in refused.context["wrong"]] == [2, 3]
    assert send(as_("karin"), cast, nights, duty_per="year", **agreed).status_code == 422
    assert send(as_("karin"), cast, nights, duty_per="month", **agreed).status_code == 302
    with everywhere():
        assert Rota.objects.get().duty_per == "month"
        assert [one.rule for one in RuleDeparture.objects.all()] == ["night_rest", "night_rest"]


def test_each_row_that_cannot_be_used_is_named_and_none_is_entered(cast: Cast, as_: Browser) -> None:
    wrong = [
        line("Okänd Person"),
        line("", 1),
        line("Elin Wikström", 2, "i går"),
        line("Elin Wikström", 2, "25:00"),
        line("Elin Wikström", 3, kind="jour"),
        f"Elin Wikström;{COMING} 17:00;{COMING} 08:00;standby\n",
        "Elin Wikström;2026-02-30 17:00;2026-03-01 08:00;standby\n",
        line(week=THIS_WEEK - 50 * A_WEEK),
        line("Ulla Wikström", 4),
        line("Ulla Wikström", 4),
    ]
    answer = send(as_("karin"), cast, HEAD + line("Karin Wikström", 5) + "".join(wrong))
    assert answer.status_code == 422
    assert [row.line for row in answer.context["wrong"]] == [3, 4, 5, 6, 7, 8, 9, 10, 12]
    with everywhere():
        assert not Shift.objects.exists()


def test_a_file_of_last_year_adds_nothing_where_it_says_what_was_and_is_refused_where_it_does_not(cast: Cast, as_: Browser) -> None:
    last = THIS_WEEK - 52 * A_WEEK
    a_rota(cast, [planned(cast, "elin", at(last, 0, 17), at(last, 1, 8))], from_week=last, weeks=1)
    assert send(as_("karin"), cast, HEAD + line(week=last)).status_code == 302
    refused = send(as_("karin"), cast, HEAD + line(week=last) + line("Ulla Wikström", 1, week=last))
    assert refused.status_code == 422
    assert [row.line for row in refused.context["wrong"]] == [3]
    with everywhere():
        assert Rota.objects.count() == 1


def test_breaches_stand_on_their_lines_and_an_agreement_is_written_beside_them(cast: Cast, as_: Browser) -> None:
    week = f"Elin Wikström;{COMING} 17:00;{COMING + A_WEEK} 17:00;standby\n"
    refused = send(as_("karin"), cast, HEAD + line("Ulla Wikström") + week)
    assert refused.status_code == 422
    assert [row.line for row in refused.context["wrong"]] == [3]
    assert "Elin Wikström" in refused.context["wrong"][0].reason
    agreed = {"reason": "Lokalt avtal", "agreed_by": "Saco-S"}
    assert send(as_("karin"), cast, HEAD + week, **agreed).status_code == 302
    with everywhere():
        assert RuleDeparture.objects.get().reason == "Lokalt avtal"
    night = f"Elin Wikström;{COMING} 08:00;{COMING} 22:00;duty\n"
    assert send(as_("karin"), cast, HEAD + night, **agreed).status_code == 422


def test_half_a_shift_and_a_stranger_are_refused(cast: Cast, as_: Browser) -> None:
    an_employee(a_function(cast.unit, cast.other, "Drift"), cast.site, "Sigrid Utifrån")
    for row in (line(begins="17:20"), line("Sigrid Utifrån"), f"Elin Wikström;{COMING};{COMING + 2 * A_WEEK};standby\n"):
        assert send(as_("karin"), cast, HEAD + row).status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_taken_out_is_known_when_it_is_sent_in(cast: Cast, as_: Browser, kind: str) -> None:
    led_by(cast, "elin")
    a_rota(cast)
    a_rota(
        cast, [planned(cast, "ulla", at(THIS_WEEK - A_WEEK, 0, 17), at(THIS_WEEK - A_WEEK, 1, 0))], from_week=THIS_WEEK - A_WEEK, weeks=1
    )
    table = as_("ulla").get(reverse("shifts_table", args=[cast.function.pk, kind]))
    assert table.status_code == 200
    assert send(as_("elin"), cast, table.content, f"fil.{kind}").status_code == 302
    with everywhere():
        assert Rota.objects.count() == 2
    assert as_("elin").get(reverse("shifts_table", args=[cast.function.pk, "exe"])).status_code == 404
    assert as_("carin").get(reverse("shifts_table", args=[cast.function.pk, kind])).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_on_the_same_shift_at_once_hand_it_on_once() -> None:
    cast = a_cast()
    led_by(cast, "elin")
    first = shifts(a_rota(cast, [planned(cast, "elin", at(COMING, 0, 17), at(COMING, 1, 8))], weeks=1))[0]
    ready = Barrier(2)

    def one(given: tuple[Actor, str]) -> str:
        actor, to = given
        try:
            with inside(actor.walls):
                ready.wait(10)
                swap_shift(first, cast.employee(to), reason="Byte", by=actor, at=timezone.now())
            return "handed on"
        except (CountsNoLonger, AgainstTheRules):
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, [(cast.actor("elin"), "ulla"), (cast.actor("karin"), "karin")])) == ["handed on", "refused"]
    with everywhere():
        assert Shift.objects.filter(replaces=first).count() == 1
