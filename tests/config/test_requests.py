"""What a request leaves behind: everything or nothing, and what is kept of a failure."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import connection
from django.test import Client

from samdrift.config.databases import WrongRole, refuse_a_role_that_passes_walls
from samdrift.core.models import Account, AuditEntry, FailedSignIn
from samdrift.run.desk.models import Event, Message, Ticket
from tests import harness
from tests.builders import Cast, a_seat, an_account, everywhere

Browser = Callable[[str], Client]
failing = pytest.mark.urls("tests.config.failing_urls")


def _rows() -> tuple[int, int, int]:
    with everywhere():
        return Ticket.objects.count(), Event.objects.count(), Message.objects.count()


@failing
@pytest.mark.parametrize(("address", "status"), [("breaks", 500), ("refuses", 409), ("answers-422", 422)])
def test_a_request_that_fails_in_mid_action_leaves_no_row(cast: Cast, as_: Browser, address: str, status: int) -> None:
    assert as_("anna").post(f"/test/{address}/").status_code == status
    assert _rows() == (0, 0, 0)


@failing
def test_a_request_that_succeeds_leaves_its_rows(cast: Cast, as_: Browser) -> None:
    assert as_("anna").post("/test/succeeds/").status_code == 200
    assert _rows()[0] == 1


@failing
def test_a_refusal_is_kept_in_the_audit_of_the_one_who_was_refused(cast: Cast, as_: Browser) -> None:
    as_("anna").post("/test/refuses/")
    with everywhere():
        entry = AuditEntry.objects.get()
    assert (entry.outcome, entry.deed, entry.owner_id) == ("refused", "Refused", cast.member.pk)


@failing
def test_a_page_that_failed_says_so_in_the_readers_language(cast: Cast, as_: Browser) -> None:
    browser = as_("anna")
    swedish = browser.post("/test/breaks/").content.decode()
    browser.cookies["django_language"] = "en"
    assert swedish != browser.post("/test/breaks/").content.decode()
    assert "RuntimeError" not in swedish


def test_every_answer_carries_the_content_security_policy(cast: Cast, as_: Browser) -> None:
    for address in ("/sign-in/", "/nowhere/", "/static/ui/samdrift.js"):
        response = as_("nobody").get(address)
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        response.close()


def test_a_wrong_password_is_refused_and_kept(cast: Cast) -> None:
    account = cast.account("anna")
    account.set_password("en lång hemlighet")
    account.save()
    response = Client().post("/sign-in/", {"email": account.email, "password": "fel"})
    assert response.status_code == 422
    assert FailedSignIn.objects.get().email == account.email


def test_the_right_password_lets_one_in_whatever_the_capitals_of_the_address(cast: Cast) -> None:
    account = cast.account("anna")
    account.set_password("en lång hemlighet")
    account.save()
    response = Client().post("/sign-in/", {"email": account.email.upper(), "password": "en lång hemlighet", "next": "//elsewhere.example/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_the_eleventh_wrong_try_is_not_even_looked_at(cast: Cast) -> None:
    account = cast.account("anna")
    account.set_password("en lång hemlighet")
    account.save()
    browser = Client()
    for _ in range(10):
        browser.post("/sign-in/", {"email": account.email, "password": "fel"})
    response = browser.post("/sign-in/", {"email": account.email, "password": "en lång hemlighet"})
    assert response.status_code == 429


def test_nobody_signs_in_as_samdrift_itself(cast: Cast) -> None:
    system = Account.objects.get(is_system=True)
    assert Client().post("/sign-in/", {"email": system.email, "password": "!"}).status_code == 422


def test_an_account_without_a_seat_is_told_so(cast: Cast) -> None:
    browser = Client()
    browser.force_login(an_account())
    assert browser.get("/report/", follow=True).status_code == 403


def test_one_acts_in_one_seat_and_sees_what_that_seat_sees(cast: Cast) -> None:
    account = cast.account("anna")
    other = a_seat(account, cast.other, cast.actor("berit").role)
    browser = Client()
    browser.force_login(account)
    assert cast.member.name in browser.get("/tickets/").content.decode()
    assert browser.post("/seat/", {"seat": other.pk}).status_code == 302
    page = browser.get("/tickets/").content.decode()
    assert cast.other.name in page
    assert cast.member.name not in page


def test_one_cannot_act_in_somebody_elses_seat(cast: Cast, as_: Browser) -> None:
    berits = cast.actor("berit").seat_id
    browser = as_("anna")
    browser.post("/seat/", {"seat": berits})
    assert cast.other.name not in browser.get("/tickets/").content.decode()


def test_the_demos_way_in_is_closed_unless_the_database_is_a_demo(cast: Cast, as_: Browser) -> None:
    seat = cast.actor("karin").seat_id
    assert as_("nobody").get("/demo/").status_code == 404
    assert as_("nobody").post(f"/demo/{seat}/").status_code == 404


def test_serving_as_the_owner_of_the_tables_is_refused(db: None) -> None:
    refuse_a_role_that_passes_walls()
    with harness.as_owner(connection.settings_dict["NAME"]) as owner, pytest.raises(WrongRole):
        _refused_as(owner)


def _refused_as(owner: psycopg.Connection) -> None:
    from django.db.backends.postgresql.base import DatabaseWrapper

    settings = {**connection.settings_dict, "USER": owner.info.user}
    wrapper = DatabaseWrapper(settings, "default")
    try:
        refuse_a_role_that_passes_walls(wrapper)
    finally:
        wrapper.close()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_down_is_answered_with_503(client: Client) -> None:
    browser = Client(raise_request_exception=False)
    connection.close()
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    try:
        response = browser.get("/sign-in/", headers={"accept-language": "en"})
    finally:
        connection.close()
        connection.settings_dict["PORT"] = port
    assert response.status_code == 503
    assert response.headers["Retry-After"]
