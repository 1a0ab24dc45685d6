"""The first account of a real federation: made from the shell, once; all else is done in the pages."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.utils import translation

from samdrift.config import cli
from samdrift.core.models import Account
from samdrift.members.models import Organization
from tests.builders import everywhere

BEGIN = [
    "begin",
    "--federation",
    "Lärosätena",
    "--federation-en",
    "The universities",
    "--unit",
    "Gemensam it",
    "--director",
    "maria@unit.example",
]
PASSWORD = "rätt häst batteri"


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


def begun(*more: str) -> int:
    with translation.override("en"):
        return cli.main([*BEGIN, *more])


@pytest.mark.django_db
def test_the_director_of_a_new_federation_signs_in_and_adds_a_member(typing: None) -> None:
    assert begun() == 0
    browser = Client()
    signed_in = browser.post("/sign-in/", {"email": "maria@unit.example", "password": PASSWORD}, follow=True)
    assert (signed_in.status_code, signed_in.wsgi_request.path) == (200, "/home/unit/")
    assert "Kontorstid" in browser.get("/calendars/").content.decode()
    typed = {"kind": "member", "name": "Högskolan Väst", "short_name": "HV", "number": "202100-4052"}
    assert browser.post("/members/new/", typed).status_code == 302
    with everywhere():
        assert {o.short_name for o in Organization.objects.all()} == {"Lärosätena", "Gemensam it", "HV"}


@pytest.mark.django_db
def test_a_federation_begins_once(typing: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert begun() == 0
    assert begun("--unit", "En annan enhet") == 1
    assert "has begun" in capsys.readouterr().err
    assert Account.objects.filter(is_system=False).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--director", "maria"], "valid email"),
        (["--unit", "Lärosätena"], "Another organization is called Lärosätena"),
        (["--unit", "x" * 41], "at most 40"),
    ],
)
def test_what_cannot_be_used_leaves_nothing(typing: None, capsys: pytest.CaptureFixture[str], given: list[str], says: str) -> None:
    assert begun(*given) == 1
    assert says in capsys.readouterr().err
    assert not Account.objects.filter(is_system=False).exists()
    with everywhere():
        assert not Organization.objects.filter(kind="unit").exists()


@pytest.mark.django_db
def test_a_short_password_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert begun() == 1
    assert "at least 12" in capsys.readouterr().err
